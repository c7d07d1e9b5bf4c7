import type { ErpConnector } from '../../erp/shared/contract.ts';
import { ReconnectError, RetryLaterError, TransientError, type PuenteError } from '../../shared/errors.ts';
import type { JobContext, JobOutcome } from '../../jobs/index.ts';
import { findConnection, pauseConnection, type ErpConnection } from '../../portals/connections.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { IncomingDeps, PortalRules } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { claimRetry, confirmRefusal } from './confirm-refusal.ts';
import { ensureStreams, type StreamStates } from '../shared/stream-states.ts';
import { trackCalls, type TrackedConnector } from './tracked-connector.ts';

/** One job's turn at one ERP. */
export interface ErpRun {
  scope: ConnectionScope;
  connection: ErpConnection;
  portal: PortalRules;
  erp: ErpConnector;
  streams: StreamStates;
  context: JobContext;
  /** Something was done for good, so the ERP is at work: what fails after it is the first failure in a row. Not for what is read again and again. */
  noteProgress(): void;
}

/** Failures in a row before the connection counts as unreachable: one lost packet is no news. */
const FAILURES_UNTIL_UNREACHABLE = 3;
/** As often as the queue tries a job that fails unexpectedly. */
const FAILURES_UNTIL_FAILING = 4;
const FAILING = 'connection.failing';
const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * Opens the connection for a job, unless it is paused or asked to wait, and turns the ERP's failures into what happens next: the waiting
 * stands on the connection's row, so every job and process obeys it.
 */
export async function withErp(
  deps: IncomingDeps,
  scope: ConnectionScope,
  context: JobContext,
  work: (run: ErpRun) => Promise<JobOutcome>,
): Promise<JobOutcome> {
  const loadedAt = performance.now();
  const connection = await findConnection(deps.db, scope);
  const portal = await deps.findPortal(deps.db, scope.portalId);
  if (connection?.status !== 'active' || portal?.status !== 'active') return 'done';
  const waitMs = (connection.notBefore?.getTime() ?? 0) - deps.now().getTime();
  if (waitMs > 0) return { againAfterMs: waitMs };
  if (!(await claimRetry(deps, scope, connection))) return { againAfterMs: FIRST_WAIT_MS };
  let tracked: TrackedConnector | null = null;
  let hasProgress = false;
  const noteProgress = (): void => void (hasProgress = true);
  // Calls of a capability are not tracked; what was done by them was answered.
  const answeredCalls = (): ReadonlySet<string> => new Set([...(tracked?.answeredCalls ?? []), ...(hasProgress ? ['progress'] : [])]);
  try {
    tracked = trackCalls(await deps.connectors.openConnector(scope), loadedAt);
    const { erp } = tracked;
    const streams = await ensureStreams(deps.db, scope, erp.streams, deps.now());
    const outcome = await work({ scope, connection, portal, erp, streams, context, noteProgress });
    await clearFailures(deps, connection, scope, answeredCalls());
    return outcome;
  } catch (error) {
    // The service stops or took too long: neither is the ERP's fault.
    if (context.signal.aborted) throw error;
    if (error instanceof RetryLaterError) return pauseReadingUntil(deps, scope, error.retryAt);
    if (error instanceof ReconnectError) {
      // Without a connector it is our own settings that do not suffice.
      const refusal = tracked ? await confirmRefusal(deps, { scope, connection, tracked, error, signal: context.signal }) : 'confirmed';
      return refusal === 'confirmed' ? pauseConnectionAndAsk(deps, scope, error) : saveFailure(deps, connection, error, refusal.waitMs);
    }
    if (error instanceof TransientError) {
      if (hasProgress) Object.assign(connection, await clearFailures(deps, connection, scope, answeredCalls()));
      return saveFailure(deps, connection, error, growingWait(connection));
    }
    await countUnexpectedFailure(deps, connection, scope).catch(() => undefined);
    throw error;
  } finally {
    tracked?.refusalIsStored();
  }
}

