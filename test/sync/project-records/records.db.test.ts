import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { useTestDatabase } from '../../support/database.ts';
import { aProject, aTask } from '../../support/erp-records.ts';
import { aProjectWorld } from '../../support/project-records.ts';

const db = useTestDatabase();
let world: Awaited<ReturnType<typeof aProjectWorld>>;
const [NEW, BEGUN, CLOSED] = ['8e2b21d0', '600b692d', 'de53e7d9'];

beforeEach(async () => void (world = await aProjectWorld(db())));
afterEach(() => world.close());

const tasks = [
  aTask({ id: '1', status: 'done', plannedHours: '8', spentHours: '9.5' }),
  aTask({ id: '2', plannedHours: '12', deadline: '2026-12-05' }),
];
const begun = () => aProject({ id: '7', tasks });
const done = () => aProject({ id: '7', tasks: tasks.map((task) => ({ ...task, status: 'done' as const })) });
const deal = () => world.deal;

describe('a project on a deal', () => {
  it('is no record until somebody chooses an object, and the deal is pushed all the same', async () => {
    await world.store(begun());
    await world.settle();
    expect([world.records(), world.hubspot.calls({ path: /0-162|projects/ })]).toEqual([[], []]);
    expect(await world.view()).toMatchObject({
      ...{ chosen: null, projects: 1, stopped: null },
      objects: [
        { object: 'services', state: 'available', toMake: 1, made: 0, deleted: 0 },
        { object: 'projects', state: 'available', toMake: 1 },
      ],
    });
  });

  it('becomes one record with what the ERP says, tied to the deal and its company, and nothing is written twice', async () => {
    await world.store(begun());
    await world.choose('services');
    await world.settle();
    const [record, ...more] = world.records();
    expect(more).toEqual([]);
    expect(record!.properties).toMatchObject({
      ...{ hs_name: 'S00042 - Installation', erp_project_key: 'memory:db-1:7', erp_project_status: 'in_progress' },
      ...{ erp_tasks_done: '1', erp_tasks_total: '2', erp_hours_spent: '9.5', erp_hours_planned: '20' },
      ...{ hs_pipeline: 'ba9cdbd6', hs_pipeline_stage: BEGUN, hs_start_date: '2026-11-12', hs_target_end_date: '2026-12-05' },
    });
    expect(world.portal.associatedIds('services', record!.id, 'deals')).toEqual([deal()]);
    const [company] = world.portal.associatedIds('deals', deal(), 'companies');
    expect(world.portal.associatedIds('services', record!.id, 'companies')).toEqual([company]);
    expect(await world.view()).toMatchObject({ chosen: 'services', hasDoneStage: true, objects: [{ toMake: 0, made: 1 }, {}] });
    world.portal.forgetWrites();
    await world.dealIsDue();
    await world.settle();
    expect(world.writes()).toEqual([]);
  });

  it('becomes a record of the other object by the same rules, under the names that one has', async () => {
    await world.store(begun());
    await world.choose('projects');
    await world.settle();
    expect(world.records('services')).toEqual([]);
    expect(world.records('projects').map(({ properties }) => properties)).toMatchObject([
      { hs_pipeline: '139663aa', hs_pipeline_stage: '7d1f02ab', hs_target_due_date: '2026-12-05', erp_project_key: 'memory:db-1:7' },
    ]);
  });

  it('moves its record on, of which only what changed is written; what people changed there stays', async () => {
    await world.store(aProject({ id: '7' }));
    await world.choose('services');
    await world.settle();
    const { id } = world.records()[0]!;
    expect(world.portal.value('services', id, 'hs_pipeline_stage')).toBe(NEW);
    world.portal.users.edit('services', id, { hs_name: 'Ours', hs_description: 'Mind the dog' });
    world.portal.forgetWrites();
    await world.store(begun());
    await world.settle();
    expect(world.records()).toHaveLength(1);
    expect(world.portal.record('services', id)!.properties).toMatchObject({
      ...{ hs_name: 'Ours', hs_description: 'Mind the dog', hs_pipeline_stage: BEGUN, erp_tasks_done: '1' },
    });
    expect(world.writes().flatMap(({ properties }) => Object.keys(properties))).not.toContain('hs_name');
    await world.store(done());
    await world.settle();
    expect(world.portal.record('services', id)!.properties).toMatchObject({ hs_pipeline_stage: CLOSED, erp_project_status: 'done' });
  });

  it('that the ERP archived or has no more keeps its record, which says so', async () => {
    await world.store(begun());
    await world.choose('services');
    await world.settle();
    await world.store(aProject({ id: '7', status: 'archived', tasks }));
    await world.settle();
    expect(world.records()[0]!.properties).toMatchObject({ erp_project_status: 'stopped', hs_pipeline_stage: BEGUN });
    await world.remove('7');
    await world.settle();
    const [record] = world.records();
    expect(record!.properties).toMatchObject({ erp_project_status: 'gone', hs_name: 'S00042 - Installation' });
    expect(world.portal.associatedIds('services', record!.id, 'deals')).toEqual([deal()]);
  });

  it('is one record although two deals have something in it, and leaves a deal whose order is another one now', async () => {
    await world.order('43');
    const other = await world.aDeal('Pipes', 'S43', 'Norte');
    const shared = [aTask({ id: '1', orderId: '42' }), aTask({ id: '2', orderId: '43' })];
    await world.store(aProject({ id: '8', orderId: null, tasks: shared }));
    await world.choose('services');
    await world.settle();
    const [record, ...more] = world.records();
    expect(more).toEqual([]);
    expect(world.portal.associatedIds('services', record!.id, 'deals').toSorted()).toEqual([deal(), other].toSorted());
    expect(world.portal.associatedIds('services', record!.id, 'companies')).toHaveLength(2);
    await world.store(aProject({ id: '8', orderId: null, tasks: [shared[1]!] }));
    await world.settle();
    expect(world.portal.associatedIds('services', record!.id, 'deals')).toEqual([other]);
  });

  it('of a cancelled order becomes none', async () => {
    await world.order('42', { status: 'cancelled' });
    await world.store(begun());
    await world.choose('services');
    await world.settle();
    expect(world.records()).toEqual([]);
  });

  it('of two ERPs are two records, each by its own choice', async () => {
    const second = await world.connect('memory:db-2');
    await world.order('42', { of: second, number: 'T42' });
    await world.aDeal('Training', 'T42', 'Norte');
    await world.store(begun());
    await world.store(begun(), second);
    await world.choose('services');
    await world.settle();
    expect(world.records().map(({ properties }) => properties['erp_project_key'])).toEqual(['memory:db-1:7']);
    await world.choose('services', second);
    await world.settle();
    expect(world.records().map(({ properties }) => properties['erp_project_key'])).toEqual(['memory:db-1:7', 'memory:db-2:7']);
    await world.choose(null, second);
    await world.store(done());
    await world.store(done(), second);
    await world.settle();
    expect(world.records().map(({ properties }) => properties['erp_project_status'])).toEqual(['done', 'in_progress']);
  });

  it('stays as it is once it is switched off, and goes on from there when it is switched on again', async () => {
    await world.store(begun());
    await world.choose('services');
    await world.settle();
    await world.choose(null);
    await world.store(done());
    await world.settle();
    expect(world.records()[0]!.properties['erp_project_status']).toBe('in_progress');
    await world.choose('services');
    await world.settle();
    expect(world.records().map(({ properties }) => properties['erp_project_status'])).toEqual(['done']);
  });

  it('is found by its key where the connection was made anew, and where the answer of HubSpot got lost', async () => {
    await world.store(begun());
    await world.choose('services');
    world.hubspot.faults.next({ kind: 'doneButNoAnswer', match: /batch\/upsert/ });
    await expect(world.settle()).rejects.toThrow();
    expect(world.records()).toHaveLength(1);
    await world.settle();
    expect(world.records()).toHaveLength(1);
    await db()('projectRecords').delete();
    await world.dealIsDue();
    await world.settle();
    expect(world.records()).toHaveLength(1);
  });
});
