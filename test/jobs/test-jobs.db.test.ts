import { beforeEach, describe, expect, it } from '@jest/globals';
import { RetryLaterError, TransientError } from '../../server/shared/errors.ts';
import type { JobDefinition } from '../../server/jobs/index.ts';
import { useTestDatabase } from '../support/database.ts';
import type { TestJobs } from '../support/jobs.ts';
import { createTestJobs } from '../support/jobs.ts';

type Data = { pull: { connectionId: string } };

const db = useTestDatabase();
let now = new Date();
let jobs: TestJobs<Data>;
let ran: string[] = [];

const recording: JobDefinition<Data['pull']> = {
  concurrency: 1,
  run: ({ connectionId }) => Promise.resolve(ran.push(connectionId)).then(() => 'done'),
};
const throwing = (error: Error, times = 1): JobDefinition<Data['pull']> => ({
  concurrency: 1,
  run: ({ connectionId }) => (ran.push(connectionId) <= times ? Promise.reject(error) : Promise.resolve('done')),
});
const enqueue = (connectionId: string, afterMs = 0) => jobs.enqueue(db(), 'pull', { connectionId }, { afterMs });
const pass = (seconds: number) => (now = new Date(now.getTime() + seconds * 1000));

beforeEach(() => {
  now = new Date('2026-11-23T12:00:00Z');
  jobs = createTestJobs<Data>(db(), () => now);
  ran = [];
});

describe('the job queue of the tests', () => {
  it('keeps the rules of the real one: transactions, one waiting job per key, the earlier time wins', async () => {
    await db().transaction(async (trx) => {
      await jobs.enqueue(trx, 'pull', { connectionId: 'undone' });
      await trx.rollback();
    });
    await enqueue('a');
    await enqueue('a', 60_000);
    await enqueue('b', 60_000);
    await enqueue('b', 30_000);
    expect((await jobs.waiting()).map(({ data, dueAt }) => [data['connectionId'], (dueAt.getTime() - now.getTime()) / 1000])).toEqual([
      ['a', 0],
      ['b', 30],
    ]);
  });

  it('runs what is due by its clock, and what is due until a given time', async () => {
    await enqueue('now');
    await enqueue('soon', 30_000);
    await jobs.settle({ pull: recording });
    expect(ran).toEqual(['now']);
    await jobs.settle({ pull: recording }, { until: new Date(now.getTime() + 30_000) });
    expect(ran).toEqual(['now', 'soon']);
  });

  it('puts off what failed for the moment', async () => {
    await enqueue('a');
    const definition = throwing(new TransientError('reset', { code: 'test.reset' }));
    await jobs.settle({ pull: definition });
    expect(ran).toEqual(['a']);
    pass(1);
    await jobs.settle({ pull: definition });
    expect(ran).toEqual(['a', 'a']);
    expect(await jobs.waiting()).toEqual([]);
  });

  it('waits until the named time', async () => {
    await enqueue('a');
    await jobs.settle({ pull: throwing(new RetryLaterError('429', { code: 'test.busy', retryAt: new Date(now.getTime() + 90_000) })) });
    expect((await jobs.waiting())[0]?.dueAt).toEqual(new Date(now.getTime() + 90_000));
  });

  it('shows bugs at once, or keeps them for the test to look at', async () => {
    const bug = new Error('a bug');
    await enqueue('a');
    await expect(jobs.settle({ pull: throwing(bug) })).rejects.toBe(bug);
    ran = [];
    await enqueue('b');
    await jobs.settle({ pull: throwing(bug) }, { keepFailures: true });
    expect(jobs.failures).toEqual([{ name: 'pull', data: { connectionId: 'b' }, error: bug }]);
  });

  it('says so when jobs never come to rest', async () => {
    await enqueue('a');
    const restless: JobDefinition<Data['pull']> = { concurrency: 1, run: () => Promise.resolve({ againAfterMs: 0 }) };
    await expect(jobs.settle({ pull: restless })).rejects.toThrow('do not come to rest');
  });
});
