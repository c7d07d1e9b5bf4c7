import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CommandSupport, NewOrder, OrderState } from '../../../server/erp/shared/contract.ts';
import { TransientError, UnclearOutcomeError } from '../../../server/shared/errors.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import { never, readOne } from '../../contract/reading.ts';
import type { Fault } from '../../fakes/faults.ts';
import { PROXY_ERROR, type B1Fake, type B1FakeOptions } from '../../fakes/sap-b1/index.ts';
import { b1OrderHarness, draftId, entryOf, orderId, quotationId, type B1OrderHarness } from './orders-harness.ts';

const KEY = 'HS-4711-D99-1';
let harness: B1OrderHarness;
let fake: B1Fake;
const begin = async (options: Omit<B1FakeOptions, 'now'> = {}): Promise<void> => {
  harness = await b1OrderHarness(options);
  ({ fake } = harness);
  fake.addUserField('Orders', { name: 'PuenteKey', title: 'Clave de Puente', size: 32 });
  const contacts = [{ name: 'Ana Garza' }];
  fake.createPartner({ code: 'C1', name: 'Aceros', contacts });
  fake.createItem({ code: 'VAL-1', name: 'Válvula', price: '100', openingStock: 50 });
  fake.createItem({ code: 'SRV-1', name: 'Visita', price: '50', isStocked: false });
};
beforeEach(() => begin());
afterEach(() => harness.close());

const VALVES = { productId: erpRecordId('VAL-1'), description: null, quantity: '10', unitPrice: '90.00', discount: '10' };
const VISIT = { productId: erpRecordId('SRV-1'), description: 'Visita a planta', quantity: '1', unitPrice: null, discount: null };
const ORDER: NewOrder = {
  customerId: erpRecordId('C1'),
  contactId: null,
  companyId: null,
  warehouseId: null,
  priceListId: null,
  paymentTermId: null,
  salespersonId: null,
  currency: 'MXN',
  reference: 'OC 77',
  lines: [VALVES, VISIT],
};
const commands = (): CommandSupport => harness.connect().capabilities.commands!;
const create = (changes: Partial<NewOrder> = {}, key = KEY): Promise<OrderState> =>
  commands().run('createOrder', { key, input: { ...ORDER, ...changes } }, never);
const find = async (key = KEY) => (await commands().find('createOrder', [key], never)).get(key) ?? [];
const confirm = (id: ErpRecordId, key = 'HS-4711-D99-1-C') => commands().run('confirmOrder', { key, input: { id } }, never);
const amend = (id: ErpRecordId, changes: Partial<NewOrder>) =>
  commands().run('amendOrder', { key: 'A', input: { id, order: { ...ORDER, ...changes } } }, never);
const cancel = (id: ErpRecordId) => commands().run('cancelOrder', { key: 'X', input: { id } }, never);
const row = (id: ErpRecordId) => fake.record(id.startsWith('23') ? 'Quotations' : 'Orders', entryOf(id))!;
const figures = (id: ErpRecordId) =>
  row(id).DocumentLines.map((line) => [line.ItemCode, line.Quantity, line.UnitPrice, line.DiscountPercent]);

