import { beforeEach, describe, expect, it } from '@jest/globals';
import type { NewOrder } from '../../../server/erp/shared/contract.ts';
import { TransientError, UnclearOutcomeError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { never, readOne } from '../../contract/reading.ts';
import type { Fault } from '../../fakes/faults.ts';
import { PROXY_ERROR } from '../../fakes/sap-b1/index.ts';
import { KEY, selling, VALVES } from './selling-harness.ts';

const { harness, fake, begin, create, find, confirm, row, figures } = selling();

describe('an order is made as a quotation', () => {
  it('with the prices that were agreed and the server’s own for the rest, its own taxes and totals', async () => {
    fake().agreeDiscount('C1', 5);
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
    expect(fake().records('Quotations')).toHaveLength(1);
  });

  it('that is found after its answer was lost', async () => {
    fake().faults.next({ kind: 'doneButNoAnswer', match: /POST .*\/Quotations$/ });
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
    fake().faults.next({ ...fault, match: /POST .*\/Quotations$/ });
    await expect(create()).rejects.toBeInstanceOf(UnclearOutcomeError);
    expect(await find()).toHaveLength(made);
    await create();
    expect(fake().records('Quotations')).toHaveLength(1);
  });

  it('and is unclear where nobody tells afterwards what was made', async () => {
    let asked = 0;
    const afterwards = ({ method, path }: { method: string; path: string }) =>
      method === 'GET' && path.includes('/Quotations?') && ++asked > 1;
    fake().faults.next({ ...PROXY_ERROR, match: afterwards, times: Infinity });
    await expect(create()).rejects.toMatchObject({ code: 'sap-b1.outcome_unknown' });
    fake().faults.clear();
    expect(await find()).toHaveLength(1);
  });

  it('not by a server that is busy, and nothing is left', async () => {
    fake().faults.next({ kind: 'status', status: 503, body: 'busy', match: /POST .*\/Quotations$/ });
    await expect(create()).rejects.toBeInstanceOf(TransientError);
    expect(await find()).toEqual([]);
  });

  it('with what is said of its head, in the currency that was agreed', async () => {
    const list = fake().createPriceList({ name: 'Export', currency: 'USD' });
    fake().setItemPrice('SRV-1', list, '4.00');
    const contactId = erpRecordId(`C1#${String(fake().record('BusinessPartners', 'C1')?.ContactEmployees[0]?.InternalCode)}`);
    const warehouse = fake().createWarehouse({ name: 'Norte' });
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
    expect((await readOne(harness().connect(), 'orders', made.id)).customerId).toBe(contactId);
  });

  it.each<[string, () => unknown, Partial<NewOrder>, object]>([
    [
      'for a product that is not sold',
      () => fake().updateItem('VAL-1', { isSold: false }),
      {},
      { code: 'order.product_not_sold', params: { product: 'VAL-1' } },
    ],
    ['for a product that is out of use', () => fake().freezeItem('VAL-1'), {}, { code: 'order.product_not_sold' }],
    [
      'for a product that is not there',
      () => null,
      { lines: [{ ...VALVES, productId: erpRecordId('X') }] },
      { code: 'order.product_not_sold' },
    ],
    [
      'for a customer who is blocked',
      () => fake().transaction(({ tx }) => tx.patch('BusinessPartners', 'C1', { Frozen: 'tYES', Valid: 'tNO', FrozenRemarks: 'Sin pago' })),
      {},
      { code: 'order.customer_blocked', params: { message: 'Sin pago' } },
    ],
    ['for a customer who is gone', () => null, { customerId: erpRecordId('C2') }, { code: 'erp.record_gone' }],
    ['in a currency the books do not have', () => null, { currency: 'JPY' }, { code: 'order.no_price_list', params: { currency: 'JPY' } }],
    [
      'in a currency the customer does not trade in',
      () => fake().transaction(({ tx }) => tx.patch('BusinessPartners', 'C1', { Currency: 'USD' })),
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
    [
      'with terms that are no number',
      () => null,
      { paymentTermId: 'x' },
      { code: 'order.no_such_choice', params: { choice: 'PaymentGroupCode x' } },
    ],
    ['in a posting period that is locked', () => fake().lockPeriod(), {}, { code: 'sap-b1.refused', params: { message: `[OQUT.DocDate] , 'Posting period locked; specify an alternative date'` } }], // prettier-ignore
    ['without the right to it', () => fake().revokeWriting('Quotations'), {}, { code: 'order.no_right_to_orders' }],
  ])('not %s, and nothing is left', async (_, arrange, changes, refusal) => {
    arrange();
    await expect(create(changes)).rejects.toMatchObject(refusal);
    expect(fake().records('Quotations')).toEqual([]);
  });

  it('not without a place for its key', async () => {
    await begin({}, false);
    await expect(create()).rejects.toMatchObject({ code: 'order.no_key_field' });
    expect(await find()).toEqual([]);
  });
});

describe('where a company has branches', () => {
  beforeEach(async () => {
    const companies = [{ db: 'SBO', name: 'Grupo', localCurrency: 'MXN', branches: ['Centro', 'Norte'] }];
    await begin({ companies });
  });

  it('a quotation and its order are of one, in its series and its warehouse', async () => {
    const series = fake().addSeries({ set: 'Quotations', name: 'NTE', firstNumber: 500, branch: 2 });
    const warehouse = fake().createWarehouse({ name: 'Norte', branch: 2 });
    const made = await create({ companyId: '2', warehouseId: warehouse });
    expect(made.number).toBe('NTE-500 (Norte)');
    expect(row(made.id)).toMatchObject({ Series: series, BPL_IDAssignedToInvoice: 2 });
    const order = await confirm(made.id);
    expect(row(order.id)).toMatchObject({ BPLName: 'Norte', Series: 9 });
    expect((await readOne(harness().connect(), 'orders', order.id)).companyId).toBe('2');
  });

  it('none is made for nobody’s, nor from another’s warehouse', async () => {
    const warehouse = fake().createWarehouse({ name: 'Norte', branch: 2 });
    await expect(create()).rejects.toMatchObject({ code: 'sap-b1.refused' });
    await expect(create({ companyId: 'x' })).rejects.toMatchObject({ code: 'order.company_unknown' });
    await expect(create({ companyId: '1', warehouseId: warehouse })).rejects.toMatchObject({ code: 'sap-b1.refused' });
    expect(fake().records('Quotations')).toEqual([]);
  });

  it('they are offered as companies, with their warehouses', async () => {
    const warehouse = fake().createWarehouse({ name: 'Norte', branch: 2 });
    const { companies, warehouses } = await harness().connect().capabilities.orders!.choices(never);
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

describe('what orders are made with', () => {
  it('is offered by name', async () => {
    const list = fake().createPriceList({ name: 'Export', currency: 'USD' });
    expect(await harness().connect().capabilities.orders!.choices(never)).toEqual({
      companies: [{ id: fake().db, name: 'Válvulas y Aceros del Norte SA de CV' }],
      categories: [{ id: '100', name: 'Artículos' }],
      projectCodes: [],
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
    const standing = () =>
      harness()
        .connect()
        .capabilities.orders!.standing({ customerId: erpRecordId('C1'), companyId: null }, never);
    expect(await standing()).toEqual({ blockedBy: null, credit: null });
    fake().transaction(({ tx }) => tx.patch('BusinessPartners', 'C1', { CreditLimit: 5000 }));
    fake().createInvoice({ partner: 'C1', total: '100.10' });
    const order = fake().createOrder({ partner: 'C1', lines: [{ item: 'VAL-1', quantity: 10, price: 90 }] });
    fake().deliver(order, [{ line: 0, quantity: 4 }]);
    expect((await standing()).credit).toEqual({ limit: '5000.00', used: '1000.10', currency: 'MXN' });
    fake().freeze('C1');
    expect((await standing()).blockedBy).toBe('Frozen');
    await expect(
      harness()
        .connect()
        .capabilities.orders!.standing({ customerId: erpRecordId('C9'), companyId: null }, never),
    ).rejects.toMatchObject({
      code: 'erp.record_gone',
    });
  });
});
