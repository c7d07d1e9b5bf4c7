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
const MINUTE = 60_000;
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
  await engine.push();
});

async function order(given: Partial<Parameters<typeof anOrder>[0]> = {}): Promise<void> {
  const { db, scope, now } = app().engine;
  await db.transaction(async (trx) => {
    const { touched } = await storeOrders(trx, { ...scope, generation: 1, now }, [anOrder({ id: '42', number: 'S1', ...given })]);
    await markTargetsDue(trx, scope, touched, { priority: 1, now });
  });
}

/** A second order of the deal, of which the ERP makes a project. */
async function anotherOrder(given: Partial<Parameters<typeof anOrder>[0]> = {}): Promise<void> {
  const { db, scope, now } = app().engine;
  const tie = { ...scope, orderId: '43', dealId: DEAL, how: 'person', wants: 'order', tiedAt: now, currency: 'MXN' };
  await db('orderTies').insert(tie).onConflict().ignore();
  await order({ id: '43', number: 'S2', makesProjects: true, ...given });
}

/** All projects were read to their end now. */
const readProjects = (): Promise<unknown> =>
  app().engine.db('erpStreams').where({ stream: 'projects' }).update({ completedAt: app().engine.now });

/** The ERP says so now. */
const work = (...tasks: Parameters<typeof aTask>[0][]): Promise<void> => workFor({ id: '7' }, ...tasks);

async function workFor(given: Partial<Parameters<typeof aProject>[0]> & { id: string }, ...tasks: Parameters<typeof aTask>[0][]) {
  const { db, scope, now } = app().engine;
  const project = aProject({ ...given, tasks: tasks.map((task, nth) => aTask({ id: String(nth), ...task })) });
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
    await app().engine.push();
    const run = await start();
    await app().later(1_000);
    expect(now(run).outputs).toMatchObject({ result: 'cancelled' });
  });

  it('says that the order was cancelled although its project stands in the ERP, open or done', async () => {
    await work({ status: 'done' }, {});
    await order({ status: 'cancelled' });
    await app().engine.push();
    const run = await start();
    await app().later(1_000);
    expect(now(run).outputs).toMatchObject({ result: 'cancelled', erp_number: 'S1' });
  });

  it('does not wait for the project of a cancelled order', async () => {
    await work({});
    await anotherOrder();
    await workFor({ id: '8', orderId: '43' }, { status: 'done' });
    await readProjects();
    await app().later(1_000);
    await app().push();
    const run = await start();
    await app().later(60_000);
    expect(now(run).state).toBe('waiting');
    await order({ status: 'cancelled' });
    await readProjects();
    await app().push();
    expect(now(run).outputs).toMatchObject({ result: 'done', tasks: '1' });
    expect(app().engine.hubspot.get('deals', DEAL)).toMatchObject({ erp_project_status: 'done' });
  });

  it('is not over with the project of an earlier order while that of a later one is still to come', async () => {
    await work({ status: 'done' });
    await anotherOrder();
    await app().push();
    const run = await start();
    await app().later(60_000);
    expect(now(run).state).toBe('waiting');
    await readProjects();
    await app().push();
    await app().later(10 * MINUTE);
    expect(now(run).state).toBe('waiting');
    await workFor({ id: '8', orderId: '43', name: 'S2 - Installation' }, {});
    await app().push();
    await app().later(10 * MINUTE);
    expect(now(run).state).toBe('waiting');
    await workFor({ id: '8', orderId: '43', name: 'S2 - Installation' }, { status: 'done' });
    await app().push();
    expect(now(run).outputs).toMatchObject({ result: 'done', erp_number: 'S2, S1', tasks: '2', tasks_done: '2' });
  });

  it('is over although a quotation was never confirmed, once that is cancelled', async () => {
    await work({ status: 'done' });
    await anotherOrder({ status: 'quotation' });
    await app().push();
    const run = await start();
    await app().later(60_000);
    expect(now(run).state).toBe('waiting');
    await anotherOrder({ status: 'cancelled' });
    await app().push();
    expect(now(run).outputs).toMatchObject({ result: 'done' });
  });

  it('is not over before projects were read since an order that makes them changed, and needs no change of theirs to see it', async () => {
    await workFor({ id: '8', orderId: '43' }, { status: 'done' });
    await anotherOrder();
    await app().push();
    const run = await start();
    await app().later(60_000);
    expect(now(run).state).toBe('waiting');
    await readProjects();
    await app().later(5 * MINUTE);
    expect(now(run).outputs).toMatchObject({ result: 'done' });
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

  it('ends with the time that was given, and says that the project of one order never came', async () => {
    await work({ status: 'done' });
    await anotherOrder();
    await app().engine.push();
    const run = await start({ within_days: '1' });
    await app().later(1_000);
    await app().later(DAY);
    expect(now(run).outputs).toMatchObject({ result: 'not_in_time', reason: 'The ERP has no project for an order of this deal.' });
  });

  it('says so where projects are not read', async () => {
    await app().engine.db('erpStreams').where({ stream: 'projects' }).update({ isOn: false });
    const run = await start();
    await app().later(1_000);
    expect(now(run)).toMatchObject({ state: 'failed', outputs: { result: 'not_read' } });
  });
});
