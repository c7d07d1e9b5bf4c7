import { describe, expect, it } from '@jest/globals';
import { loadDealOrders } from '../../../server/records/queries/deal-orders.ts';
import { storeInvoices } from '../../../server/streams/invoices/store.ts';
import { STREAMS } from '../../../server/streams/index.ts';
import type { RecordId } from '../../../server/shared/ids.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aCustomer, anInvoice, anOrder, anOrderLine } from '../../support/erp-records.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';
import { aConnection } from '../../support/portal-rows.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const told = (world: WritingWorld, deal: RecordId) => world.hubspot.get('deals', deal);
const shown = async (world: WritingWorld, dealId: RecordId) =>
  (await loadDealOrders(db(), { portalId: world.scope.portalId, dealId })).map(({ id, status }) => ({ id, status }));

/** An ERP that numbers quotations and orders apart; order 501 is another customer's, delivered, invoiced and overdue. */
async function anErpWithOrder501() {
  const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { offer: 'quotation', won: 'order' } } });
  world.erp.orders.copiesOnConfirm = true;
  const delivered = { delivered: '10', invoiced: '10' };
  const [line, invoiceIds] = [anOrderLine({ quantity: '10', delivered: '0', invoiced: '10' }), ['i501'] as never];
  const stranger = anOrder({ id: 'o501', number: '501', status: 'confirmed', customerId: '2', lines: [line], invoiceIds });
  const invoice = anInvoice({ id: 'i501', origin: '501', customerId: '2', total: '900.00', dueOn: '2026-11-25' });
  world.erp.set('customers', aCustomer({ id: '2', name: 'Stranger' }));
  world.erp.set('orders', stranger);
  world.erp.set('invoices', invoice);
  await world.settle();
  const deal = await aDealWithLines(world, acme);
  await toStage(world, deal, 'offer');
  await world.settle();
  const pay = async () => {
    const at = new Date(world.now.getTime() - 1000).toISOString();
    world.erp.set('orders', {
      ...stranger,
      lines: [{ ...line, ...delivered }],
      deliveries: [{ id: 'd501', number: 'OUT/501', status: 'done', at, tracking: null }],
    });
    world.erp.set('invoices', { ...invoice, status: 'paid', open: '0.00', baseOpen: '0.00' });
    await world.settle();
  };
  return { world, deal, pay };
}

describe('a quotation whose number is that of an order of another customer', () => {
  it('is alone on its deal, and carries nothing of that order', async () => {
    const { world, deal, pay } = await anErpWithOrder501();
    expect(world.erp.orders.get('501' as never)).toMatchObject({ status: 'quotation', number: '501' });
    expect(told(world, deal)).toMatchObject({ erp_order_number: '501', erp_order_status: 'quotation' });
    expect(await shown(world, deal)).toEqual([{ id: '501', status: 'quotation' }]);
    expect(Number(told(world, deal)['erp_open_amount'] || 0)).toBe(0);
    await pay();
    expect(told(world, deal)).toMatchObject({ erp_order_status: 'quotation' });
    for (const property of ['erp_order_delivered_at', 'erp_invoice_paid_at', 'erp_last_invoice_number'])
      expect(told(world, deal)[property]).toBeFalsy();
  });

  it('is not meant any more where it became an order of its own', async () => {
    const { world, deal, pay } = await anErpWithOrder501();
    await toStage(world, deal, 'won');
    await world.settle();
    await db()('dealOrders').where({ dealId: deal }).update({ orderNumber: '501', typed: '501' });
    await pay();
    expect(await shown(world, deal)).toEqual(
      expect.arrayContaining([
        { id: '501', status: 'closed' },
        { id: '502', status: 'confirmed' },
      ]),
    );
    expect(await shown(world, deal)).toHaveLength(2);
    expect(told(world, deal)['erp_last_invoice_number']).toBeFalsy();
  });
});

describe('an order whose number another ERP has, too', () => {
  it('carries what its own ERP invoiced under that number, and is not ambiguous', async () => {
    const { world, acme } = await anOrderingWorld(db(), { rules: { stages: { won: 'order' } } });
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'won');
    await world.settle();
    const number = told(world, deal)['erp_order_number']!;
    const other = await aConnection(db(), { portalId: world.scope.portalId, identityKey: 'memory:other' });
    await db()('erpStreams').insert(STREAMS.map((stream) => ({ ...other, stream, firstCompletedAt: world.now })));
    const theirs = anInvoice({ id: 'x1', number: 'X-1', origin: number, customerId: '9', total: '700.00' });
    await storeInvoices(db(), { ...other, generation: 1, now: world.now }, [theirs]);
    world.erp.set('invoices', anInvoice({ id: 'i1', number: 'MINE', origin: number, total: '130.50' }));
    await world.settle();
    expect(told(world, deal)).toMatchObject({ erp_last_invoice_number: 'MINE', erp_open_amount: '130.5' });
    expect(await world.problems()).not.toContain('deal.order_number_ambiguous');
  });
});
