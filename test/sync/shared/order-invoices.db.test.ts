import { describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { storeOrders } from '../../../server/streams/orders/store.ts';
import { nothingTouched } from '../../../server/streams/shared/touched.ts';
import { markCalendarDue, markTargetsDue } from '../../../server/sync/shared/targets.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anEngine, type Engine } from '../../support/engine.ts';
import { anOrder } from '../../support/erp-records.ts';

const db = useTestDatabase();
const DAY = { since: '2026-11-20', today: '2026-11-23', activeMonths: 12 };

/** Each with an invoice of its own, and a deal. */
async function orderCustomer(engine: Engine, count: number): Promise<void> {
  const { portalId, connectionId } = engine.scope;
  const bindings = { portalId, connectionId, count };
  await db().raw(
    `insert into erp_orders (portal_id, connection_id, erp_id, status, organisation_id, currency, untaxed, tax, total, reserved, delivered, invoiced,
       lines, deliveries, invoice_ids, mark, hash, generation, stored_order)
     select :portalId, :connectionId, 'o' || n, 'confirmed', '1', 'EUR', 1, 0, 1, 'none', 'none', 'all', '[]', '[]', jsonb_build_array('i' || n), 'm', 'h', 1, n
     from generate_series(1, :count::int) n`,
    bindings,
  );
  await db().raw(
    `insert into order_ties (portal_id, connection_id, order_id, deal_id, how, tied_at, wants)
     select :portalId, :connectionId, 'o' || n, n::text, 'person', now(), 'order' from generate_series(1, :count::int) n`,
    bindings,
  );
  await db().raw(
    `insert into erp_invoices (portal_id, connection_id, erp_id, type, status, organisation_id, currency, base_currency, total, open, untaxed, tax,
       base_total, base_open, issued_on, due_on, mark, hash, generation, stored_order)
     select :portalId, :connectionId, 'i' || n, 'invoice', 'open', '1', 'EUR', 'EUR', 1, 1, 1, 0, 1, 1, '2026-11-01', '2026-11-22', 'm', 'h', 1, n
     from generate_series(1, least(:count::int, 500)) n`,
    bindings,
  );
  await db().raw('analyze');
}

describe('the deals of orders whose invoices changed', () => {
  const deals = async () =>
    (await db()('targets').where({ objectType: 'deals' }).orderBy('recordId')).map(({ recordId }) => recordId as string);

  it('follow the invoices that each order has now, whoever the invoice is addressed to', async () => {
    const engine = await anEngine(db());
    const { scope, now } = engine;
    await db()('orderTies').insert({ ...scope, orderId: 'o1', dealId: '50', how: 'person', tiedAt: now, wants: 'order' });
    const mirror = { ...scope, generation: 1, now };
    const order = (...invoiceIds: string[]) =>
      storeOrders(db(), mirror, [anOrder({ id: 'o1', organisationId: '1', invoiceIds: invoiceIds.map((id) => erpRecordId(id)) })]);
    const marked = async (invoice: string) => {
      await db()('targets').delete();
      await markTargetsDue(db(), scope, { ...nothingTouched(), invoiceIds: new Set([erpRecordId(invoice)]) }, { priority: 1, now });
      return deals();
    };
    await order();
    expect(await marked('a')).toEqual([]);
    await order('a', 'b');
    expect([await marked('a'), await marked('b')]).toEqual([['50'], ['50']]);
    await order('b');
    expect([await marked('a'), await marked('b')]).toEqual([[], ['50']]);
    await db()('erpOrders').delete();
    expect(await db()('erpOrderInvoices').select()).toEqual([]);
  });

  it('are found by a calendar day at once, however many orders their customer has', async () => {
    const engine = await anEngine(db());
    await orderCustomer(engine, 5_000);
    const times: number[] = [];
    // The machine itself may pause: once out of three is enough.
    for (let time = 0; time < 3; time++) {
      await db()('targets').delete();
      const begun = performance.now();
      await markCalendarDue(db(), engine.scope.portalId, DAY, { priority: 1, now: engine.now });
      times.push(performance.now() - begun);
    }
    // By looking through the customer's orders for each invoice it took 2.5 s.
    expect(Math.min(...times)).toBeLessThan(1_000);
    expect(await deals()).toHaveLength(500);
  });
});
