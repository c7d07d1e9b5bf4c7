import { describe, expect, it } from '@jest/globals';
import { loadDealOrders, paidShare } from '../../../server/records/queries/deal-orders.ts';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anInvoice } from '../../support/erp-records.ts';
import { aDealWithLines, anOrderingWorld, toStage } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const orders = (world: WritingWorld) => world.erp.orders.all();
const status = (world: WritingWorld, deal: RecordId) => world.hubspot.get('deals', deal)['erp_order_status'];
const ORDER = { stages: { won: 'order' } } as const;

describe('an order whose invoices', () => {
  /** Delivered and invoiced, whatever its invoices are. */
  async function anInvoicedOrder(invoiceIds: readonly string[]) {
    const { world, acme } = await anOrderingWorld(db(), { rules: ORDER });
    const deal = await aDealWithLines(world, acme);
    await toStage(world, deal, 'won');
    await world.settle();
    const [order] = orders(world);
    world.erp.orders.deliver(order!.id);
    const delivered = world.erp.orders.get(order!.id)!;
    const lines = delivered.lines.map((line) => ({ ...line, invoiced: line.quantity }));
    world.erp.orders.put({ ...delivered, lines, invoiceIds: invoiceIds.map((id) => erpRecordId(id)) });
    await world.settle();
    const paid = async () => {
      const [shown] = await loadDealOrders(db(), { portalId: world.scope.portalId, dealId: deal });
      return [status(world, deal), paidShare(shown!)];
    };
    return { world, acme, deal, paid, origin: order!.number };
  }

  it('are drafts, or were not read yet, is not paid', async () => {
    const { world, paid, origin } = await anInvoicedOrder(['91']);
    expect(await paid()).toEqual(['invoiced', 'none']);
    world.erp.set('invoices', anInvoice({ id: '91', origin, status: 'draft', number: null, total: '130.50', open: '130.50' }));
    await world.settle();
    expect(await paid()).toEqual(['invoiced', 'none']);
    world.erp.set('invoices', anInvoice({ id: '91', origin, total: '130.50' }));
    await world.settle();
    expect(await paid()).toEqual(['invoiced', 'none']);
    world.erp.set('invoices', anInvoice({ id: '91', origin, status: 'paid', total: '130.50' }));
    await world.settle();
    expect(await paid()).toEqual(['paid', 'all']);
  });

  it('name another origin, as somebody wrote there, mark its deal all the same', async () => {
    const { world, deal, origin } = await anInvoicedOrder(['91']);
    const told = () => world.hubspot.get('deals', deal);
    world.erp.set('invoices', anInvoice({ id: '91', origin: 'Marco 2026', total: '130.50', open: '130.50', dueOn: '2026-11-30' }));
    await world.settle();
    expect(told()).toMatchObject({ erp_payment_status: 'open', erp_open_amount: '130.5' });
    expect(told()['erp_invoice_paid_at']).toBeFalsy();
    world.erp.set('invoices', anInvoice({ id: '91', origin: 'Marco 2026', status: 'paid', total: '130.50' }));
    await world.settle();
    expect(told()).toMatchObject({ erp_payment_status: 'paid', erp_order_status: 'paid' });
    expect(told()['erp_invoice_paid_at']).toBeTruthy();
    expect(origin).not.toBeNull();
  });

  it('name another origin reach the deal on which the number of the order was typed', async () => {
    const { world, acme, origin } = await anInvoicedOrder(['91']);
    await db()('orderTies').delete();
    const typed = await world.add('deals', { dealname: 'Typed', pipeline: 'sales', dealstage: 'open', erp_order_number: origin! });
    world.hubspot.associations.push(`deals ${typed} companies ${acme}`);
    world.erp.set('invoices', anInvoice({ id: '91', origin: 'Marco 2026', status: 'paid', total: '130.50' }));
    await world.settle();
    expect(world.hubspot.get('deals', typed)).toMatchObject({ erp_payment_status: 'paid' });
  });

  it('are paid but for a draft is partly paid', async () => {
    const { world, paid, origin } = await anInvoicedOrder(['91', '92']);
    world.erp.set('invoices', anInvoice({ id: '91', origin, status: 'paid', total: '100.00' }), anInvoice({ id: '92', origin, status: 'draft', number: null, total: '30.50' })); // prettier-ignore
    await world.settle();
    expect(await paid()).toEqual(['invoiced', 'partly']);
    world.erp.set('invoices', anInvoice({ id: '92', origin, status: 'cancelled', total: '30.50', open: '0.00' }));
    await world.settle();
    expect(await paid()).toEqual(['paid', 'all']);
  });
});
