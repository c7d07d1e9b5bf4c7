import { describe, expect, it } from '@jest/globals';
import { acceptByPerson, approveByPerson, changeByPerson, createByPerson } from '../../../server/sync/orders/person-orders.ts';
import { loadChecklist } from '../../../server/sync/orders/checklist.ts';
import { compareOrder } from '../../../server/sync/orders/compare-order.ts';
import { previewOrder } from '../../../server/sync/orders/preview-order.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import type { WritingWorld } from '../../support/writing.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aProduct } from '../../support/catalog.ts';
import { aDeal, aDealWithLines, anOrderingWorld, toStage, VALVES } from '../../support/ordering.ts';

const db = useTestDatabase();
const refOf = (world: WritingWorld, dealId: RecordId) => ({
  ...{ portalId: world.scope.portalId, dealId, companyCurrency: 'EUR' },
  user: { userId: 5, email: 'boss@acme.test' },
});
const orders = (world: WritingWorld) => world.erp.orders.all();
const status = (world: WritingWorld, deal: RecordId) => world.hubspot.get('deals', deal)['erp_order_status'];
const ORDER = { stages: { offer: 'quotation', won: 'order' } } as const;

describe('a deal whose stage asks for an order', () => {
  it('goes on from quotation to order, reserved where the rule says so, and shows how far it came', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { ...ORDER, reserves: true } });
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'offer');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'quotation' }]);
    expect(status(world, deal)).toBe('quotation');
    await toStage(world, deal, 'won');
    await world.settle();
    const [order] = orders(world);
    expect(order).toMatchObject({ status: 'confirmed', lines: [{ reserved: '10' }] });
    // What the ERP holds back on a day of its own is left to it.
    expect(await db()('commands').where({ name: 'reserveOrder' }).select('input')).toEqual([{ input: { id: order!.id, isReserved: true, waitsForDay: true } }]); // prettier-ignore
    expect(status(world, deal)).toBe('reserved');
    world.erp.orders.deliver(order!.id, new Date(world.now.getTime() - 1000).toISOString());
    await world.settle();
    expect(status(world, deal)).toBe('delivered');
    expect(world.hubspot.get('deals', deal)['erp_order_delivered_at']).toBeTruthy();
  });

  it('is read from the ERP once, as the order that it became', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: ORDER });
    const deal = await aDealWithLines(world, acme);
    const readings = () => world.erp.calls.filter((call) => call === 'readByIds orders').length;
    const before = readings();
    await toStage(world, deal, 'won');
    await world.settle();
    expect(status(world, deal)).toBe('ordered');
    expect(readings() - before).toBe(1);
  });

  it('is read as a quotation where it waits to be confirmed', async () => {
    const approval = { userEmails: ['boss@acme.test'], teamIds: [] };
    const { world, acme } = await anOrderingWorld(db(), { rules: { ...ORDER, approval } });
    await toStage(world, await aDealWithLines(world, acme), 'won');
    await world.settle();
    expect(await db()('erpOrders').select('status')).toEqual([{ status: 'quotation' }]);
  });

  it('is brought to its end before the next one is begun', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { ...ORDER, reserves: true } });
    const deals = [await aDealWithLines(world, acme), await aDealWithLines(world, acme)];
    for (const deal of deals) await toStage(world, deal, 'won');
    world.erp.calls.length = 0;
    await world.settle();
    const writes = world.erp.calls.filter((call) => call.startsWith('orders.') && !call.endsWith(' done'));
    const one = ['orders.create', 'orders.confirm', 'orders.reserve'];
    expect(writes).toEqual([...one, ...one]);
  });

  it('stays a quotation where the ERP makes another amount of it, until somebody takes that', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: ORDER });
    world.erp.orders.reprice = () => '13';
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'quotation', untaxed: '117.00' }]);
    expect(status(world, deal)).toBe('difference');
    const waiting = (await world.commands()).find(({ state }) => state === 'waiting');
    expect(waiting).toMatchObject({ waitingFor: 'order.waiting_difference', params: { deal: '112.50', erp: '117.00' } });
    await acceptByPerson(world.deps, refOf(world, deal), { key: waiting!.key, net: '117' });
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });

  it('is confirmed as the deal is now: a quotation of what was agreed before waits to be brought there', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: ORDER });
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'offer');
    await world.settle();
    world.pass(5 * 60_000);
    world.hubspot.addLine(deal, { name: 'Pump', hs_sku: 'PUMP-3', quantity: '1', price: '100' });
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'quotation', untaxed: '112.50' }]);
    expect(status(world, deal)).toBe('difference');
    const waiting = (await world.commands()).find(({ state }) => state === 'waiting');
    expect(waiting).toMatchObject({ waitingFor: 'order.waiting_difference', params: { deal: '212.50', erp: '112.50' } });
    const amended = { connectionId: world.scope.connectionId, orderId: orders(world)[0]!.id };
    await changeByPerson(world.deps, refOf(world, deal), amended, 'amend');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed', untaxed: '212.50' }]);
  });

  it('waits for whoever may approve', async () => {
    const approval = { userEmails: ['boss@acme.test'], teamIds: [31] };
    const { world, acme } = await anOrderingWorld(db(), { rules: { ...ORDER, approval } });
    const member = { email: 'cfo@acme.test', teams: JSON.stringify([{ id: 31, name: 'Finance' }]) };
    await db()('portalUsers').insert({ portalId: world.scope.portalId, userId: 7, ...member });
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'won');
    await world.settle();
    expect(status(world, deal)).toBe('waiting_approval');
    const { key } = (await world.commands()).find(({ state }) => state === 'waiting')!;
    const rep = { ...refOf(world, deal), user: { userId: 6, email: 'rep@acme.test' } };
    await expect(approveByPerson(world.deps, rep, { key, net: '112.50' })).rejects.toMatchObject({
      code: 'order.not_yours_to_approve',
      params: { approvers: 'boss@acme.test, Finance' },
    });
    await approveByPerson(world.deps, { ...refOf(world, deal), user: { userId: 7, email: 'cfo@acme.test' } }, { key, net: '112.50' });
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
  });

  it('whose document is another one as an order has the new number', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: ORDER });
    world.erp.orders.copiesOnConfirm = true;
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'won');
    await world.settle();
    const order = orders(world).find((one) => one.status === 'confirmed')!;
    expect(order.quotationId).not.toBeNull();
    expect(world.hubspot.get('deals', deal)['erp_order_number']).toBe(order.number);
    expect(status(world, deal)).toBe('ordered');
  });
});

