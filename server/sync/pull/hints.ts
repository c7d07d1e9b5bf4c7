import type { Db } from '../../db/index.ts';
import type { StreamName } from '../../erp/shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { JobContext, JobOutcome } from '../../jobs/index.ts';
import { takeOrder } from '../../mirror/store-rows.ts';
import { STREAMS, streamOf } from '../../streams/index.ts';
import { withErp, type ErpRun } from '../erp-access/erp-run.ts';
import { isSameErp } from '../erp-access/identity.ts';
import { startSlice, type IncomingDeps } from '../shared/incoming.ts';
import { HINT_VERSION, insertHints, queueSecondRead, READ_NOW, type Hint, type ReadHint } from './hint-queue.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { READING, wakeBy } from '../shared/wake-actions.ts';
import { removeNamed } from './removals.ts';
import { requestPull } from './schedule.ts';
import { enqueueFollowUps, storeRecords } from './store-page.ts';
import { readStreams, stateOf } from '../shared/stream-states.ts';

export { queueHints, type Hint } from './hint-queue.ts';

const READ_AT_ONCE = 200;
/** The identity need not be proven for every single hint. */
const PROOF_MS = 60_000;
/** When a slow transaction has ended, too. */
const PULL_AFTER_MS = 10_000;
const REFRESHED_ROWS = 200;

/**
 * The refresh button: the customers, their open and newest documents are read now, and whatever else is new right after. Answers when that is to
 * happen (`isReadSince`).
 */
export async function refreshRecord(
  { db, enqueue, now }: Pick<IncomingDeps, 'db' | 'enqueue' | 'now'>,
  scope: ConnectionScope,
  customerIds: readonly ErpRecordId[],
): Promise<Date> {
  return db.transaction(async (trx) => {
    const { at, isFirst } = await claimRefresh(trx, scope, now());
    if (!isFirst) return at;
    const afterMs = Math.max(0, at.getTime() - now().getTime());
    const { rows } = await trx.raw<{ rows: Hint[] }>(HINTS_OF_CUSTOMERS, {
      ...scope,
      customerIds: [...customerIds],
      limit: REFRESHED_ROWS,
    });
    await insertHints(trx, scope, { hints: rows, passes: READ_NOW, now: at, toldBy: 'person' });
    await enqueue(trx, 'hint', scope, { afterMs });
    await requestPull(trx, enqueue, scope, { at, afterMs });
    return at;
  });
}

/** Who presses again and again asks the ERP no more often than this. */
const REFRESHES_APART_MS = 3_000;

