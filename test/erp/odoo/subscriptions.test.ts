import { afterEach, describe, expect, it } from '@jest/globals';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, listAll, never, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import type { NewRow } from '../../fakes/odoo/types.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

type Version = 16 | 17 | 18 | 19;
type Module = 'subscription_oca' | 'product_contract' | 'sale_subscription';
const VERSIONS = [16, 17, 18, 19] as const;
const DAY_MS = 86_400_000;

const CONTRACT_MODELS = ['contract.contract', 'contract.line', 'contract.template'];
const work = <T>(does: (erp: Parameters<Parameters<OdooHarness['fake']['transaction']>[0]>[0]) => T): Promise<T> =>
  harness.fake.transaction(does);
const day = (offset: number): string => new Date(harness.now().getTime() + offset * DAY_MS).toISOString().slice(0, 10);
const read = (id: string) => readOne(harness.connect(), 'subscriptions', erpRecordId(id));
const all = async () => [...(await readAll(harness.connect(), 'subscriptions')).records.values()];

/** A customer, and a service that is sold by the period. */
async function aShop(module: Module, version: Version) {
  harness = await odooHarness({ version, botGroups: 'sales', subscriptions: module });
  const { fake } = harness;
  for (const model of CONTRACT_MODELS) fake.grantRight(model);
  const partner = await fake.createPartner({ name: 'Aceros del Norte', is_company: true });
  const aService = (name: string, values: NewRow<'product.template'>) =>
    work(({ catalog }) => {
      const product = catalog.createProduct({ name, kind: 'service' });
      catalog.updateTemplate(product, values);
      return product;
    });
  const sell = (lines: { product: number; price?: string; quantity?: number }[], prepare: (order: number) => void = () => undefined) =>
    work(({ sales }) => {
      const order = sales.createOrder({ partner, lines });
      prepare(order);
      sales.confirmOrder(order);
      return order;
    });
  return { fake, partner, aService, sell };
}

async function aContract(version: Version, values: NewRow<'product.template'> = {}) {
  const shop = await aShop('product_contract', version);
  const template = await work(({ subscriptions }) => subscriptions.createContractTemplate('Mantenimiento'));
  const rule = {
    recurring_rule_type: 'monthly',
    recurring_interval: 1,
    is_auto_renew: true,
    auto_renew_interval: 1,
    auto_renew_rule_type: 'yearly',
  };
  const product = await shop.aService('Mantenimiento', { is_contract: true, property_contract_template_id: template, ...rule, ...values });
  const order = await shop.sell([{ product, price: '900.00' }]);
  const [contract] = await work(({ subscriptions }) => subscriptions.contractsOf(order));
  return { ...shop, template, product, order, contract: contract!, id: `contract-${contract}` };
}

async function aSubscription(version: Version, values: NewRow<'sale.subscription.template'> = {}) {
  const shop = await aShop('subscription_oca', version);
  const template = await work(({ subscriptions }) => subscriptions.createTemplate('Trimestral', { recurring_interval: 3, ...values }));
  const product = await shop.aService('Soporte', { subscribable: true, subscription_template_id: template });
  const order = await shop.sell([{ product, price: '3000.00' }]);
  const [subscription] = await work(({ subscriptions }) => subscriptions.ofOrder(order));
  return { ...shop, template, product, order, subscription: subscription!, id: `subscription-${subscription}` };
}

async function anOrderThatGoesOn(version: Version) {
  const shop = await aShop('sale_subscription', version);
  const plan = await work(({ subscriptions }) => subscriptions.createPlan('Anual', 'year', 1));
  const product = await shop.aService('Licencia', { recurring_invoice: true });
  const once = await shop.aService('Instalación', {});
  const order = await work(({ sales, subscriptions }) => {
    const made = sales.createOrder({
      partner: shop.partner,
      lines: [
        { product, price: '12000.00' },
        { product: once, price: '500.00' },
      ],
    });
    subscriptions.planOrder(made, plan);
    sales.confirmOrder(made);
    return made;
  });
  return { ...shop, plan, product, order, id: `order-${order}` };
}

