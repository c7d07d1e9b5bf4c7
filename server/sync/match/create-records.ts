import { RecordRejectedError } from '../../shared/errors.ts';
import type { HubSpotClient, HubSpotRecord } from '../../hubspot/contract.ts';
import type { RecordId } from '../../shared/ids.ts';
import { ORGANISATION, PERSON, isOrganisation, isPerson, type CustomerObjectType } from '../../shared/object-types.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import { CUSTOMER_KEY } from '../../records/catalogue/index.ts';
import { erpKey } from '../../records/catalogue/erp-key.ts';
import { areOtherTaxpayers } from '../../mirror/identity-values.ts';
import { saveLinks } from './links.ts';
import { normaliseName } from './names.ts';
import { keyProperties, storeRecordKeys } from './record-keys.ts';
import type { DueCustomer } from './due-customers.ts';
import type { Decided, MatchRun } from './slice.ts';

/** Creations have no batch that says which input became which record, so they go one by one, several at a time. */
const IN_FLIGHT = 4;

/**
 * Creates HubSpot records for customers nothing was found for, where the administrator switched that on or a person asked for it. Until its record
 * is there, a customer stays due, so that a failure half-way is gone over again.
 */
export async function createMissingRecords(run: MatchRun, objectType: CustomerObjectType, decided: readonly Decided[]): Promise<void> {
  if (!mayCreate(run, objectType)) return;
  // Found by its key: perhaps created by a run that was killed before it came to the association.
  for (const { customer, decision } of decided) {
    if (decision.kind === 'link' && decision.rule === 'key' && isAsked(run, customer)) await associate(run, customer, decision.recordId);
  }
  const waiting = withoutTwins(decided.filter((one) => isToBeCreated(run, one)).map(({ customer }) => customer));
  await inParallel({ atOnce: IN_FLIGHT, next: () => waiting.shift(), work: (customer) => createRecord(run, customer) });
}

const mayCreate = ({ isApproved, hasKey }: MatchRun, objectType: CustomerObjectType): boolean => isApproved && hasKey[objectType];

/** A record of the ERP that we are just making has its HubSpot record already: nobody knows yet which customer it is. */
export const isToBeCreated = (run: MatchRun, decided: Decided): boolean => !run.isMakingCustomers && isCreatable(run, decided);

/** It is looked up again as soon as that is known, and made then if nothing is found. */
export const isKeptWaiting = (run: MatchRun, decided: Decided): boolean => run.isMakingCustomers && isCreatable(run, decided);

function isCreatable(run: MatchRun, { customer, decision }: Decided): boolean {
  return decision.kind === 'none' && isAsked(run, customer) && mayCreate(run, customer.objectType) && mayBeCreated(customer);
}

const isAsked = ({ portal }: MatchRun, { objectType, isWanted }: DueCustomer): boolean =>
  isWanted || portal.settings.createMissing[objectType];

export function mayBeCreated({ objectType, active, isOwnCompany, candidates, isTaxIdShared, emails, sharedEmails }: DueCustomer): boolean {
  if (!active || isOwnCompany || candidates.some(({ reason }) => reason !== undefined)) return false;
  // A contact without an address of its own could not be told from another one.
  if (isPerson(objectType)) return emails.some((email) => !sharedEmails.includes(email));
  return !isTaxIdShared;
}

/** One legal entity in two sets of books becomes one record, and so does the first of one name: the second stays due, and finds what the first became. */
export function withoutTwins(customers: readonly DueCustomer[]): DueCustomer[] {
  const firsts: DueCustomer[] = [];
  const taxIds = new Set<string>();
  const namesakes = new Map<string, DueCustomer[]>();
  for (const customer of customers) {
    const { objectType, taxId } = customer;
    if (taxId !== null && taxIds.has(taxId)) continue;
    const name = isOrganisation(objectType) ? normaliseName(customer.name) : null;
    const ofName = name === null ? [] : (namesakes.get(name) ?? []);
    if (ofName.some((first) => mayBeOne(first, customer))) continue;
    firsts.push(customer);
    if (taxId !== null) taxIds.add(taxId);
    ofName.push(customer);
    if (name !== null) namesakes.set(name, ofName);
  }
  return firsts;
}

const mayBeOne = (one: DueCustomer, other: DueCustomer): boolean =>
  one.taxId === null || other.taxId === null || !areOtherTaxpayers(one.taxId, other.taxId, one.country);

