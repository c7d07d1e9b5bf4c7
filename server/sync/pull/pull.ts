import { commitLater } from '../../db/commit-later.ts';
import type { Cursor, ErpNotice, Page, StreamName } from '../../erp/shared/contract.ts';
import type { JobContext, JobOutcome } from '../../jobs/index.ts';
import { takeOrder } from '../../mirror/store-rows.ts';
import { STREAMS_FOR_FIGURES } from '../../records/needs.ts';
import { streamOf } from '../../streams/index.ts';
import { products } from '../../streams/products/index.ts';
import { withErp, type ErpRun } from '../erp-access/erp-run.ts';
import { isSameErp, pickCanaries } from '../erp-access/identity.ts';
import { reportNotices } from './notices.ts';
import { startSlice, type IncomingDeps } from '../shared/incoming.ts';
import { wakeByFirstProducts } from '../shared/first-products.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { planProjectsAgain } from '../shared/tied-orders.ts';
import { removeNamed, rereadRecords, removeVanished } from './removals.ts';
import { readPages, type ReadPage } from './read-pages.ts';
import { outdatedStreams, startRebuild } from './rebuild.ts';
import { scheduleNextPull } from './schedule.ts';
import { analyseStream } from './statistics.ts';
import { enqueueFollowUps, storeRecords } from './store-page.ts';
import {
  canariesOf,
  ensureStreams,
  lockStreamState,
  readStreams,
  saveStream,
  stateOf,
  type StreamState,
  type Canary,
} from '../shared/stream-states.ts';

const MOMENT_MS = 1_000;

/** `superseded`: another worker moved the stream meanwhile; what this one read is thrown away. */
type SliceOutcome = 'complete' | 'more' | 'superseded';
/** `hasChanges`: stored, and not noted on the connection yet. */
type Slice = ReturnType<typeof startSlice> & { askedFor: Date; readOrder: number; notices: ErpNotice[]; hasChanges: boolean };

/** Reads what changed in one ERP for a bounded slice, stream by stream in order of dependence. */
export async function pullChanges(deps: IncomingDeps, scope: ConnectionScope, context: JobContext): Promise<JobOutcome> {
  return withErp(deps, scope, context, async (run) => {
    // The tick may have enqueued once more while the last reading was under way. Due in a moment: another process's clock is that much ahead.
    const askedFor = run.connection.readingFor ?? run.connection.nextPullAt;
    const waitMs = askedFor.getTime() - deps.now().getTime();
    if (waitMs > 0) return waitMs < MOMENT_MS ? { againAfterMs: waitMs } : 'done';
    if (!(await isSameErp(deps, run))) return 'done';
    await rebuildOutdatedStreams(deps, run);
    const slice = { ...startSlice(deps), askedFor, readOrder: await takeOrder(deps.db), notices: [], hasChanges: false };
    const streams = readStreams(run.streams).filter((stream) => !isReadThisTime(deps, run, stream, askedFor));
    const outcome = await pullPages(deps, run, streams, slice);
    if (outcome === 'superseded') return 'done';
    if (outcome === 'more') return goOnLater(deps, scope, askedFor);
    await reportNotices(deps, run, slice.notices);
    await scheduleNextPull(deps, run, askedFor);
    return 'done';
  });
}

/** What is asked for from here on may have been passed already: the slices to come serve no more than this one did. */
async function goOnLater({ db }: IncomingDeps, { portalId, connectionId }: ConnectionScope, askedFor: Date): Promise<JobOutcome> {
  await db('erpConnections').where({ portalId, id: connectionId }).update({ readingFor: askedFor });
  return { againAfterMs: 0 };
}

/** By an earlier slice of this reading, or so lately that its own rhythm lets it rest. */
function isReadThisTime({ now }: IncomingDeps, run: ErpRun, stream: StreamName, askedFor: Date): boolean {
  const { completedAt, completedFor, rebuilding } = stateOf(run, stream);
  if (completedAt === null || rebuilding) return false;
  const { readEveryMs = 0 } = streamOf(stream);
  return completedFor?.getTime() === askedFor.getTime() || now().getTime() - completedAt.getTime() < readEveryMs;
}

