import type { ConnectionId, ErpRecordId, RecordId } from '../../shared/ids.ts';
import { areOtherTaxpayers } from '../../mirror/identity-values.ts';
import type { LeftAlone } from '../shared/field-pairs.ts';

type MatchRule = 'key' | 'tax_id' | 'email' | 'domain_and_name';

/** Why a HubSpot record was found for a customer, as it is kept and shown for review. */
export interface Candidate {
  recordId: RecordId;
  name: string | null;
  rule: string;
  /** Set on what is remembered, not offered: the record that was deleted, the person who is forgotten. */
  reason?: 'deleted' | 'privacy';
  /** Of a deleted record: it was so when its ERP was connected again, which nobody decided on yet; what people had frozen of it. */
  isFormer?: boolean;
  leftAlone?: LeftAlone | null;
}

/** A customer by what it is recognised by. */
export interface CustomerFacts {
  connectionId: ConnectionId;
  customerId: ErpRecordId;
  companyId: string | null;
  taxId: string | null;
  country: string | null;
  /** Another customer of the same ERP and company has this tax id too. */
  isTaxIdShared: boolean;
  /** Addresses other customers have too. */
  sharedEmails: readonly string[];
  /** Another organisation has the same domain and the same name. */
  isNameShared: boolean;
}

/** A HubSpot record that has something in common with the customer. */
export interface Hit {
  recordId: RecordId;
  name: string | null;
  /** Normalised; null when it has none that is valid. */
  taxId: string | null;
  /** Of a contact: all its addresses. */
  emails?: readonly string[];
}

export interface Hits {
  byKey: Hit | null;
  byTaxId: readonly Hit[];
  byEmail: readonly (Hit & { email: string })[];
  byDomainAndName: readonly Hit[];
  /** Of organisations. */
  byName: readonly Hit[];
}

export type Decision =
  | { kind: 'link'; recordId: RecordId; name: string | null; rule: MatchRule }
  | { kind: 'ambiguous'; candidates: Candidate[] }
  | { kind: 'none' };

/** The customers a record carries already. */
export interface Occupant {
  recordId: RecordId;
  connectionId: ConnectionId;
  customerId: ErpRecordId;
  companyId: string | null;
  taxId: string | null;
}

/**
 * What the rules say, in their order: key, tax id, e-mail, domain together with name. The first rule that finds anything decides: a value
 * held by exactly one record on both sides links, anything else goes to a person. A name alone links nobody, and nobody is created beside it unasked.
 */
export function decide(customer: CustomerFacts, hits: Hits, occupants: readonly Occupant[]): Decision {
  if (hits.byKey) return { kind: 'link', ...pick(hits.byKey), rule: 'key' };
  const found = firstRule(customer, hits);
  if (!found) return askAboutNames(customer, hits);
  const records = new Map(found.hits.map((hit) => [hit.recordId, hit]));
  const [only] = [...records.values()];
  const isSure = records.size === 1 && !found.isShared && isFree(customer, only!, occupants) && !contradicts(customer, only!);
  if (isSure) return { kind: 'link', ...pick(only!), rule: found.rule };
  return { kind: 'ambiguous', candidates: [...records.values()].map((hit) => ({ ...pick(hit), rule: found.rule })) };
}

/** Two valid tax ids that differ tell firms of one name apart. */
function askAboutNames(customer: CustomerFacts, { byName }: Hits): Decision {
  const namesakes = byName.filter((hit) => !contradicts(customer, hit));
  if (namesakes.length === 0) return { kind: 'none' };
  return { kind: 'ambiguous', candidates: namesakes.map((hit) => ({ ...pick(hit), rule: 'name' })) };
}

const pick = ({ recordId, name }: Hit): Pick<Hit, 'recordId' | 'name'> => ({ recordId, name });

function firstRule(customer: CustomerFacts, hits: Hits): { rule: MatchRule; hits: readonly Hit[]; isShared: boolean } | null {
  if (hits.byTaxId.length > 0) return { rule: 'tax_id', hits: hits.byTaxId, isShared: customer.isTaxIdShared };
  // An address of one's own says more than a mailbox that several people read.
  const own = hits.byEmail.filter(({ email }) => !customer.sharedEmails.includes(email));
  if (own.length > 0) return { rule: 'email', hits: own, isShared: false };
  if (hits.byEmail.length > 0) return { rule: 'email', hits: hits.byEmail, isShared: true };
  if (hits.byDomainAndName.length > 0) return { rule: 'domain_and_name', hits: hits.byDomainAndName, isShared: customer.isNameShared };
  return null;
}

/** Two customers' figures never land on one record by mistake: only one legal entity in two sets of books shares a record. */
function isFree(customer: CustomerFacts, { recordId }: Hit, occupants: readonly Occupant[]): boolean {
  return occupants.every((other) => other.recordId !== recordId || isSame(customer, other) || mayShare(customer, other));
}

type Booked = Pick<CustomerFacts, 'connectionId' | 'customerId' | 'companyId' | 'taxId'>;

const isSame = (a: Booked, b: Booked): boolean => a.connectionId === b.connectionId && a.customerId === b.customerId;

export function mayShare(a: Booked, b: Booked): boolean {
  const isOtherBooks = a.connectionId !== b.connectionId || (a.companyId !== null && b.companyId !== null && a.companyId !== b.companyId);
  return isOtherBooks && a.taxId !== null && a.taxId === b.taxId;
}

const contradicts = ({ taxId, country }: CustomerFacts, hit: Hit): boolean =>
  taxId !== null && hit.taxId !== null && areOtherTaxpayers(taxId, hit.taxId, country);

/** Where two customers of one batch chose the same record and may not share it, neither gets it. */
export function withoutCollisions<C extends Booked>(
  decided: readonly { customer: C; decision: Decision }[],
): { customer: C; decision: Decision }[] {
  return decided.map(({ customer, decision }) => {
    if (decision.kind !== 'link' || decision.rule === 'key') return { customer, decision };
    const isContested = decided.some(
      (other) =>
        !isSame(other.customer, customer) &&
        other.decision.kind === 'link' &&
        other.decision.recordId === decision.recordId &&
        !mayShare(customer, other.customer),
    );
    if (!isContested) return { customer, decision };
    const { recordId, name, rule } = decision;
    return { customer, decision: { kind: 'ambiguous', candidates: [{ recordId, name, rule }] } };
  });
}