describe('a recurring line of a deal', () => {
  it('is told to become an ordinary line, unless the ERP itself sells the product by the period', async () => {
    const { world, acme } = await anOrderingWorld(db(), { isConfirmed: false });
    const monthly = { recurringbillingfrequency: 'monthly' };
    const pump = { name: 'Pump', hs_sku: 'PUMP-3', quantity: '1', price: '100', ...monthly };
    const deal = await aDealWithLines(world, acme, { ...VALVES, ...monthly }, pump);
    const told = async () => {
      const preview = await previewOrder(world.deps, refOf(world, deal));
      return 'notices' in preview && preview.notices.filter(({ code }) => code === 'order.recurring_lines').map(({ params }) => params);
    };
    expect(await told()).toEqual([{ product: 'Valve; Pump' }]);
    world.erp.set('products', aProduct({ id: 'p2', sku: 'PUMP-3', name: 'Pump', recurring: { every: 1, unit: 'month' } }));
    await world.pullOnce();
    expect(await told()).toEqual([{ product: 'Valve' }]);
  });
});

describe('a deal that no order can be made of', () => {
  it('as its customer is archived says so before anything is sent', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: ORDER });
    world.erp.set('customers', { ...world.erp.records('customers').find(({ id }) => id === '1')!, active: false });
    await world.settle();
    const deal = await aDealWithLines(world, acme);
    const checklist = await loadChecklist(world.deps, refOf(world, deal));
    expect(checklist).toMatchObject({ state: 'ready', canCreate: false });
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders(world)).toEqual([]);
    expect(await world.commands()).toMatchObject([{ state: 'rejected', waitingFor: 'order.customer_archived' }]);
  });

  it('is refused with every reason, and tried again when it changes', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDeal(world, acme);
    const line = world.hubspot.addLine(deal, { ...VALVES, hs_sku: 'NO-SUCH' });
    const other = world.hubspot.addLine(deal, { ...VALVES, quantity: '-1' });
    await toStage(world, deal, 'won');
    await world.settle();
    const [command] = await db()('commands').select<{ state: string; facts: { reasons: { code: string }[] } }[]>();
    expect(command).toMatchObject({ state: 'rejected' });
    expect(command!.facts.reasons.map(({ code }) => code)).toEqual(['order.unknown_product', 'order.quantity_not_positive']);
    expect(await world.problems()).toEqual(['order.quantity_not_positive', 'order.unknown_product']);
    expect(status(world, deal)).toBe('refused');
    world.hubspot.editLine(line, { hs_sku: 'VAL-2' });
    world.hubspot.editLine(other, { quantity: '1' });
    await world.edit('deals', deal, { amount: '123' });
    await world.settle();
    expect(orders(world)).toMatchObject([{ untaxed: '123.75' }]);
    expect(await world.problems()).toEqual([]);
  });

  it('waits for its company to become a customer', async () => {
    const { world } = await anOrderingWorld(db());
    const beta = world.hubspot.add('companies', { name: 'Beta' });
    const deal = await aDealWithLines(world, beta);
    await toStage(world, deal, 'won');
    await world.readInbox();
    await world.round();
    await world.round();
    expect(status(world, deal)).toBe('waiting_customer');
    world.erp.edit('2', { name: 'Beta' });
    await world.link('companies', '2', beta);
    world.pass(15 * 60_000);
    await world.round();
    await world.settle();
    expect(orders(world)).toMatchObject([{ customerId: '2' }]);
  });

  it('that a person named the order of gets no second one', async () => {
    const { world, acme } = await anOrderingWorld(db());
    const deal = await aDealWithLines(world, acme);
    await world.edit('deals', deal, { erp_order_number: 'S-77' });
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders(world)).toEqual([]);
  });
});

