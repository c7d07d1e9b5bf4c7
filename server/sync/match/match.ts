import { commitLater } from '../../db/commit-later.ts';
import type { Db } from '../../db/index.ts';
import type { ErpRecordId, RecordId } from '../../shared/ids.ts';
import { isPerson, type CustomerObjectType } from '../../shared/object-types.ts';
import type { JobOutcome } from '../../jobs/definition.ts';
import { SLICE_MS, type SliceOptions, type SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { createMissingRecords, isToBeCreated } from './create-records.ts';
import { claimDueCustomers, loadOccupants, loadUnmatchedCustomers, type DueCustomer } from './due-customers.ts';
import { addFormerRecords } from './former-links.ts';
import { saveLinks } from './links.ts';
import { lockMatching } from './lock.ts';
import { findHits, type Lookup } from './find-hits.ts';
import { readRecordKeys } from './read-record-keys.ts';
import { decide, mayShare, withoutCollisions, type Candidate, type Hits } from './rules.ts';
import { openMatchRun, type Decided, type MatchRun } from './slice.ts';
import { findForgotten, FORGOTTEN, withoutForgotten } from './tombstones.ts';

/** Looks up HubSpot records for customers that wait for one. Before approval the links found are proposals, and nothing is created. */
export async function matchSlice(deps: SyncDeps, scope: ConnectionScope, options: SliceOptions = {}): Promise<JobOutcome> {
  const endsAt = performance.now() + (options.sliceMs ?? SLICE_MS);
  await dropVanished(deps.db, scope);
  while (performance.now() < endsAt && !options.signal?.aborted) {
    // Whose value is whose alone can only be said when all records are known; another property for the tax id may be chosen at any time.
    if (!(await readRecordKeys(deps, await deps.loadPortal(scope.portalId), options))) break;
    const claim = () => claimDueCustomers(deps.db, scope, deps.now());
    const due = await (deps.makeWay && options.signal ? deps.makeWay(claim, options.signal) : claim());
    if (due.length === 0) return 'done';
    const run = await openMatchRun(deps, scope, options);
    if (!run) return 'done';
    await matchBatch(run, due);
  }
  return { againAfterMs: 0 };
}

/** Customers the ERP deleted meanwhile. */
async function dropVanished(db: Db, scope: ConnectionScope): Promise<void> {
  await db.raw(
    `delete from customer_matches m where m.portal_id = :portalId and m.connection_id = :connectionId and m.state = 'due'
       and not exists (select 1 from erp_customers c where c.portal_id = m.portal_id and c.connection_id = m.connection_id and c.erp_id = m.customer_id)`,
    { ...scope },
  );
}

async function matchBatch(run: MatchRun, due: readonly DueCustomer[]): Promise<void> {
  const objectType = due[0]!.objectType;
  const { hits, forgotten } = await findCandidates(run, objectType, due);
  const decided = await storeDecisions(run, { objectType, claimed: due, forgotten, hits });
  await createMissingRecords(run, objectType, decided);
}

/** Of which nothing is stored. */
type LookRun = MatchRun<Pick<SyncDeps, 'db' | 'hashEmail' | 'now'>>;

/** What becomes of these customers if they are looked for now, as it would be stored; nothing is. */
export async function decideUnmatched(run: LookRun, objectType: CustomerObjectType, ids: readonly ErpRecordId[]): Promise<Decided[]> {
  const { deps, scope } = run;
  const customers = await loadUnmatchedCustomers(deps.db, scope, { objectType, ids });
  if (customers.length === 0) return [];
  const { hits } = await findCandidates(run, objectType, customers);
  return withoutCollisions(await decideAll(deps.db, scope, objectType, hits));
}

async function findCandidates(
  run: LookRun,
  objectType: CustomerObjectType,
  customers: readonly DueCustomer[],
): Promise<Pick<Found, 'hits' | 'forgotten'>> {
  const { deps, portal, hasKey } = run;
  const forgotten = isPerson(objectType) ? await findForgotten(deps, portal.portalId, customers) : new Set<DueCustomer>();
  const open = customers.filter((customer) => customer.linkedTo === null && !forgotten.has(customer));
  const lookup: Lookup = {
    ...run.lookup,
    db: deps.db,
    portalId: portal.portalId,
    objectType,
    taxIdProperty: portal.settings.taxIdProperty[objectType],
    hasKey: hasKey[objectType],
  };
  const found = await withoutForgotten(deps, portal.portalId, await findHits(lookup, open));
  for (const customer of found.forgotten) found.hits.delete(customer);
  const hits = await addFormerRecords(deps.db, { ...lookup, portalId: portal.portalId }, found.hits);
  return { hits, forgotten: new Set([...forgotten, ...found.forgotten]) };
}

/** What is known of the customers of a batch. */
interface Found {
  objectType: CustomerObjectType;
  claimed: readonly DueCustomer[];
  forgotten: ReadonlySet<DueCustomer>;
  hits: ReadonlyMap<DueCustomer, Hits>;
}

/** Decides and stores in one transaction, so that two connections never give one record to two customers. */
async function storeDecisions(run: MatchRun, { objectType, claimed, forgotten, hits: found }: Found): Promise<Decided[]> {
  const { deps, scope } = run;
  return deps.db.transaction(async (trx) => {
    // Who is lost with it is still due. What is made in HubSpot for one of them is kept by a commit that waits, for this one too.
    await commitLater(trx);
    await lockMatching(trx, scope.portalId);
    const due = await filterStillClaimed(trx, scope, objectType, claimed);
    const hits = new Map(due.flatMap((customer) => (found.has(customer) ? [[customer, found.get(customer)!] as const] : [])));
    const connection = await trx('erpConnections')
      .where({ portalId: scope.portalId, id: scope.connectionId })
      .first<{ approvedAt: Date | null } | undefined>('approvedAt');
    // Disconnected meanwhile.
    if (!connection) return [];
    const decided = withoutCollisions(await decideAll(trx, scope, objectType, hits));
    const ofCustomer = new Map(decided.map((one) => [one.customer, one]));
    const rows = due.map((customer) => outcomeOf(run, customer, forgotten.has(customer), ofCustomer.get(customer)));
    await trx.raw(STORE_MATCHES, { ...scope, objectType, rows: JSON.stringify(rows) });
    const links = decided.flatMap(({ customer: { customerId }, decision }) =>
      decision.kind === 'link' ? [{ customerId, recordId: decision.recordId, rule: decision.rule }] : [],
    );
    const state = connection.approvedAt ? 'active' : 'proposed';
    await saveLinks(trx, scope, { objectType, links, state, now: deps.now() });
    if (connection.approvedAt && links.length > 0) await deps.enqueue(trx, 'push', { portalId: scope.portalId });
    return decided;
  });
}

/** Whoever changed meanwhile, was queued again or decided on by a person has lost its claim: what was found is not about it any more. */
async function filterStillClaimed(
  trx: Db,
  scope: ConnectionScope,
  objectType: CustomerObjectType,
  claimed: readonly DueCustomer[],
): Promise<DueCustomer[]> {
  const rows = await trx('customerMatches')
    .where({ ...scope, objectType, state: 'due' })
    .whereNotNull('checkedAt')
    .whereRaw('customer_id = any(?)', [claimed.map(({ customerId }) => customerId)])
    .orderBy('customerId')
    .forUpdate()
    .select<{ customerId: string }[]>('customerId');
  const held = new Set(rows.map(({ customerId }) => customerId));
  return claimed.filter(({ customerId }) => held.has(customerId));
}

async function decideAll(
  trx: Db,
  scope: ConnectionScope,
  objectType: CustomerObjectType,
  hits: ReadonlyMap<DueCustomer, Hits>,
): Promise<Decided[]> {
  const recordIds = [...hits.values()].flatMap(recordsOf);
  const taxIds = [...hits.keys()].flatMap(({ taxId }) => (taxId ? [taxId] : []));
  const occupants = await loadOccupants(trx, scope, objectType, { recordIds, taxIds });
  return [...hits].map(([customer, found]) => {
    // The same legal entity in other books has a record: found without HubSpot's search, which lags and needs a property.
    const twins = occupants.filter((other) => mayShare(customer, other) && !customer.refused.includes(other.recordId));
    const byTaxId = [...found.byTaxId, ...twins.map(({ recordId }) => ({ recordId, name: null, taxId: customer.taxId }))];
    return { customer, decision: decide(customer, { ...found, byTaxId }, occupants) };
  });
}

const recordsOf = ({ byKey, byTaxId, byEmail, byDomainAndName }: Hits): RecordId[] =>
  [...(byKey ? [byKey] : []), ...byTaxId, ...byEmail, ...byDomainAndName].map(({ recordId }) => recordId);

interface Outcome {
  customerId: string;
  state: 'linked' | 'ambiguous' | 'unmatched' | 'ignored' | 'due';
  candidates: Candidate[];
}

function outcomeOf(run: MatchRun, customer: DueCustomer, isForgotten: boolean, decided: Decided | undefined): Outcome {
  const { customerId, linkedTo, candidates } = customer;
  const decision = decided?.decision;
  if (isForgotten) return { customerId, state: 'ignored', candidates: [FORGOTTEN] };
  if (linkedTo !== null || decision?.kind === 'link') return { customerId, state: 'linked', candidates: [] };
  if (decision?.kind === 'ambiguous') return { customerId, state: 'ambiguous', candidates: decision.candidates };
  // What a person deleted in HubSpot is remembered: it may come back, and it is not created anew.
  const deleted = candidates.filter(({ reason }) => reason === 'deleted');
  if (deleted.length > 0) return { customerId, state: 'ignored', candidates: deleted };
  return { customerId, state: decided && isToBeCreated(run, decided) ? 'due' : 'unmatched', candidates: [] };
}

const STORE_MATCHES = `
  update customer_matches m set state = r.state, candidates = r.candidates, wanted_by = case r.state when 'due' then m.wanted_by end
  from jsonb_to_recordset(:rows::jsonb) as r("customerId" text, state text, candidates jsonb)
  where m.portal_id = :portalId and m.connection_id = :connectionId and m.object_type = :objectType and m.customer_id = r."customerId"`;
