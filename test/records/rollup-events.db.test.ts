import { describe, expect, it } from '@jest/globals';
import { recordId } from '../../server/shared/ids.ts';
import { storeOrders } from '../../server/streams/orders/store.ts';
import { storeProjects } from '../../server/streams/projects/store.ts';
import { storeSubscriptions } from '../../server/streams/subscriptions/store.ts';
import { useTestDatabase } from '../support/database.ts';
import { anEngine } from '../support/engine.ts';
import { acme, ACME, ANA, DEAL, rollup } from '../support/rollups.ts';
import { aCustomer, anInvoice, anOrder, aPayment, aProject, aSubscription, aTask } from '../support/erp-records.ts';

const db = useTestDatabase();

describe('events', () => {
  it('of payments reach the company, the person and the person whose invoice they settle', async () => {
    const engine = await anEngine(db());
    const BO = recordId('201');
    const person = { kind: 'person' as const, organisationId: '1' };
    const allocations = [
      {
        invoiceId: anInvoice({ id: 'a' }).id,
        by: 'payment' as const,
        sourceId: aPayment({ id: 'p1' }).id,
        amount: '1.00',
        on: null,
        at: null,
        label: null,
      },
    ];
    await engine.book({
      customers: [aCustomer({ id: '1' }), aCustomer({ id: 'ana', ...person }), aCustomer({ id: 'bo', ...person })],
      invoices: [anInvoice({ id: 'a', customerId: 'ana', organisationId: '1', allocations })],
    });
    await engine.link('companies', '1', ACME);
    await engine.link('contacts', 'ana', ANA);
    await engine.link('contacts', 'bo', BO);
    await engine.event('payment_received', 'p1', { customerId: '1', organisationId: '1' });
    const at = engine.now.toISOString();
    expect((await rollup(engine, 'companies')).values['erp_payment_received_at']).toBe(at);
    expect((await rollup(engine, 'contacts')).values['erp_payment_received_at']).toBe(at);
    expect((await rollup(engine, 'contacts', BO)).values['erp_payment_received_at']).toBeUndefined();
  });

  it('survive disconnecting and connecting the same ERP again', async () => {
    const engine = await anEngine(db());
    await acme(engine, [{ status: 'paid' }]);
    await engine.event('invoice_paid', 'i0', { hoursAgo: 1 });
    await db()('events').update({ connectionId: '00000000-0000-4000-8000-000000000000' });
    const { values, events } = await rollup(engine, 'companies');
    expect(values['erp_invoice_paid_at']).toBe('2026-11-20T11:00:00.000Z');
    expect(events).toEqual([{ identityKey: 'memory:db-1', kind: 'invoice_paid', erpId: 'i0' }]);
  });

  it('of invoices move the records that carry the invoice, and no others', async () => {
    const engine = await anEngine(db());
    const BOLT = recordId('101');
    await engine.book({
      customers: [aCustomer({ id: '1' }), aCustomer({ id: '2' })],
      invoices: [anInvoice({ id: 'a', customerId: '1' }), anInvoice({ id: 'b', customerId: '2' })],
    });
    await engine.link('companies', '1', ACME);
    await engine.link('companies', '2', BOLT);
    await engine.event('invoice_paid', 'a');
    await engine.event('invoice_overdue', 'b', { customerId: '2', organisationId: '2' });
    await engine.event('invoice_paid', 'b', { identityKey: 'memory:elsewhere' });
    expect((await rollup(engine, 'companies')).events.map(({ kind, erpId }) => `${kind} ${erpId}`)).toEqual(['invoice_paid a']);
    expect((await rollup(engine, 'companies', BOLT)).events.map(({ kind, erpId }) => `${kind} ${erpId}`)).toEqual(['invoice_overdue b']);
  });

  it('were told to this record, not to one of another type under the same id', async () => {
    const engine = await anEngine(db());
    await acme(engine, [{ status: 'paid' }]);
    await engine.event('invoice_paid', 'i0', { hoursAgo: 1 });
    const told = { portalId: 7, recordId: ACME, kind: 'invoice_paid', toldAt: engine.now };
    await db()('toldEvents').insert({ ...told, objectType: 'contacts' });
    expect((await rollup(engine, 'companies')).values['erp_invoice_paid_at']).toBe('2026-11-20T11:00:00.000Z');
    await db()('toldEvents').insert({ ...told, objectType: 'companies' });
    expect((await rollup(engine, 'companies')).values['erp_invoice_paid_at']).toBeUndefined();
  });

  it('of payments do not reach whose invoice a payment of the same id settles in another ERP, nor the company of a stranger’s', async () => {
    const engine = await anEngine(db());
    const second = await engine.connect('memory:db-2');
    const settles = (by: string) => ({
      allocations: [
        {
          invoiceId: anInvoice({ id: 'a' }).id,
          by: 'payment' as const,
          sourceId: aPayment({ id: by }).id,
          amount: '1.00',
          on: null,
          at: null,
          label: null,
        },
      ],
    });
    const ana = aCustomer({ id: 'ana', kind: 'person', organisationId: '1' });
    const books = (by: string) => ({
      customers: [aCustomer({ id: '1' }), ana],
      invoices: [anInvoice({ id: 'a', customerId: 'ana', organisationId: '1', ...settles(by) })],
    });
    await engine.book(books('p9'));
    await engine.book(books('p1'), { scope: second });
    await engine.link('companies', '1', ACME);
    await engine.link('contacts', 'ana', ANA);
    await engine.link('contacts', 'ana', ANA, second);
    await engine.event('payment_received', 'p1', { customerId: '2', organisationId: '2' });
    expect((await rollup(engine, 'contacts')).events).toEqual([]);
    await engine.event('payment_received', 'p9', { customerId: '2', organisationId: '2' });
    expect((await rollup(engine, 'contacts')).events.map(({ erpId }) => erpId)).toEqual(['p9']);
    expect((await rollup(engine, 'companies')).events).toEqual([]);
  });

  it('of payments do not reach whose invoice in another ERP has the id of one that is settled', async () => {
    const engine = await anEngine(db());
    const second = await engine.connect('memory:db-2');
    const ana = aCustomer({ id: 'ana', kind: 'person', organisationId: '1' });
    const { id: invoiceId } = anInvoice({ id: 'a' });
    const paid = {
      invoiceId,
      by: 'payment' as const,
      sourceId: aPayment({ id: 'p1' }).id,
      amount: '1.00',
      on: null,
      at: null,
      label: null,
    };
    const invoice = anInvoice({ id: 'a', customerId: 'ana', organisationId: '1' });
    await engine.book({ customers: [ana], invoices: [{ ...invoice, allocations: [paid] }] });
    await engine.book({ customers: [ana], invoices: [invoice] }, { scope: second });
    await engine.link('contacts', 'ana', ANA, second);
    await engine.event('payment_received', 'p1', { customerId: '2', organisationId: '2' });
    expect((await rollup(engine, 'contacts')).events).toEqual([]);
  });

  it('of orders, projects and subscriptions move the deal whose order it is, not what has an id of theirs elsewhere', async () => {
    const engine = await anEngine(db());
    const second = await engine.connect('memory:db-2');
    const order = [anOrder({ id: '42', number: 'S42' })];
    for (const [scope, project, subscription] of [
      [engine.scope, '7', 'a'],
      [second, '8', 'b'],
    ] as const) {
      const mirror = { ...scope, generation: 1, now: engine.now };
      await db().transaction(async (trx) => {
        await storeOrders(trx, mirror, order);
        await storeProjects(trx, mirror, [aProject({ id: project, tasks: [aTask({ id: '1', orderId: '42' })] })]);
        await storeSubscriptions(trx, mirror, [aSubscription({ id: subscription, orderIds: ['42'] })]);
      });
    }
    const tie = { orderId: '42', dealId: DEAL, how: 'person', wants: 'order', tiedAt: engine.now, currency: 'EUR' };
    await db()('orderTies').insert({ ...engine.scope, ...tie });
    await engine.event('invoice_paid', '42');
    await engine.event('project_completed', '8/42');
    await engine.event('subscription_started', 'b');
    for (const [kind, ...ids] of [
      ['order_delivered', '42'],
      ['project_completed', '7/42', '8/42'],
      ['subscription_started', 'a', 'b'],
    ] as const) {
      for (const id of ids) await engine.event(kind, id, { identityKey: 'memory:db-2' });
    }
    expect((await rollup(engine, 'deals')).events).toEqual([]);
    await engine.event('order_delivered', '42');
    await engine.event('project_completed', '7/42');
    await engine.event('subscription_started', 'a');
    const moved = (await rollup(engine, 'deals')).events.map(({ identityKey, kind, erpId }) => `${identityKey} ${kind} ${erpId}`);
    expect(moved.toSorted()).toEqual([
      'memory:db-1 order_delivered 42',
      'memory:db-1 project_completed 7/42',
      'memory:db-1 subscription_started a',
    ]);
  });

  it('move a property for as long as events count, to the millisecond', async () => {
    const engine = await anEngine(db());
    await acme(engine, [{ status: 'paid' }]);
    const hours = engine.portal.settings.eventMaxAgeHours;
    await engine.event('invoice_paid', 'i0', { hoursAgo: hours });
    await engine.event('invoice_overdue', 'i0', { hoursAgo: hours + 1 / 3_600_000 });
    expect((await rollup(engine, 'companies')).events.map(({ kind }) => kind)).toEqual(['invoice_paid']);
  });

  it('tell the latest time of several, in whatever order they were recorded', async () => {
    const engine = await anEngine(db());
    await acme(engine, [{ status: 'paid' }, { status: 'paid' }, { status: 'paid' }]);
    for (const [id, hoursAgo] of [
      ['i0', 2],
      ['i1', 1],
      ['i2', 3],
    ] as const)
      await engine.event('invoice_paid', id, { hoursAgo });
    expect((await rollup(engine, 'companies')).values['erp_invoice_paid_at']).toBe('2026-11-20T11:00:00.000Z');
  });
});
