import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ReconnectError, RecordRejectedError, RetryLaterError, TransientError } from '../../server/shared/errors.ts';
import { createJobs, type JobDefinition, type Jobs } from '../../server/jobs/index.ts';
import { databaseUrl, useTestDatabase } from '../support/database.ts';
import { recordingLog } from '../support/log.ts';
import { eventually } from '../support/eventually.ts';
import { countJobs } from '../support/jobs.ts';

type Data = { pull: { connectionId: string; reason?: string } };

const db = useTestDatabase();
const log = recordingLog();
let started: Jobs<Data>[] = [];

function process(): Jobs<Data> {
  const jobs = createJobs<Data>({ db: db(), connectionString: databaseUrl(), log, now: () => new Date() });
  started.push(jobs);
  return jobs;
}

async function worker(run: JobDefinition<Data['pull']>['run'], concurrency = 4): Promise<Jobs<Data>> {
  const jobs = process();
  await jobs.work({ pull: { concurrency, run } });
  return jobs;
}

const enqueue = (jobs: Jobs<Data>, connectionId: string, afterMs = 0) => jobs.enqueue(db(), 'pull', { connectionId }, { afterMs });

const states = () => countJobs(db());

beforeAll(async () => {
  await enqueue(process(), 'first'); // makes the queue's tables
  await db().raw('delete from pgboss.job');
});
afterEach(async () => {
  await Promise.all(started.map((jobs) => jobs.stop(100)));
  started = [];
  await db().raw('delete from pgboss.job');
  log.lines.length = 0;
});

describe('enqueueing', () => {
  it('works again when the database was away at the first try', async () => {
    const deps = { db: db(), connectionString: 'postgres://nobody@127.0.0.1:1/nothing', log, now: () => new Date() };
    const jobs = createJobs<Data>(deps);
    started.push(jobs);
    await expect(enqueue(jobs, 'a')).rejects.toThrow();
    deps.connectionString = databaseUrl();
    await enqueue(jobs, 'a');
    expect(await states()).toEqual({ 'pull created': 1 });
  });

  it('vanishes with the transaction that was rolled back', async () => {
    const ran: string[] = [];
    const jobs = await worker(async ({ connectionId }) => {
      ran.push(connectionId);
      return 'done';
    });
    await db().transaction(async (trx) => {
      await jobs.enqueue(trx, 'pull', { connectionId: 'undone' });
      await trx.rollback();
    });
    await db().transaction((trx) => jobs.enqueue(trx, 'pull', { connectionId: 'kept' }));
    await eventually(async () => expect(await states()).toEqual({ 'pull completed': 1 }));
    expect(ran).toEqual(['kept']);
  });

  it('works from a process that runs no jobs, and folds repeated enqueued into one waiting job', async () => {
    const web = process();
    for (let n = 0; n < 5; n++) await enqueue(web, 'a');
    await enqueue(web, 'b');
    expect(await states()).toEqual({ 'pull created': 2 });
  });

  it('brings a waiting job forward and never postpones it', async () => {
    const web = process();
    const dueInS = async (): Promise<number> => {
      const { rows } = await db().raw<{ rows: { dueIn: number }[] }>(
        `select extract(epoch from start_after - now())::float as due_in from pgboss.job where name = 'pull'`,
      );
      return Math.round(rows[0]!.dueIn / 10) * 10;
    };
    await enqueue(web, 'a', 60_000);
    await enqueue(web, 'a', 120_000);
    expect(await dueInS()).toBe(60);
    await enqueue(web, 'a', 30_000);
    expect(await dueInS()).toBe(30);
    await enqueue(web, 'a');
    expect(await dueInS()).toBeCloseTo(0);
  });
});

