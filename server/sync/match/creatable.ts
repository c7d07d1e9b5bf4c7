import type { CreatableRecords } from '../../../hubspot-app/app/settings/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import { CUSTOMER_OBJECT_TYPES, isOrganisation, perObjectType, type CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { mayBeCreated, withoutTwins } from './create-records.ts';
import { loadUnmatchedPage, type DueCustomer } from './due-customers.ts';
import { normaliseName, taxIdSpellings } from './names.ts';
import { findHolders, nameOfKey, type RecordKey } from './record-keys.ts';

type Creatable = CreatableRecords[CustomerObjectType];

const SAMPLES = 5;
const PER_PAGE = 500;
/** A person waits for it, behind a proxy that gives up after 15 s. */
const PATIENCE_MS = 6_000;

/** HubSpot records that would be made of ERP customers if that were switched on now, by the rules that would make them. */
export async function countCreatable(db: Db, portalId: PortalId): Promise<CreatableRecords> {
  const connections = await db('erpConnections')
    .where({ portalId })
    .whereNot({ status: 'disconnected' })
    .whereNotNull('approvedAt')
    .orderBy('id')
    .pluck('id');
  const counts = perObjectType(CUSTOMER_OBJECT_TYPES, (): Creatable => ({ count: 0, asked: 0, samples: [], isComplete: true }));
  const endsAt = performance.now() + PATIENCE_MS;
  for (const connectionId of connections)
    for (const objectType of CUSTOMER_OBJECT_TYPES)
      await countOf(db, { portalId, connectionId }, objectType, { into: counts[objectType], endsAt });
  return counts;
}

async function countOf(
  db: Db,
  scope: ConnectionScope,
  objectType: CustomerObjectType,
  { into, endsAt }: { into: Creatable; endsAt: number },
): Promise<void> {
  // Who is being looked for may be found, or be made.
  const isLooking =
    (await db('customerMatches')
      .where({ ...scope, objectType, state: 'due' })
      .first('customerId')) !== undefined;
  if (isLooking || !(await areNamesRead(db, scope, objectType))) into.isComplete = false;
  for (let after: string | null = ''; after !== null;) {
    if (performance.now() > endsAt) return void (into.isComplete = false);
    const page: DueCustomer[] = await loadUnmatchedPage(db, scope, { objectType, after, limit: PER_PAGE });
    const candidates = page.filter(mayBeCreated);
    const asked = await withNamesake(db, scope, candidates);
    const created = withoutTwins(candidates.filter((customer) => !asked.has(customer)));
    into.count += created.length;
    into.asked += candidates.length - created.length;
    into.samples = [...into.samples, ...created.map(({ name }) => name)].slice(0, SAMPLES);
    after = page.length < PER_PAGE ? null : page.at(-1)!.customerId;
  }
}

/** Of companies; a person is recognised by an address, which HubSpot looks up itself. */
async function areNamesRead(db: Db, { portalId }: ConnectionScope, objectType: CustomerObjectType): Promise<boolean> {
  if (!isOrganisation(objectType)) return true;
  return (
    (await db('recordKeyReads').where({ portalId, objectType, hasNames: true }).whereNotNull('completedAt').first('objectType')) !==
    undefined
  );
}

/** Companies of whose name HubSpot has one already, which has no other tax id as far as we know. */
async function withNamesake(db: Db, { portalId }: ConnectionScope, customers: readonly DueCustomer[]): Promise<Set<DueCustomer>> {
  const [first] = customers;
  if (!first || !isOrganisation(first.objectType)) return new Set();
  const { objectType } = first;
  const keyOf = ({ name }: DueCustomer): RecordKey => ({ kind: 'name', value: normaliseName(name) });
  const holders = await findHolders(db, { portalId, objectType }, customers.map(keyOf));
  const ids = [...new Set([...holders.values()].flatMap(({ recordIds }) => recordIds))];
  const held = await db('recordKeys')
    .where({ portalId, objectType, kind: 'tax_id' })
    .whereIn('recordId', ids)
    .select<{ recordId: string; value: string }[]>('recordId', 'value');
  const taxIdsOf = Map.groupBy(held, ({ recordId }) => recordId);
  const isNamesake = (customer: DueCustomer) => {
    const { taxId, taxIdText, country, refused } = customer;
    const own = taxId === null ? [] : taxIdSpellings(taxId, taxIdText, country);
    return holders.get(nameOfKey(keyOf(customer)))?.recordIds.some((recordId) => {
      const theirs = taxIdsOf.get(recordId) ?? [];
      const isOther = own.length > 0 && theirs.length > 0 && !theirs.some(({ value }) => own.includes(value));
      return !isOther && !refused.includes(recordId);
    });
  };
  return new Set(customers.filter(isNamesake));
}
