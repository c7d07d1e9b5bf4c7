import { describe, expect, it } from '@jest/globals';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { loadDealOrders } from '../../../server/records/queries/deal-orders.ts';
import { loadDealState } from '../../../server/sync/orders/deal-card.ts';
import { loadChecklist } from '../../../server/sync/orders/checklist.ts';
import { askByWorkflow, becameOf } from '../../../server/sync/orders/order-by-workflow.ts';
import { approveByPerson, changeByPerson, createByPerson } from '../../../server/sync/orders/person-orders.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const refOf = (world: WritingWorld, dealId: RecordId) => ({
  ...{ portalId: world.scope.portalId, dealId, companyCurrency: 'EUR' },
  user: { userId: 5, email: 'boss@acme.test' },
});
const orders = (world: WritingWorld) => world.erp.orders.all();
const status = (world: WritingWorld, deal: RecordId) => world.hubspot.get('deals', deal)['erp_order_status'];
const waiting = async (world: WritingWorld) => (await world.commands()).find(({ waitingFor }) => waitingFor !== null);

/** Of 130.50 with taxes, and room for 100. */
async function aDealOverTheLimit(rules: Partial<PipelineOrderRules> = {}) {
  const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { won: 'order' }, ...rules } });
  world.erp.orders.credit = { limit: '1000', used: '900', currency: 'EUR' };
  return { world, deal: await aDealWithLines(world, acme) };
}

/** Settles but for what waits for the customer to pay. */
async function whileItWaits(world: WritingWorld): Promise<void> {
  for (let rounds = 0; rounds < 8; rounds++) {
    await world.round();
    world.pass(6_000);
  }
}

describe('an order over the customer’s credit limit', () => {
  it('stays a quotation that says by how much, and goes on by itself once there is room', async () => {
    const { world, deal } = await aDealOverTheLimit();
    await toStage(world, deal, 'won');
    await whileItWaits(world);
    expect(orders(world)).toMatchObject([{ status: 'quotation' }]);
    expect(status(world, deal)).toBe('waiting_approval');
    expect(await waiting(world)).toMatchObject({ waitingFor: 'order.waiting_credit', params: { over: '30.50', currency: 'EUR' } });
    // To go over the limit is decided by the button that says so, not by one that says "Try again".
    const portal = { portalId: world.scope.portalId, dealId: deal };
    const card = await loadDealState(world.deps, { ...refOf(world, deal), orders: await loadDealOrders(db(), portal) });
    expect(card!.actions.map(({ action }) => action)).toEqual(['confirm', 'amend', 'cancel']);
    world.erp.orders.credit = { limit: '1000', used: '869.50', currency: 'EUR' };
    world.pass(15 * 60_000);
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
    expect(status(world, deal)).toBe('ordered');
  });

  it('is red on the checklist, and made all the same by a person who presses', async () => {
    const { world, deal } = await aDealOverTheLimit();
    const checklist = await loadChecklist(world.deps, refOf(world, deal));
    const credit = 'checks' in checklist && checklist.checks.find(({ about }) => about === 'credit');
    expect(credit).toMatchObject({ state: 'blocked', reason: { code: 'order.credit_exceeded' } });
    expect(checklist).toMatchObject({ canCreate: true });
    await createByPerson(world.deps, refOf(world, deal), 'order');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });

  it('is a person’s decision also where stages make quotations only and a workflow wanted the order', async () => {
    const { world, deal } = await aDealOverTheLimit({ stages: { won: 'quotation' } });
    const wanted = { portalId: world.scope.portalId, dealId: deal, wants: 'order' } as const;
    await askByWorkflow(world.deps, wanted, new AbortController().signal);
    await whileItWaits(world);
    expect(await waiting(world)).toMatchObject({ waitingFor: 'order.waiting_credit' });
    const card = await loadDealState(world.deps, { ...refOf(world, deal), orders: await loadDealOrders(db(), wanted) });
    const order = { connectionId: world.scope.connectionId, orderId: orders(world)[0]!.id };
    expect(card!.actions).toContainEqual({ action: 'confirm', ...order });
    await changeByPerson(world.deps, refOf(world, deal), order, 'confirm');
    await changeByPerson(world.deps, refOf(world, deal), order, 'confirm');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });

  it('that a rule asked for goes on when a person makes it an order', async () => {
    const { world, deal } = await aDealOverTheLimit();
    await toStage(world, deal, 'won');
    await whileItWaits(world);
    const order = { connectionId: world.scope.connectionId, orderId: orders(world)[0]!.id };
    await changeByPerson(world.deps, refOf(world, deal), order, 'confirm');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });

  it('is not held twice: whoever approved that amount has decided', async () => {
    const approval = { userEmails: ['boss@acme.test'], teamIds: [] };
    const { world, deal } = await aDealOverTheLimit({ approval });
    world.erp.orders.credit = null;
    await toStage(world, deal, 'won');
    await world.settle();
    world.erp.orders.credit = { limit: '1000', used: '900', currency: 'EUR' };
    await approveByPerson(world.deps, refOf(world, deal), { key: (await waiting(world))!.key, net: '112.50' });
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });

  it('needs a person, a workflow is told', async () => {
    const { world, deal } = await aDealOverTheLimit({ stages: {} });
    const wanted = { portalId: world.scope.portalId, dealId: deal, wants: 'order' } as const;
    const asked = await askByWorkflow(world.deps, wanted, new AbortController().signal);
    await whileItWaits(world);
    expect(asked).toMatchObject({ kind: 'asked' });
    const { key } = asked as { key: string };
    expect(await becameOf(db(), wanted, { key, since: world.now })).toMatchObject({ state: 'needs_person' });
  });

  it('in another currency than the limit’s is weighed by what is used up alone', async () => {
    const { world, deal } = await aDealOverTheLimit();
    world.erp.orders.credit = { limit: '1000', used: '900', currency: 'MXN' };
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });
});

describe('a customer that the ERP blocked since it was quoted', () => {
  it('gets no order, whoever asks, until it is unblocked', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { offer: 'quotation', won: 'order' } } });
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'offer');
    await world.settle();
    world.erp.orders.blocked = 'Pays late';
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'quotation' }]);
    expect(status(world, deal)).toBe('refused');
    expect(await world.problems()).toEqual(['order.customer_blocked']);
    world.erp.orders.blocked = null;
    await changeByPerson(world.deps, refOf(world, deal), { connectionId: world.scope.connectionId, orderId: orders(world)[0]!.id }, 'confirm'); // prettier-ignore
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
    expect(await world.problems()).toEqual([]);
  });
});
