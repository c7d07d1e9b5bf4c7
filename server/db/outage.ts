import { setTimeout as sleep } from 'node:timers/promises';
import { PuenteError } from '../shared/errors.ts';
import type { Log, LogFields } from '../shared/log.ts';
import type { Db } from './index.ts';

/** How the way to the database, PostgreSQL itself, and pg say that nobody is there. Refused credentials are something else. */
const AWAY =
  /^(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EPIPE|57P0[123]|08\w{3}|53300)$|^Connection terminated|^timeout expired|not queryable/;

/** Calls to HubSpot and ERPs fail with our own errors, so what remains is the database. */
export function isDatabaseAway(error: unknown): boolean {
  // pg-boss hands over errors as plain objects.
  if (typeof error !== 'object' || error === null || error instanceof PuenteError) return false;
  const { code, message } = error as { code?: unknown; message?: unknown };
  return AWAY.test(typeof code === 'string' ? code : String(message));
}

interface OutageLog extends Log {
  /** Resolves when the database answers; throws what is no outage. */
  untilThere(): Promise<void>;
}

/** What fails because the database is away is handed on, and told at DEBUG; the rest is told as it is. */
export function divertOutages(log: Log, onOutage: (err: unknown) => void): Log {
  const unlessAway =
    (level: 'error' | 'warn') =>
    (fields: LogFields, message: string): void => {
      if (!isDatabaseAway(fields['err'])) return log[level](fields, message);
      onOutage(fields['err']);
      log.debug(fields, message);
    };
  return {
    ...{ error: unlessAway('error'), warn: unlessAway('warn') },
    info: (fields, message) => log.info(fields, message),
    debug: (fields, message) => log.debug(fields, message),
  };
}

const PROBE_MS = 1_000;

/**
 * An outage of the database is felt by every request, job, tick and slot, and is one thing: one line when it begins and one when it ends.
 * What fails for it meanwhile is told at DEBUG.
 */
export function foldOutages(log: Log, db: Db, probeMs = PROBE_MS): OutageLog {
  let ending: Promise<void> | null = null;

  async function waitForEnd(): Promise<void> {
    const beganAt = performance.now();
    let found = await probe(db);
    for (; found === 'away'; found = await probe(db)) await sleep(probeMs);
    ending = null;
    // Anything else is not for waiting: whoever asks next meets it.
    if (found === 'there') log.info({ seconds: Math.round((performance.now() - beganAt) / 1000) }, 'the database answers again');
  }
  function begin(err: unknown): Promise<void> {
    if (!ending) log.error({ err }, 'the database cannot be reached; everything goes on when it is back');
    return (ending ??= waitForEnd());
  }

  return {
    ...divertOutages(log, (err) => void begin(err)),
    async untilThere() {
      await db.raw('select 1').catch((error: unknown) => {
        if (!isDatabaseAway(error)) throw error;
        return begin(error);
      });
    },
  };
}

const probe = (db: Db): Promise<'there' | 'away' | 'other'> =>
  db.raw('select 1').then(
    () => 'there',
    // Whoever waits for the database holds the connections: none left is no news while it is away.
    (error: unknown) => (isDatabaseAway(error) || isPoolEmpty(error) ? 'away' : 'other'),
  );

/** Whether this process gets an answer from the database in that time. Knex's own time-out leaves out the wait for a free connection. */
export async function answersWithin(db: Db, patienceMs: number): Promise<boolean> {
  return Promise.race([probe(db).then((found) => found === 'there'), sleep(patienceMs, false, { ref: false })]);
}

const isPoolEmpty = (error: unknown): boolean => error instanceof Error && error.name === 'KnexTimeoutError';
