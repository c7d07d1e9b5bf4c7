import type { Db } from '../../db/index.ts';
import type { StreamName } from '../../erp/shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { takeOrder } from '../../mirror/store-rows.ts';
import { streamOf } from '../../streams/index.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { ErpRun } from '../erp-access/erp-run.ts';
import { leaveHidden, tellHidden } from './hidden-records.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { moveLinksOfMerged, loadDocumentsOf, type OwnedDocument } from '../match/merged-customers.ts';
import { followUp, enqueueFollowUps, noteChange, storeRecords, type StoreOptions } from './store-page.ts';
import { lockStreamState, saveStream, stateOf } from '../shared/stream-states.ts';

/** Fewer rows than this, or a smaller part, may vanish at once without anybody being asked. */
const PLAUSIBLE_ROWS = 20;
const PLAUSIBLE_PART = 0.02;
const CHUNK = 500;
const READ_AT_ONCE = 200;
const MANY_VANISHED = 'stream.many_vanished';

/** SQL condition on mirror row `m`, with its bindings: rows whose records a complete reading did not find. */
export interface MissingRows {
  where: string;
  /** Of the whole stream, not of a part of it: then the question about an earlier mass removal is settled too. */
  isWhole: boolean;
  bindings: Record<string, string | number>;
}

/** How many missing records one look asks about; the rest stays until the next one, which begins with those nobody asked about yet. */
const ASKED_AT_MOST = 5_000;

/**
 * Removes mirror rows whose records a complete reading did not find, after reading each by its id: those still there are stored instead, and those that only
 * our user does not see stay. When many are gone at once nothing is removed and the administrator is asked, because a lost access right looks exactly like
 * a deletion. Rows known to be hidden are looked at by `lookAtHidden`.
 */
export async function removeVanished(
  deps: IncomingDeps,
  run: ErpRun,
  stream: StreamName,
  missing: MissingRows,
): Promise<'removed' | 'held'> {
  const seen = { ...missing, where: `m.hidden_since is null and ${missing.where}` };
  const count = await countMissing(deps.db, run.scope, stream, seen);
  if (count === 0) return missing.isWhole ? clearHeldRemoval(deps, run, stream) : 'removed';
  const total = await countRows(deps.db, run.scope, stream);
  const isConfirmed = stateOf(run, stream).heldRemoval?.isConfirmed === true;
  const gone: ErpRecordId[] = [];
  let hidden = 0;
  let isHeld = false;
  let isAll = false;
  let after = '';
  while (!isHeld && hidden < ASKED_AT_MOST) {
    const ids = await loadMissingIds(deps.db, run.scope, stream, { ...seen, after });
    isAll = ids.length === 0;
    if (isAll) break;
    after = ids.at(-1) ?? after;
    const unread = await rereadRecords(deps, run, stream, ids);
    const left = await leaveHidden(deps, run, stream, unread);
    hidden += unread.length - left.length;
    gone.push(...left);
    if (isConfirmed) await removeRecords(deps, run, stream, gone.splice(0));
    else isHeld = !isPlausibleRemoval(gone.length, total);
  }
  if (hidden > 0) await tellHidden(deps, run.scope, stream);
  if (isHeld) return holdRemoval(deps, run.scope, stream, { count: count - hidden, of: total });
  for (let from = 0; from < gone.length; from += CHUNK) await removeRecords(deps, run, stream, gone.slice(from, from + CHUNK));
  return missing.isWhole && isAll ? clearHeldRemoval(deps, run, stream) : 'removed';
}

/** Records that were named as gone, one by one, and are gone. */
export async function removeNamed(deps: IncomingDeps, run: ErpRun, stream: StreamName, named: readonly ErpRecordId[]): Promise<void> {
  if (named.length === 0) return;
  const gone = await leaveHidden(deps, run, stream, named);
  if (gone.length < named.length) await tellHidden(deps, run.scope, stream);
  const total = await countRows(deps.db, run.scope, stream);
  if (!isPlausibleRemoval(gone.length, total)) await holdRemoval(deps, run.scope, stream, { count: gone.length, of: total });
  else await removeRecords(deps, run, stream, gone);
}

export function isPlausibleRemoval(gone: number, total: number): boolean {
  return gone <= PLAUSIBLE_ROWS || gone <= total * PLAUSIBLE_PART;
}

/** No deletion without reading the id: stores the records that are still there and returns the ids of the missing ones. */
export async function rereadRecords(
  deps: IncomingDeps,
  run: ErpRun,
  stream: StreamName,
  ids: readonly ErpRecordId[],
): Promise<ErpRecordId[]> {
  const readOrder = await takeOrder(deps.db);
  const { records, rejected = [] } = await run.erp.readByIds(stream, ids, run.context.signal);
  const found = new Set([...records, ...rejected].map(({ id }) => id));
  if (found.size > 0) {
    const isTouched = await deps.db.transaction(async (trx) => {
      const next = await storeRecords(trx, run, { stream, records, rejected, readOrder }, optionsOf(deps, run, stream));
      await enqueueFollowUps(trx, deps.enqueue, run.scope, next);
      return next.isTouched;
    });
    if (isTouched) await noteChange(deps.db, run.scope, deps.now());
  }
  return ids.filter((id) => !found.has(id));
}

