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

describe('jobs that a process without slots put off', () => {
  it('are found in time, and only their queue is looked at', async () => {
    const [sender, worker, others] = [aProcess<Pulls>(), aProcess<Pulls>(), aProcess<Pushes>()];
    const runs: number[] = [];
    const run = async (): Promise<'done'> => {
      runs.push(Date.now());
      return 'done';
    };
    const due = () => findDueQueues(db(), ['pull', 'push']);
    try {
      await worker.work({ pull: { concurrency: 4, run } });
      const from = Date.now();
      await sender.enqueue(db(), 'pull', { connectionId: 'a' }, { afterMs: 1_000 });
      await others.enqueue(db(), 'push', { portalId: 7 }, { afterMs: 1_000 });
      expect(await due()).toEqual([]);
      await eventually(() => expect(runs).toHaveLength(1), 6_000);
      expect(runs[0]! - from).toBeGreaterThanOrEqual(1_000);
      expect(await due()).toEqual(['push']);
    } finally {
      for (const jobs of [worker, sender, others]) await jobs.stop();
    }
  });
});
