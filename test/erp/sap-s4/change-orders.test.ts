import { describe, expect, it } from '@jest/globals';
import { RecordBusyError, RecordRejectedError, UnclearOutcomeError } from '../../../server/shared/errors.ts';
import { failureOf, never, readOne } from '../../contract/reading.ts';
import { KEY, selling, VALVES } from './selling-harness.ts';

const shop = selling();

describe('an order that is made of a quotation', () => {
  it('names it on each item, and has what was entered by hand', async () => {
    const { id, total } = await shop.create();
    const order = await shop.confirm(id);
    expect(order).toMatchObject({ id: '500001', status: 'confirmed', total, isChanged: true });
    expect(shop.rows('A_SalesOrder')).toMatchObject([
      { SalesOrderType: 'OR', ReferenceSDDocument: '0020000001', PurchaseOrderByCustomer: expect.stringMatching(/^OC 77 HS[0-9A-Z]{10}$/) },
    ]);
    expect(shop.rows('A_SalesOrderItem')).toMatchObject([
      { ReferenceSDDocument: '0020000001', ReferenceSDDocumentItem: '000010', Material: 'VAL-1', NetAmount: '810.00' },
      { ReferenceSDDocument: '0020000001', ReferenceSDDocumentItem: '000020', SalesOrderItemText: 'Visita a planta' },
    ]);
    const manual = shop.rows('A_SalesOrderItemPrElement').filter((row) => row['ConditionIsManuallyChanged'] === true);
    expect(manual.map((row) => [row['ConditionType'], row['ConditionRateValue']])).toEqual([['PMP0', '90.00'], ['DRG1', '-10']]); // prettier-ignore
    expect(await readOne(shop.harness().connect(), 'orders', id)).toMatchObject({ status: 'closed' });
  });

  it('of the kind that was entered', async () => {
    const { id } = await shop.create();
    expect(await failureOf(shop.confirm(id, { orderType: 'TA' }))).toMatchObject({
      code: 'sap-s4.refused',
      properties: ['SalesOrderType'],
    });
    expect(shop.rows('A_SalesOrder')).toEqual([]);
  });

  it('carries a key where a person made the quotation', async () => {
    const number = shop
      .fake()
      .transaction((erp) =>
        erp.createQuotation({ partner: shop.customer(), lines: [{ material: 'VAL-1', quantity: '1' }], reference: 'OC 9' }),
      );
    await shop.confirm(`quotation/${number}` as Parameters<typeof shop.confirm>[0]);
    expect(shop.rows('A_SalesOrder')[0]!['PurchaseOrderByCustomer']).toMatch(/^OC 9 HS[0-9A-Z]{10}$/);
  });

  it('waits where its customer is over the limit of credit, and is not made again', async () => {
    const { id } = await shop.create();
    shop.fake().habits.sales = { approvalFrom: null, creditLimit: '500' };
    const order = await shop.confirm(id);
    expect(order).toMatchObject({ status: 'waiting_approval', isChanged: true });
    expect(await shop.confirm(id)).toEqual({ ...order, isChanged: false });
    expect(shop.rows('A_SalesOrder')).toHaveLength(1);
  });

  it('can be made again once people called the first one off and the system lets them', async () => {
    const { id } = await shop.create();
    const { id: order } = await shop.confirm(id);
    await shop.cancel(order);
    expect(await failureOf(shop.confirm(id))).toMatchObject({ code: 'order.not_amendable' });
    expect(shop.rows('A_SalesOrder')).toHaveLength(1);
  });

  it('is asked for again where somebody has the quotation open', async () => {
    const { id } = await shop.create();
    const open = shop.fake().openSalesDocument('20000001');
    expect(await failureOf(shop.confirm(id))).toBeInstanceOf(RecordBusyError);
    open.close();
    expect(await shop.confirm(id)).toMatchObject({ status: 'confirmed' });
  });

  it('leaves out what was rejected in the quotation', async () => {
    const { id } = await shop.create();
    shop.fake().transaction(({ tx }) => void tx.patch('A_SalesQuotationItem', '0020000001/000020', { SalesDocumentRjcnReason: '50' }));
    expect(await shop.confirm(id)).toMatchObject({ untaxed: '810.00' });
    expect(shop.rows('A_SalesOrderItem')).toHaveLength(1);
  });
});