async function rebuildOutdatedStreams({ db, log, now }: IncomingDeps, run: ErpRun): Promise<void> {
  const offered = run.erp.streams;
  const streams = outdatedStreams(run.streams, offered);
  if (streams.length === 0) return;
  log.info({ ...run.scope, streams }, 'translation renewed, reading again from the beginning');
  await startRebuild(db, run.scope, { streams, offered, now: now() });
  run.streams = await ensureStreams(db, run.scope, offered, now());
}

async function pullPages(deps: IncomingDeps, run: ErpRun, streams: readonly StreamName[], slice: Slice): Promise<SliceOutcome> {
  const { signal } = run.context;
  const pages = readPages(deps, run, { ...slice, streams });
  try {
    for (let read = await pages.take(); read; read = await pages.take()) {
      if (read === 'superseded') return 'superseded';
      const { stream, page, began } = read;
      slice.notices.push(...(page.notices ?? []));
      const store = () => storePage(deps, run, slice, read);
      const isStored = await (page.hasMore && deps.makeWay ? deps.makeWay(store, signal) : store());
      if (!isStored) return 'superseded';
      if (page.hasMore) continue;
      await resetPullPace(deps, run.scope, slice);
      if ((await completeStream(deps, run, stream, { completedFor: slice.askedFor, began })) === 'superseded') return 'superseded';
    }
    return pages.isCut() ? 'more' : 'complete';
  } finally {
    pages.stop();
    await resetPullPace(deps, run.scope, slice);
  }
}

async function storePage(deps: IncomingDeps, run: ErpRun, slice: Slice, { stream, page, readOrder, began }: ReadPage): Promise<boolean> {
  const started = performance.now();
  const known = stateOf(run, stream);
  if (isEmptyPage(page)) return advanceCursor(deps, run, stream, page.next);
  // Removals the ERP reports are read before the cursor moves past them.
  if (page.removedIds?.length) await removeReported(deps, run, stream, page.removedIds);
  if (!(await run.context.holdsClaim())) return false;
  let isTouched = false;
  const stored = await deps.db.transaction(async (trx) => {
    // What is lost with it, the cursor included, is read again.
    await commitLater(trx);
    const state = await lockStreamState(trx, run.scope, stream);
    if (!state || state.cursor !== known.cursor || state.generation !== known.generation) return null;
    const read = { stream, records: page.records, rejected: page.rejected ?? [], readOrder };
    const options = { state, priority: state.rebuilding ? 2 : 1, now: deps.now(), awaitsApproval: awaitsApproval(run, state) } as const;
    const next = await storeRecords(trx, run, read, options);
    // The cursor moves in the same transaction as the rows it stands for: a crash repeats a page, never skips one.
    const moved = {
      cursor: page.next,
      rowsRead: state.rowsRead + page.records.length,
      canary: toStored(pickCanaries(page.records, canariesOf(state.canary))),
      ...(page.hasMore && { beganOrder: state.beganOrder ?? began }),
    };
    await saveStream(trx, run.scope, stream, moved);
    isTouched = next.isTouched;
    // Before everything was read once, only what was overtaken matters at once.
    await enqueueFollowUps(trx, deps.enqueue, run.scope, state.firstCompletedAt ? next : { ...next, hasTargets: false, hasMatches: false });
    return { ...state, ...moved } satisfies StreamState;
  });
  if (stored) run.streams[stream] = stored;
  if (stored && isTouched) slice.hasChanges = true;
  deps.log.debug({ ...run.scope, stream, records: page.records.length, ms: Math.round(performance.now() - started) }, 'page stored');
  return stored !== null;
}

/** Nobody approves before the streams that figures need were read, and this one, which is locked, was not. */
const awaitsApproval = ({ connection }: ErpRun, { stream, isOn, isOffered, firstCompletedAt }: StreamState): boolean =>
  connection.approvedAt === null && firstCompletedAt === null && isOn && isOffered && STREAMS_FOR_FIGURES.includes(stream);