describe('an order is made as a quotation', () => {
  it('with the prices that were agreed and the server’s own for the rest, its own taxes and totals', async () => {
    fake.agreeDiscount('C1', 5);
    const made = await create();
    expect(made).toEqual({
      id: '23:1',
      number: '3001',
      status: 'quotation',
      currency: 'MXN',
      untaxed: '857.50',
      tax: '137.20',
      total: '994.70',
      isChanged: true,
    });
    expect(figures(made.id)).toEqual([
      ['VAL-1', 10, 90, 10],
      ['SRV-1', 1, 50, 5],
    ]);
    expect(row(made.id)).toMatchObject({ NumAtCard: 'OC 77', SalesPersonCode: -1, U_PuenteKey: KEY });
    expect(row(made.id).DocumentLines[1]).toMatchObject({ ItemDescription: 'Visita a planta' });
  });

  it('once for its key, and is found by it', async () => {
    const made = await create();
    expect(await create()).toEqual(made);
    expect(await find()).toEqual([made]);
    expect(await find('HS-4711-D99-2')).toEqual([]);
    expect(fake.records('Quotations')).toHaveLength(1);
  });

  it('that is found after its answer was lost', async () => {
    fake.faults.next({ kind: 'doneButNoAnswer', match: /POST .*\/Quotations$/ });
    await expect(create()).rejects.toBeInstanceOf(UnclearOutcomeError);
    expect(await find()).toMatchObject([{ id: '23:1' }]);
    expect((await create()).id).toBe('23:1');
  });

  it.each<[string, Fault, number]>([
    ['the connection ended before', { kind: 'reset' }, 0],
    ['half an answer came', { kind: 'cutOff' }, 1],
    ['the proxy gave up', PROXY_ERROR, 0],
    ['the answer is nobody’s', { kind: 'status', status: 201, body: { DocEntry: 1 } }, 0],
  ])('and is unclear where %s, until the key tells', async (_, fault, made) => {
    fake.faults.next({ ...fault, match: /POST .*\/Quotations$/ });
    await expect(create()).rejects.toBeInstanceOf(UnclearOutcomeError);
    expect(await find()).toHaveLength(made);
    await create();
    expect(fake.records('Quotations')).toHaveLength(1);
  });

  it('and is unclear where nobody tells afterwards what was made', async () => {
    let asked = 0;
    const afterwards = ({ method, path }: { method: string; path: string }) =>
      method === 'GET' && path.includes('/Quotations?') && ++asked > 1;
    fake.faults.next({ ...PROXY_ERROR, match: afterwards, times: Infinity });
    await expect(create()).rejects.toMatchObject({ code: 'sap-b1.outcome_unknown' });
    fake.faults.clear();
    expect(await find()).toHaveLength(1);
  });

  it('not by a server that is busy, and nothing is left', async () => {
    fake.faults.next({ kind: 'status', status: 503, body: 'busy', match: /POST .*\/Quotations$/ });
    await expect(create()).rejects.toBeInstanceOf(TransientError);
    expect(await find()).toEqual([]);
  });

  it('with what is said of its head, in the currency that was agreed', async () => {
    const list = fake.createPriceList({ name: 'Export', currency: 'USD' });
    fake.setItemPrice('SRV-1', list, '4.00');
    const contactId = erpRecordId(`C1#${String(fake.record('BusinessPartners', 'C1')?.ContactEmployees[0]?.InternalCode)}`);
    const warehouse = fake.createWarehouse({ name: 'Norte' });
    const made = await create({
      contactId,
      salespersonId: '1',
      paymentTermId: '2',
      warehouseId: warehouse,
      currency: 'USD',
      priceListId: String(list),
    });
    expect(made).toMatchObject({ currency: 'USD', untaxed: '814.00' });
    expect(row(made.id)).toMatchObject({ SalesPersonCode: 1, PaymentGroupCode: 2, DocCurrency: 'USD' });
    expect(row(made.id).DocumentLines.map(({ WarehouseCode, UnitPrice }) => [WarehouseCode, UnitPrice])).toEqual([
      [warehouse, 90],
      [warehouse, 4],
    ]);
    expect((await readOne(harness.connect(), 'orders', made.id)).customerId).toBe(contactId);
  });

  it.each<[string, () => unknown, Partial<NewOrder>, object]>([
    [
      'for a product that is not sold',
      () => fake.updateItem('VAL-1', { isSold: false }),
      {},
      { code: 'order.product_not_sold', params: { product: 'VAL-1' } },
    ],
    ['for a product that is out of use', () => fake.freezeItem('VAL-1'), {}, { code: 'order.product_not_sold' }],
    [
      'for a product that is not there',
      () => null,
      { lines: [{ ...VALVES, productId: erpRecordId('X') }] },
      { code: 'order.product_not_sold' },
    ],
    [
      'for a customer who is blocked',
      () => fake.transaction(({ tx }) => tx.patch('BusinessPartners', 'C1', { Frozen: 'tYES', Valid: 'tNO', FrozenRemarks: 'Sin pago' })),
      {},
      { code: 'order.customer_blocked', params: { message: 'Sin pago' } },
    ],
    ['for a customer who is gone', () => null, { customerId: erpRecordId('C2') }, { code: 'erp.record_gone' }],
    [
      'in a currency the books do not have',
      () => null,
      { currency: 'JPY' },
      { code: 'order.currency_not_allowed', params: { currency: 'JPY' } },
    ],
    [
      'in a currency the customer does not trade in',
      () => fake.transaction(({ tx }) => tx.patch('BusinessPartners', 'C1', { Currency: 'USD' })),
      {},
      { code: 'order.currency_not_allowed' },
    ],
    [
      'by a price list in another currency',
      () => null,
      { currency: 'USD', priceListId: '1' },
      { code: 'order.no_price_list', params: { currency: 'USD' } },
    ],
    ['for another company', () => null, { companyId: '2' }, { code: 'order.company_unknown' }],
    ['from a warehouse that is not there', () => null, { warehouseId: '99' }, { code: 'sap-b1.refused' }],
    ['with terms that are not there', () => null, { paymentTermId: '99' }, { code: 'sap-b1.refused' }],
    ['with terms that are no number', () => null, { paymentTermId: 'x' }, { code: 'sap-b1.invalid_value' }],
    ['without the right to it', () => fake.revokeWriting('Quotations'), {}, { code: 'sap-b1.missing_write_right' }],
  ])('not %s, and nothing is left', async (_, arrange, changes, refusal) => {
    arrange();
    await expect(create(changes)).rejects.toMatchObject(refusal);
    expect(fake.records('Quotations')).toEqual([]);
  });

  it('not without a place for its key', async () => {
    await harness.close();
    harness = await b1OrderHarness();
    harness.fake.createPartner({ code: 'C1', name: 'Aceros' });
    await expect(create()).rejects.toMatchObject({ code: 'sap-b1.order_key_field_missing' });
    expect(await find()).toEqual([]);
  });
});

