import { describe, expect, it } from '@jest/globals';
import type { ProjectRule } from '../../../hubspot-app/app/settings/api/orders.ts';
import { loadDealProjects } from '../../../server/records/queries/deal-projects.ts';
import { leaveByPerson } from '../../../server/sync/orders/leave-refused.ts';
import { changeByPerson } from '../../../server/sync/orders/person-orders.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aProduct } from '../../support/catalog.ts';
import { aDeal, anOrderingWorld, toStage, VALVES } from '../../support/ordering.ts';

const db = useTestDatabase();
const ONBOARDING: ProjectRule = { id: 'r1', templateId: 't1', products: [{ id: 'p3', name: 'Training' }], categoryIds: [] };

/** A won deal over eight hours of training and ten valves, with the project of the training. */
async function aProjectOfADeal() {
  const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { won: 'order' }, projects: [ONBOARDING] } });
  world.erp.set('products', aProduct({ id: 'p3', sku: 'SRV-1', name: 'Training', kind: 'service' }));
  await world.pullOnce();
  const settleAll = async () => {
    for (let turn = 0; turn < 3; turn++) {
      await world.settle();
      world.pass(30_000);
    }
  };
  const deal = await aDeal(world, acme);
  const training = world.hubspot.addLine(deal, { name: 'Training', hs_sku: 'SRV-1', quantity: '8', price: '50' });
  const valves = world.hubspot.addLine(deal, VALVES);
  await toStage(world, deal, 'won');
  await settleAll();
  const [order] = world.erp.orders.all();
  const [made] = world.erp.projects.all();
  const ref = { portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR', user: { userId: 5, email: 'boss@acme.test' } };
  const amend = async () => {
    await changeByPerson(world.deps, ref, { connectionId: world.scope.connectionId, orderId: order!.id }, 'amend');
    await settleAll();
  };
  /** Somebody changes the quantity of the training in the ERP. */
  const change = async (quantity: string) => {
    const [now] = world.erp.orders.all();
    const lines = now!.lines.map((line) => ((line.productId as string) === 'p3' ? { ...line, quantity } : line));
    world.erp.set('orders', { ...now!, lines });
    await settleAll();
  };
  const plans = async () =>
    (await world.commands()).filter(({ name }) => name === 'planProject').map(({ state, waitingFor }) => [state, waitingFor]);
  const hours = () => world.erp.projects.all().map(({ tasks }) => tasks.map(({ plannedHours }) => plannedHours));
  return { world, deal, training, valves, made: made!, ref, amend, change, plans, hours, settleAll };
}

describe('hours of a project whose order sells another quantity', () => {
  it('follow the order that a person brought to the deal, and the card shows them', async () => {
    const { world, deal, training, amend, plans, hours } = await aProjectOfADeal();
    expect(hours()).toEqual([['8']]);
    world.hubspot.editLine(training, { quantity: '12' });
    await amend();
    expect(hours()).toEqual([['12']]);
    expect(await plans()).toEqual([['done', null]]);
    expect(await loadDealProjects(db(), { portalId: world.scope.portalId, dealId: deal })).toMatchObject([
      { tasks: [{ plannedHours: '12' }] },
    ]);
    expect(world.erp.countOf('projects.create')).toBe(1);
  });

  it('follow what people change in the ERP, there and back, and nothing else of the order', async () => {
    const { world, valves, change, amend, plans, hours } = await aProjectOfADeal();
    await change('5');
    await change('8');
    expect(hours()).toEqual([['8']]);
    expect(world.erp.countOf('projects.plan')).toBe(2);
    world.hubspot.editLine(valves, { quantity: '30' });
    await amend();
    expect(await plans()).toEqual([
      ['done', null],
      ['done', null],
    ]);
  });

  it('stay where people changed them, which the deal says until somebody lets it rest', async () => {
    const { world, made, ref, change, plans, hours, settleAll } = await aProjectOfADeal();
    world.erp.set('projects', { ...made, tasks: made.tasks.map((task) => ({ ...task, plannedHours: '20' })) });
    await settleAll();
    await change('12');
    expect(hours()).toEqual([['20']]);
    expect(await plans()).toEqual([['rejected', 'order.hours_edited']]);
    expect(await world.problems()).toContain('order.hours_edited');
    const refused = (await world.commands()).find(({ name }) => name === 'planProject')!;
    await leaveByPerson(world.deps, ref, refused.key);
    await settleAll();
    expect(await world.problems()).not.toContain('order.hours_edited');
    await change('12');
    expect(await plans()).toEqual([['cancelled', 'order.hours_edited']]);
  });

  it('stay where nobody knows what stood there at first', async () => {
    const { change, plans, hours } = await aProjectOfADeal();
    await db()('commands')
      .where({ name: 'createProject' })
      .update({ result: db().raw(`result - 'plan'`) });
    await change('12');
    expect(hours()).toEqual([['8']]);
    expect(await plans()).toEqual([['rejected', 'order.hours_unknown']]);
  });

  it.each(['lost_before', 'lost_after', 'late'] as const)('are planned once when the answer of the ERP is %s', async (end) => {
    const { world, change, hours, settleAll } = await aProjectOfADeal();
    world.erp.meanwhile = async (call) => {
      if (call === 'projects.plan' && world.erp.countOf('projects.plan') === 1) world.erp.ends.push(end);
    };
    await change('12');
    world.erp.commitLate();
    world.pass(world.erp.capabilities.commands!.settledAfterMs);
    await settleAll();
    expect(hours()).toEqual([['12']]);
    const before = world.erp.countOf('projects.plan');
    await settleAll();
    expect(world.erp.countOf('projects.plan')).toBe(before);
  });

  it('are not planned for an order that was called off, nor for a project that nobody made by a rule', async () => {
    const { world, plans, settleAll } = await aProjectOfADeal();
    const [order] = world.erp.orders.all();
    world.erp.set('orders', { ...order!, status: 'cancelled', lines: order!.lines.map((line) => ({ ...line, quantity: '0' })) });
    await settleAll();
    expect(await plans()).toEqual([]);
  });
});