/** One stays as it always was: a release before this one may read it. */
const toStored = (canaries: readonly Canary[]): StreamState['canary'] => (canaries.length < 2 ? (canaries[0] ?? null) : [...canaries]);

const isEmptyPage = ({ records, removedIds, rejected, hasMore }: Page<unknown>): boolean =>
  records.length === 0 && !removedIds?.length && !rejected?.length && !hasMore;

/** Nothing to store, as nearly always: one statement instead of a transaction, and only if nobody else moved the stream. */
async function advanceCursor(deps: IncomingDeps, run: ErpRun, stream: StreamName, next: Cursor): Promise<boolean> {
  const { portalId, connectionId } = run.scope;
  const { cursor, generation } = stateOf(run, stream);
  const moved = await deps.db('erpStreams').where({ portalId, connectionId, stream, cursor, generation }).update({ cursor: next });
  if (moved > 0) run.streams[stream] = { ...stateOf(run, stream), cursor: next };
  return moved > 0;
}

async function removeReported(
  deps: IncomingDeps,
  run: ErpRun,
  stream: StreamName,
  ids: NonNullable<Page<unknown>['removedIds']>,
): Promise<void> {
  await removeNamed(deps, run, stream, await rereadRecords(deps, run, stream, ids));
}

/** Everything up to now was read. What a reading from the beginning did not meet is dropped. */
async function completeStream(
  deps: IncomingDeps,
  run: ErpRun,
  stream: StreamName,
  { completedFor, began }: { completedFor: Date; began: number },
): Promise<SliceOutcome> {
  const state = stateOf(run, stream);
  const isFull = run.erp.streams[stream]?.read === 'full';
  if (state.rebuilding || isFull) {
    const unmet = { where: 'm.generation < :generation', isWhole: true, bindings: { generation: state.generation } };
    await removeVanished(deps, run, stream, unmet);
  }
  const isFirst = state.firstCompletedAt === null;
  if (isFirst) await analyseStream(deps.db, stream, state.rowsRead);
  const completedAt = deps.now();
  const firstCompletedAt = state.firstCompletedAt ?? completedAt;
  // An earlier slice may have begun it.
  const isCompared = streamOf(stream).isComparedInTime;
  const compared = { beganOrder: null, ...(isCompared && { readOrder: state.beganOrder ?? began, settledOrder: state.readOrder }) };
  const done = { rebuilding: false, completedAt, completedFor, firstCompletedAt, ...(isFull && { cursor: null }), ...compared };
  const isDone = await deps.db.transaction(async (trx) => {
    // Another rebuild may have begun since the last page: it is not at its end.
    if ((await lockStreamState(trx, run.scope, stream))?.generation !== state.generation) return false;
    await saveStream(trx, run.scope, stream, done);
    // Customers are looked up in HubSpot while their invoices are read: neither waits for the other.
    const { lookedUpBy } = streamOf(stream);
    if (lookedUpBy && isFirst) await deps.enqueue(trx, lookedUpBy, run.scope);
    if (stream === products.name && isFirst && (await wakeByFirstProducts(trx, run.scope, completedAt)) > 0)
      await deps.enqueue(trx, 'commands', run.scope);
    if (stream === products.name && (await planProjectsAgain(trx, run.scope, completedAt)) > 0)
      await deps.enqueue(trx, 'inbox', { portalId: run.scope.portalId });
    return true;
  });
  if (!isDone) return 'superseded';
  run.streams[stream] = { ...state, ...done };
  return 'complete';
}

/**
 * After the transaction: whoever changes the connection locks its row before those of its streams. Once for all pages of a stream: this
 * commit waits for the disk, and for all that was committed before it.
 */
async function resetPullPace({ db, now }: IncomingDeps, { portalId, connectionId }: ConnectionScope, slice: Slice): Promise<void> {
  if (!slice.hasChanges) return;
  slice.hasChanges = false;
  await db('erpConnections').where({ portalId, id: connectionId }).update({ quietPulls: 0, changedAt: now() });
}
