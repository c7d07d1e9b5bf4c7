import type { Db } from '../db/index.ts';
import { FAILED } from './queues.ts';

/** A job that was given up is no more than so long in the way of what it left undone: it may have been one bad moment, or be mended by now. */
const WAIT_AFTER_FAILURE_S = 15 * 60;

/** Which of these keys have a job that waits, runs, or was given up just now. */
export async function findBusy(db: Db, name: string, keys: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.raw<{ rows: { key: string }[] }>(
    `select j.singleton_key as key from pgboss.job j
     where j.name = :name and j.singleton_key = any(:keys) and j.state in ('created', 'retry', 'active')
     union
     select f.singleton_key from pgboss.job f
     where f.name = :failed and f.source_name = :name and f.singleton_key = any(:keys) and f.created_on > now() - make_interval(secs => :rests)`,
    { name, failed: FAILED, keys: [...keys], rests: WAIT_AFTER_FAILURE_S },
  );
  return new Set(rows.map(({ key }) => key));
}
