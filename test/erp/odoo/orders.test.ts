import { afterEach, describe, expect, it } from '@jest/globals';
import type { NewOrder, NewOrderLine } from '../../../server/erp/shared/contract.ts';
import { RecordRejectedError } from '../../../server/shared/errors.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never, readOne, SETTLED_MS } from '../../contract/reading.ts';
import { writeLine } from '../../fakes/odoo/sales/lines.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

type Options = Partial<Parameters<typeof odooHarness>[0]>;
const start = async (version: 16 | 17 | 18 | 19, more: Options = {}) => {
  harness = await odooHarness({ version, botGroups: 'sales', ...more });
  const { fake } = harness;
  const list = await fake.createPriceList({ name: 'Tarifa pública' });
  const customer = await fake.createPartner({ name: 'Aceros del Norte', is_company: true });
  const valve = await fake.createProduct({ sku: 'VAL-1', name: 'Válvula', price: '100.00', tax: 16 });
  const [warehouse] = fake.records('stock.warehouse');
  await fake.receiveStock(valve, Number(warehouse?.id), 12);
  return { fake, list, customer, valve, warehouse: Number(warehouse?.id) };
};

const anOrder = ({ customer, valve }: { customer: number; valve: number }, over: Partial<NewOrder> = {}): NewOrder => ({
  ...{ customerId: erpRecordId(customer), contactId: null, companyId: null, warehouseId: null, priceListId: null },
  ...{ paymentTermId: null, salespersonId: null, currency: 'MXN', reference: 'HubSpot 77', lines: [aLine(valve)] },
  ...over,
});
const aLine = (product: number, over: Partial<NewOrderLine> = {}): NewOrderLine => ({
  ...{ productId: erpRecordId(product), description: null, quantity: '10', unitPrice: '90', discount: '10' },
  ...over,
});

const commands = (settings = {}) => harness.connectWith(settings).capabilities.commands!;
const support = (settings = {}) => harness.connectWith(settings).capabilities.orders!;
const create = (input: NewOrder, { key = 'HS-1-D1-1', settings = {} } = {}) => commands(settings).run('createOrder', { key, input }, never);
const change = <N extends 'confirmOrder' | 'cancelOrder'>(name: N, id: ErpRecordId) =>
  commands().run(name, { key: 'HS-1-D1-1', input: { id } }, never);
const amend = (id: ErpRecordId, order: NewOrder) => commands().run('amendOrder', { key: 'HS-1-D1-1', input: { id, order } }, never);
const row = (id: ErpRecordId) => harness.fake.record('sale.order', Number(id))!;
const linesOf = (id: ErpRecordId) => harness.fake.records('sale.order.line').filter((line) => line.order_id === Number(id));
const refusal = async (work: Promise<unknown>): Promise<RecordRejectedError> => {
  const error = await failureOf(work);
  expect(error).toBeInstanceOf(RecordRejectedError);
  return error as RecordRejectedError;
};
/** People change one number in the form. */
const writeQuantity = (order: ErpRecordId, quantity: number) =>
  harness.fake.transaction(({ books }) => {
    const [line] = books.tx.by('sale.order.line', 'order_id', Number(order));
    writeLine({ books, uid: 2, companyIds: [1], followsNothing: true, tellsNobody: true }, Number(line), { product_uom_qty: quantity });
  });

