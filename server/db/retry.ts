import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';

/** PostgreSQL ended this transaction because it and another waited for each other. Nothing of it was kept, and the other went on. */
const DEADLOCK = '40P01';
const TRIES = 4;
const WAIT_MS = 20;

/** From here on a transaction that PostgreSQL ended because of a deadlock begins once more, so its callback changes nothing but the database. */
export function retryDeadlocks(db: Knex): void {
  const begin = db.transaction.bind(db) as (work: unknown, config?: unknown) => Promise<unknown>;
  const transaction = async (work: unknown, config?: unknown): Promise<unknown> => {
    for (let tries = 1; ; tries++) {
      try {
        return await begin(work, config);
      } catch (error) {
        if (typeof work !== 'function' || tries === TRIES || (error as { code?: unknown } | null)?.code !== DEADLOCK) throw error;
        await sleep(WAIT_MS * tries * Math.random());
      }
    }
  };
  Object.defineProperty(db, 'transaction', { value: transaction, configurable: true });
}
