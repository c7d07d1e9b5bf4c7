import { afterEach, describe, expect, it } from '@jest/globals';
import { createJobs, type Jobs } from '../../server/jobs/index.ts';
import { databaseUrl, useTestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { recordingLog } from '../support/log.ts';

type Data = { pull: { portalId: string; connectionId: number } };

const db = useTestDatabase();
let jobs: Jobs<Data>;
afterEach(() => jobs.stop(100));

describe('owners', () => {
  it('do not take all slots: twelve connections that hang do not make another wait', async () => {
    const ownerOf = (data: object) => (data as Data['pull']).portalId;
    jobs = createJobs<Data>({ db: db(), connectionString: databaseUrl(), log: recordingLog(), now: () => new Date(), ownerOf });
    const ran: string[] = [];
    const { promise: hanging, resolve: release } = Promise.withResolvers<void>();
    const run = async ({ portalId }: Data['pull']): Promise<'done'> => {
      ran.push(portalId);
      if (portalId === 'slow') await hanging;
      return 'done';
    };
    await jobs.work({ pull: { concurrency: 8, run } });
    const enqueue = (portalId: string, connectionId: number, afterMs = 0) =>
      jobs.enqueue(db(), 'pull', { portalId, connectionId }, { afterMs });
    for (let connection = 0; connection < 12; connection++) await enqueue('slow', connection);
    await eventually(async () => expect(ran).toHaveLength(2));
    await enqueue('quick', 1);
    await enqueue('other', 1, 200);
    await eventually(async () => expect(ran).toEqual(expect.arrayContaining(['quick', 'other'])));
    expect(ran.filter((portal) => portal === 'slow')).toHaveLength(2);
    release();
    await eventually(async () => expect(ran).toHaveLength(14));
    const completed = () => db().raw<{ rows: { n: number }[] }>(`select count(*) as n from pgboss.job where state = 'completed'`);
    await eventually(async () => expect((await completed()).rows).toEqual([{ n: 14 }]));
  });

  it('whose jobs hang in seven of eight slots leave the eighth to look for what another process deferred', async () => {
    const deps = { db: db(), connectionString: databaseUrl(), log: recordingLog(), now: () => new Date() };
    jobs = createJobs<Data>({ ...deps, ownerOf: (data) => (data as Data['pull']).portalId });
    const elsewhere = createJobs<Data>(deps);
    const ran: string[] = [];
    const { promise: hanging, resolve: release } = Promise.withResolvers<void>();
    const run = async ({ portalId }: Data['pull']): Promise<'done'> => {
      ran.push(portalId);
      if (portalId.startsWith('slow')) await hanging;
      return 'done';
    };
    await jobs.work({ pull: { concurrency: 8, run } });
    try {
      for (let n = 0; n < 7; n++) await jobs.enqueue(db(), 'pull', { portalId: `slow ${n}`, connectionId: n });
      await eventually(() => expect(ran).toHaveLength(7));
      await elsewhere.enqueue(db(), 'pull', { portalId: 'later', connectionId: 1 }, { afterMs: 1_000 });
      await eventually(() => expect(ran).toContain('later'));
    } finally {
      release();
      await elsewhere.stop(100);
    }
  });
});
