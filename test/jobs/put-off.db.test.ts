import { describe, expect, it } from '@jest/globals';
import { createJobs } from '../../server/jobs/index.ts';
import { findDueQueues } from '../../server/jobs/due-queues.ts';
import { databaseUrl, useTestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { recordingLog } from '../support/log.ts';

type Pulls = { pull: { connectionId: string } };
/** Nobody works on these. */
type Pushes = { push: { portalId: number } };

const db = useTestDatabase();
const aProcess = <D>() => createJobs<D>({ db: db(), connectionString: databaseUrl(), log: recordingLog(), now: () => new Date() });

function recordRuns(): { runs: number[]; run(): Promise<'done'> } {
  const runs: number[] = [];
  return { runs, run: () => Promise.resolve(runs.push(Date.now())).then(() => 'done') };
}

describe('jobs that a process without slots put off', () => {
  it('are found in time, and only their queue is looked at', async () => {
    const [sender, worker, others] = [aProcess<Pulls>(), aProcess<Pulls>(), aProcess<Pushes>()];
    const { runs, run } = recordRuns();
    const due = () => findDueQueues(db(), ['pull', 'push']);
    try {
      await worker.work({ pull: { concurrency: 4, run } });
      const from = Date.now();
      await sender.enqueue(db(), 'pull', { connectionId: 'a' }, { afterMs: 1_000 });
      await others.enqueue(db(), 'push', { portalId: 7 }, { afterMs: 1_000 });
      expect(await due()).toEqual([]);
      await eventually(() => expect(runs).toHaveLength(1), 6_000);
      expect(runs[0]! - from).toBeGreaterThanOrEqual(1_000);
      await eventually(async () => expect(await due()).toEqual(['push']));
    } finally {
      for (const jobs of [worker, sender, others]) await jobs.stop();
    }
  });

  // Whoever only looked every two seconds would find the second one 1.5 s late, as the look at it follows the look that found the first.
  it('begin when they are due, one after another', async () => {
    const [sender, worker] = [aProcess<Pulls>(), aProcess<Pulls>()];
    const { runs, run } = recordRuns();
    try {
      await worker.work({ pull: { concurrency: 4, run } });
      for (let n = 0; n < 3; n++) {
        const from = Date.now();
        await db().transaction((trx) => sender.enqueue(trx, 'pull', { connectionId: `${n}` }, { afterMs: 500 }));
        await eventually(() => expect(runs).toHaveLength(n + 1), 6_000);
        expect(runs[n]! - from).toBeGreaterThanOrEqual(500);
        expect(runs[n]! - from).toBeLessThan(1_400);
      }
    } finally {
      for (const jobs of [worker, sender]) await jobs.stop();
    }
  });

  it('begin in time when they are brought forward', async () => {
    const [sender, worker] = [aProcess<Pulls>(), aProcess<Pulls>()];
    const { runs, run } = recordRuns();
    try {
      await worker.work({ pull: { concurrency: 4, run } });
      for (let n = 0; n < 2; n++) {
        const from = Date.now();
        for (const afterMs of [90_000, 500, 30_000]) await sender.enqueue(db(), 'pull', { connectionId: `${n}` }, { afterMs });
        await eventually(() => expect(runs).toHaveLength(n + 1), 6_000);
        expect(runs[n]! - from).toBeLessThan(1_400);
      }
    } finally {
      for (const jobs of [worker, sender]) await jobs.stop();
    }
  });
});