describe.each(VERSIONS)('contracts of OCA on Odoo %i', (version) => {
  it('are read with what they cost, when they are invoiced next, and the order that made them', async () => {
    const { partner, order, id } = await aContract(version);
    const today = day(0);
    expect(await all()).toMatchObject([
      {
        ...{ id, status: 'active', customerId: String(partner), organisationId: String(partner), orderIds: [String(order)] },
        ...{ plan: 'Mantenimiento', currency: 'MXN', startsOn: today, nextInvoiceOn: today, isPaymentFailing: false, invoiceIds: [] },
        charges: [{ name: 'Mantenimiento', amount: '900.00', period: { every: 1, unit: 'month' } }],
      },
    ]);
    expect(await readOne(harness.connect(), 'orders', erpRecordId(order))).toMatchObject({ subscriptionCount: 1 });
    const { records } = await readAll(harness.connect(), 'subscriptions');
    expect(new Map([...records].map(([key, { changeStamp }]) => [key, changeStamp]))).toEqual(
      await listAll(harness.connect(), 'subscriptions', { kind: 'all' }),
    );
  });

  it('end by the calendar, which writes nothing, and are read again then', async () => {
    const { contract, id } = await aContract(version, { is_auto_renew: false });
    const [line] = await work(({ subscriptions }) => subscriptions.linesOf(contract));
    const last = day(2);
    await work(({ subscriptions }) => subscriptions.changeLine(line!, { date_end: last }));
    harness.pass(SETTLED_MS);
    const first = await readAll(harness.connect(), 'subscriptions');
    expect(first.records.get(erpRecordId(id))).toMatchObject({ status: 'active', endsOn: last });
    harness.pass(3 * DAY_MS);
    const later = await readAll(harness.connect(), 'subscriptions', first.next);
    expect(later.records.get(erpRecordId(id))).toMatchObject({ status: 'ended', endsOn: last, nextInvoiceOn: null, charges: [] });
    expect(later.records.get(erpRecordId(id))!.changeStamp).not.toBe(first.records.get(erpRecordId(id))!.changeStamp);
    expect((await listAll(harness.connect(), 'subscriptions', { kind: 'all' })).get(erpRecordId(id))).toBe(
      later.records.get(erpRecordId(id))!.changeStamp,
    );
  });

  it('begin by the calendar', async () => {
    const { contract, id } = await aContract(version);
    const [line] = await work(({ subscriptions }) => subscriptions.linesOf(contract));
    await work(({ subscriptions }) => subscriptions.changeLine(line!, { date_start: day(2) }));
    harness.pass(SETTLED_MS);
    const { records, next } = await readAll(harness.connect(), 'subscriptions');
    expect(records.get(erpRecordId(id))).toMatchObject({ status: 'not_started', charges: [{ amount: '900.00' }] });
    harness.pass(2 * DAY_MS);
    const later = await readAll(harness.connect(), 'subscriptions', next);
    expect(later.records.get(erpRecordId(id))).toMatchObject({ status: 'active' });
  });

  it('go on where they renew themselves, and are cancelled on the day that somebody ends them', async () => {
    const { contract, id } = await aContract(version);
    const before = await read(id);
    await work(({ subscriptions }) => subscriptions.renewContract(contract));
    const renewed = await read(id);
    expect(renewed.endsOn! > before.endsOn!).toBe(true);
    await work(({ subscriptions }) => subscriptions.terminateContract(contract, day(5)));
    expect(await read(id)).toMatchObject({ status: 'active', endsOn: day(5) });
    harness.pass(6 * DAY_MS);
    expect(await read(id)).toMatchObject({ status: 'cancelled', endsOn: day(-1) });
  });

  it('cost what runs now: neither what was replaced nor what follows is paid beside it', async () => {
    const { fake, contract, id } = await aContract(version);
    await work(({ books, subscriptions }) => {
      const [line] = subscriptions.linesOf(contract);
      const { id: _, ...row } = books.tx.row('contract.line', line!);
      subscriptions.changeLine(line!, { date_end: day(10), is_auto_renew: false });
      books.tx.insert('contract.line', { ...row, price_unit: 1100, date_start: day(11), date_end: null, is_auto_renew: false });
      books.tx.insert('contract.line', { ...row, price_unit: 50, is_canceled: true });
      books.tx.insert('contract.line', { ...row, price_unit: 0, display_type: 'line_note' });
      books.tx.insert('contract.line', { ...row, price_unit: 120, recurring_rule_type: 'quarterly', date_end: null });
    });
    const { charges, endsOn } = await read(id);
    expect([charges.map(({ amount }) => amount), charges[1]!.period, endsOn]).toEqual([
      ['900.00', '120.00'],
      { every: 3, unit: 'month' },
      null,
    ]);
    expect(fake.records('contract.line').length).toBe(5);
  });

  it('name their unpaid invoices, and not those of suppliers', async () => {
    const { fake, partner, contract, id } = await aContract(version);
    const invoice = await work(({ subscriptions }) => subscriptions.invoiceContract(contract));
    expect(await read(id)).toMatchObject({ invoiceIds: [String(invoice)] });
    expect((await read(id)).nextInvoiceOn! > day(0)).toBe(true);
    await fake.registerPayment(invoice);
    await work(({ books }) =>
      books.tx.insert('contract.contract', { name: 'Renta', partner_id: partner, company_id: 1, contract_type: 'purchase', active: true }),
    );
    expect((await all()).map((one) => [one.id, one.invoiceIds.length])).toEqual([[id, version === 16 ? 0 : expect.any(Number)]]);
  });

  it('are made once, however often the order is called off and confirmed', async () => {
    const { order } = await aContract(version);
    await work(({ sales }) => {
      sales.cancelOrder(order);
      sales.reopenOrder(order);
      sales.confirmOrder(order);
    });
    expect((await all()).length).toBe(1);
  });

  it('need a template: without one the order is not confirmed, and that is said before', async () => {
    const { partner, product } = await aContract(version);
    const order = await work(({ catalog, sales }) => {
      catalog.updateTemplate(product, { property_contract_template_id: null });
      return sales.createOrder({ partner, lines: [{ product }] });
    });
    const { orders, commands } = harness.connect().capabilities;
    const asked = { productIds: [erpRecordId(product)], companyId: null };
    expect(await orders!.hindrance!(asked, never)).toMatchObject({ code: 'order.contract_template_missing' });
    const confirmed = commands!.run('confirmOrder', { key: 'HS-1-D1-1', input: { id: erpRecordId(order) } }, never);
    expect(await failureOf(confirmed)).toMatchObject({ code: 'order.contract_template_missing', params: { product: 'Mantenimiento' } });
  });

  it('are none by themselves in a company where people make them by hand', async () => {
    const { order } = await aContract(version);
    await work(({ books }) => books.tx.update('res.company', 1, { create_contract_at_sale_order_confirmation: false }));
    expect(await readOne(harness.connect(), 'orders', erpRecordId(order))).not.toHaveProperty('subscriptionCount');
  });
});

