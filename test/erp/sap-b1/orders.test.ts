import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Order } from '../../../server/erp/shared/contract.ts';
import type { ErpRecordId } from '../../../server/shared/ids.ts';
import { progressOf } from '../../../server/streams/orders/progress.ts';
import { listAll, never, readAll, readOne, SETTLED_MS } from '../../contract/reading.ts';
import type { B1Fake } from '../../fakes/sap-b1/index.ts';
import { b1OrderHarness, draftId, orderId, quotationId, type B1OrderHarness } from './orders-harness.ts';

let harness: B1OrderHarness;
let fake: B1Fake;
beforeEach(async () => {
  harness = await b1OrderHarness();
  ({ fake } = harness);
});
afterEach(() => harness.close());

const LINES = [
  { item: 'VAL-1', quantity: 10, price: 90, discountPercent: 10, taxPercent: 16 },
  { item: 'SRV-1', quantity: 1, price: 50 },
];
function shop() {
  const partner = fake.createPartner({ code: 'C1', name: 'Aceros', contacts: [{ name: 'Ana Garza' }] });
  fake.createItem({ code: 'VAL-1', name: 'Válvula', price: '100', openingStock: 50 });
  fake.createItem({ code: 'SRV-1', name: 'Visita', price: '50', isStocked: false });
  return { partner, input: { partner, lines: LINES, reference: 'OC 77' } };
}
function read(id: ErpRecordId): Promise<Order> {
  harness.pass(SETTLED_MS);
  return readOne(harness.connect(), 'orders', id);
}
const quantities = ({ lines }: Order) => lines.map(({ sku, quantity, delivered, invoiced }) => [sku, quantity, delivered, invoiced]);
async function changesSince(next: string | null) {
  harness.pass(30 * 60_000);
  const { records, next: after } = await readAll(harness.connect(), 'orders', next);
  return { ids: [...records.keys()].sort(), next: after };
}