async function createRecord(run: MatchRun, customer: DueCustomer): Promise<void> {
  const { deps, scope, portal, lookup } = run;
  const { objectType, customerId } = customer;
  const made = await createOrFind(run, customer, lookup.hubspot);
  if (!made) return;
  const { id: recordId } = made;
  await deps.db.transaction(async (trx) => {
    const match = { ...scope, objectType, customerId };
    const asked = await trx('customerMatches').where(match).first<{ wantedBy: number | null } | undefined>('wantedBy');
    const links = [{ customerId, recordId, rule: 'created', linkedBy: asked?.wantedBy ?? null }];
    await saveLinks(trx, scope, { objectType, links, state: 'active', now: deps.now() });
    // Before HubSpot tells of it: who comes next may be the same firm.
    await storeRecordKeys(trx, { ...scope, objectType, taxIdProperty: portal.settings.taxIdProperty[objectType] }, [made]);
    await trx('customerMatches')
      .where({ ...scope, objectType, customerId })
      .update({ state: 'linked', candidates: '[]', wantedBy: null });
    await resolveProblems(
      trx,
      scope.portalId,
      { codes: ['create.refused'], connectionId: scope.connectionId, subjectKind: 'customer', subjects: [customerId] },
      deps.now(),
    );
    await deps.enqueue(trx, 'push', { portalId: scope.portalId });
  });
  await associate(run, customer, recordId);
}

type Made = Pick<HubSpotRecord, 'id' | 'properties'>;

/** The key travels in the new record: whatever happens to the answer, the next run finds it by a read. */
async function createOrFind(
  { deps, scope, portal, lookup }: MatchRun,
  customer: DueCustomer,
  hubspot: HubSpotClient,
): Promise<Made | null> {
  const { objectType } = customer;
  const key = erpKey(customer.identityKey, customer.customerId);
  const taxIdProperty = portal.settings.taxIdProperty[objectType];
  const properties = { ...propertiesOf(customer, taxIdProperty), [CUSTOMER_KEY]: key };
  try {
    return { id: (await hubspot.create(objectType, properties, { priority: lookup.priority })).id, properties };
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    const made = await hubspot.batchRead(
      objectType,
      { ids: [key], idProperty: CUSTOMER_KEY, properties: keyProperties({ objectType, taxIdProperty }) },
      { priority: lookup.priority },
    );
    const found = made.get(key);
    // People may have changed it since: it is recognised by what it holds.
    if (found) return found;
    const params = { reason: error.code, property: error.properties.join(', ') || null, objectType };
    const problem = {
      code: 'create.refused',
      connectionId: scope.connectionId,
      subjectKind: 'customer' as const,
      subject: customer.customerId,
      params,
    };
    await deps.db.transaction(async (trx) => {
      await trx('customerMatches')
        .where({ ...scope, objectType, customerId: customer.customerId })
        .update({ state: 'unmatched', wantedBy: null });
      await raiseProblems(trx, scope.portalId, [problem], deps.now());
    });
    return null;
  }
}

function propertiesOf(customer: DueCustomer, taxIdProperty: string | null): Record<string, string> {
  const { objectType, name, domain, phone, taxId, taxIdText, emails, sharedEmails } = customer;
  const email = emails.find((address) => !sharedEmails.includes(address));
  const own = isOrganisation(objectType) ? { name, domain } : { ...splitName(name), email };
  const all = { ...own, phone, ...(taxIdProperty && taxId ? { [taxIdProperty]: taxIdText ?? taxId } : {}) };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/** ERPs keep one name; HubSpot greets people by the first word of it. */
function splitName(name: string): { firstname: string; lastname: string } {
  const [firstname = '', ...rest] = name.trim().split(/\s+/);
  return { firstname, lastname: rest.join(' ') };
}

/** A contact belongs to the company its ERP organisation is linked to. Saying so twice does no harm. */
async function associate(
  { deps, scope, lookup }: MatchRun,
  { objectType, customerId, organisationId }: DueCustomer,
  recordId: RecordId,
): Promise<void> {
  if (!isPerson(objectType) || organisationId === customerId) return;
  const company = await deps
    .db('links')
    .where({ ...scope, objectType: ORGANISATION, customerId: organisationId })
    .first<{ recordId: RecordId } | undefined>('recordId');
  if (!company) return;
  const contact = { objectType: PERSON, id: recordId };
  await lookup.hubspot.associate(contact, { objectType: ORGANISATION, id: company.recordId }, { priority: lookup.priority });
}