describe('running', () => {
  it('never runs one key twice at a time, over two workers, and loses no enqueue', async () => {
    const running = new Map<string, number>();
    const seen = new Map<string, number>();
    const asked = new Map<string, number>();
    let overlaps = 0;
    const run: JobDefinition<Data['pull']>['run'] = async ({ connectionId }) => {
      const now = (running.get(connectionId) ?? 0) + 1;
      running.set(connectionId, now);
      if (now > 1) overlaps++;
      const current = asked.get(connectionId) ?? 0;
      await new Promise((resolve) => setTimeout(resolve, 3));
      seen.set(connectionId, current);
      running.set(connectionId, now - 1);
      return 'done';
    };
    const workers = [await worker(run), await worker(run)];
    for (let n = 1; n <= 60; n++) {
      await Promise.all(
        ['a', 'b', 'c'].map(async (key) => {
          asked.set(key, n);
          await enqueue(workers[n % 2]!, key);
        }),
      );
    }
    // What was asked for last was seen by a run that started afterwards.
    await eventually(() => expect([...seen.values()]).toEqual([60, 60, 60]));
    expect(overlaps).toBe(0);
  });

  it('runs again when enqueued while running', async () => {
    let runs = 0;
    let letGo: () => void = () => undefined;
    const jobs = await worker(async () => {
      if (++runs === 1) await new Promise<void>((resolve) => (letGo = resolve));
      return 'done';
    });
    await enqueue(jobs, 'a');
    await eventually(() => expect(runs).toBe(1));
    await enqueue(jobs, 'a');
    await enqueue(jobs, 'a');
    letGo();
    await eventually(() => expect(runs).toBe(2));
    await eventually(async () => expect(await states()).toEqual({ 'pull completed': 2 }));
  });

  it('comes back when the job asks for it', async () => {
    const at: number[] = [];
    const jobs = await worker(async () => (at.push(Date.now()) < 3 ? { againAfterMs: at.length === 1 ? 0 : 300 } : 'done'));
    await enqueue(jobs, 'a');
    await eventually(() => expect(at).toHaveLength(3));
    expect(at[2]! - at[1]!).toBeGreaterThanOrEqual(290);
  });

  it('works off a backlog without waiting between jobs', async () => {
    const web = process();
    for (let n = 0; n < 40; n++) await enqueue(web, `c${n}`);
    let runs = 0;
    const startedAt = Date.now();
    await worker(async () => (runs++, 'done'), 2);
    await eventually(() => expect(runs).toBe(40));
    // With a wait between jobs it would be more than half a minute.
    expect(Date.now() - startedAt).toBeLessThan(20_000);
  });

  it('tells a job whether it still holds its claim', async () => {
    const claims: boolean[] = [];
    const jobs = await worker(async (_data, { holdsClaim }) => {
      claims.push(await holdsClaim());
      await db().raw(`update pgboss.job set retry_count = retry_count + 1 where name = 'pull' and state = 'active'`);
      claims.push(await holdsClaim());
      return 'done';
    });
    await enqueue(jobs, 'a');
    await eventually(() => expect(claims).toEqual([true, false]));
  });
});