describe.each([16, 17, 18, 19] as const)('an order in Odoo %i', (version) => {
  it('is sold by whom the rule says, or by nobody, never by our own user; nobody follows it or gets a mail', async () => {
    const shop = await start(version);
    const seller = shop.fake.addUser('Ana Ruiz', 'ana', { sells: true });
    const nobody = await create(anOrder(shop));
    expect(row(nobody.id)).toMatchObject({ user_id: null, message_partner_ids: [] });
    const somebody = await create(anOrder(shop, { salespersonId: String(seller) }), { key: 'HS-1-D1-2' });
    // The salesperson's own orders are theirs to follow; that is Odoo's way.
    const partner = shop.fake.record('res.users', seller)!.partner_id;
    expect(row(somebody.id)).toMatchObject({ user_id: seller, message_partner_ids: [partner] });
    expect(shop.fake.records('mail.mail')).toEqual([]);
    await change('confirmOrder', nobody.id);
    expect(row(nobody.id).user_id).toBeNull();
  });

  it('is made in the company that was asked for, with what is of that company', async () => {
    const shop = await start(version, {
      companies: [
        { name: 'Norte', currency: 'MXN', vat: 'VAN120315QX8' },
        { name: 'Sur', currency: 'MXN', vat: 'EKU9003173C9' },
      ],
    });
    const [north, south] = shop.fake.records('res.company').map(({ id }) => id);
    const warehouse = await shop.fake.transaction((erp) => erp.stock.createWarehouse('Sur', Number(south)));
    const made = await create(anOrder(shop, { companyId: String(south), warehouseId: String(warehouse) }));
    expect(row(made.id)).toMatchObject({ company_id: south, warehouse_id: warehouse });
    const other = await create(anOrder(shop), { key: 'HS-1-D1-2', settings: { companies: [String(south)] } });
    expect(row(other.id).company_id).toBe(south);
    const refused = await refusal(
      create(anOrder(shop, { companyId: String(north) }), { key: 'HS-1-D1-3', settings: { companies: [String(south)] } }),
    );
    expect(refused).toMatchObject({ code: 'order.company_unknown', params: { company: String(north) } });
    const ofNorth = await shop.fake.createProduct({ name: 'Brida', company: Number(north) });
    const lines = [aLine(ofNorth)];
    expect(await refusal(create(anOrder(shop, { companyId: String(south), lines }), { key: 'HS-1-D1-4' }))).toMatchObject({
      ...{ code: 'order.product_of_other_company', params: { product: 'Brida' } },
    });
  });

  it('takes the list that was asked for, else that of the customer, else the first in the currency', async () => {
    const shop = await start(version);
    const { fake, list } = shop;
    const [usd, wholesale] = [
      await fake.createPriceList({ name: 'Dólares', currency: 'USD' }),
      await fake.createPriceList({ name: 'Mayoreo' }),
    ];
    const listOf = async (over: Partial<NewOrder>, key: string) => row((await create(anOrder(shop, over), { key })).id).pricelist_id;
    expect(await listOf({}, 'HS-1')).toBe(list);
    expect(await listOf({ priceListId: String(wholesale) }, 'HS-2')).toBe(wholesale);
    expect(await listOf({ currency: 'USD' }, 'HS-3')).toBe(usd);
    await fake.updatePartner(shop.customer, { property_product_pricelist: wholesale });
    expect(await listOf({}, 'HS-4')).toBe(wholesale);
    expect(await listOf({ currency: 'USD' }, 'HS-5')).toBe(usd);
    expect(await refusal(create(anOrder(shop, { priceListId: String(usd) }), { key: 'HS-6' }))).toMatchObject({
      code: 'order.no_price_list',
    });
  });

  it('has prices in its currency beside those that were agreed', async () => {
    const shop = await start(version);
    await shop.fake.createPriceList({ name: 'Dólares', currency: 'USD' });
    const visit = await shop.fake.createProduct({ name: 'Visita', kind: 'service', price: '186.67' });
    const made = await create(anOrder(shop, { currency: 'USD', lines: [aLine(shop.valve, { unitPrice: '5', discount: null }), aLine(visit, { unitPrice: null, quantity: '1' })] })); // prettier-ignore
    const [, second] = linesOf(made.id);
    // 186.67 pesos.
    expect(Number(second?.price_unit)).toBeCloseTo(10, 1);
  });

  it('is addressed to the person of the organisation it was agreed with, and to nobody of another', async () => {
    const shop = await start(version);
    const ana = await shop.fake.createPartner({ name: 'Ana Ruiz', is_company: false, parent_id: shop.customer });
    const stranger = await shop.fake.createPartner({ name: 'Luis Gómez', is_company: false });
    const made = await create(anOrder(shop, { contactId: erpRecordId(ana) }));
    expect(row(made.id).partner_id).toBe(ana);
    harness.pass(SETTLED_MS);
    expect(await readOne(harness.connect(), 'orders', made.id)).toMatchObject({
      customerId: String(ana),
      organisationId: String(shop.customer),
    });
    const other = await create(anOrder(shop, { contactId: erpRecordId(stranger) }), { key: 'HS-1-D1-2' });
    expect(row(other.id).partner_id).toBe(shop.customer);
  });

  it('keeps its agreed price when people change the quantity, from 18 on', async () => {
    const shop = await start(version);
    const { id } = await create(anOrder(shop));
    await writeQuantity(id, 4);
    expect(linesOf(id)[0]?.price_unit).toBe(version >= 18 ? 90 : 100);
    await amend(id, anOrder(shop, { lines: [aLine(shop.valve, { quantity: '4' })] }));
    expect(linesOf(id)[0]).toMatchObject({ product_uom_qty: 4, price_unit: 90, discount: 10 });
  });

  it('keeps the price of Odoo as its own, so that a quantity prices it anew', async () => {
    const shop = await start(version);
    await shop.fake.addPriceRule(shop.list, { product: shop.valve, fixed: '70', minQuantity: 50 });
    // Beside an agreed line, so that the price was asked for and written.
    const { id } = await create(anOrder(shop, { lines: [aLine(shop.valve, { unitPrice: null, discount: null }), aLine(shop.valve)] }));
    await writeQuantity(id, 60);
    expect(linesOf(id)[0]?.price_unit).toBe(70);
  });

  it('with a task that belongs into no project is refused before it is confirmed, from 18 on', async () => {
    const shop = await start(version);
    const task = await shop.fake.createProduct({ name: 'Puesta en marcha', kind: 'service' });
    await shop.fake.transaction(({ catalog }) => catalog.updateTemplate(task, { service_tracking: 'task_global_project' }));
    const { id } = await create(anOrder(shop, { lines: [aLine(task)] }));
    if (version < 18) {
      expect(await change('confirmOrder', id)).toMatchObject({ status: 'confirmed' });
      return;
    }
    harness.fake.forgetCalls();
    expect(await refusal(change('confirmOrder', id))).toMatchObject({
      code: 'order.project_missing',
      params: { product: 'Puesta en marcha' },
    });
    expect(harness.fake.calls().filter(({ method }) => method === 'action_confirm')).toEqual([]);
    const project = await shop.fake.transaction(({ books }) => books.tx.insert('project.project', { name: 'Instalaciones' }));
    await shop.fake.transaction(({ catalog }) => catalog.updateTemplate(task, { project_id: project }));
    expect(await change('confirmOrder', id)).toMatchObject({ status: 'confirmed', isChanged: true });
  });

  it('that Odoo asks a person about stays a quotation, and says so', async () => {
    const shop = await start(version);
    const { id } = await create(anOrder(shop));
    shop.fake.db.asksBeforeConfirming = true;
    expect(await refusal(change('confirmOrder', id))).toMatchObject({ code: 'order.asks_person' });
  });

  it('with the draft of an invoice is not called off', async () => {
    const shop = await start(version);
    const { id } = await create(anOrder(shop));
    await change('confirmOrder', id);
    await shop.fake.transaction((erp) => erp.sales.invoiceOrder(Number(id)));
    expect(await refusal(change('cancelOrder', id))).toMatchObject({ code: 'order.not_cancellable' });
  });

  it('that was confirmed keeps its warehouse', async () => {
    const shop = await start(version);
    const { id } = await create(anOrder(shop, { warehouseId: String(shop.warehouse) }));
    const other = await shop.fake.createWarehouse('Sur');
    await amend(id, anOrder(shop, { warehouseId: String(other) }));
    expect(row(id).warehouse_id).toBe(other);
    await change('confirmOrder', id);
    expect(await refusal(amend(id, anOrder(shop, { warehouseId: String(shop.warehouse) })))).toMatchObject({ code: 'order.not_amendable' });
    expect(row(id).warehouse_id).toBe(other);
  });

  it('for another customer is sold by the same person, with a list in the right currency', async () => {
    const shop = await start(version);
    const [dollars, other] = [
      await shop.fake.createPriceList({ name: 'Dólares', currency: 'USD' }),
      await shop.fake.createPartner({ name: 'Bombas del Bajío', is_company: true }),
    ];
    await shop.fake.updatePartner(other, { property_product_pricelist: dollars });
    const { id } = await create(anOrder(shop));
    const order = anOrder(shop, { customerId: erpRecordId(other) });
    expect(await amend(id, order)).toMatchObject({ isChanged: true, currency: 'MXN' });
    expect(row(id)).toMatchObject({ partner_id: other, user_id: null, pricelist_id: shop.list });
    expect(await amend(id, order)).toMatchObject({ isChanged: false });
  });

  it('keeps carriage that people added, and drops what was sold beside it', async () => {
    const shop = await start(version);
    const freight = await shop.fake.createProduct({ name: 'Flete', kind: 'service', price: '350.00' });
    const { id } = await create(anOrder(shop, { lines: [aLine(shop.valve), aLine(shop.valve, { unitPrice: '80' })] }));
    await shop.fake.transaction((erp) => erp.sales.addLineTo(Number(id), { product: freight, carriage: true }));
    await amend(id, anOrder(shop));
    expect(linesOf(id).map((line) => [line.product_id, line.price_unit])).toEqual([[shop.valve, 90], [freight, 350]]); // prettier-ignore
  });

  it('is not taken for a customer of the same key', async () => {
    const shop = await start(version);
    await create(anOrder(shop));
    expect((await commands().find('createCustomer', ['HS-1-D1-1'], never)).size).toBe(0);
  });

  it('is sold by those who may sell', async () => {
    const shop = await start(version);
    const ana = shop.fake.addUser('Ana Ruiz', 'ana', { sells: true });
    shop.fake.addUser('Eva Díaz', 'eva');
    const { salespeople } = await support().choices(never);
    expect(salespeople).toEqual([{ id: String(ana), name: 'Ana Ruiz', companyId: '1', email: 'ana@erp.example' }]);
  });

  it(version === 16 ? 'cannot be shown before it is made' : 'is shown before it is made, taxes and all', async () => {
    const shop = await start(version);
    const preview = support().preview!(anOrder(shop), never);
    if (version === 16) {
      expect(await refusal(preview)).toMatchObject({ code: 'odoo.preview_needs_newer_version', params: { version: 16, needed: 17 } });
      return;
    }
    expect(await preview).toMatchObject({ untaxed: '810.00', tax: '129.60', total: '939.60', lines: [{ taxes: ['IVA 16%'] }] });
  });
});

