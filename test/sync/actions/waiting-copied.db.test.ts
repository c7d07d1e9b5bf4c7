import { describe, expect, it } from '@jest/globals';
import { recordId } from '../../../server/shared/ids.ts';
import { storeOrders } from '../../../server/streams/orders/store.ts';
import { markTargetsDue } from '../../../server/sync/shared/targets.ts';
import { aCustomer, anInvoice, anOrder, anOrderLine } from '../../support/erp-records.ts';
import { useStepsApp } from '../../support/steps-app.ts';

const app = useStepsApp();
const DEAL = recordId('500');
const paid = { status: 'paid', open: '0.00', baseOpen: '0.00', changeStamp: '2' } as const;
const onDeal = (step: string) => ({ step, objectType: 'deals' as const, objectId: DEAL, inputs: {} });

async function book(...orders: Parameters<typeof storeOrders>[2][number][]): Promise<void> {
  const { db, scope, now } = app().engine;
  const { touched } = await storeOrders(db, { ...scope, generation: 1, now }, orders);
  await markTargetsDue(db, scope, touched, { priority: 1, now });
}

describe('where an order is another document than its quotation', () => {
  it('the closed quotation is neither undelivered nor unpaid', async () => {
    app().engine.hubspot.add('deals', { dealname: 'Renewal' }, DEAL);
    const { db, scope, now: tiedAt } = app().engine;
    await db('erpStreams')
      .where({ ...scope, stream: 'orders' })
      .update({ isOn: true });
    const tie = { ...scope, dealId: DEAL, how: 'created', wants: 'order', tiedAt };
    await db('orderTies').insert([
      { ...tie, orderId: 'q', number: '501' },
      { ...tie, orderId: 'o', number: '900' },
    ]);
    const quotation = anOrder({ id: 'q', number: '501', status: 'closed', lines: [anOrderLine({ delivered: '0', invoiced: '0' })] });
    const copied = anOrder({ id: 'o', number: '900', lines: [anOrderLine({ delivered: '0', invoiced: '0' })] });
    const order = { ...copied, quotationId: quotation.id };
    await book(quotation, order);
    const runs = [await app().start(onDeal('wait_until_delivered')), await app().start(onDeal('wait_until_paid'))];
    await app().later(1_000);
    expect(runs.map((run) => app().hubspot.workflows.run(run.callbackId).state)).toEqual(['waiting', 'waiting']);
    await book({ ...order, lines: [anOrderLine({ delivered: '10', invoiced: '10' })], invoiceIds: ['i0'] as never, changeStamp: '2' });
    await app().engine.book({ customers: [aCustomer({ id: '1' })], invoices: [{ ...anInvoice({ id: 'i0' }), ...paid }] });
    await app().push();
    expect(runs.map((run) => app().hubspot.workflows.run(run.callbackId).outputs)).toMatchObject([
      { result: 'delivered', erp_number: '900' },
      { result: 'paid' },
    ]);
  });
});
