import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, listAll, never, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { aContract, aSubscription, all, day, DAY_MS, read, shop, VERSIONS, work } from './subscription-shop.ts';

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
    expect(await readOne(shop().connect(), 'orders', erpRecordId(order))).toMatchObject({ subscriptionCount: 1 });
    const { records } = await readAll(shop().connect(), 'subscriptions');
    expect(new Map([...records].map(([key, { changeStamp }]) => [key, changeStamp]))).toEqual(
      await listAll(shop().connect(), 'subscriptions', { kind: 'all' }),
    );
  });

  it('end by the calendar, which writes nothing, and are read again then', async () => {
    const { contract, id } = await aContract(version, { is_auto_renew: false });
    const [line] = await work(({ subscriptions }) => subscriptions.linesOf(contract));
    const last = day(2);
    await work(({ subscriptions }) => subscriptions.changeLine(line!, { date_end: last }));
    shop().pass(SETTLED_MS);
    const first = await readAll(shop().connect(), 'subscriptions');
    expect(first.records.get(erpRecordId(id))).toMatchObject({ status: 'active', endsOn: last });
    shop().pass(3 * DAY_MS);
    const later = await readAll(shop().connect(), 'subscriptions', first.next);
    expect(later.records.get(erpRecordId(id))).toMatchObject({ status: 'ended', endsOn: last, nextInvoiceOn: null, charges: [] });
    expect(later.records.get(erpRecordId(id))!.changeStamp).not.toBe(first.records.get(erpRecordId(id))!.changeStamp);
    expect((await listAll(shop().connect(), 'subscriptions', { kind: 'all' })).get(erpRecordId(id))).toBe(
      later.records.get(erpRecordId(id))!.changeStamp,
    );
  });

  it('begin by the calendar', async () => {
    const { contract, id } = await aContract(version);
    const [line] = await work(({ subscriptions }) => subscriptions.linesOf(contract));
    await work(({ subscriptions }) => subscriptions.changeLine(line!, { date_start: day(2) }));
    shop().pass(SETTLED_MS);
    const { records, next } = await readAll(shop().connect(), 'subscriptions');
    expect(records.get(erpRecordId(id))).toMatchObject({ status: 'not_started', charges: [{ amount: '900.00' }] });
    shop().pass(2 * DAY_MS);
    const later = await readAll(shop().connect(), 'subscriptions', next);
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
    shop().pass(6 * DAY_MS);
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

  it('name an invoice that people post later, which touches no contract', async () => {
    const { contract, id } = await aContract(version);
    const invoice = await work(({ books, subscriptions }) => {
      const made = subscriptions.invoiceContract(contract);
      books.tx.update('account.move', made, { state: 'draft', payment_state: 'not_paid' });
      return made;
    });
    expect(await read(id)).toMatchObject({ invoiceIds: [String(invoice)] });
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
    const { orders, commands } = shop().connect().capabilities;
    const asked = { productIds: [erpRecordId(product)], companyId: null };
    expect(await orders!.hindrance!(asked, never)).toMatchObject({ code: 'order.contract_template_missing' });
    const confirmed = commands!.run('confirmOrder', { key: 'HS-1-D1-1', input: { id: erpRecordId(order) } }, never);
    expect(await failureOf(confirmed)).toMatchObject({ code: 'order.contract_template_missing', params: { product: 'Mantenimiento' } });
  });

  it('are none by themselves in a company where people make them by hand', async () => {
    const { order } = await aContract(version);
    await work(({ books }) => books.tx.update('res.company', 1, { create_contract_at_sale_order_confirmation: false }));
    expect(await readOne(shop().connect(), 'orders', erpRecordId(order))).not.toHaveProperty('subscriptionCount');
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
    expect(await readOne(shop().connect(), 'orders', erpRecordId(order))).toMatchObject({ subscriptionCount: 1 });
  });

  it('come again when a line of theirs changes', async () => {
    const { fake, id } = await aSubscription(version);
    shop().pass(30 * 60_000);
    const { next } = await readAll(shop().connect(), 'subscriptions');
    shop().pass(30 * 60_000);
    const [line] = fake.records('sale.subscription.line');
    await work(({ books }) => books.tx.update('sale.subscription.line', line!.id, { price_unit: 3300 }));
    shop().pass(SETTLED_MS);
    const { records } = await readAll(shop().connect(), 'subscriptions', next);
    expect(records.get(erpRecordId(id))).toMatchObject({ charges: [{ amount: '3300.00' }] });
  });
});