async function clearFailures(
  { db, now }: IncomingDeps,
  connection: ErpConnection,
  { portalId, connectionId }: ConnectionScope,
  answeredCalls: ReadonlySet<string>,
): Promise<Partial<ErpConnection>> {
  const { failures, reachableSince, unreachableSince, doubt } = connection;
  if (failures === 0 && reachableSince !== null && unreachableSince === null && doubt === null) return {};
  // A job that had nothing to ask shows nothing, nor does another call than the one that was refused.
  if (answeredCalls.size === 0 || (doubt && !answeredCalls.has(doubt.about))) return {};
  const healed = { failures: 0, unreachableSince: null, lastError: null, notBefore: null, doubt: null, doubtTries: 0 };
  const known = { ...healed, reachableSince: reachableSince ?? now() };
  await db('erpConnections').where({ portalId, id: connectionId }).update(known);
  const codes = ['connection.unreachable', FAILING, ...(doubt ? [doubt.code] : [])];
  await resolveProblems(db, portalId, { codes, connectionId, subjectKind: 'connection' }, now());
  return known;
}

/** A fault of ours must not call the ERP every few seconds: after the queue's own tries it waits, and the administrator is told. */
async function countUnexpectedFailure(
  { db, now }: IncomingDeps,
  { failures }: ErpConnection,
  { portalId, connectionId }: ConnectionScope,
): Promise<void> {
  const isLasting = failures + 1 >= FAILURES_UNTIL_FAILING;
  await db('erpConnections')
    .where({ portalId, id: connectionId })
    .update({ failures: failures + 1, ...(isLasting && { notBefore: new Date(now().getTime() + LONGEST_WAIT_MS) }) });
  if (!isLasting) return;
  await raiseProblems(db, portalId, [{ code: FAILING, connectionId, subjectKind: 'connection', subject: connectionId }], now());
}

async function pauseReadingUntil(
  { db, now }: IncomingDeps,
  { portalId, connectionId }: ConnectionScope,
  retryAt: Date,
): Promise<JobOutcome> {
  await db('erpConnections').where({ portalId, id: connectionId }).update({ notBefore: retryAt });
  return { againAfterMs: Math.max(0, retryAt.getTime() - now().getTime()) };
}

async function pauseConnectionAndAsk({ db, log, now }: IncomingDeps, scope: ConnectionScope, error: ReconnectError): Promise<JobOutcome> {
  log.warn({ ...scope, err: error }, 'connection paused, an administrator has to act');
  await pauseAndReport(db, scope, error, now());
  return 'done';
}

/** Stops reading and says why, where the administrator looks. */
export async function pauseAndReport(
  db: IncomingDeps['db'],
  scope: ConnectionScope,
  { code, params }: Pick<PuenteError, 'code' | 'params'>,
  now: Date,
): Promise<void> {
  await db.transaction(async (trx) => {
    await pauseConnection(trx, scope, { code, params }, now);
    const subject = { subjectKind: 'connection' as const, subject: scope.connectionId };
    await raiseProblems(trx, scope.portalId, [{ code, connectionId: scope.connectionId, ...subject, params }], now);
  });
}

/** Each failure in a row doubles the wait, whichever job meets it. */
function growingWait({ failures }: ErpConnection): number {
  return Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.8 + 0.4 * Math.random());
}

/** Opens the circuit: nobody calls the ERP for so long. */
async function saveFailure(deps: IncomingDeps, connection: ErpConnection, error: PuenteError, waitMs: number): Promise<JobOutcome> {
  const { db, log, now } = deps;
  const { portalId, id: connectionId } = connection;
  const failures = connection.failures + 1;
  const isUnreachable = failures >= FAILURES_UNTIL_UNREACHABLE;
  log.warn({ portalId, connectionId, failures, waitMs: Math.round(waitMs), err: error }, 'ERP call failed, the connection waits');
  await db('erpConnections')
    .where({ portalId, id: connectionId })
    .update({
      failures,
      notBefore: new Date(now().getTime() + waitMs),
      lastError: JSON.stringify({ code: error.code, params: error.params }),
      ...(isUnreachable && { unreachableSince: connection.unreachableSince ?? now() }),
    });
  if (isUnreachable) {
    const problem = { code: 'connection.unreachable', subjectKind: 'connection' as const, subject: connectionId };
    await raiseProblems(db, portalId, [{ ...problem, connectionId, params: { cause: error.code } }], now());
  }
  return { againAfterMs: waitMs };
}