describe.each(VERSIONS)('subscriptions of OCA on Odoo %i', (version) => {
  it('are read with their template and their order, and end in the stage for what is closed', async () => {
    const { order, subscription, id } = await aSubscription(version);
    expect(await all()).toMatchObject([
      {
        ...{ id, status: 'active', orderIds: [String(order)], plan: 'Trimestral', currency: 'MXN', startsOn: day(0), endsOn: null },
        charges: [{ name: 'Trimestral', amount: '3000.00', period: { every: 3, unit: 'month' } }],
      },
    ]);
    expect((await read(id)).nextInvoiceOn! > day(80)).toBe(true);
    const invoice = await work(({ subscriptions }) => subscriptions.invoiceSubscription(subscription));
    expect(await read(id)).toMatchObject({ invoiceIds: [String(invoice)] });
    await work(({ subscriptions }) => subscriptions.closeSubscription(subscription));
    expect(await read(id)).toMatchObject({ status: 'cancelled', nextInvoiceOn: null });
  });

  it('of a limited time end with it', async () => {
    const { subscription, id } = await aSubscription(version, { recurring_rule_boundary: 'limited', recurring_rule_count: 12 });
    expect((await read(id)).endsOn! > day(360)).toBe(true);
    await work(({ subscriptions }) => {
      subscriptions.changeSubscription(subscription, { date: day(0) });
      subscriptions.closeSubscription(subscription);
    });
    expect(await read(id)).toMatchObject({ status: 'ended', endsOn: day(0) });
  });

  it('are made once more each time that the order is confirmed, which shows in their number', async () => {
    const { order } = await aSubscription(version);
    await work(({ sales }) => {
      sales.cancelOrder(order);
      sales.reopenOrder(order);
      sales.confirmOrder(order);
    });
    const made = await all();
    expect(made.map(({ orderIds }) => orderIds)).toEqual([[String(order)], [String(order)]]);
    expect(await readOne(harness.connect(), 'orders', erpRecordId(order))).toMatchObject({ subscriptionCount: 1 });
  });

  it('come again when a line of theirs changes', async () => {
    const { fake, id } = await aSubscription(version);
    harness.pass(30 * 60_000);
    const { next } = await readAll(harness.connect(), 'subscriptions');
    harness.pass(30 * 60_000);
    const [line] = fake.records('sale.subscription.line');
    await work(({ books }) => books.tx.update('sale.subscription.line', line!.id, { price_unit: 3300 }));
    harness.pass(SETTLED_MS);
    const { records } = await readAll(harness.connect(), 'subscriptions', next);
    expect(records.get(erpRecordId(id))).toMatchObject({ charges: [{ amount: '3300.00' }] });
  });
});