describe('where a company has branches', () => {
  beforeEach(async () => {
    await harness.close();
    const companies = [{ db: 'SBO', name: 'Grupo', localCurrency: 'MXN', branches: ['Centro', 'Norte'] }];
    await begin({ companies });
  });

  it('a quotation and its order are of one, in its series and its warehouse', async () => {
    const series = fake.addSeries({ set: 'Quotations', name: 'NTE', firstNumber: 500, branch: 2 });
    const warehouse = fake.createWarehouse({ name: 'Norte', branch: 2 });
    const made = await create({ companyId: '2', warehouseId: warehouse });
    expect(made.number).toBe('NTE-500 (Norte)');
    expect(row(made.id)).toMatchObject({ Series: series, BPL_IDAssignedToInvoice: 2 });
    const order = await confirm(made.id);
    expect(row(order.id)).toMatchObject({ BPLName: 'Norte', Series: 9 });
    expect((await readOne(harness.connect(), 'orders', order.id)).companyId).toBe('2');
  });

  it('none is made for nobody’s, nor from another’s warehouse', async () => {
    const warehouse = fake.createWarehouse({ name: 'Norte', branch: 2 });
    await expect(create()).rejects.toMatchObject({ code: 'sap-b1.refused' });
    await expect(create({ companyId: 'x' })).rejects.toMatchObject({ code: 'order.company_unknown' });
    await expect(create({ companyId: '1', warehouseId: warehouse })).rejects.toMatchObject({ code: 'sap-b1.refused' });
    expect(fake.records('Quotations')).toEqual([]);
  });

  it('they are offered as companies, with their warehouses', async () => {
    const warehouse = fake.createWarehouse({ name: 'Norte', branch: 2 });
    const { companies, warehouses } = await harness.connect().capabilities.orders!.choices(never);
    expect(companies).toEqual([
      { id: '1', name: 'Centro' },
      { id: '2', name: 'Norte' },
    ]);
    expect(warehouses).toEqual([
      { id: '01', name: 'Almacén general', companyId: null },
      { id: warehouse, name: 'Norte', companyId: '2' },
    ]);
  });
});