describe('what is amended', () => {
  it('is one change set, all of it or nothing', async () => {
    const { id } = await shop.create();
    const before = shop.writes().length;
    const lines = [
      { ...VALVES, quantity: '12', discount: '5' },
      { ...VALVES, productId: VALVES.productId, unitPrice: '70', discount: null },
    ];
    expect(await shop.amend(id, { reference: 'OC 78', lines })).toMatchObject({ isChanged: true });
    expect(shop.writes().slice(before).map((call) => call.replace(/ \d+$/, ''))).toEqual(['POST $batch', 'POST $batch']); // prettier-ignore
    expect(shop.rows('A_SalesQuotation')[0]!['PurchaseOrderByCustomer']).toBe('OC 78 HSWYA12Q1HW7');
    expect(await shop.find()).toMatchObject([{ id, untaxed: '1726.00' }]);
    const gone = [
      { ...VALVES, quantity: '1' },
      { ...VALVES, quantity: '0' },
    ];
    expect(await failureOf(shop.amend(id, { lines: gone }))).toMatchObject({ code: 'order.not_amendable' });
    expect(await shop.find()).toMatchObject([{ id, untaxed: '1726.00' }]);
  });

  it('is no item that people sell in another unit meanwhile: ten valves are not ten boxes', async () => {
    const { id } = await shop.confirm((await shop.create()).id);
    shop.fake().transaction((erp) => erp.sellByTheBox(id));
    expect(await failureOf(shop.amend(id, { lines: [VALVES] }))).toMatchObject({
      code: 'order.not_amendable',
      params: { message: 'VAL-1: 1 BOX' },
    });
    expect(shop.rows('A_SalesOrderItem').map((row) => row['RequestedQuantity'])).toEqual(['1', '1']);
  });

  it('of an order: quantity, price and discount, one by one', async () => {
    const { id } = await shop.confirm((await shop.create()).id);
    const net = async (line: Partial<typeof VALVES>) => (await shop.amend(id, { lines: [{ ...VALVES, ...line }] })).untaxed;
    expect(await net({ quantity: '20' })).toBe('1620.00');
    expect(await net({ quantity: '20', unitPrice: '80' })).toBe('1440.00');
    expect(await net({ quantity: '20', unitPrice: '80', discount: '0' })).toBe('1600.00');
    expect(await net({ quantity: '20', unitPrice: '80', discount: '50' })).toBe('800.00');
    expect(shop.rows('A_SalesOrderItem')).toHaveLength(1);
  });

  it('by somebody else at the same moment is tried again later', async () => {
    const { id } = await shop.create();
    shop.fake().faults.next({ kind: 'status', status: 412, body: '{"error":{"code":"/IWBEP/CM_MGW_RT/117","message":{"value":"changed"}}}', match: /POST .*batch/ }); // prettier-ignore
    expect(await failureOf(shop.amend(id, { reference: 'OC 79', lines: [VALVES] }))).toBeInstanceOf(RecordBusyError);
    const open = shop.fake().openSalesDocument('20000001');
    expect(await failureOf(shop.amend(id, { reference: 'OC 79' }))).toBeInstanceOf(RecordBusyError);
    open.close();
    expect(await shop.amend(id, { reference: 'OC 79' })).toMatchObject({ isChanged: true });
  });

  it('keeps rejected lines as they are', async () => {
    const { id } = await shop.create();
    shop.fake().transaction(({ tx }) => void tx.patch('A_SalesQuotationItem', '0020000001/000020', { SalesDocumentRjcnReason: '50' }));
    await shop.amend(id, { lines: [{ ...VALVES, quantity: '1' }] });
    expect(shop.rows('A_SalesQuotationItem')).toHaveLength(2);
  });
});

describe('what is called off', () => {
  it('has the reason that was entered on each item', async () => {
    const { id } = await shop.create();
    expect(await shop.cancel(id, { rejectionReason: '61' })).toMatchObject({ status: 'cancelled', isChanged: true });
    expect(shop.rows('A_SalesQuotationItem')).toMatchObject([{ SalesDocumentRjcnReason: '61' }, { SalesDocumentRjcnReason: '61' }]);
  });

  it('is called off by asking again where the answer was lost', async () => {
    const { id } = await shop.create();
    shop.harness().writing.loseNextWrite('after');
    expect(await failureOf(shop.cancel(id))).toBeInstanceOf(UnclearOutcomeError);
    expect(await shop.cancel(id)).toMatchObject({ status: 'cancelled' });
  });

  it('is not a quotation of which an order was made', async () => {
    const { id } = await shop.create();
    await shop.confirm(id);
    expect(await failureOf(shop.cancel(id))).toMatchObject({ code: 'order.not_cancellable' });
  });

  it('is refused without the right, and nothing is half done', async () => {
    const { id } = await shop.create();
    shop.fake().revokeWriting('A_SalesQuotationItem');
    const error = await failureOf(shop.cancel(id));
    expect([error, (error as RecordRejectedError).code]).toEqual([expect.any(RecordRejectedError), 'order.no_right_to_orders']);
    expect(await shop.find()).toMatchObject([{ status: 'quotation' }]);
  });
});

it('answers nothing about documents of another kind', async () => {
  const { commands } = shop.harness().connect().capabilities;
  const id = '1010/2026/1400000001' as Parameters<typeof shop.cancel>[0];
  expect(await failureOf(commands!.run('cancelOrder', { key: KEY, input: { id } }, never))).toMatchObject({ code: 'erp.record_gone' });
});
