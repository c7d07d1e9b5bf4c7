import { describe, expect, it } from '@jest/globals';
import { recordId, type ErpRecordId } from '../../server/shared/ids.ts';
import { removeProjects, storeProjects } from '../../server/streams/projects/store.ts';
import { storeOrders } from '../../server/streams/orders/store.ts';
import { recordEvents } from '../../server/sync/events/events.ts';
import { markTargetsDue } from '../../server/sync/shared/targets.ts';
import { eventOf } from '../../server/streams/shared/events.ts';
import { useTestDatabase } from '../support/database.ts';
import { anEngine, type Engine } from '../support/engine.ts';
import { anOrder, aProject, aTask } from '../support/erp-records.ts';

const db = useTestDatabase();
const [TIED, NUMBERED] = [recordId('500'), recordId('501')];

/** A deal with a tied order 42, and one with the number of order 43. */
async function twoDeals(): Promise<Engine> {
  const engine = await anEngine(db(), { settings: { propertySets: ['projects'] } });
  const { scope, now } = engine;
  for (const id of [TIED, NUMBERED]) engine.hubspot.add('deals', {}, id);
  const orders = ['42', '43', '44'].map((id) => anOrder({ id, number: `S${id}` }));
  await db().transaction((trx) => storeOrders(trx, { ...scope, generation: 1, now }, orders));
  await db()('orderTies').insert({ ...scope, orderId: '42', dealId: TIED, how: 'person', wants: 'order', tiedAt: now, currency: 'MXN' });
  await db()('dealOrders').insert({ portalId: 7, dealId: NUMBERED, typed: 'S43', orderNumber: 'S43' });
  return engine;
}
const store = ({ scope, now }: Engine, ...projects: ReturnType<typeof aProject>[]) =>
  db().transaction(async (trx) => {
    const { touched } = await storeProjects(trx, { ...scope, generation: 1, now }, projects);
    await markTargetsDue(trx, scope, touched, { priority: 1, now });
  });
const statusOf = (engine: Engine, deal = TIED) => engine.hubspot.get('deals', deal)['erp_project_status'];

describe('the project status of a deal', () => {
  it('follows its tasks, by a tie and by a number alike', async () => {
    const engine = await twoDeals();
    const shared = (...done: string[]) =>
      aProject({
        id: '9',
        orderId: null,
        tasks: ['42', '43', '44'].map((orderId) => aTask({ id: orderId, orderId, ...(done.includes(orderId) && { status: 'done' }) })),
      });
    await store(engine, shared());
    await engine.push();
    expect([statusOf(engine), statusOf(engine, NUMBERED)]).toEqual(['not_started', 'not_started']);
    await store(engine, shared('43'));
    await engine.push();
    expect([statusOf(engine), statusOf(engine, NUMBERED)]).toEqual(['not_started', 'done']);
    await store(engine, aProject({ id: '7', tasks: [aTask({ status: 'done' })] }));
    await engine.push();
    expect(statusOf(engine)).toBe('in_progress');
  });

  it('is none again when the project is gone, and comes to rest', async () => {
    const engine = await twoDeals();
    await store(engine, aProject({ id: '7', tasks: [aTask({ status: 'done' })] }));
    await engine.push();
    expect(statusOf(engine)).toBe('done');
    await db().transaction(async (trx) => {
      const touched = await removeProjects(trx, engine.scope, ['7' as ErpRecordId]);
      await markTargetsDue(trx, engine.scope, touched, { priority: 1, now: engine.now });
    });
    await engine.push();
    expect(statusOf(engine)).toBe('none');
    expect(await db()('erpProjectParts').select()).toEqual([]);
  });

  it('leaves out what stands there for a cancelled order', async () => {
    const engine = await twoDeals();
    await store(engine, aProject({ id: '7' }));
    await engine.push();
    expect(statusOf(engine)).toBe('not_started');
    const { scope, now } = engine;
    await db().transaction(async (trx) => {
      const cancelled = anOrder({ id: '42', number: 'S42', status: 'cancelled' });
      const { touched } = await storeOrders(trx, { ...scope, generation: 1, now }, [cancelled]);
      await markTargetsDue(trx, scope, touched, { priority: 1, now });
    });
    await engine.push();
    expect(statusOf(engine)).toBe('none');
  });

  it('moves its event once, on the deal of that order, and only for what is live', async () => {
    const engine = await twoDeals();
    const tasks = [aTask({ id: '1', status: 'done' }), aTask({ id: '2', orderId: '43', status: 'done' })];
    const project = aProject({ id: '7', tasks });
    await store(engine, project);
    const event = (orderId: string, isLive: boolean) =>
      eventOf('project_completed', { ...project, id: `7/${orderId}` as ErpRecordId }, isLive);
    const { scope, now } = engine;
    await db().transaction((trx) =>
      recordEvents(trx, { ...scope, identityKey: 'memory:db-1', now }, [event('42', true), event('43', false)]),
    );
    await engine.push();
    expect(engine.hubspot.get('deals', TIED)['erp_project_completed_at']).toBeTruthy();
    expect(engine.hubspot.get('deals', NUMBERED)['erp_project_completed_at'] ?? '').toBe('');
  });

  it('moves no event of an order that was cancelled', async () => {
    const engine = await twoDeals();
    const { scope, now } = engine;
    const project = aProject({ id: '7', tasks: [aTask({ status: 'done' })] });
    await store(engine, project);
    await db().transaction(async (trx) => {
      await storeOrders(trx, { ...scope, generation: 1, now }, [anOrder({ id: '42', number: 'S42', status: 'cancelled' })]);
      const event = eventOf('project_completed', { ...project, id: '7/42' as ErpRecordId }, true);
      await recordEvents(trx, { ...scope, identityKey: 'memory:db-1', now }, [event]);
    });
    await engine.push();
    expect(engine.hubspot.get('deals', TIED)['erp_project_completed_at'] ?? '').toBe('');
  });
});