describe('on Odoo 19', () => {
  it('a warning on a customer blocks nobody', async () => {
    const shop = await start(19);
    await shop.fake.updatePartner(shop.customer, { sale_warn_msg: 'Pide anticipo' });
    expect(await create(anOrder(shop))).toMatchObject({ status: 'quotation' });
    const about = { customerId: erpRecordId(shop.customer), companyId: null };
    expect(await support().standing(about, never)).toEqual({ blockedBy: null, credit: null });
  });
});

describe('on Odoo 18', () => {
  it('the block of an organisation counts for its people', async () => {
    const shop = await start(18);
    const ana = await shop.fake.createPartner({ name: 'Ana Ruiz', is_company: false, parent_id: shop.customer });
    await shop.fake.updatePartner(shop.customer, { sale_warn: 'block', sale_warn_msg: 'Debe desde marzo' });
    const refused = await refusal(create(anOrder(shop, { customerId: erpRecordId(ana) })));
    expect(refused).toMatchObject({ code: 'order.customer_blocked', params: { message: 'Debe desde marzo' } });
  });

  it('without lists an order is in the currency of the company, and in no other', async () => {
    const shop = await start(18);
    await shop.fake.transaction(({ catalog }) => catalog.deletePriceList(shop.list));
    const made = await create(anOrder(shop));
    expect(row(made.id)).toMatchObject({ pricelist_id: null });
    expect(made.currency).toBe('MXN');
    expect(await refusal(create(anOrder(shop, { currency: 'USD' }), { key: 'HS-2' }))).toMatchObject({ code: 'order.no_price_list' });
  });

  it('without the module for stock nothing is held back, and no warehouse can be chosen', async () => {
    harness = await odooHarness({ version: 18, botGroups: 'sales', without: ['stock'] });
    const { fake } = harness;
    const shop = {
      customer: await fake.createPartner({ name: 'Aceros del Norte', is_company: true }),
      valve: await fake.createProduct({ name: 'Válvula' }),
    };
    const { id } = await create(anOrder(shop));
    const reserved = await commands().run('reserveOrder', { key: 'HS-1-D1-1', input: { id, isReserved: true } }, never);
    expect(reserved).toMatchObject({ id, isChanged: false });
    expect(await refusal(create(anOrder(shop, { warehouseId: '1' }), { key: 'HS-2' }))).toMatchObject({
      ...{ code: 'order.no_such_choice' },
    });
    expect((await support().choices(never)).warehouses).toEqual([]);
  });

  it('a user without the right to sell is told which', async () => {
    const shop = await start(18, { botGroups: 'contacts' });
    expect(await refusal(create(anOrder(shop)))).toMatchObject({ code: 'order.no_right_to_orders' });
  });
});