describe('a quotation is confirmed by an order that is copied from it', () => {
  it('with its lines, prices, head and key', async () => {
    fake.agreeDiscount('C1', 5);
    const { id } = await create({ salespersonId: '1', paymentTermId: '2', currency: 'USD' });
    const order = await confirm(id);
    expect(order).toMatchObject({ id: '17:1', number: '4001', status: 'confirmed', currency: 'USD', isChanged: true });
    expect(figures(order.id)).toEqual(figures(id));
    expect(row(order.id)).toMatchObject({ NumAtCard: 'OC 77', SalesPersonCode: 1, PaymentGroupCode: 2, U_PuenteKey: KEY });
    expect(row(id).DocumentStatus).toBe('bost_Close');
    expect(await readOne(harness.connect(), 'orders', order.id)).toMatchObject({ quotationId: id });
    expect((await find()).map((one) => one.id)).toEqual([id]);
  });

  it('once, whoever asks again, also after its answer was lost', async () => {
    const { id } = await create();
    fake.faults.next({ kind: 'doneButNoAnswer', match: /POST .*\/Orders$/ });
    await expect(confirm(id)).rejects.toBeInstanceOf(UnclearOutcomeError);
    expect(await confirm(id)).toMatchObject({ id: '17:1', isChanged: false });
    expect(await confirm(orderId(1))).toMatchObject({ id: '17:1', isChanged: false });
    expect(fake.records('Orders')).toHaveLength(1);
  });

  it('that a person made, with the key of the command; and again when that order was cancelled', async () => {
    const quotation = fake.createQuotation({ partner: 'C1', lines: [{ item: 'VAL-1', quantity: 1, price: 90 }] });
    const first = await confirm(quotationId(quotation));
    expect(row(first.id).U_PuenteKey).toBe('HS-4711-D99-1-C');
    await cancel(first.id);
    expect(await confirm(quotationId(quotation))).toMatchObject({ id: '17:2', isChanged: true });
  });

  it('not when it was closed or cancelled, and nothing is left', async () => {
    const { id } = await create();
    await cancel(id);
    await expect(confirm(id)).rejects.toMatchObject({ code: 'sap-b1.refused' });
    await expect(confirm(quotationId(99))).rejects.toMatchObject({ code: 'erp.record_gone' });
    expect(fake.records('Orders')).toEqual([]);
  });
});

describe('where somebody has to approve', () => {
  it('the order is a draft that waits, and later itself', async () => {
    const { id } = await create();
    fake.requireApproval('Orders');
    // The answer names an order that is not there, or that is another's.
    fake.createOrder({ partner: 'C1', lines: [{ item: 'VAL-1', quantity: 1, price: 1 }] });
    const waiting = await confirm(id);
    expect(waiting).toMatchObject({ id: draftId(1), number: null, status: 'waiting_approval', isChanged: true });
    expect(await confirm(id)).toMatchObject({ id: draftId(1), isChanged: false });
    expect(await confirm(waiting.id)).toMatchObject({ id: draftId(1), isChanged: false });
    fake.approveDraft(1);
    expect(await confirm(id)).toMatchObject({ status: 'waiting_approval' });
    const order = fake.addApproved(1);
    expect(await confirm(id)).toMatchObject({ id: orderId(order), status: 'confirmed', isChanged: false });
    expect(fake.records('Drafts')).toHaveLength(1);
  });

  it('and does not agree, no second draft is made', async () => {
    const { id } = await create();
    fake.requireApproval('Orders');
    await confirm(id);
    fake.rejectDraft(1);
    await expect(confirm(id)).rejects.toMatchObject({ code: 'order.approval_refused' });
    expect(fake.records('Drafts')).toHaveLength(1);
  });

  it('a quotation waits, too, is found by its key, and is confirmed when it is there', async () => {
    fake.requireApproval('Quotations');
    const waiting = await create();
    expect(waiting).toMatchObject({ id: draftId(1), status: 'waiting_approval' });
    expect(await create()).toEqual(waiting);
    expect(await confirm(waiting.id)).toMatchObject({ id: draftId(1), status: 'waiting_approval', isChanged: false });
    await expect(amend(waiting.id, {})).rejects.toMatchObject({ code: 'order.not_amendable' });
    await expect(cancel(waiting.id)).rejects.toMatchObject({ code: 'order.not_cancellable' });
    fake.approveDraft(1);
    fake.addApproved(1);
    expect((await find()).map(({ id }) => id)).toEqual(['23:1']);
    expect(await confirm(waiting.id)).toMatchObject({ id: '17:1', status: 'confirmed' });
  });
});

