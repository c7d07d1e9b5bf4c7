import { CredentialsRefusedError, ReconnectError } from '../../shared/errors.ts';
import type { UnconfirmedRefusal, ErpConnection } from '../../portals/connections.ts';
import { raiseProblems } from '../../portals/problems.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { TrackedConnector } from './tracked-connector.ts';

/** With a refused password, by all jobs and processes together: some more lock the user. */
const PASSWORD_TRIES = 2;
/** A server that is still starting refuses every login; three tries in a quarter of an hour lock nobody. */
const PASSWORD_WAIT_MS = 5 * 60_000;
const FIRST_WAIT_MS = 15_000;
const LONGEST_WAIT_MS = 15 * 60_000;
const CONFIRMED_AFTER_MS = 15 * 60_000;

interface Refusal {
  scope: ConnectionScope;
  connection: ErpConnection;
  tracked: TrackedConnector;
  error: ReconnectError;
  signal: AbortSignal;
}

/** While a refusal is unconfirmed, one job at a time tries again; the others wait. False: another one does. */
export async function claimRetry(
  { db, now }: IncomingDeps,
  { portalId, connectionId }: ConnectionScope,
  connection: ErpConnection,
): Promise<boolean> {
  if (!connection.doubt) return true;
  const { doubtTries } = connection;
  const notBefore = new Date(now().getTime() + waitMs(doubtTries + 1));
  const claimed = await db('erpConnections')
    .where({ portalId, id: connectionId, doubtTries })
    .update({ doubtTries: doubtTries + 1, notBefore });
  return claimed > 0;
}

/**
 * What worked before and would now need a person may be one answer of a proxy, or of a server that is starting: it is tried again with
 * growing gaps, and confirmed when it lasts and `check` fails too. Answers `confirmed`, or how long to wait before the next try.
 */
export async function confirmRefusal(deps: IncomingDeps, refusal: Refusal): Promise<'confirmed' | { waitMs: number }> {
  const { connection, error } = refusal;
  if (connection.reachableSince === null) return 'confirmed';
  const { doubt, tries } = await saveDoubt(deps, refusal);
  const isRefused = isPasswordRefused(error);
  const isLasting = deps.now().getTime() - Date.parse(doubt.since) >= CONFIRMED_AFTER_MS;
  if (isRefused ? doubt.refusals >= PASSWORD_TRIES : isLasting && (await doesCheckFailToo(refusal))) return 'confirmed';
  // Whoever can help should know at once that a password is refused; of the rest when it lasts.
  if (isRefused || isLasting) await reportProblem(deps, refusal);
  if (isRefused) return { waitMs: PASSWORD_WAIT_MS };
  return { waitMs: waitMs(tries, error instanceof CredentialsRefusedError ? PASSWORD_WAIT_MS : FIRST_WAIT_MS) };
}

const waitMs = (tries: number, first = FIRST_WAIT_MS): number => Math.min(LONGEST_WAIT_MS, first * 2 ** (tries - 1));
const isPasswordRefused = (error: ReconnectError): boolean => error instanceof CredentialsRefusedError && !error.mayPass;

async function saveDoubt(
  { db, now }: IncomingDeps,
  { scope, connection, tracked, error }: Refusal,
): Promise<{ doubt: UnconfirmedRefusal; tries: number }> {
  const row = { portalId: scope.portalId, id: scope.connectionId };
  return db.transaction(async (trx) => {
    const known = await trx('erpConnections')
      .where(row)
      .forUpdate()
      .first<Pick<ErpConnection, 'doubt' | 'doubtTries'>>('doubt', 'doubtTries');
    const before = known.doubt?.refusals ?? 0;
    // Jobs that were under way together were refused in one moment, which is one try.
    const isTry = before === 0 || connection.doubt !== null;
    const refusals = before + (isPasswordRefused(error) && isTry ? 1 : 0);
    const { code, params } = error;
    const doubt = {
      code,
      params: { ...params },
      about: tracked.lastFailedCall(),
      since: known.doubt?.since ?? now().toISOString(),
      refusals,
    };
    const tries = Math.max(1, known.doubtTries);
    await trx('erpConnections')
      .where(row)
      // Whoever looks before the wait is stored would take the doubt for one whose time to try again has come.
      .update({ doubt: JSON.stringify(doubt), doubtTries: tries, notBefore: new Date(now().getTime() + FIRST_WAIT_MS) });
    return { doubt, tries };
  });
}

/** Address, login and rights are tried as at set-up. */
async function doesCheckFailToo({ tracked: { connector }, signal }: Refusal): Promise<boolean> {
  return connector.check(signal).then(
    () => false,
    (error: unknown) => error instanceof ReconnectError,
  );
}

async function reportProblem(
  { db, now }: IncomingDeps,
  { scope: { portalId, connectionId }, error: { code, params } }: Refusal,
): Promise<void> {
  const problem = { code, params: { ...params }, connectionId, subjectKind: 'connection' as const, subject: connectionId };
  await raiseProblems(db, portalId, [problem], now());
}
