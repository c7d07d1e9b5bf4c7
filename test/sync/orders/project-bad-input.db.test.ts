import { describe, expect, it } from '@jest/globals';
import type { ProjectRule } from '../../../hubspot-app/app/settings/api/orders.ts';
import { loadDealProjects, loadOrdersWithoutProject, loadProjectsAhead } from '../../../server/records/queries/deal-projects.ts';
import type { ErpRecordId, RecordId } from '../../../server/shared/ids.ts';
import { insertHints, READ_NOW } from '../../../server/sync/pull/hint-queue.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';
import { aProduct } from '../../support/catalog.ts';
import { aTask } from '../../support/erp-records.ts';

const db = useTestDatabase();
const ONBOARDING: ProjectRule = { id: 'r1', templateId: 't1', products: [{ id: 'p3', name: 'Training' }], categoryIds: [] };
const TRAINING = { name: 'Training', hs_sku: 'SRV-1', quantity: '8', price: '50' };

/** A won deal with its project, and what people see of it. */
async function aProjectOfADeal() {
  const { world, acme } = await anOrderingWorld(db(), {
    rules: { stages: { won: 'order' }, projects: [ONBOARDING] },
    settings: { propertySets: ['projects'] },
  });
  world.erp.set('products', aProduct({ id: 'p3', sku: 'SRV-1', name: 'Training', kind: 'service' }));
  await world.pullOnce();
  const { portalId } = world.scope;
  const settleAll = async () => {
    for (let turn = 0; turn < 3; turn++) {
      await world.settle();
      world.pass(30_000);
    }
    await world.pullOnce();
    await world.settle();
  };
  const won = async () => {
    const deal = await aDealWithLines(world, acme, TRAINING);
    await toStage(world, deal, 'won');
    await settleAll();
    return deal;
  };
  const deal = await won();
  const [project] = world.erp.projects.all();
  const shown = async (dealId: RecordId) => ({
    projects: (await loadDealProjects(db(), { portalId, dealId })).map(({ name, status, tasks }) => [
      name,
      status,
      tasks.map((task) => task.name),
    ]),
    missing: await loadOrdersWithoutProject(db(), { portalId, dealId }),
    property: world.hubspot.get('deals', dealId)['erp_project_status'],
  });
  /** Somebody deletes it, and the ERP says so. */
  const remove = async (id: ErpRecordId) => {
    world.erp.remove('projects', id);
    await insertHints(db(), world.scope, { hints: [{ stream: 'projects', id }], passes: READ_NOW, now: world.deps.now() });
    await world.deps.enqueue(db(), 'hint', world.scope);
  };
  const made = () => world.erp.countOf('projects.create');
  return {
    world,
    remove,
    settleAll,
    won,
    deal,
    project: project!,
    shown,
    made,
    ahead: () => loadProjectsAhead(db(), { portalId, dealId: deal }),
  };
}

describe('a project that people change in the ERP', () => {
  it('by a task, shows what the ERP says, and is not made again', async () => {
    const { world, settleAll, deal, project, shown, made } = await aProjectOfADeal();
    expect(await shown(deal)).toEqual({ projects: [[project.name, 'not_started', ['Training']]], missing: [], property: 'not_started' });
    const [task] = project.tasks;
    const tasks = [{ ...task!, name: 'Training in Monterrey', spentHours: '2' }, aTask({ id: '99', name: 'Travel' })];
    world.erp.set('projects', { ...project, tasks });
    await settleAll();
    expect(await shown(deal)).toEqual({
      ...{ projects: [[project.name, 'in_progress', ['Training in Monterrey', 'Travel']]], missing: [], property: 'in_progress' },
    });
    expect(made()).toBe(1);
  });

  it('into the archive, is stopped, and not made again', async () => {
    const { world, settleAll, deal, project, shown, made } = await aProjectOfADeal();
    world.erp.set('projects', { ...project, status: 'archived' });
    await settleAll();
    expect(await shown(deal)).toEqual({ projects: [[project.name, 'stopped', ['Training']]], missing: [], property: 'stopped' });
    expect(made()).toBe(1);
  });

  it('to nothing, is missed where the deal is looked at, and not made again', async () => {
    const { world, remove, settleAll, deal, project, shown, made, ahead } = await aProjectOfADeal();
    const [order] = world.erp.orders.all();
    await remove(project.id);
    await settleAll();
    expect(await shown(deal)).toEqual({ projects: [], missing: [order!.number], property: 'none' });
    expect(await ahead()).toMatchObject({ isMissing: true });
    expect(made()).toBe(1);
  });

  it('so that it serves two orders, shows each deal its own part', async () => {
    const { world, remove, settleAll, won, deal, project, shown } = await aProjectOfADeal();
    const second = await won();
    const [, other] = world.erp.orders.all();
    const [task] = project.tasks;
    const tasks = [
      { ...task!, status: 'done' as const, orderId: project.orderId },
      aTask({ id: '98', name: 'Second', orderId: other!.id }),
    ];
    const [, own] = world.erp.projects.all();
    await remove(own!.id);
    world.erp.set('projects', { ...project, orderId: null, tasks });
    await settleAll();
    expect(await shown(deal)).toMatchObject({ projects: [[project.name, 'done', ['Training']]], property: 'done' });
    expect(await shown(second)).toMatchObject({
      projects: [[project.name, 'not_started', ['Second']]],
      missing: [],
      property: 'not_started',
    });
  });
});