describe('an order is amended', () => {
  it('as a quotation, line by line: changed, added and left out', async () => {
    const { id } = await create({ lines: [VALVES, VALVES, VISIT] });
    const amended = await amend(id, {
      reference: 'OC 78',
      lines: [
        VALVES,
        { ...VALVES, quantity: '3', unitPrice: '80.00', discount: null },
        { ...VISIT, productId: erpRecordId('VAL-1'), description: null },
      ],
    });
    expect(amended).toMatchObject({ id, status: 'quotation', isChanged: true });
    expect(figures(id)).toEqual([
      ['VAL-1', 10, 90, 10],
      ['VAL-1', 3, 80, 0],
      ['VAL-1', 1, 100, 0],
    ]);
    expect(row(id).NumAtCard).toBe('OC 78');
  });

  it('keeps the agreed price and discount with another quantity', async () => {
    fake.agreeDiscount('C1', 5);
    const { id } = await create();
    const order = await confirm(id);
    await amend(order.id, { lines: [{ ...VALVES, quantity: '12' }, VISIT] });
    expect(figures(order.id)).toEqual([
      ['VAL-1', 12, 90, 10],
      ['SRV-1', 1, 50, 5],
    ]);
  });

  it('is left alone where it is so already', async () => {
    const { id } = await create();
    const before = fake.calls().length;
    expect(await amend(id, {})).toMatchObject({ isChanged: false });
    expect(
      fake
        .calls()
        .slice(before)
        .filter(({ method }) => method === 'PATCH'),
    ).toEqual([]);
  });

  it('not below what was delivered, nor what was delivered taken out of it', async () => {
    const { id } = await create();
    const order = await confirm(id);
    fake.deliver(entryOf(order.id), [{ line: 0, quantity: 4 }]);
    await expect(amend(order.id, { lines: [{ ...VALVES, quantity: '3' }, VISIT] })).rejects.toMatchObject({
      code: 'order.not_amendable',
      params: { message: 'VAL-1: 4 / 10' },
    });
    await expect(amend(order.id, { lines: [VISIT] })).rejects.toMatchObject({ code: 'order.not_amendable' });
    expect(figures(order.id)[0]).toEqual(['VAL-1', 10, 90, 10]);
    expect(await amend(order.id, { lines: [{ ...VALVES, quantity: '4' }] })).toMatchObject({ isChanged: true });
    expect(figures(order.id)).toEqual([['VAL-1', 4, 90, 10]]);
    // Everything of it is delivered now.
    await expect(amend(order.id, { reference: 'OC 79' })).rejects.toMatchObject({ code: 'order.not_amendable' });
  });

  it('not to another customer or currency, nor once it was ordered, closed or cancelled', async () => {
    const { id } = await create();
    fake.createPartner({ code: 'C2', name: 'Otro' });
    for (const change of [{ customerId: erpRecordId('C2') }, { currency: 'USD' }])
      await expect(amend(id, change)).rejects.toMatchObject({ code: 'order.not_amendable' });
    const order = await confirm(id);
    await expect(amend(id, { reference: 'x' })).rejects.toMatchObject({ code: 'order.not_amendable' });
    await cancel(order.id);
    await expect(amend(order.id, { reference: 'x' })).rejects.toMatchObject({ code: 'order.not_amendable' });
  });
});

