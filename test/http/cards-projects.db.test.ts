import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DealProjects } from '../../hubspot-app/app/cards/api/projects.ts';
import { storeOrders } from '../../server/streams/orders/store.ts';
import { removeProjects, storeProjects } from '../../server/streams/projects/store.ts';
import { erpRecordId } from '../../server/shared/ids.ts';
import { ask, mine, NOW, useCardsApp } from '../support/cards-app.ts';
import { anOrder, aProject, aTask } from '../support/erp-records.ts';

const database = useCardsApp();
const DEAL = 'objectTypeId=0-3&objectId=500';
const projects = async () => (await ask(`/cards/deal-projects?${DEAL}`).expect(200)).body as DealProjects;
const scope = () => ({ ...mine, generation: 1, now: NOW });
const store = (...records: Parameters<typeof storeProjects>[2][number][]) =>
  database().transaction((trx) => storeProjects(trx, scope(), records));
const storeOrder = (given: Partial<Parameters<typeof anOrder>[0]> = {}) =>
  database().transaction((trx) => storeOrders(trx, scope(), [anOrder({ id: '42', number: 'S00042', ...given })]));
const later = (ms: number) => new Date(NOW.getTime() + ms);

describe('the projects of a deal', () => {
  beforeEach(async () => {
    for (const stream of ['orders', 'projects'])
      await database()('erpStreams').insert({ ...mine, stream, isOn: true, firstCompletedAt: NOW, completedAt: later(60_000) });
    await database()('dealOrders').insert({ portalId: 7, dealId: '500', typed: 'S00042', orderNumber: 'S00042' });
    await storeOrder();
  });

  it('are those its order has tasks in: how far, what comes next, what is late', async () => {
    const tasks = [
      aTask({ id: '1', name: 'Survey', status: 'done', plannedHours: '8', spentHours: '9.5' }),
      aTask({
        id: '2',
        name: 'Install',
        plannedHours: '12',
        spentHours: '1.50',
        deadline: '2026-11-21T18:00:00Z',
        assignees: ['Ana Ruiz'],
      }),
      aTask({ id: '3', name: 'Part of it', parentId: '2', plannedHours: '4', deadline: '2026-12-01' }),
      aTask({ id: '4', name: 'Given up', status: 'cancelled', plannedHours: '40', deadline: '2026-01-01' }),
    ];
    await store(aProject({ id: '7', tasks, endsOn: '2026-12-31' }));
    expect(await projects()).toMatchObject({
      state: 'ready',
      missing: [],
      projects: [
        {
          ...{ id: '7', name: 'S00042 - Installation', url: 'https://erp.example/projects/7', status: 'in_progress' },
          counts: { done: 1, total: 3 },
          hours: { spent: '11', planned: '20' },
          deadline: { on: '2026-11-21', task: 'Install' },
          daysLate: 2,
          tasks: [
            { name: 'Install', status: 'open', assignees: ['Ana Ruiz'], hours: { spent: '1.5', planned: '12' }, daysLate: 2 },
            { name: 'Part of it', deadline: '2026-12-01', daysLate: null },
            { name: 'Survey', status: 'done', daysLate: null },
            { name: 'Given up', status: 'cancelled', daysLate: null },
          ],
        },
      ],
    });
  });

  it('are never late once they are done', async () => {
    await store(aProject({ id: '7', tasks: [aTask({ status: 'done', deadline: '2026-01-01' })], endsOn: '2026-01-01' }));
    expect(await projects()).toMatchObject({ projects: [{ status: 'done', deadline: null, daysLate: null }] });
  });

  it('have an end of their own where no task has a day, and the hours of the whole where no task has any', async () => {
    await store(aProject({ id: '7', endsOn: '2026-11-22', plannedHours: '16' }));
    expect(await projects()).toMatchObject({
      projects: [{ deadline: { on: '2026-11-22', task: null }, daysLate: 1, hours: { spent: '0', planned: '16' } }],
    });
  });

  it('that serve several orders show the tasks of this one alone', async () => {
    const tasks = [aTask({ id: '1', orderId: '42' }), aTask({ id: '2', orderId: '43', status: 'done' })];
    await store(aProject({ id: '8', orderId: null, name: 'Installations', endsOn: '2026-01-01', plannedHours: '900', tasks }));
    expect(await projects()).toMatchObject({
      projects: [{ counts: { done: 0, total: 1 }, deadline: null, hours: { planned: null }, status: 'not_started' }],
    });
  });

  it('are not those of a cancelled order', async () => {
    await store(aProject({ id: '7' }));
    await storeOrder({ status: 'cancelled' });
    expect(await projects()).toMatchObject({ projects: [], missing: [] });
  });

  it('are missed where the order should have made one, once projects were read since', async () => {
    await storeOrder({ makesProjects: true });
    expect(await projects()).toMatchObject({ projects: [], missing: ['S00042'] });
    await database()('erpStreams')
      .where({ stream: 'projects' })
      .update({ completedAt: later(-1) });
    expect(await projects()).toMatchObject({ missing: [] });
    await database()('erpStreams')
      .where({ stream: 'projects' })
      .update({ completedAt: later(60_000) });
    await store(aProject({ id: '7' }));
    expect(await projects()).toMatchObject({ projects: [{ id: '7' }], missing: [] });
    await database().transaction((trx) => removeProjects(trx, mine, [erpRecordId('7')]));
    expect(await projects()).toMatchObject({ projects: [], missing: ['S00042'] });
    await storeOrder({ makesProjects: true, status: 'quotation' });
    expect(await projects()).toMatchObject({ missing: [] });
  });

  it('are not shown where nobody wanted them, nor of another order or portal', async () => {
    await store(aProject({ id: '7' }), aProject({ id: '9', orderId: '99' }));
    expect(await projects()).toMatchObject({ projects: [{ id: '7' }] });
    await database()('erpStreams').where({ stream: 'projects' }).update({ isOn: false });
    expect(await projects()).toEqual({ state: 'off' });
    await ask('/cards/deal-projects?objectTypeId=0-2&objectId=900').expect(400);
    await database()('erpStreams').where({ stream: 'projects' }).update({ isOn: true });
    await database()('erpConnections').where({ portalId: 7 }).update({ approvedAt: null });
    expect(await projects()).toMatchObject({ projects: [] });
  });
});
