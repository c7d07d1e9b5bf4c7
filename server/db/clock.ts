import type { Db } from './index.ts';

interface DatabaseClock {
  now(): Date;
  stop(): void;
}

const MEASURED_EVERY_MS = 30_000;

/**
 * The database's time, the same for every process: what one of them writes down as due, another compares with its own now, and clocks of
 * machines differ by minutes. Measured now and then, and counted on by this process's own stopwatch.
 */
export async function startDatabaseClock(db: Db, everyMs = MEASURED_EVERY_MS): Promise<DatabaseClock> {
  let measured = await measure(db);
  const timer = setInterval(() => {
    // While the database is away its time goes on.
    measure(db).then(
      (next) => (measured = next),
      () => undefined,
    );
  }, everyMs);
  timer.unref();
  return {
    now: () => new Date(Math.round(measured.at + performance.now() - measured.elapsed)),
    stop: () => clearInterval(timer),
  };
}

/** The answer was made somewhere between question and arrival. */
async function measure(db: Db): Promise<{ at: number; elapsed: number }> {
  await db.raw('select 1');
  const asked = performance.now();
  const { rows } = await db.raw<{ rows: { at: Date }[] }>('select clock_timestamp() as at');
  return { at: rows[0]!.at.getTime(), elapsed: (asked + performance.now()) / 2 };
}
