import type { Db } from '../db/index.ts';

/** Which of these queues have a job that somebody could begin: one question instead of one for each queue, of which nearly all have none. */
export async function findDueQueues(db: Db, names: readonly string[]): Promise<string[]> {
  const { rows } = await db.raw<{ rows: { name: string }[] }>(
    `select q.name from unnest(:names::text[]) as q(name)
     where exists (select 1 from pgboss.job j where j.name = q.name and j.state in ('created', 'retry') and not j.blocked and j.start_after <= now())`,
    { names: [...names] },
  );
  return rows.map(({ name }) => name);
}