describe('an order is cancelled', () => {
  it('with the stock that was promised, once', async () => {
    const { id } = await create();
    const order = await confirm(id);
    const committed = () => fake.record('Items', 'VAL-1')?.QuantityOrderedByCustomers;
    expect(committed()).toBe(10);
    expect(await cancel(order.id)).toMatchObject({ status: 'cancelled', isChanged: true });
    expect(await cancel(order.id)).toMatchObject({ status: 'cancelled', isChanged: false });
    expect(committed()).toBe(0);
  });

  it('not once something was delivered, billed or ordered', async () => {
    const { id } = await create();
    const order = await confirm(id);
    await expect(cancel(id)).rejects.toMatchObject({ code: 'order.not_cancellable' });
    fake.deliver(entryOf(order.id), [{ line: 0, quantity: 1 }]);
    await expect(cancel(order.id)).rejects.toMatchObject({ code: 'order.not_cancellable', params: { message: '10001' } });
    const other = fake.createOrder({ partner: 'C1', lines: [{ item: 'VAL-1', quantity: 2, price: 9 }] });
    fake.invoiceDirectly(other, [{ line: 0, quantity: 1 }]);
    await expect(cancel(orderId(other))).rejects.toMatchObject({ code: 'order.not_cancellable' });
    fake.closeAgreed('Orders', other);
    await expect(cancel(orderId(other))).rejects.toMatchObject({ code: 'order.not_cancellable' });
  });
});

describe('what orders are made with', () => {
  it('is offered by name', async () => {
    const list = fake.createPriceList({ name: 'Export', currency: 'USD' });
    expect(await harness.connect().capabilities.orders!.choices(never)).toEqual({
      companies: [{ id: fake.db, name: 'Válvulas y Aceros del Norte SA de CV' }],
      warehouses: [{ id: '01', name: 'Almacén general', companyId: null }],
      priceLists: [
        { id: '1', name: 'Lista de precios 01', currency: 'MXN', companyId: null },
        { id: String(list), name: 'Export', currency: 'USD', companyId: null },
      ],
      paymentTerms: [
        { id: '1', name: 'Contado', companyId: null },
        { id: '2', name: '30 días', companyId: null },
      ],
      salespeople: [{ id: '1', name: 'Lucía Treviño', email: 'lucia@valvulas.mx', companyId: null }],
    });
  });

  it('includes how the customer stands: what is owed, delivered and ordered uses up the credit', async () => {
    const standing = () => harness.connect().capabilities.orders!.standing({ customerId: erpRecordId('C1'), companyId: null }, never);
    expect(await standing()).toEqual({ blockedBy: null, credit: null });
    fake.transaction(({ tx }) => tx.patch('BusinessPartners', 'C1', { CreditLimit: 5000 }));
    fake.createInvoice({ partner: 'C1', total: '100.10' });
    const order = fake.createOrder({ partner: 'C1', lines: [{ item: 'VAL-1', quantity: 10, price: 90 }] });
    fake.deliver(order, [{ line: 0, quantity: 4 }]);
    expect((await standing()).credit).toEqual({ limit: '5000.00', used: '1000.10', currency: 'MXN' });
    fake.freeze('C1');
    expect((await standing()).blockedBy).toBe('Frozen');
    await expect(
      harness.connect().capabilities.orders!.standing({ customerId: erpRecordId('C9'), companyId: null }, never),
    ).rejects.toMatchObject({
      code: 'erp.record_gone',
    });
  });
});
