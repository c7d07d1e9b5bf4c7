import type { Db } from '../../db/index.ts';
import { areOtherTaxpayers, comparableTaxIds, domainOf, hasTaxIdSql, normaliseTaxId } from '../../mirror/identity-values.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { isOrganisation, isPerson, type CustomerObjectType } from '../../shared/object-types.ts';
import { normaliseName, plainNameSql, plainStart } from '../match/names.ts';
import { domainsIn } from '../match/record-keys.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { BuiltCustomer } from './build-customer.ts';

/** A customer of the ERP that has something in common with a HubSpot record. */
export interface AlikeCustomer {
  customerId: ErpRecordId;
  name: string;
  rule: 'tax_id' | 'email' | 'domain_and_name' | 'domain' | 'name';
  /** The HubSpot record it belongs to. */
  linkedTo: RecordId | null;
  /** Another HubSpot record may be it as well, its tax id says otherwise, or a person left it out: only a person can say. */
  isContested: boolean;
  /** Archived in the ERP. */
  isArchived: boolean;
  /** It is being looked for in HubSpot just now, and may be found to be another record. */
  isBeingMatched: boolean;
  /** Asked to be forgotten. */
  isForgotten: boolean;
}

interface Asked extends ConnectionScope {
  objectType: CustomerObjectType;
  recordId: RecordId;
  /** Those too of which a person said that the record is not one of them. Default: they are left out. */
  withRefused?: boolean;
}

type Known = Pick<BuiltCustomer, 'taxId' | 'email' | 'emails' | 'country'> & {
  name: string | null;
  /** Of a contact person: whose. */
  organisationId: ErpRecordId | null;
  properties: Readonly<Record<string, string | null>>;
};

interface Row extends Omit<AlikeCustomer, 'rule'> {
  rule: 'tax_id' | 'email' | 'domain' | 'name';
  /** Normalised; null: none, or one that has no normal form. */
  taxId: string | null;
  country: string | null;
  emails: string[];
  /** Null: its own. */
  organisationId: ErpRecordId | null;
}

/** Among those that were read from the ERP, best reason first. */
export async function findAlikeCustomers(db: Db, asked: Asked, known: Known): Promise<AlikeCustomer[]> {
  const { taxId, email, emails, name, properties } = known;
  const domains = isOrganisation(asked.objectType)
    ? [
        ...new Set(
          [...domainsIn({ ...properties }), domainOf({ website: null, emails: email ? [email.toLowerCase()] : [] })].filter(
            (domain) => domain !== null,
          ),
        ),
      ]
    : [];
  const { rows } = await db.raw<{ rows: Row[] }>(ALIKE, {
    ...asked,
    withRefused: asked.withRefused ?? false,
    kind: isOrganisation(asked.objectType) ? 'organisation' : 'person',
    taxIds: comparableTaxIds(taxId),
    emails: isOrganisation(asked.objectType) ? [] : emails,
    domains,
    start: plainStart(name ?? '').replace(/[\\%_]/g, (sign) => `\\${sign}`),
  });
  const wanted = normaliseName(name ?? '');
  const found = rows.flatMap(({ taxId: theirs, country, emails: addresses, organisationId, ...row }) => {
    const hasSameName = normaliseName(row.name) === wanted;
    if (row.rule === 'name' && (!hasSameName || isContradicted() || isSomebodyElse())) return [];
    return {
      ...row,
      rule: row.rule === 'domain' && hasSameName ? ('domain_and_name' as const) : row.rule,
      isContested: row.isContested || isContradicted(),
    };

    /** As matching says it: a tax id with a wrong check digit is the same only together with the name. */
    function isContradicted(): boolean {
      const own = normaliseTaxId(taxId, country);
      if (row.rule === 'tax_id') return theirs === null ? !hasSameName : own !== theirs;
      return own !== null && theirs !== null && areOtherTaxpayers(own, theirs, country);
    }

    /** People of one name are many: one of another firm, or with an address of its own, is not asked about. */
    function isSomebodyElse(): boolean {
      if (!isPerson(asked.objectType)) return false;
      if (organisationId !== known.organisationId) return true;
      return addresses.length > 0 && known.emails.length > 0;
    }
  });
  return found.slice(0, MOST_SHOWN);
}

const MOST_SHOWN = 20;
/** As many begin alike as are compared; those that only add a legal form are among the shortest. */
const NAMES_COMPARED = 200;

/** More than a question whether it is this record, for its name. */
const IS_OF_OTHERS = `exists (select 1 from jsonb_array_elements(m.candidates) o where o ->> 'rule' <> 'name' or o ->> 'recordId' <> :recordId)`;

