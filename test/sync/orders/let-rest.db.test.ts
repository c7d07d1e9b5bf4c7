import { describe, expect, it } from '@jest/globals';
import { loadDealOrders } from '../../../server/records/queries/deal-orders.ts';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { loadDealState } from '../../../server/sync/orders/deal-card.ts';
import { leaveByPerson } from '../../../server/sync/orders/leave-refused.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anInvoice } from '../../support/erp-records.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const LUCIA = { userId: 6, email: 'lucia@acme.test' };
const asLucia = (world: WritingWorld, dealId: RecordId) => ({
  portalId: world.scope.portalId,
  dealId,
  companyCurrency: 'EUR',
  user: LUCIA,
});
const orders = (world: WritingWorld) => world.erp.orders.all();
const asked = (world: WritingWorld, call: string) => world.erp.calls.filter((one) => one === call).length;

async function cardOf(world: WritingWorld, dealId: RecordId) {
  const ref = asLucia(world, dealId);
  const state = (await loadDealState(world.deps, { ...ref, orders: await loadDealOrders(db(), ref) }))!;
  const [newest] = state.commands;
  return { newest: newest!, actions: state.actions.map(({ action }) => action) };
}

async function toLost(world: WritingWorld, deal: RecordId): Promise<void> {
  await toStage(world, deal, 'lost');
  await world.settle();
}

/** Won, ordered and delivered; `isPaid`: and its invoice was paid. */
async function aDeliveredOrder(isPaid = false) {
  const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { won: 'order' } } });
  await db()('portalUsers').insert({ portalId: world.scope.portalId, userId: 6, email: LUCIA.email, name: 'Lucía Prado', teams: '[]' });
  const deal = await aDealWithLines(world, acme);
  await toStage(world, deal, 'won');
  await world.settle();
  const { id, number } = orders(world)[0]!;
  world.erp.orders.deliver(id);
  if (isPaid) {
    const order = world.erp.orders.get(id)!;
    world.erp.set('invoices', anInvoice({ id: '91', origin: number, status: 'paid', total: '130.50' }));
    const lines = order.lines.map((line) => ({ ...line, invoiced: line.quantity }));
    world.erp.orders.put({ ...order, lines, invoiceIds: [erpRecordId('91')] });
  }
  await world.settle();
  return { world, deal, number };
}

describe('the order of a deal that was lost too late', () => {
  it.each([
    ['delivered', false, 'order.kept_delivered'],
    ['delivered and paid', true, 'order.kept_delivered_paid'],
  ] as const)('%s is not cancelled, and the ERP is not even asked', async (_what, isPaid, code) => {
    const { world, deal, number } = await aDeliveredOrder(isPaid);
    await toStage(world, deal, 'lost');
    // Nobody waits a minute for what will not happen.
    for (let round = 0; round < 3; round++) await world.round();
    const { newest, actions } = await cardOf(world, deal);
    expect(newest).toMatchObject({ name: 'cancelOrder', state: 'rejected', dueAt: null, reasons: [{ code, params: { number } }] });
    expect(actions).toEqual(['leave', 'amend']);
    expect(await world.problems()).toEqual([code]);
    await world.settle();
    expect(asked(world, 'orders.cancel')).toBe(0);
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });

  it('is let rest by a person, for good: no rule asks for it again', async () => {
    const { world, deal } = await aDeliveredOrder();
    await toLost(world, deal);
    const { newest } = await cardOf(world, deal);
    await leaveByPerson(world.deps, asLucia(world, deal), newest.key);
    await leaveByPerson(world.deps, asLucia(world, deal), newest.key);
    expect(await world.problems()).toEqual([]);
    await world.edit('deals', deal, { dealname: 'Valves, lost' });
    await world.settle();
    const after = await cardOf(world, deal);
    expect(after.newest).toMatchObject({ state: 'cancelled', decisions: [{ what: 'left', by: 'Lucía Prado', at: expect.any(String) }] });
    expect(after.actions).toEqual(['amend']);
    expect(await world.problems()).toEqual([]);
  });

  it('has nothing to be let rest before it was refused, nor on another deal', async () => {
    const { world, deal } = await aDeliveredOrder();
    const created = (await world.commands())[0]!.key;
    const nothing = { code: 'order.nothing_to_decide' };
    await expect(leaveByPerson(world.deps, asLucia(world, deal), created)).rejects.toMatchObject(nothing);
    await toLost(world, deal);
    const { newest } = await cardOf(world, deal);
    await expect(leaveByPerson(world.deps, asLucia(world, '999' as RecordId), newest.key)).rejects.toMatchObject(nothing);
    expect((await cardOf(world, deal)).newest.state).toBe('rejected');
  });

  it('is no matter any more once the deal is won again', async () => {
    const { world, deal } = await aDeliveredOrder();
    await toLost(world, deal);
    await toStage(world, deal, 'won');
    await world.settle();
    expect((await cardOf(world, deal)).actions).toEqual(['amend']);
    expect(await world.problems()).toEqual([]);
  });

  it('is cancelled as before where nothing has left; until then the card says when', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { won: 'order' } } });
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'won');
    await world.settle();
    await toStage(world, deal, 'lost');
    await world.round();
    const { newest } = await cardOf(world, deal);
    expect(newest).toMatchObject({ name: 'cancelOrder', state: 'planned' });
    expect(Date.parse(newest.dueAt!) - Date.parse(newest.askedAt)).toBe(60_000);
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'cancelled' }]);
    expect((await cardOf(world, deal)).newest.dueAt).toBeNull();
  });
});