describe('a person', () => {
  it('sees what it would be, makes it once however often it is pressed, and brings it to the deal again', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: ORDER, isConfirmed: false });
    const deal = await aDealWithLines(world, acme);
    const ref = refOf(world, deal);
    expect(await previewOrder(world.deps, ref)).toMatchObject({
      state: 'ready',
      source: 'erp',
      total: { amount: '130.50' },
      isDifferent: false,
    });
    expect(await loadChecklist(world.deps, ref)).toMatchObject({ state: 'ready', canCreate: true });
    const keys = [await createByPerson(world.deps, ref, 'quotation'), await createByPerson(world.deps, ref, 'quotation')];
    expect(new Set(keys).size).toBe(1);
    await world.settle();
    expect(orders(world)).toHaveLength(1);
    expect(await compareOrder(world.deps, ref)).toMatchObject({ state: 'same' });
    world.hubspot.addLine(deal, { name: 'Pump', hs_sku: 'PUMP-3', quantity: '1', price: '100' });
    expect(await compareOrder(world.deps, ref)).toMatchObject({ state: 'differs', canAmend: true, lines: [{ name: 'Pump', erp: null }] });
    const { connectionId } = world.scope;
    await changeByPerson(world.deps, ref, { connectionId, orderId: orders(world)[0]!.id }, 'amend');
    await world.settle();
    expect(orders(world)).toMatchObject([{ untaxed: '212.50' }]);
    await changeByPerson(world.deps, ref, { connectionId, orderId: orders(world)[0]!.id }, 'cancel');
    await world.settle();
    expect(status(world, deal)).toBe('cancelled');
    await createByPerson(world.deps, ref, 'order');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'cancelled' }, { status: 'confirmed' }]);
  });

  it('is told that nothing is left to bring over where the ERP keeps fewer digits, and takes the difference once', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: ORDER });
    world.erp.orders.digits = 2;
    const deal = await aDealWithLines(world, acme, { ...VALVES, quantity: '2.555', price: '33.3333', hs_discount_percentage: '' });
    const ref = refOf(world, deal);
    await toStage(world, deal, 'won');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'quotation', untaxed: '85.32' }]);
    expect(status(world, deal)).toBe('difference');
    expect(await compareOrder(world.deps, ref)).toMatchObject({ state: 'same' });
    const { key } = (await world.commands()).find(({ state }) => state === 'waiting')!;
    await acceptByPerson(world.deps, ref, { key, net: '85.32' });
    await changeByPerson(world.deps, ref, { connectionId: world.scope.connectionId, orderId: orders(world)[0]!.id }, 'amend');
    await world.settle();
    expect(orders(world)).toMatchObject([{ status: 'confirmed' }]);
    expect(status(world, deal)).toBe('ordered');
  });

  it('who confirms what is gone from the ERP is told that', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: ORDER });
    const deal = await aDealWithLines(world, acme);
    const ref = refOf(world, deal);
    await createByPerson(world.deps, ref, 'quotation');
    await world.settle();
    const { id } = orders(world)[0]!;
    world.erp.orders.delete(id);
    world.erp.orders.gone = 'erp.record_gone';
    await changeByPerson(world.deps, ref, { connectionId: world.scope.connectionId, orderId: id }, 'confirm');
    await world.settle();
    expect((await world.commands()).map(({ state, waitingFor }) => [state, waitingFor])).toContainEqual(['rejected', 'order.gone']);
  });
});