// A contact person's tax id is its organisation's. Of a customer whose record was deleted another record may be it.
const ALIKE = `
  with found as (
    select c.erp_id, 1 as rank, 'tax_id' as rule from erp_customers c
    where c.portal_id = :portalId and c.connection_id = :connectionId and ${hasTaxIdSql('c', ':taxIds::text[]')}
      and (c.kind = 'organisation' or c.organisation_id = c.erp_id)
    union all
    select c.erp_id, 2, 'email' from erp_customers c where c.portal_id = :portalId and c.connection_id = :connectionId and c.emails && :emails::text[]
    union all
    select c.erp_id, 3, 'domain' from erp_customers c where c.portal_id = :portalId and c.connection_id = :connectionId and c.domain = any(:domains::text[])
    union all
    (select c.erp_id, 4, 'name' from erp_customers c
     where c.portal_id = :portalId and c.connection_id = :connectionId and c.kind = :kind and c.active
       and :start::text <> '' and ${plainNameSql('c')} like :start || '%'
     order by length(c.name) limit ${NAMES_COMPARED})
  ),
  best as (select distinct on (erp_id) erp_id, rank, rule from found order by erp_id, rank)
  select c.erp_id as customer_id, c.name, b.rule, l.record_id as linked_to, not c.active as is_archived, c.emails,
    nullif(c.organisation_id, c.erp_id) as organisation_id,
    case when c.kind = 'organisation' or c.organisation_id = c.erp_id then c.tax_id_normalised end as tax_id, c.address ->> 'country' as country,
    coalesce(m.state = 'due', false) as is_being_matched,
    coalesce(m.candidates @> '[{"reason": "privacy"}]', false) as is_forgotten,
    coalesce(m.state = 'due' or m.state = 'ambiguous' and ${IS_OF_OTHERS} or m.state = 'ignored' and not m.candidates @> '[{"reason": "deleted"}]', false)
    or b.rule = 'tax_id' and exists (
      select 1 from record_keys k where k.portal_id = :portalId and k.object_type = :objectType and k.kind = 'tax_id'
        and k.value = any(:taxIds::text[]) and k.record_id <> :recordId) as is_contested
  from best b
  join erp_customers c on c.portal_id = :portalId and c.connection_id = :connectionId and c.erp_id = b.erp_id and c.kind = :kind
  left join links l on l.portal_id = :portalId and l.connection_id = :connectionId and l.object_type = :objectType and l.customer_id = b.erp_id
  left join customer_matches m on m.portal_id = :portalId and m.connection_id = :connectionId and m.object_type = :objectType
    and m.customer_id = b.erp_id
  where :withRefused or not exists (select 1 from refused_matches r where r.portal_id = :portalId and r.connection_id = :connectionId
    and r.object_type = :objectType and r.customer_id = b.erp_id and r.record_id = :recordId)
  order by b.rank, c.active desc, c.name limit ${MOST_SHOWN + NAMES_COMPARED}`;

type AlikeDecision =
  | { kind: 'link'; customer: AlikeCustomer }
  | { kind: 'review'; customers: AlikeCustomer[] }
  /** Of somebody who asked for it nothing is made or linked, whoever asks. */
  | { kind: 'forgotten' }
  | { kind: 'none' };

/**
 * Whether the record is a customer already. One that nobody else has or may be links; a tax id or an address that somebody has already, or several
 * have, goes to a person, and so does one that is archived, and one that has nothing but the name in common. A domain alone says little: firms of
 * one group share it.
 */
export function decideAlike(found: readonly AlikeCustomer[], isSure: boolean): AlikeDecision {
  const strong = found.filter(({ rule }) => rule !== 'domain' && rule !== 'name');
  if (strong.some(({ isForgotten }) => isForgotten)) return { kind: 'forgotten' };
  const rule = strong[0]?.rule;
  const same = livingOf(strong.filter((customer) => customer.rule === rule));
  const [only] = same;
  const isFree = only?.linkedTo === null && !only.isContested && !only.isArchived;
  if (only && same.length === 1 && isFree) return { kind: 'link', customer: only };
  // A person who saw them said that none of them is meant.
  if (isSure) return { kind: 'none' };
  if (same.length > 0) return { kind: 'review', customers: same };
  // Of one name even where another HubSpot record is it already: that one may be entered twice.
  const loose = livingOf(found.filter(({ linkedTo, rule, isForgotten }) => !isForgotten && (linkedTo === null || rule === 'name')));
  return loose.length > 0 ? { kind: 'review', customers: loose } : { kind: 'none' };
}

/** Archived duplicates do not make a living customer doubtful. */
function livingOf(customers: readonly AlikeCustomer[]): AlikeCustomer[] {
  const living = customers.filter(({ isArchived }) => !isArchived);
  return living.length > 0 ? living : [...customers];
}