describe('failures', () => {
  const failing = async (error: Error, upTo: number): Promise<{ runs: () => number }> => {
    let runs = 0;
    const jobs = await worker(async () => {
      if (++runs <= upTo) throw error;
      return 'done';
    });
    await enqueue(jobs, 'a');
    return { runs: () => runs };
  };

  it('tries again after a passing failure', async () => {
    const { runs } = await failing(new TransientError('reset', { code: 'test.reset' }), 1);
    await eventually(() => expect(runs()).toBe(2));
    expect(log.levels()).toEqual(['warn']);
  });

  it('waits until the named time without counting an attempt', async () => {
    const { runs } = await failing(new RetryLaterError('429', { code: 'test.busy', retryAt: new Date(Date.now() + 400) }), 1);
    await eventually(() => expect(runs()).toBe(2));
    expect(await states()).toMatchObject({ 'pull completed': expect.any(Number) });
    expect(log.levels()).toEqual([]);
  });

  it('ends a job whose cause a person has to solve', async () => {
    const { runs } = await failing(new ReconnectError('no', { code: 'test.refused' }), 99);
    await eventually(async () => expect(await states()).toEqual({ 'pull completed': 1 }));
    expect(runs()).toBe(1);
    expect(log.levels()).toEqual(['warn']);
  });

  it('gives up on what nobody expected, says so once as ERROR, and runs it again for a tick that still finds it, after a rest', async () => {
    let broken = true;
    let done = 0;
    const jobs = await worker(async () => {
      if (broken) throw new Error('a bug');
      done++;
      return 'done';
    });
    await enqueue(jobs, 'a');
    // Retries wait some seconds each: the test does not.
    const hurry = setInterval(
      () =>
        void db()
          .raw(`update pgboss.job set start_after = now() where state = 'retry'`)
          .catch(() => undefined),
      100,
    );
    await eventually(async () => expect(await states()).toMatchObject({ 'failed created': 1 }));
    clearInterval(hurry);
    expect(log.levels()).toEqual(['warn', 'warn', 'warn', 'error']);
    broken = false;
    await jobs.enqueueFound('pull', [{ connectionId: 'a' }]);
    expect(await states()).toEqual({ 'pull failed': 1, 'failed created': 1 });
    await db().raw(`update pgboss.job set created_on = now() - interval '15 minutes' where name = 'failed'`);
    await jobs.enqueueFound('pull', [{ connectionId: 'a' }]);
    await eventually(() => expect(done).toBe(1));
  });

  it('gives up on a record refused where nobody made a problem of it', async () => {
    const { runs } = await failing(new RecordRejectedError('no', { code: 'test.rejected' }), 99);
    await eventually(async () => expect(await states()).toEqual({ 'pull retry': 1 }));
    expect(runs()).toBe(1);
  });

  it('takes over the job of a worker that died', async () => {
    const web = process();
    await enqueue(web, 'a');
    await db().raw(
      `update pgboss.job set state = 'active', started_on = now() - interval '1 minute', heartbeat_on = now() - interval '1 minute' where name = 'pull'`,
    );
    let runs = 0;
    await worker(async () => (runs++, 'done'));
    await eventually(() => expect(runs).toBe(1));
  });
});

describe('what a tick finds', () => {
  it('is enqueued once, and neither beside a job that waits or runs nor earlier than that one wanted', async () => {
    const jobs = process();
    await enqueue(jobs, 'later', 600_000);
    await jobs.enqueueFound('pull', [{ connectionId: 'later' }, { connectionId: 'new' }]);
    await jobs.enqueueFound('pull', [{ connectionId: 'new' }]);
    const { rows } = await db().raw<{ rows: { key: string; waits: boolean }[] }>(
      `select singleton_key as key, start_after > now() + interval '5 minutes' as waits from pgboss.job where name = 'pull' order by 1`,
    );
    expect(rows).toEqual([
      { key: 'later', waits: true },
      { key: 'new', waits: false },
    ]);
  });
});

describe('stopping', () => {
  it('lets a running job finish', async () => {
    let finished = false;
    const jobs = await worker(async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      finished = true;
      return 'done';
    });
    await enqueue(jobs, 'a');
    await eventually(async () => expect(await states()).toEqual({ 'pull active': 1 }));
    await jobs.stop(5_000);
    expect(finished).toBe(true);
    expect(await states()).toEqual({ 'pull completed': 1 });
  });

  it('aborts a job that does not end in time, and leaves it to the next process', async () => {
    const jobs = await worker(
      (_data, { signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error))),
    );
    await enqueue(jobs, 'a');
    await eventually(async () => expect(await states()).toEqual({ 'pull active': 1 }));
    await jobs.stop(100);
    expect(await states()).toEqual({ 'pull created': 1, 'pull completed': 1 });
  });
});
