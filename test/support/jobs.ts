import type { Db } from '../../server/db/index.ts';
import type { JobDefinition, JobDefinitions, EnqueueFound, EnqueueJob } from '../../server/jobs/index.ts';
import { outcomeOf } from '../../server/jobs/index.ts';
import { keyOf } from '../../server/jobs/definition.ts';

export interface TestJobs<D> {
  enqueue: EnqueueJob<D>;
  enqueueFound: EnqueueFound<D>;
  /**
   * Runs what is due by the fake clock (or until the given time) until nothing is. A failure nobody expected is thrown;
   * with `keepFailures` it is kept in `failures` instead, as the dead letter queue would.
   */
  settle(definitions: Partial<JobDefinitions<D>>, options?: { until?: Date; keepFailures?: boolean }): Promise<void>;
  waiting(): Promise<WaitingJob[]>;
  readonly failures: { name: string; data: object; error: unknown }[];
}

interface WaitingJob {
  name: string;
  data: Record<string, unknown>;
  dueAt: Date;
}

type Row = { name: string; key: string; data: Record<string, unknown>; dueAt: Date; attempt: number };

const MOST_RUNS = 1000;

/** The job queue for tests: same transactions, same keys, same outcomes, but time is the test's and nothing runs by itself. */
export function createTestJobs<D>(db: Db, now: () => Date): TestJobs<D> {
  let table: Promise<unknown> | undefined;
  const failures: TestJobs<D>['failures'] = [];

  async function enqueue(trx: Db, name: string, data: object, dueAt: Date, attempt = 0): Promise<void> {
    await (table ??= createTable(db));
    await trx.raw(
      `insert into test_jobs (name, key, data, due_at, attempt) values (:name, :key, :data, :dueAt, :attempt)
       on conflict (name, key) do update set data = excluded.data, due_at = least(test_jobs.due_at, excluded.due_at)`,
      { name, key: keyOf(data), data: JSON.stringify(data), dueAt, attempt },
    );
  }

  async function runOne(definition: JobDefinition<object>, row: Row, keepFailures: boolean): Promise<void> {
    const later = (afterMs: number, attempt = 0) => enqueue(db, row.name, row.data, new Date(now().getTime() + afterMs), attempt);
    try {
      const outcome = await definition.run(row.data, { signal: new AbortController().signal, holdsClaim: () => Promise.resolve(true) });
      if (outcome !== 'done') await later(outcome.againAfterMs);
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome.kind === 'later') await later(outcome.at.getTime() - now().getTime());
      if (outcome.kind === 'retry') await later(Math.min(300, 2 ** row.attempt) * 1000, row.attempt + 1);
      if (outcome.kind !== 'unexpected') return;
      if (!keepFailures) throw error;
      failures.push({ name: row.name, data: row.data, error });
    }
  }

  return {
    failures,
    enqueue: (trx, name, data, { afterMs = 0 } = {}) => enqueue(trx, name, data as object, new Date(now().getTime() + afterMs)),
    async enqueueFound(name, found) {
      await (table ??= createTable(db));
      for (const data of found) {
        const isWaiting = await db('test_jobs')
          .where({ name, key: keyOf(data) })
          .first('name');
        if (!isWaiting) await enqueue(db, name, data as object, now());
      }
    },
    async settle(definitions, { until, keepFailures = false } = {}) {
      await (table ??= createTable(db));
      const known = definitions as Record<string, JobDefinition<object>>;
      for (let run = 0; run < MOST_RUNS; run++) {
        const row = await takeDue(db, Object.keys(known), until ?? now());
        if (!row) return;
        await runOne(known[row.name]!, row, keepFailures);
      }
      throw new Error(`Jobs do not come to rest: ${MOST_RUNS} runs, still due: ${JSON.stringify(await this.waiting())}`);
    },
    async waiting() {
      await (table ??= createTable(db));
      return await db<WaitingJob>('test_jobs').select('name', 'data', 'dueAt').orderBy(['dueAt', 'name', 'key']);
    },
  };
}

function createTable(db: Db): Promise<unknown> {
  return db.raw(
    `create table if not exists test_jobs (name text, key text, data jsonb, due_at timestamptz, attempt integer, position bigserial, primary key (name, key))`,
  );
}

/** Taken off before it runs, so that one enqueued meanwhile waits beside it, as in the real queue. */
async function takeDue(db: Db, names: string[], until: Date): Promise<Row | undefined> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `delete from test_jobs where (name, key) = (
       select due.name, due.key from test_jobs as due
       where due.due_at <= :until and due.name = any(:names) order by due.due_at, due.position limit 1
     ) returning *`,
    { until, names },
  );
  return rows[0];
}

/** How many jobs of the queue `pull` there are, and of those that were given up, by queue and state. */
export async function countJobs(db: Db): Promise<Record<string, number>> {
  const { rows } = await db.raw<{ rows: { state: string; count: number }[] }>(
    `select name || ' ' || state as state, count(*) from pgboss.job where name in ('pull', 'failed') group by 1`,
  );
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
}