describe('orders of Business One', () => {
  it('are told from their quotations, which they close', async () => {
    const { input } = shop();
    const quotation = fake.createQuotation(input);
    const order = fake.orderFromQuotation(quotation);
    expect(await read(quotationId(quotation))).toMatchObject({
      id: '23:1',
      number: '3001',
      status: 'closed',
      quotationId: null,
      promisedAt: null,
    });
    expect(await read(orderId(order))).toMatchObject({
      id: '17:1',
      number: '4001',
      status: 'confirmed',
      quotationId: '23:1',
      reference: 'OC 77',
      customerId: 'C1',
      companyId: fake.db,
      untaxed: '860.00',
      tax: '129.60',
      total: '989.60',
    });
  });

  it('carry what is delivered, also without a delivery, and what came back', async () => {
    const { input } = shop();
    const order = fake.createOrder(input);
    const delivery = fake.deliver(order, [{ line: 0, quantity: 4 }], { tracking: 'DHL 1' });
    fake.invoiceDirectly(order, [{ line: 0, quantity: 2 }, { line: 1 }]);
    let found = await read(orderId(order));
    expect(quantities(found)).toEqual([
      ['VAL-1', '10', '6', '2'],
      // What nobody counts is not delivered, though it left the house as far as the server is concerned.
      ['SRV-1', '1', '1', '1'],
    ]);
    expect(found.deliveries).toMatchObject([{ id: '15:1', number: '10001', status: 'done', tracking: 'DHL 1' }]);
    expect(found.lines.map(({ reserved }) => reserved)).toEqual([null, null]);
    fake.returnGoods(delivery, [{ line: 0, quantity: 1 }]);
    found = await read(orderId(order));
    expect(quantities(found)[0]).toEqual(['VAL-1', '10', '5', '2']);
  });

  it('are billed by their deliveries, too, and less by what is credited', async () => {
    const { input } = shop();
    const order = fake.createOrder(input);
    fake.deliver(order, [{ line: 0, quantity: 4 }]);
    const invoice = fake.invoiceOrder(order);
    expect(quantities(await read(orderId(order)))).toEqual([
      ['VAL-1', '10', '4', '4'],
      ['SRV-1', '1', '1', '1'],
    ]);
    // A rebate names a line of the invoice and takes no goods back.
    fake.creditNote({ invoice, amount: '10.00' });
    const rebated = await read(orderId(order));
    expect(quantities(rebated)[0]).toEqual(['VAL-1', '10', '4', '4']);
    expect(rebated.invoiceIds).toEqual(['13:1']);
    fake.creditNote({ invoice });
    const credited = await read(orderId(order));
    expect(quantities(credited)[0]).toEqual(['VAL-1', '10', '0', '0']);
    expect(credited.invoiceIds).toEqual(['13:1', '14:2']);
  });

  it('billed ahead of the goods are delivered by the delivery', async () => {
    const { input } = shop();
    const order = fake.createOrder(input);
    const invoice = fake.invoiceDirectly(order, [{ line: 0 }], { reserve: true });
    expect(quantities(await read(orderId(order)))[0]).toEqual(['VAL-1', '10', '0', '10']);
    fake.createDelivery({
      partner: 'C1',
      lines: [{ item: 'VAL-1', quantity: 3, price: 90, base: { set: 'Invoices', entry: invoice, line: 0 } }],
    });
    expect(quantities(await read(orderId(order)))[0]).toEqual(['VAL-1', '10', '3', '10']);
  });

  it('are confirmed as long as what left them is to be billed, and closed when somebody closes them', async () => {
    const { input } = shop();
    const [whole, part] = [fake.createOrder(input), fake.createOrder(input)];
    fake.deliver(whole, [{ line: 0 }, { line: 1 }]);
    expect(fake.record('Orders', whole)?.DocumentStatus).toBe('bost_Close');
    const delivered = await read(orderId(whole));
    expect([delivered.status, progressOf(delivered)]).toEqual(['confirmed', { reserved: 'nothing', delivered: 'all', invoiced: 'none' }]);
    fake.deliver(part, [{ line: 0, quantity: 4 }]);
    fake.closeAgreed('Orders', part);
    expect((await read(orderId(part))).status).toBe('closed');
  });

  it('show deliveries that were cancelled, whose goods are to be delivered again', async () => {
    const { input } = shop();
    const order = fake.createOrder(input);
    const delivery = fake.deliver(order, [{ line: 0 }]);
    fake.cancelDelivery(delivery);
    const found = await read(orderId(order));
    expect(quantities(found)[0]).toEqual(['VAL-1', '10', '0', '0']);
    expect(found.deliveries.map(({ id, status }) => [id, status])).toEqual([['15:1', 'cancelled']]);
  });

  it('are met again when a delivery of theirs is cancelled or gets the number of its parcel, and a quotation when it is ordered', async () => {
    const { input } = shop();
    const quotation = fake.createQuotation(input);
    const other = fake.createOrder(input);
    let next: string | null = null;
    const settle = async (readings: number) => {
      for (let reading = 0; reading < readings; reading++) ({ next } = await changesSince(next));
    };
    const steps: [() => unknown, string[]][] = [
      [() => fake.orderFromQuotation(quotation), ['17:2', '23:1']],
      [() => fake.deliver(other, [{ line: 0, quantity: 4 }]), ['17:1']],
      [() => fake.updateDocument('DeliveryNotes', 1, { TrackingNumber: 'DHL 2' }), ['17:1']],
      [() => fake.returnGoods(1, [{ line: 0, quantity: 1 }]), ['17:1']],
      [() => fake.deliver(other, [{ line: 0, quantity: 2 }]), ['17:1']],
      [() => fake.cancelDelivery(2), ['17:1']],
      [() => fake.invoiceOrder(other), ['17:1']],
      [() => fake.creditNote({ invoice: 1 }), ['17:1']],
      [() => fake.cancelAgreed('Orders', 2), ['17:2', '23:1']],
    ];
    for (const [nth, [step, ids]] of steps.entries()) {
      await settle(nth === 0 ? 3 : 2);
      step();
      expect([nth, (await changesSince(next)).ids]).toEqual([nth, ids]);
    }
  });

  it('wait for approval as drafts, which are gone once the order is there', async () => {
    const { input } = shop();
    const draft = fake.createDraft('Orders', input);
    expect(await read(draftId(draft))).toMatchObject({ id: '112:1', status: 'waiting_approval', number: null, total: '989.60' });
    fake.approveDraft(draft);
    expect((await read(draftId(draft))).status).toBe('waiting_approval');
    let { next } = await changesSince(null);
    for (let reading = 0; reading < 2; reading++) ({ next } = await changesSince(next));
    const order = fake.addApproved(draft);
    harness.pass(SETTLED_MS);
    const connector = harness.connect();
    const pages = [];
    for (let hasMore = true; hasMore;) {
      const page = await connector.readPage('orders', next, never);
      pages.push(page);
      ({ next, hasMore } = page);
    }
    expect(pages.flatMap(({ removedIds = [] }) => removedIds)).toEqual(['112:1']);
    expect(pages.flatMap(({ records }) => records.map(({ id }) => id))).toContain(orderId(order));
    expect((await connector.readByIds('orders', [draftId(draft)], never)).records).toEqual([]);
    expect([...(await listAll(connector, 'orders', { kind: 'all' })).keys()]).toEqual(['17:1']);
  });

  it('that nobody agreed to are called off, and drafts of other kinds none of ours', async () => {
    const { input } = shop();
    const rejected = fake.createDraft('Quotations', input);
    fake.rejectDraft(rejected);
    fake.createDraft('Orders', input);
    fake.transaction(({ tx }) => tx.patch('Drafts', 2, { DocObjectCode: 'oInvoices' }));
    const { records } = await readAll(harness.connect(), 'orders');
    expect([...records.values()].map(({ id, status }) => [id, status])).toEqual([['112:1', 'cancelled']]);
  });

  it('are read where the user may read neither drafts, returns nor items', async () => {
    const { input } = shop();
    for (const set of ['Drafts', 'Returns', 'DownPayments', 'Items']) fake.revokeAuthorisation(set);
    const order = fake.createOrder(input);
    fake.deliver(order, [{ line: 0, quantity: 4 }]);
    const { records, next } = await readAll(harness.connect(), 'orders');
    // Without the items nobody knows that a visit is never delivered.
    expect(quantities(records.get(orderId(order))!)).toEqual([
      ['VAL-1', '10', '4', '0'],
      ['SRV-1', '1', '0', '0'],
    ]);
    expect(
      (await listAll(harness.connect(), 'orders', { kind: 'changedSince', since: new Date(harness.now().getTime() - 60_000) })).size,
    ).toBe(1);
    harness.pass(SETTLED_MS);
    fake.deliver(order, [{ line: 0, quantity: 1 }]);
    expect((await readAll(harness.connect(), 'orders', next)).records.has(orderId(order))).toBe(true);
  });

  it('name the right that is missing where nothing can be read without it', async () => {
    shop();
    fake.revokeAuthorisation('Quotations');
    await expect(readAll(harness.connect(), 'orders')).rejects.toMatchObject({
      code: 'sap-b1.missing_right',
      params: { object: 'Quotations' },
    });
  });

  it('are the same by whole lines, where the server has no cross joins', async () => {
    const { input } = shop();
    const order = fake.createOrder(input);
    fake.deliver(order, [{ line: 0, quantity: 4 }]);
    fake.invoiceOrder(order);
    const joined = await read(orderId(order));
    fake.faults.next({ kind: 'status', status: 400, body: { error: { code: '-1000', message: 'no' } }, match: /QueryService/, times: 99 });
    expect(await read(orderId(order))).toEqual(joined);
  });

  it('in another currency, of a branch, or of services alone have their own figures', async () => {
    const { input } = shop();
    const foreign = fake.createOrder({ ...input, currency: 'USD' });
    expect(await read(orderId(foreign))).toMatchObject({
      currency: 'USD',
      untaxed: '860.00',
      total: '989.60',
      lines: [{ net: '810.00' }, { net: '50.00' }],
    });
    fake.transaction(({ tx }) => {
      const order = tx.get('Orders', foreign);
      const lines = order.DocumentLines.map((line) => ({ ...line, Currency: '$', UnitPrice: 1800 }));
      tx.patch('Orders', foreign, { DocumentLines: lines, BPL_IDAssignedToInvoice: 2, BPLName: 'Norte' });
    });
    const found = await read(orderId(foreign));
    expect([found.companyId, found.number, found.lines[0]?.unitPrice]).toEqual(['2', '4001 (Norte)', '90']);
    const service = fake.createOrder({ partner: 'C1', total: '200.00' });
    fake.createInvoice({ partner: 'C1', lines: [{ description: 'Servicio', price: 50 }], orders: [service] });
    expect(quantities(await read(orderId(service)))).toEqual([[null, '1', null, '0.25']]);
  });

  it('are one record less where a line cannot be understood', async () => {
    const { input } = shop();
    const [broken, whole] = [fake.createOrder(input), fake.createOrder(input)];
    fake.transaction(({ tx }) => {
      const order = tx.get('Orders', broken);
      tx.patch('Orders', broken, { DocumentLines: order.DocumentLines.map((line) => ({ ...line, Quantity: 'ten' })) });
    });
    const { records, rejected } = await harness.connect().readByIds('orders', [orderId(broken), orderId(whole)], never);
    expect([records.map(({ id }) => id), rejected?.map(({ id, params }) => [id, params['field']])]).toEqual([
      [orderId(whole)],
      [[orderId(broken), 'Quantity']],
    ]);
  });
});
