import { describe, expect, it } from '@jest/globals';
import { UnclearOutcomeError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { readOne } from '../../contract/reading.ts';
import { draftId, entryOf, orderId, quotationId } from './orders-harness.ts';
import { KEY, selling, VALVES, VISIT } from './selling-harness.ts';

const { harness, fake, create, find, confirm, amend, cancel, row, figures } = selling();

describe('a quotation is confirmed by an order that is copied from it', () => {
  it('with its lines, prices, head and key', async () => {
    fake().agreeDiscount('C1', 5);
    const { id } = await create({ salespersonId: '1', paymentTermId: '2', currency: 'USD' });
    const order = await confirm(id);
    expect(order).toMatchObject({ id: '17:1', number: '4001', status: 'confirmed', currency: 'USD', isChanged: true });
    expect(figures(order.id)).toEqual(figures(id));
    expect(row(order.id)).toMatchObject({ NumAtCard: 'OC 77', SalesPersonCode: 1, PaymentGroupCode: 2, U_PuenteKey: KEY });
    expect(row(id).DocumentStatus).toBe('bost_Close');
    expect(await readOne(harness().connect(), 'orders', order.id)).toMatchObject({ quotationId: id });
    expect((await find()).map((one) => one.id)).toEqual([id]);
  });

  it('once, whoever asks again, also after its answer was lost', async () => {
    const { id } = await create();
    fake().faults.next({ kind: 'doneButNoAnswer', match: /POST .*\/Orders$/ });
    await expect(confirm(id)).rejects.toBeInstanceOf(UnclearOutcomeError);
    expect(await confirm(id)).toMatchObject({ id: '17:1', isChanged: false });
    expect(await confirm(orderId(1))).toMatchObject({ id: '17:1', isChanged: false });
    expect(fake().records('Orders')).toHaveLength(1);
  });

  it('that a person made, with the key of the command; and again when that order was cancelled', async () => {
    const quotation = fake().createQuotation({ partner: 'C1', lines: [{ item: 'VAL-1', quantity: 1, price: 90 }] });
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
    expect(fake().records('Orders')).toEqual([]);
  });
});

describe('where somebody has to approve', () => {
  it('the order is a draft that waits, and later itself', async () => {
    const { id } = await create();
    fake().requireApproval('Orders');
    // The answer names an order that is not there, or that is another's.
    fake().createOrder({ partner: 'C1', lines: [{ item: 'VAL-1', quantity: 1, price: 1 }] });
    const waiting = await confirm(id);
    expect(waiting).toMatchObject({ id: draftId(1), number: null, status: 'waiting_approval', isChanged: true });
    expect(await confirm(id)).toMatchObject({ id: draftId(1), isChanged: false });
    expect(await confirm(waiting.id)).toMatchObject({ id: draftId(1), isChanged: false });
    fake().approveDraft(1);
    expect(await confirm(id)).toMatchObject({ status: 'waiting_approval' });
    const order = fake().addApproved(1);
    expect(await confirm(id)).toMatchObject({ id: orderId(order), status: 'confirmed', isChanged: false });
    expect(fake().records('Drafts')).toHaveLength(1);
  });

  it('and does not agree, no second draft is made', async () => {
    const { id } = await create();
    fake().requireApproval('Orders');
    await confirm(id);
    fake().rejectDraft(1);
    await expect(confirm(id)).rejects.toMatchObject({ code: 'order.approval_refused' });
    expect(fake().records('Drafts')).toHaveLength(1);
  });

  it('a quotation waits, too, is found by its key, and is confirmed when it is there', async () => {
    fake().requireApproval('Quotations');
    const waiting = await create();
    expect(waiting).toMatchObject({ id: draftId(1), status: 'waiting_approval' });
    expect(await create()).toEqual(waiting);
    expect(await confirm(waiting.id)).toMatchObject({ id: draftId(1), status: 'waiting_approval', isChanged: false });
    await expect(amend(waiting.id, {})).rejects.toMatchObject({ code: 'order.not_amendable' });
    await expect(cancel(waiting.id)).rejects.toMatchObject({ code: 'order.not_cancellable' });
    fake().approveDraft(1);
    fake().addApproved(1);
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
    fake().agreeDiscount('C1', 5);
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
    const before = fake().calls().length;
    expect(await amend(id, {})).toMatchObject({ isChanged: false });
    expect(
      fake()
        .calls()
        .slice(before)
        .filter(({ method }) => method === 'PATCH'),
    ).toEqual([]);
  });

  it('not below what was delivered, nor what was delivered taken out of it', async () => {
    const { id } = await create();
    const order = await confirm(id);
    fake().deliver(entryOf(order.id), [{ line: 0, quantity: 4 }]);
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
    fake().createPartner({ code: 'C2', name: 'Otro' });
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
    const committed = () => fake().record('Items', 'VAL-1')?.QuantityOrderedByCustomers;
    expect(committed()).toBe(10);
    expect(await cancel(order.id)).toMatchObject({ status: 'cancelled', isChanged: true });
    expect(await cancel(order.id)).toMatchObject({ status: 'cancelled', isChanged: false });
    expect(committed()).toBe(0);
  });

  it('not once something was delivered, billed or ordered', async () => {
    const { id } = await create();
    const order = await confirm(id);
    await expect(cancel(id)).rejects.toMatchObject({ code: 'order.not_cancellable' });
    fake().deliver(entryOf(order.id), [{ line: 0, quantity: 1 }]);
    await expect(cancel(order.id)).rejects.toMatchObject({ code: 'order.not_cancellable', params: { message: '10001' } });
    const other = fake().createOrder({ partner: 'C1', lines: [{ item: 'VAL-1', quantity: 2, price: 9 }] });
    fake().invoiceDirectly(other, [{ line: 0, quantity: 1 }]);
    await expect(cancel(orderId(other))).rejects.toMatchObject({ code: 'order.not_cancellable' });
    fake().closeAgreed('Orders', other);
    await expect(cancel(orderId(other))).rejects.toMatchObject({ code: 'order.not_cancellable' });
  });
});
