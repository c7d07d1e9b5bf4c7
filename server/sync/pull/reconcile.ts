import type { Db } from '../../db/index.ts';
import { type Cursor, type ErpListing, type ListRange, type StreamName } from '../../erp/shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { JobContext, JobOutcome } from '../../jobs/index.ts';
import { streamOf } from '../../streams/index.ts';
import { queueNightlyPrices } from '../catalog/computed-prices.ts';
import { withErp, type ErpRun } from '../erp-access/erp-run.ts';
import { isSameErp } from '../erp-access/identity.ts';
import { startSlice, type IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { moveLinksOfLateMerged } from '../match/merged-customers.ts';
import { renewHints } from './renew-hints.ts';
import { lookAtHidden } from './look-at-hidden.ts';
import { rereadRecords, removeVanished } from './removals.ts';
import { HOURLY_DUE, NIGHTLY_DUE } from './schedule.ts';
import { readStreams } from '../shared/stream-states.ts';

type Kind = 'hourly' | 'nightly';
interface Reconcile {
  kind: Kind;
  step: number;
  after: Cursor | null;
  startedAt: Date;
}
interface Step {
  stream: StreamName;
  range: ListRange;
}

const DAY_MS = 86_400_000;
const READ_AT_ONCE = 200;
/** A person may ask for a comparison at any time, but not all the time. */
const RECENT_MS = 60_000;

/**
 * The proof that nothing was lost: compares ids and change stamps with the ERP, hourly the last day and all that is unsettled, nightly
 * everything. Reads by id what differs or is missing, and drops what vanished. Goes on where the last slice stood.
 */
export async function reconcile(deps: IncomingDeps, scope: ConnectionScope, context: JobContext): Promise<JobOutcome> {
  return withErp(deps, scope, context, async (run) => {
    const current = await resumeOrBegin(deps, run);
    if (!current || !(await isSameErp(deps, run, RECENT_MS))) return 'done';
    const slice = startSlice(deps);
    const steps = stepsOf(run, current);
    for (let { step, after } = current; step < steps.length; step++, after = null) {
      const isDone = await compareStep(deps, run, { ...current, step, after }, { ...(steps[step] as Step), slice });
      if (!isDone) return { againAfterMs: 0 };
    }
    if (current.kind === 'hourly') await removeUnlisted(deps, run);
    else await renewHints(deps, run);
    await applyLateMerges(deps, scope);
    await completeReconcile(deps, scope, current);
    return 'done';
  });
}

async function resumeOrBegin({ db, now }: IncomingDeps, { scope, connection }: ErpRun): Promise<Reconcile | null> {
  const { portalId, connectionId } = scope;
  const underWay = await db('erpReconciles').where({ portalId, connectionId }).first<Reconcile | undefined>();
  if (underWay) return underWay;
  const { rows } = await db.raw<{ rows: { nightly: boolean; hourly: boolean }[] }>(
    `select ${NIGHTLY_DUE} as nightly, ${HOURLY_DUE} as hourly
     from erp_connections k join portals p on p.portal_id = k.portal_id where k.portal_id = :portalId and k.id = :connectionId`,
    { ...scope, now: now() },
  );
  const isRecent = now().getTime() - (connection.hourlyReconciledAt?.getTime() ?? 0) < RECENT_MS;
  if (!rows[0]?.nightly && !rows[0]?.hourly && isRecent) return null;
  const begun: Reconcile = { kind: rows[0]?.nightly ? 'nightly' : 'hourly', step: 0, after: null, startedAt: now() };
  await db('erpReconciles').insert({ ...scope, ...begun });
  return begun;
}

async function removeUnlisted(deps: IncomingDeps, run: ErpRun): Promise<void> {
  for (const stream of comparableStreams(run)) {
    const { unlisted: where } = streamOf(stream);
    if (where) await removeVanished(deps, run, stream, { where, isWhole: false, bindings: { now: deps.now().toISOString() } });
  }
}

/** What vanished in one comparison may show where it went only in a later one. */
async function applyLateMerges({ db, enqueue, now }: IncomingDeps, scope: ConnectionScope): Promise<void> {
  await db.transaction(async (trx) => {
    const due = await moveLinksOfLateMerged(trx, scope, { priority: 1, now: now() });
    if (due > 0) await enqueue(trx, 'push', { portalId: scope.portalId });
  });
}

/** Streams that were never read to the end have nothing to compare with. */
const comparableStreams = ({ streams }: ErpRun): StreamName[] => readStreams(streams).filter((stream) => streams[stream]?.firstCompletedAt);

function stepsOf(run: ErpRun, { kind, startedAt }: Reconcile): Step[] {
  const since = new Date(startedAt.getTime() - DAY_MS);
  const readable = comparableStreams(run);
  if (kind === 'nightly') return readable.map((stream) => ({ stream, range: { kind: 'all' } }));
  return [
    ...readable.map((stream): Step => ({ stream, range: { kind: 'changedSince', since } })),
    ...readable
      .filter((stream) => run.erp.streams[stream]?.listsUnsettled)
      .map((stream): Step => ({ stream, range: { kind: 'unsettled' } })),
  ];
}

async function compareStep(
  deps: IncomingDeps,
  run: ErpRun,
  { step, after, ...current }: Reconcile,
  { stream, range, slice }: Step & { slice: ReturnType<typeof startSlice> },
): Promise<boolean> {
  if (after === null) await deleteListedIds(deps.db, run.scope);
  let next: Cursor | null = after;
  do {
    if (slice.isOver()) return false;
    const listing: ErpListing = await run.erp.list(stream, range, next, run.context.signal);
    await compareListing(deps, run, stream, listing.entries);
    next = listing.next;
    // Reading a page twice is harmless, leaving one out is not: the place is kept after its records.
    await saveProgress(deps.db, run.scope, { ...current, step, after: next }, range.kind === 'changedSince' ? [] : listing.entries);
  } while (next !== null);
  if (range.kind !== 'changedSince') await removeVanished(deps, run, stream, rowsNotListed(stream, range));
  if (range.kind === 'all') await lookAtHidden(deps, run, stream, rowsNotListed(stream, range));
  await saveProgress(deps.db, run.scope, { ...current, step: step + 1, after: null }, []);
  return true;
}

async function compareListing(deps: IncomingDeps, run: ErpRun, stream: StreamName, entries: ErpListing['entries']): Promise<void> {
  const { rows } = await deps.db.raw<{ rows: { id: ErpRecordId }[] }>(
    `select distinct e.id from json_to_recordset(:entries::json) as e(id text, "changeStamp" text)
     left join ${streamOf(stream).table} m on m.portal_id = :portalId and m.connection_id = :connectionId and m.erp_id = e.id
     where m.erp_id is null or m.mark <> e."changeStamp" or m.hidden_since is not null`,
    { ...run.scope, entries: JSON.stringify(entries) },
  );
  if (rows.length > 0) deps.log.info({ ...run.scope, stream, rows: rows.length }, 'records that differ from the ERP read again by id');
  for (let from = 0; from < rows.length; from += READ_AT_ONCE) {
    // What is gone by now is noticed at the end of the step.
    await rereadRecords(
      deps,
      run,
      stream,
      rows.slice(from, from + READ_AT_ONCE).map(({ id }) => id),
    );
  }
}

/** Mirror rows of the range that the ERP did not list. */
function rowsNotListed(stream: StreamName, range: ListRange): Parameters<typeof removeVanished>[3] {
  const inRange = range.kind === 'all' ? 'true' : (streamOf(stream).unsettled ?? 'false');
  return {
    where: `${inRange} and not exists (
      select 1 from erp_listed l where l.portal_id = m.portal_id and l.connection_id = m.connection_id and l.erp_id = m.erp_id)`,
    isWhole: range.kind === 'all',
    bindings: {},
  };
}

async function saveProgress(
  db: Db,
  scope: ConnectionScope,
  { kind, step, after }: Omit<Reconcile, 'startedAt'>,
  listed: ErpListing['entries'],
): Promise<void> {
  const { portalId, connectionId } = scope;
  await db.transaction(async (trx) => {
    await trx('erpReconciles').where({ portalId, connectionId, kind }).update({ step, after });
    if (listed.length === 0) return;
    await trx.raw(
      `insert into erp_listed (portal_id, connection_id, erp_id)
       select :portalId, :connectionId, id from unnest(:ids::text[]) id on conflict do nothing`,
      { ...scope, ids: listed.map(({ id }) => id) },
    );
  });
}

async function deleteListedIds(db: Db, { portalId, connectionId }: ConnectionScope): Promise<void> {
  await db('erpListed').where({ portalId, connectionId }).delete();
}

const CONFIRMED_REMOVALS = `
  select 1 from erp_streams where portal_id = :portalId and connection_id = :connectionId
    and (held_removal @> '{"isConfirmed": true}' or is_on and is_offered and drop_hidden_until is not null)`;

async function completeReconcile(
  { db, now, enqueue }: IncomingDeps,
  scope: ConnectionScope,
  { kind, startedAt }: Reconcile,
): Promise<void> {
  const { portalId, connectionId } = scope;
  await deleteListedIds(db, scope);
  await db.transaction(async (trx) => {
    await trx('erpReconciles').where({ portalId, connectionId }).delete();
    // Everything includes the recent. A removal that was confirmed meanwhile waits for the next comparison, which stays due.
    const nightly = trx.raw(`case when exists (${CONFIRMED_REMOVALS}) then null else :startedAt::timestamptz end`, { ...scope, startedAt });
    const done = { hourlyReconciledAt: now(), ...(kind === 'nightly' && { nightlyReconciledAt: nightly }) };
    await trx('erpConnections').where({ portalId, id: connectionId }).update(done);
    if (kind === 'nightly' && (await queueNightlyPrices(trx, scope, now())) > 0) await enqueue(trx, 'prices', scope);
  });
}