/** When this refresh happens; not the first: one that waits already will bring what this one wants. */
async function claimRefresh(trx: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<{ at: Date; isFirst: boolean }> {
  const row = { portalId, id: connectionId };
  const last = await trx('erpConnections').where(row).forUpdate().first<{ refreshedAt: Date | null } | undefined>('refreshedAt');
  if (last?.refreshedAt && last.refreshedAt > now) return { at: last.refreshedAt, isFirst: false };
  const at = new Date(Math.max(now.getTime(), (last?.refreshedAt?.getTime() ?? 0) + REFRESHES_APART_MS));
  await trx('erpConnections').where(row).update({ refreshedAt: at });
  return { at, isFirst: true };
}

/** Reads the records whose hints are due, by id. No cursor moves: what is hinted will be met again in its stream. */
export async function readHintedRecords(deps: IncomingDeps, scope: ConnectionScope, context: JobContext): Promise<JobOutcome> {
  return withErp(deps, scope, context, async (run) => {
    const slice = startSlice(deps);
    for (let due = await loadDueHints(deps, scope); due; due = await loadDueHints(deps, scope)) {
      if (slice.isOver()) return { againAfterMs: 0 };
      if (!(await isSameErp(deps, run, PROOF_MS))) return 'done';
      if (!readStreams(run.streams).includes(due.stream)) await deleteHints(deps.db, scope, due.stream);
      else if (!(await readDueHints(deps, run, due))) return 'done';
    }
    await wakeBy(deps, deps.db, scope.portalId, READING);
    return waitForNextHint(deps, scope);
  });
}

const HINT_COLUMNS = ['stream', 'erpId', 'pass', 'attempts', 'isTold', 'isAnnounced'] as const;

interface DueHint extends ReadHint {
  stream: StreamName;
  attempts: number;
  isTold: boolean;
  isAnnounced: boolean;
}

interface DueHints {
  stream: StreamName;
  ids: ErpRecordId[];
  /** Looked for twice: what is missing now is gone. */
  confirmed: ErpRecordId[];
  hints: readonly ReadHint[];
  attempts: number;
  /** The ERP or a person says that they changed. What we look for ourselves may be as it was. */
  told: ReadonlySet<ErpRecordId>;
  /** Those of them that the ERP tells of. */
  announced: ReadonlySet<ErpRecordId>;
}

async function loadDueHints({ db, now }: IncomingDeps, { portalId, connectionId }: ConnectionScope): Promise<DueHints | null> {
  const hints = await db('erpHints as h')
    .where({ portalId, connectionId })
    .where('dueAt', '<=', now())
    .orderBy(['dueAt', 'stream', 'erpId'])
    .limit(READ_AT_ONCE)
    .select<DueHint[]>(...HINT_COLUMNS, db.raw(`${HINT_VERSION} as version`));
  const stream = hints[0]?.stream;
  if (!stream) return null;
  const mine = hints.filter((hint) => hint.stream === stream);
  const ids = [...new Set(mine.map(({ erpId }) => erpId))];
  const attempts = Math.max(...mine.map((hint) => hint.attempts));
  const idsOf = (which: (hint: (typeof mine)[number]) => boolean) => mine.filter(which).map(({ erpId }) => erpId);
  const told = new Set(idsOf(({ isTold }) => isTold));
  const announced = new Set(idsOf(({ isAnnounced }) => isAnnounced));
  return { stream, ids, confirmed: idsOf(({ pass }) => pass === 2), hints: mine, attempts, told, announced };
}

async function readDueHints(deps: IncomingDeps, run: ErpRun, { stream, ids, confirmed, ...due }: DueHints): Promise<boolean> {
  const { scope, erp, context } = run;
  const readOrder = await takeOrder(deps.db);
  const { records, rejected = [] } = await erp.readByIds(stream, ids, context.signal);
  const found = new Set([...records, ...rejected].map(({ id }) => id));
  if (!(await context.holdsClaim())) return false;
  await removeNamed(
    deps,
    run,
    stream,
    confirmed.filter((id) => !found.has(id)),
  );
  const isTouched = await deps.db.transaction(async (trx) => {
    const options = { state: stateOf(run, stream), priority: 1, now: deps.now() } as const;
    const next = await storeRecords(trx, run, { stream, records, rejected, readOrder, ...due }, options);
    const missing = ids.filter((id) => !found.has(id) && !confirmed.includes(id));
    await queueSecondRead(
      trx,
      scope,
      missing.map((id) => ({ stream, id })),
      deps.now(),
    );
    await enqueueFollowUps(trx, deps.enqueue, scope, next);
    return next.isTouched;
  });
  if (isTouched) await bringPullForward(deps.db, scope, deps.now());
  deps.log.debug({ ...scope, stream, records: records.length }, 'hinted records read');
  return true;
}

/** Of a stream that is not read. */
async function deleteHints(db: Db, { portalId, connectionId }: ConnectionScope, stream: StreamName): Promise<void> {
  await db('erpHints').where({ portalId, connectionId, stream }).delete();
}

/**
 * Whoever announces one change has made others too: a payment beside its invoice, a customer nobody knows yet. After the transaction: a refresh
 * locks the connection before its hints.
 */
async function bringPullForward(db: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<void> {
  const soon = new Date(now.getTime() + PULL_AFTER_MS);
  // A reading under way sets its own next time when it ends, and goes by this count then.
  await db('erpConnections')
    .where({ portalId, id: connectionId })
    .update({ nextPullAt: db.raw('least(next_pull_at, ?)', [soon]), quietPulls: 0, changedAt: now });
}

async function waitForNextHint({ db, now }: IncomingDeps, { portalId, connectionId }: ConnectionScope): Promise<JobOutcome> {
  const next = await db('erpHints').where({ portalId, connectionId }).min<{ dueAt: Date | null } | undefined>({ dueAt: 'dueAt' }).first();
  return next?.dueAt ? { againAfterMs: Math.max(0, next.dueAt.getTime() - now().getTime()) } : 'done';
}

const REFRESHED = STREAMS.filter((stream) => streamOf(stream).refreshed !== undefined);
const HINTS_OF_CUSTOMERS = REFRESHED.map((stream) => `(select '${stream}' as stream, r.id from (${streamOf(stream).refreshed}) r)`).join(
  ' union all ',
);