export async function removeRecords(deps: IncomingDeps, run: ErpRun, stream: StreamName, ids: readonly ErpRecordId[]): Promise<void> {
  if (ids.length === 0) return;
  const documents = streamOf(stream).isMerged ? await rereadDocuments(deps, run, ids) : [];
  const options = optionsOf(deps, run, stream);
  await deps.db.transaction(async (trx) => {
    const moved = await moveLinksOfMerged(trx, run.scope, { gone: ids, before: documents, dueOptions: options });
    const touched = await streamOf(stream).remove(trx, run.scope, ids);
    const next = await followUp(trx, run.scope, touched, options);
    await enqueueFollowUps(trx, deps.enqueue, run.scope, { ...next, hasTargets: next.hasTargets || moved > 0 });
  });
  await noteChange(deps.db, run.scope, deps.now());
  deps.log.info({ ...run.scope, stream, rows: ids.length }, 'records the ERP no longer has removed from the mirror');
}

/** Whose the documents of these customers are now: an ERP may have merged the customers without a word. Returns whose they were. */
async function rereadDocuments(deps: IncomingDeps, run: ErpRun, customerIds: readonly ErpRecordId[]): Promise<OwnedDocument[]> {
  const documents = await loadDocumentsOf(deps.db, run.scope, customerIds);
  for (const stream of new Set(documents.map((document) => document.stream))) {
    const ids = documents.filter((document) => document.stream === stream).map(({ id }) => id);
    for (let from = 0; from < ids.length; from += READ_AT_ONCE)
      await rereadRecords(deps, run, stream, ids.slice(from, from + READ_AT_ONCE));
  }
  return documents;
}

/** The administrator says that the records are really gone: the next comparison drops them. */
export async function confirmRemoval(
  { db, enqueue }: Pick<IncomingDeps, 'db' | 'enqueue'>,
  scope: ConnectionScope,
  stream: StreamName,
): Promise<void> {
  await db.transaction(async (trx) => {
    const heldRemoval = (await lockStreamState(trx, scope, stream))?.heldRemoval;
    if (!heldRemoval) return;
    await saveStream(trx, scope, stream, { heldRemoval: { ...heldRemoval, isConfirmed: true } });
    // Only the comparison of everything finds them all again.
    await trx('erpConnections').where({ portalId: scope.portalId, id: scope.connectionId }).update({ nightlyReconciledAt: null });
    await enqueue(trx, 'reconcile', scope);
  });
}

/** The administrator says that they are still there, or will be again: the question is closed until the next comparison of everything. */
export async function rejectRemoval(
  { db, now }: Pick<IncomingDeps, 'db' | 'now'>,
  scope: ConnectionScope,
  stream: StreamName,
): Promise<void> {
  await db.transaction(async (trx) => {
    await saveStream(trx, scope, stream, { heldRemoval: null });
    await resolveProblems(trx, scope.portalId, subjectOf(scope, stream), now());
  });
}

async function holdRemoval(
  { db, log, now }: Pick<IncomingDeps, 'db' | 'log' | 'now'>,
  scope: ConnectionScope,
  stream: StreamName,
  counts: { count: number; of: number },
): Promise<'held'> {
  log.warn({ ...scope, stream, ...counts }, 'removal held back: too many records missing at once');
  await db.transaction(async (trx) => {
    const known = (await lockStreamState(trx, scope, stream))?.heldRemoval;
    // Confirmed while these were counted.
    const isConfirmed = known?.isConfirmed === true && counts.count <= known.count;
    await saveStream(trx, scope, stream, {
      heldRemoval: { ...counts, since: known?.since ?? now().toISOString(), ...(isConfirmed && { isConfirmed }) },
    });
    if (isConfirmed) return;
    const problem = { code: MANY_VANISHED, connectionId: scope.connectionId, subjectKind: 'stream' as const, subject: stream };
    await raiseProblems(trx, scope.portalId, [{ ...problem, params: { stream, ...counts } }], now());
  });
  return 'held';
}

async function clearHeldRemoval({ db, now }: IncomingDeps, run: ErpRun, stream: StreamName): Promise<'removed'> {
  if (!stateOf(run, stream).heldRemoval) return 'removed';
  const { scope } = run;
  await saveStream(db, scope, stream, { heldRemoval: null });
  await resolveProblems(db, scope.portalId, subjectOf(scope, stream), now());
  return 'removed';
}

const subjectOf = ({ connectionId }: ConnectionScope, stream: StreamName) =>
  ({ codes: [MANY_VANISHED], connectionId, subjectKind: 'stream', subjects: [stream] }) as const;

const optionsOf = (deps: IncomingDeps, run: ErpRun, stream: StreamName): StoreOptions => ({
  state: stateOf(run, stream),
  priority: stateOf(run, stream).rebuilding ? 2 : 1,
  now: deps.now(),
});

const MINE = 'm.portal_id = :portalId and m.connection_id = :connectionId';

export async function countRows(db: Db, scope: ConnectionScope, stream: StreamName): Promise<number> {
  return countMissing(db, scope, stream, { where: 'true', isWhole: true, bindings: {} });
}

async function countMissing(db: Db, scope: ConnectionScope, stream: StreamName, { where, bindings }: MissingRows): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    `select count(*) as count from ${streamOf(stream).table} m where ${MINE} and ${where}`,
    { ...scope, ...bindings },
  );
  return rows[0]?.count ?? 0;
}

export async function loadMissingIds(
  db: Db,
  scope: ConnectionScope,
  stream: StreamName,
  { where, bindings, after }: MissingRows & { after: string },
): Promise<ErpRecordId[]> {
  const { rows } = await db.raw<{ rows: { erpId: ErpRecordId }[] }>(
    `select m.erp_id from ${streamOf(stream).table} m
     where ${MINE} and m.erp_id > :after and ${where} order by m.erp_id limit :chunk`,
    { ...scope, ...bindings, after, chunk: CHUNK },
  );
  return rows.map(({ erpId }) => erpId);
}
