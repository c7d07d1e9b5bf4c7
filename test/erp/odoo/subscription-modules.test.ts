import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, listAll, never, readAll, readOne } from '../../contract/reading.ts';
import { boolean } from '../../fakes/odoo/schema/field.ts';
import { useHintReceiver } from '../../support/hint-receiver.ts';
import {
  aContract,
  anOrderThatGoesOn,
  aSubscription,
  all,
  day,
  DAY_MS,
  openShop,
  read,
  shop,
  VERSIONS,
  work,
} from './subscription-shop.ts';

describe.each(VERSIONS)('orders that go on, as Enterprise documents them for Odoo %i', (version) => {
  it('are subscriptions by themselves, with the monthly amount that Odoo computes', async () => {
    const { order, id } = await anOrderThatGoesOn(version);
    expect(await all()).toMatchObject([
      {
        ...{ id, status: 'active', orderIds: [String(order)], plan: 'Anual', monthly: '1000.00', startsOn: day(0), predecessorId: null },
        charges: [{ name: 'Anual', amount: '12000.00', period: { every: 1, unit: 'year' } }],
      },
    ]);
    expect(await readOne(shop().connect(), 'orders', erpRecordId(order))).toMatchObject({ subscriptionCount: 1 });
  });

  it('are paused, cannot be collected, and are given up', async () => {
    const { order, id } = await anOrderThatGoesOn(version);
    const become = async (state: 'paused' | 'closed', values = {}) => {
      await work(({ subscriptions }) => subscriptions.setOrderState(order, state, values));
      return read(id);
    };
    expect(await become('paused')).toMatchObject({ status: 'paused', isPaymentFailing: false });
    expect(await become('paused', { payment_exception: true })).toMatchObject({ isPaymentFailing: true });
    expect(await become('closed', { end_date: day(0) })).toMatchObject({ status: 'cancelled', endsOn: day(0), nextInvoiceOn: null });
  });

  it('are renewed by another order, which belongs to the first one', async () => {
    const { partner, product, plan, order, id } = await anOrderThatGoesOn(version);
    const next = await work(({ sales, subscriptions }) => {
      const made = sales.createOrder({ partner, lines: [{ product, price: '13000.00' }] });
      subscriptions.planOrder(made, plan, { subscription_id: order, origin_order_id: order });
      sales.confirmOrder(made);
      return made;
    });
    expect(await read(id)).toMatchObject({ status: 'renewed' });
    expect(await read(`order-${next}`)).toMatchObject({
      ...{ status: 'active', predecessorId: id, orderIds: [String(next), String(order)] },
      charges: [{ amount: '13000.00' }],
    });
  });

  it('are not confirmed without a plan, which people choose', async () => {
    const { partner, product, plan } = await anOrderThatGoesOn(version);
    const order = await work(({ sales }) => sales.createOrder({ partner, lines: [{ product }] }));
    const { orders, commands } = shop().connect().capabilities;
    const confirm = () => commands!.run('confirmOrder', { key: 'HS-1-D1-1', input: { id: erpRecordId(order) } }, never);
    expect(await orders!.hindrance!({ productIds: [erpRecordId(product)], companyId: null }, never)).toMatchObject({
      code: 'order.plan_missing',
    });
    expect(await failureOf(confirm())).toMatchObject({ code: 'order.plan_missing', params: { product: 'Licencia' } });
    await work(({ subscriptions }) => subscriptions.planOrder(order, plan));
    expect(await confirm()).toMatchObject({ status: 'confirmed' });
  });

  it('begin by the calendar, which writes nothing, and are read again then', async () => {
    const { partner, product, plan } = await anOrderThatGoesOn(version);
    const order = await work(({ sales, subscriptions }) => {
      const made = sales.createOrder({ partner, lines: [{ product }] });
      subscriptions.planOrder(made, plan, { start_date: day(2) });
      sales.confirmOrder(made);
      return made;
    });
    const id = erpRecordId(`order-${order}`);
    // Beyond what each reading repeats.
    shop().pass(DAY_MS);
    const first = await readAll(shop().connect(), 'subscriptions');
    expect(first.records.get(id)).toMatchObject({ status: 'not_started' });
    shop().pass(2 * DAY_MS);
    const later = (await readAll(shop().connect(), 'subscriptions', first.next)).records.get(id);
    expect(later).toMatchObject({ status: 'active' });
    expect(later!.changeStamp).not.toBe(first.records.get(id)!.changeStamp);
    expect((await listAll(shop().connect(), 'subscriptions', { kind: 'all' })).get(id)).toBe(later!.changeStamp);
  });

  it('are none before they are confirmed: neither a quotation nor that of a renewal', async () => {
    const { partner, product, plan, order, id } = await anOrderThatGoesOn(version);
    const [, renewal] = await work(({ sales, subscriptions }) => {
      const quotations = [1, 2].map(() => sales.createOrder({ partner, lines: [{ product }] }));
      subscriptions.planOrder(quotations[0]!, plan);
      subscriptions.planOrder(quotations[1]!, plan, { subscription_id: order, origin_order_id: order });
      return quotations;
    });
    expect((await all()).map((one) => one.id)).toEqual([id]);
    expect([...(await listAll(shop().connect(), 'subscriptions', { kind: 'all' })).keys()]).toEqual([id]);
    await work(({ sales }) => sales.confirmOrder(renewal!));
    expect((await all()).map((one) => [one.id, one.status])).toEqual([
      [id, 'renewed'],
      [`order-${renewal}`, 'active'],
    ]);
  });
});