describe.each(VERSIONS)('orders that go on, as Enterprise documents them for Odoo %i', (version) => {
  it('are subscriptions by themselves, with the monthly amount that Odoo computes', async () => {
    const { order, id } = await anOrderThatGoesOn(version);
    expect(await all()).toMatchObject([
      {
        ...{ id, status: 'active', orderIds: [String(order)], plan: 'Anual', monthly: '1000.00', startsOn: day(0), predecessorId: null },
        charges: [{ name: 'Anual', amount: '12000.00', period: { every: 1, unit: 'year' } }],
      },
    ]);
    expect(await readOne(harness.connect(), 'orders', erpRecordId(order))).toMatchObject({ subscriptionCount: 1 });
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
    const { orders, commands } = harness.connect().capabilities;
    const confirm = () => commands!.run('confirmOrder', { key: 'HS-1-D1-1', input: { id: erpRecordId(order) } }, never);
    expect(await orders!.hindrance!({ productIds: [erpRecordId(product)], companyId: null }, never)).toMatchObject({
      code: 'order.plan_missing',
    });
    expect(await failureOf(confirm())).toMatchObject({ code: 'order.plan_missing', params: { product: 'Licencia' } });
    await work(({ subscriptions }) => subscriptions.planOrder(order, plan));
    expect(await confirm()).toMatchObject({ status: 'confirmed' });
  });

  it('are quotations until they are confirmed', async () => {
    const { partner, product, plan } = await anOrderThatGoesOn(version);
    const quotation = await work(({ sales, subscriptions }) => {
      const made = sales.createOrder({ partner, lines: [{ product }] });
      subscriptions.planOrder(made, plan);
      return made;
    });
    expect(await read(`order-${quotation}`)).toMatchObject({ status: 'not_started' });
  });
});

describe('without a module for subscriptions', () => {
  it('there are none, which is said; recurring lines are lines', async () => {
    harness = await odooHarness({ version: 18 });
    const page = await harness.connect().readPage('subscriptions', null, never);
    expect([page.records, page.hasMore, page.notices]).toEqual([[], false, [{ code: 'subscriptions.absent', params: {} }]]);
    expect(await listAll(harness.connect(), 'subscriptions', { kind: 'all' })).toEqual(new Map<ErpRecordId, string>());
  });

  it('that was there before, the connector finds that out, and says so', async () => {
    await aContract(18);
    const erp = harness.connect();
    const { next, records } = await readAll(erp, 'subscriptions');
    expect(records.size).toBe(1);
    harness.fake.db.uninstallSubscriptions('product_contract');
    // It still knows the fields, and is told once that they are gone.
    await erp.readPage('subscriptions', next, never).catch(() => undefined);
    const page = await erp.readPage('subscriptions', next, never);
    expect([page.records, page.notices]).toEqual([[], [{ code: 'subscriptions.absent', params: {} }]]);
    expect((await readAll(erp, 'invoices')).records.size).toBe(0);
  });

  it('or without the right to read them, the model is named', async () => {
    harness = await odooHarness({ version: 18, subscriptions: 'product_contract' });
    expect(await failureOf(readAll(harness.connect(), 'subscriptions'))).toMatchObject({
      code: 'odoo.missing_right',
      params: { model: 'contract.contract' },
    });
  });
});
