import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, listAll, never, readAll, readOne } from '../../contract/reading.ts';
import { selling } from './selling-harness.ts';

const { harness, fake, create, confirm } = selling();
const OWN = { code: 'HS7-9K2', name: 'Ampliación de planta' };

/** An order that is confirmed, by its entry. */
async function anOrder(
  projectCode: { code: string; name: string | null } | null = null,
  key = 'HS-4711-D1-1',
): Promise<[id: string, entry: number, partner: string]> {
  const { id } = await create(projectCode ? { projectCode } : {}, key);
  const order = await confirm(id);
  const entry = Number(order.id.split(':')[1]);
  return [order.id, entry, fake().record('Orders', entry)!.CardCode];
}
const STAGES = [
  { name: 'Ingeniería', due: '2026-12-10' },
  { name: 'Montaje', due: '2027-01-20' },
];
const read = (entry: number) => readOne(harness().connect(), 'projects', erpRecordId(String(entry)));
const all = async () => [...(await readAll(harness().connect(), 'projects')).records.keys()];

describe('projects of Business One', () => {
  it('have their stages as tasks, and the order that people put on them', async () => {
    const [order, entry, partner] = await anOrder();
    const project = fake().startProject({ name: 'Planta norte', partner, due: '2027-02-01', stages: STAGES, orders: [{ order: entry }] });
    expect(await read(project)).toEqual({
      ...{ id: String(project), name: 'Planta norte', status: 'open', customerId: partner, organisationId: partner, companyId: fake().db },
      ...{ orderId: order, plannedHours: null, endsOn: '2027-02-01', createdAt: null, changedAt: null, changeStamp: expect.any(String) },
      tasks: [
        {
          ...{ id: '1', name: 'Ingeniería', stage: null, status: 'open', assignees: [], plannedHours: null, spentHours: null },
          ...{ deadline: '2026-12-10', parentId: null, orderId: null },
        },
        expect.objectContaining({ id: '2', name: 'Montaje', deadline: '2027-01-20' }),
      ],
    });
    fake().finishStage(project, 1);
    expect((await read(project)).tasks.map(({ status }) => status)).toEqual(['done', 'open']);
  });

  it('are of the only order that carries their financial project, where nobody put one on them', async () => {
    const [order, , partner] = await anOrder(OWN);
    const project = fake().startProject({ name: 'Planta norte', partner, code: OWN.code, stages: STAGES });
    expect(await read(project)).toMatchObject({ orderId: order });
    // A code for a whole business says nothing of one order.
    await anOrder(OWN, 'HS-4711-D2-1');
    expect(await all()).toEqual([]);
  });

  it('of several orders have each stage at the order that people put on it', async () => {
    const [[one, first, partner], [two, second]] = [await anOrder(), await anOrder(null, 'HS-4711-D2-1')];
    const orders = [
      { order: first, stage: 1 },
      { order: second, stage: 2 },
    ];
    const project = fake().startProject({ name: 'Dos plantas', partner, stages: [...STAGES, { name: 'Cierre' }], orders });
    const { orderId, tasks } = await read(project);
    expect([orderId, tasks.map((task) => task.orderId)]).toEqual([null, [one, two, null]]);
  });

  it('that are of no order are nobody’s, and go once they are taken off theirs', async () => {
    const [, entry, partner] = await anOrder();
    fake().startProject({ name: 'Interno', partner, stages: STAGES });
    const project = fake().startProject({ name: 'Planta', partner, stages: STAGES, orders: [{ order: entry }] });
    const { next } = await readAll(harness().connect(), 'projects');
    expect(await all()).toEqual([String(project)]);
    fake().changeProject(project, { PM_DocumentsCollection: [] });
    const page = await harness().connect().readPage('projects', next, never);
    expect([page.records, page.removedIds]).toEqual([[], expect.arrayContaining([String(project)])]);
    expect(await listAll(harness().connect(), 'projects', { kind: 'all' })).toEqual(new Map());
  });

  it.each([
    ['pst_Started', 'open'],
    ['pst_Paused', 'open'],
    ['pst_Finished', 'done'],
    ['pst_Stopped', 'archived'],
    ['pst_Canceled', 'archived'],
  ] as const)('in state %s are %s', async (ProjectStatus, status) => {
    const [, entry, partner] = await anOrder();
    const project = fake().startProject({ name: 'Planta', partner, stages: STAGES, orders: [{ order: entry }] });
    fake().changeProject(project, { ProjectStatus });
    expect(await read(project)).toMatchObject({ status });
  });

  it('that are open, or were closed in these weeks, are read each time; older ones show in the comparison', async () => {
    const [, entry, partner] = await anOrder();
    const start = (name: string) => fake().startProject({ name, partner, stages: STAGES, orders: [{ order: entry }] });
    const [open, closed, old] = [start('Abierto'), start('Cerrado'), start('Viejo')];
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    fake().changeProject(closed, { ProjectStatus: 'pst_Finished', ClosingDate: day(3) });
    fake().changeProject(old, { ProjectStatus: 'pst_Finished', ClosingDate: day(200) });
    const first = await readAll(harness().connect(), 'projects');
    expect([...first.records.keys()]).toEqual([open, closed, old].map(String));
    const stamps = await listAll(harness().connect(), 'projects', { kind: 'all' });
    fake().finishStage(open, 1);
    fake().changeProject(old, { ProjectName: 'Viejo y renombrado' });
    const { records } = await readAll(harness().connect(), 'projects', first.next);
    expect([...records.keys()]).toEqual([open, closed].map(String));
    const later = await listAll(harness().connect(), 'projects', { kind: 'all' });
    const moved = [...later].filter(([id, changeStamp]) => stamps.get(id) !== changeStamp).map(([id]) => id);
    expect(moved).toEqual([open, old].map(String));
  });

  it('come page by page, and one that is deleted is missing from the list', async () => {
    const [, entry, partner] = await anOrder();
    const start = () => fake().startProject({ name: 'Planta', partner, stages: STAGES, orders: [{ order: entry }] });
    const ids = Array.from({ length: 230 }, start);
    expect(await all()).toEqual(ids.map(String));
    fake().removeProject(ids[3]!);
    const list = await listAll(harness().connect(), 'projects', { kind: 'all' });
    expect([list.size, list.has(erpRecordId(String(ids[3])))]).toEqual([229, false]);
  });

  it('of which one cannot be understood come all the same', async () => {
    const [, entry, partner] = await anOrder();
    const [one, broken] = [1, 2].map(() => fake().startProject({ name: 'Planta', partner, stages: STAGES, orders: [{ order: entry }] }));
    fake().changeProject(broken!, { PM_StagesCollection: [{ LineID: 'x', Description: 'Roto' }] });
    const { records, rejected } = await harness().connect().readPage('projects', null, never);
    expect([records.map(({ id }) => id), rejected!.map(({ id }) => id)]).toEqual([[String(one)], [String(broken)]]);
  });

  it('that the user may not read name the right; a server without them says so, and goes on', async () => {
    fake().revokeAuthorisation('ProjectManagements');
    expect(await failureOf(readAll(harness().connect(), 'projects'))).toMatchObject({
      ...{ code: 'sap-b1.missing_right', params: { object: 'ProjectManagements' } },
    });
    fake().grantAuthorisation('ProjectManagements');
    fake().dropSet('ProjectManagements');
    const page = await harness().connect().readPage('projects', null, never);
    expect([page.records, page.notices]).toEqual([[], [{ code: 'projects.absent', params: {} }]]);
    expect(await listAll(harness().connect(), 'projects', { kind: 'all' })).toEqual(new Map());
    expect((await readAll(harness().connect(), 'orders')).records.size).toBe(0);
  });
});