describe.each([17, 18, 19] as const)('hints of Odoo %i', (version) => {
  const receiver = useHintReceiver();
  const install = async () => {
    const hints = shop().connect().capabilities.hints!;
    const { login, apiKey } = shop().fake.admin;
    await hints.install({ url: receiver.url(), admin: { login, apiKey } }, never);
    const named = () => receiver.received().flatMap((body) => hints.parse(body));
    return async (does: Parameters<typeof work>[0]): Promise<string[]> => {
      const before = named().length;
      await work(does);
      const told = named()
        .slice(before)
        .filter(({ stream }) => stream === 'subscriptions');
      return [...new Set(told.map(({ id }) => id as string))];
    };
  };

  it('name the contract that is made, changed in a line or terminated, and the order it is of', async () => {
    const { partner, product, contract, id } = await aContract(version);
    const told = await install();
    const [line] = await work(({ subscriptions }) => subscriptions.linesOf(contract));
    expect(await told(({ subscriptions }) => subscriptions.changeLine(line!, { date_end: day(40) }))).toEqual([id]);
    expect(await told(({ subscriptions }) => subscriptions.terminateContract(contract, day(5)))).toEqual([id]);
    const made = await told(({ sales }) => sales.confirmOrder(sales.createOrder({ partner, lines: [{ product }] })));
    expect(made).toEqual([`contract-${contract + 1}`]);
  });

  it('name the subscription that is made and closed, and go on about orders', async () => {
    const { order, subscription, id } = await aSubscription(version);
    const told = await install();
    expect(await told(({ subscriptions }) => subscriptions.closeSubscription(subscription))).toEqual([id]);
    expect(await told(({ sales }) => sales.cancelOrder(order))).toEqual([]);
    const hints = shop().connect().capabilities.hints!;
    expect(receiver.received().flatMap((body) => hints.parse(body))).toContainEqual({ stream: 'orders', id: erpRecordId(order) });
  });
});

describe('without a module for subscriptions', () => {
  it('there are none, which is said; recurring lines are lines', async () => {
    await openShop({ version: 18 });
    const page = await shop().connect().readPage('subscriptions', null, never);
    expect([page.records, page.hasMore, page.notices]).toEqual([[], false, [{ code: 'subscriptions.absent', params: {} }]]);
    expect(await listAll(shop().connect(), 'subscriptions', { kind: 'all' })).toEqual(new Map());
  });

  it('no plan is asked for, though another module marks products as Enterprise does', async () => {
    const { fake } = await openShop({ version: 18, botGroups: 'sales' });
    for (const model of ['product.template', 'product.product'])
      fake.db.schema.get(model)!.fields.recurring_invoice = boolean('Recurring', { get: () => true });
    const partner = await fake.createPartner({ name: 'Aceros del Norte', is_company: true });
    const [product, order] = await work(({ catalog, sales }) => {
      const made = catalog.createProduct({ name: 'Soporte', kind: 'service' });
      return [made, sales.createOrder({ partner, lines: [{ product: made }] })] as const;
    });
    const { orders, commands } = shop().connect().capabilities;
    expect(await orders!.hindrance!({ productIds: [erpRecordId(product)], companyId: null }, never)).toBeNull();
    expect(await commands!.run('confirmOrder', { key: 'HS-1-D1-1', input: { id: erpRecordId(order) } }, never)).toMatchObject({
      status: 'confirmed',
    });
  });

  it('that was there before, the connector finds that out, and says so', async () => {
    await aContract(18);
    const erp = shop().connect();
    const { next, records } = await readAll(erp, 'subscriptions');
    expect(records.size).toBe(1);
    shop().fake.db.uninstallSubscriptions('product_contract');
    // It still knows the fields, and is told once that they are gone.
    await erp.readPage('subscriptions', next, never).catch(() => undefined);
    const page = await erp.readPage('subscriptions', next, never);
    expect([page.records, page.notices]).toEqual([[], [{ code: 'subscriptions.absent', params: {} }]]);
    expect((await readAll(erp, 'invoices')).records.size).toBe(0);
  });

  it('or without the right to read them, the model is named', async () => {
    await openShop({ version: 18, subscriptions: 'product_contract' });
    expect(await failureOf(readAll(shop().connect(), 'subscriptions'))).toMatchObject({
      code: 'odoo.missing_right',
      params: { model: 'contract.contract' },
    });
  });
});
