import { beforeEach, describe, expect, it } from '@jest/globals';
import { recordId } from '../../../server/shared/ids.ts';
import { storeOrders } from '../../../server/streams/orders/store.ts';
import { storeProjects } from '../../../server/streams/projects/store.ts';
import { markTargetsDue } from '../../../server/sync/shared/targets.ts';
import type { StepRun } from '../../fakes/hubspot/index.ts';
import { anOrder, aProject, aTask } from '../../support/erp-records.ts';
import { PORTAL, useStepsApp } from '../../support/steps-app.ts';

const app = useStepsApp();
const DEAL = recordId('500');
const DAY = 86_400_000;

beforeEach(async () => {
  const { engine } = app();
  engine.hubspot.add('deals', { dealname: 'Renewal' }, DEAL);
  await engine.db('erpStreams').whereIn('stream', ['orders', 'projects']).update({ isOn: true });
  const ready = ['erp_project_status', 'erp_project_completed_at'].map((name) => ({
    portalId: PORTAL,
    objectType: 'deals',
    name,
    state: 'ready',
  }));
  await engine.db('hubspotProperties').insert(ready);
  await engine.db('dealOrders').insert({ portalId: PORTAL, dealId: DEAL, typed: 'S1', orderNumber: 'S1' });
  await order();
});

async function order(given: Partial<Parameters<typeof anOrder>[0]> = {}): Promise<void> {
  const { db, scope, now } = app().engine;
  await db.transaction((trx) => storeOrders(trx, { ...scope, generation: 1, now }, [anOrder({ id: '42', number: 'S1', ...given })]));
}

/** The ERP says so now. */
async function work(...tasks: Parameters<typeof aTask>[0][]): Promise<void> {
  const { db, scope, now } = app().engine;
  const project = aProject({ id: '7', tasks: tasks.map((task, nth) => aTask({ id: String(nth), ...task })) });
  await db.transaction(async (trx) => {
    const { touched } = await storeProjects(trx, { ...scope, generation: 1, now }, [project]);
    await markTargetsDue(trx, scope, touched, { priority: 1, now });
  });
}

const start = (inputs: Record<string, string> = {}): Promise<StepRun> =>
  app().start({ step: 'wait_until_project_done', objectType: 'deals', objectId: DEAL, inputs });
const now = ({ callbackId }: StepRun): StepRun => app().hubspot.workflows.run(callbackId);

describe('waiting until the project is done', () => {
  it('begins before there is one, ends with its last task, and HubSpot holds it', async () => {
    const run = await start();
    await app().later(1_000);
    expect(now(run).state).toBe('waiting');
    await work({ status: 'done', spentHours: '2.50' }, {});
    await app().push();
    expect(now(run).state).toBe('waiting');
    expect(app().engine.hubspot.get('deals', DEAL)).toMatchObject({ erp_project_status: 'in_progress' });

    await work({ status: 'done', spentHours: '2.50' }, { status: 'done', spentHours: '4' });
    await app().later(0);
    expect(now(run).state).toBe('waiting');
    await app().push();
    expect(now(run)).toMatchObject({
      state: 'succeeded',
      outputs: { result: 'done', erp_number: 'S1', project: 'S00042 - Installation', tasks: '2', tasks_done: '2', hours: '6.5' },
    });
    expect(app().engine.hubspot.get('deals', DEAL)).toMatchObject({ erp_project_status: 'done' });
  });

  it.each([
    ['done', [{ status: 'done' as const }, { status: 'cancelled' as const }]],
    ['stopped', [{ status: 'cancelled' as const }]],
  ])('says %s', async (result, tasks) => {
    await work(...tasks);
    await app().engine.push();
    const run = await start();
    await app().later(1_000);
    expect(now(run).outputs).toMatchObject({ result });
  });

  it('says that the order was cancelled before it made one', async () => {
    await order({ status: 'cancelled' });
    const run = await start();
    await app().later(1_000);
    expect(now(run).outputs).toMatchObject({ result: 'cancelled' });
  });

  it('ends with the time that was given, and says whether there was a project', async () => {
    const none = await start({ within_days: '1' });
    await app().later(1_000);
    await app().later(DAY);
    expect(now(none).outputs).toMatchObject({ result: 'not_in_time', reason: 'The ERP has no project for this deal.' });
    await work({});
    const some = await start({ within_days: '1' });
    await app().later(1_000);
    await app().later(DAY);
    expect(now(some).outputs).toMatchObject({
      result: 'not_in_time',
      reason: 'It was not done within the time.',
      tasks: '1',
      tasks_done: '0',
    });
  });

  it('says so where projects are not read', async () => {
    await app().engine.db('erpStreams').where({ stream: 'projects' }).update({ isOn: false });
    const run = await start();
    await app().later(1_000);
    expect(now(run)).toMatchObject({ state: 'failed', outputs: { result: 'not_read' } });
  });
});
