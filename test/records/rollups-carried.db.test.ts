import { describe, expect, it } from '@jest/globals';
import { computeRollups } from '../../server/records/rollups.ts';
import { loadLinkedCustomers } from '../../server/records/queries/customers.ts';
import { useTestDatabase } from '../support/database.ts';
import { anEngine } from '../support/engine.ts';
import { acme, ACME, ANA, DEAL, rollup } from '../support/rollups.ts';
import { aCustomer, anInvoice } from '../support/erp-records.ts';

const db = useTestDatabase();

const open = { status: 'open', open: '100.00', baseOpen: '100.00' } as const;

describe('who carries what', () => {
  it('a company carries all of its organisation, once, whoever it is addressed to', async () => {
    const engine = await anEngine(db());
    await engine.book({
      customers: [
        aCustomer({ id: '1' }),
        aCustomer({ id: 'p', kind: 'person', organisationId: '1' }),
        aCustomer({ id: 's', parentId: '1' }),
      ],
      invoices: [
        anInvoice({ id: 'a', total: '1.00' }),
        anInvoice({ id: 'b', total: '2.00', customerId: 'p', organisationId: '1' }),
        anInvoice({ id: 'c', total: '4.00', customerId: 's' }),
      ],
    });
    await engine.link('companies', '1', ACME);
    expect((await rollup(engine, 'companies')).values['erp_open_amount']).toBe('3');
  });

  it('a record with customers of two ERPs carries both, under the key of the first', async () => {
    const engine = await anEngine(db());
    const second = await engine.connect('memory:db-0');
    await acme(engine, [open]);
    engine.now = new Date(engine.now.getTime() + 1000);
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'x', total: '11.00' })] }, { scope: second });
    await engine.link('companies', '1', ACME, second);
    expect((await rollup(engine, 'companies')).values).toMatchObject({ erp_open_amount: '111', erp_customer_key: 'memory:db-1:1' });
  });

  it.each([
    ['billing_contact', true, '7'],
    ['billing_contact', false, '2'],
    ['all_contacts', false, '7'],
    ['none', true, '2'],
  ] as const)(
    'a contact carries its own and, with %s (billing contact: %s), those of its organisation',
    async (contactsCarry, isBillingContact, expected) => {
      const engine = await anEngine(db(), { settings: { contactsCarry } });
      await engine.book({
        customers: [aCustomer({ id: '1' }), aCustomer({ id: 'p', kind: 'person', organisationId: '1', isBillingContact })],
        invoices: [
          anInvoice({ id: 'a', total: '5.00' }),
          anInvoice({ id: 'b', total: '2.00', customerId: 'p', organisationId: '1' }),
          anInvoice({ id: 'c', total: '90.00', customerId: 'q', organisationId: '1' }),
        ],
      });
      await engine.link('contacts', 'p', ANA);
      expect((await rollup(engine, 'contacts')).values['erp_open_amount']).toBe(expected);
      const asked = { portalId: engine.scope.portalId, objectType: 'contacts', recordId: ANA, contactsCarry } as const;
      const [customer] = await loadLinkedCustomers(db(), asked);
      // The card names whose invoices those are.
      expect(customer?.invoicesOf).toBe(expected === '7' ? aCustomer({ id: '1' }).name : null);
    },
  );

  it('a deal carries the invoices that name its order exactly, and those a person tied', async () => {
    const engine = await anEngine(db());
    await engine.book({
      customers: [aCustomer({ id: '1' })],
      invoices: [
        anInvoice({ id: 'a', total: '1.00', origin: 'S1, S2', number: 'F/1', issuedOn: '2026-11-02' }),
        anInvoice({ id: 'b', total: '2.00', origin: 'S10' }),
        anInvoice({ id: 'c', total: '4.00', number: 'F/2', issuedOn: '2026-11-03' }),
      ],
    });
    await db()('dealOrders').insert({ portalId: 7, dealId: DEAL, orderNumber: 'S1' });
    await db()('invoiceTies').insert({ ...engine.scope, invoiceId: 'c', dealId: DEAL });
    expect(await rollup(engine, 'deals')).toMatchObject({
      isLinked: true,
      values: { erp_open_amount: '5', erp_last_invoice_number: 'F/2' },
    });
  });

  it.each([
    ['as people count', { id: '13:1000', number: '1000' }, { id: '13:999', number: '999' }],
    ['not of a down payment of that day', { id: '13:5', number: 'F5' }, { id: '203:9', number: 'A9', type: 'down_payment' }],
    [
      'by the day it bears',
      { id: '13:4', number: '4', issuedOn: '2026-11-05' },
      { id: '13:9', number: '9', createdAt: '2026-11-19T00:00:00Z' },
    ],
    ['not of a credit note', { id: '13:4', number: '4' }, { id: '14:9', number: '9', type: 'credit_note', issuedOn: '2026-11-05' }],
    ['before one that bears no day', { id: '13:4', number: '4' }, { id: '13:9', number: '9', issuedOn: null }],
    ['as people count where none bears a day', { id: '13:10', number: '10', issuedOn: null }, { id: '13:9', number: '9', issuedOn: null }],
  ] as const)('a deal names its last invoice %s', async (_how, last, other) => {
    const engine = await anEngine(db());
    await engine.book({ invoices: [last, other].map((given) => anInvoice({ ...given, origin: 'S1' })) });
    await db()('dealOrders').insert({ portalId: 7, dealId: DEAL, orderNumber: 'S1' });
    expect((await rollup(engine, 'deals')).values['erp_last_invoice_number']).toBe(last.number);
  });

  it('a deal carries nothing by a number that two organisations use, and says so', async () => {
    const engine = await anEngine(db());
    await engine.book({ invoices: [anInvoice({ id: 'a', origin: 'S1' }), anInvoice({ id: 'b', origin: 'S1', customerId: '2' })] });
    await db()('dealOrders').insert({ portalId: 7, dealId: DEAL, orderNumber: 'S1' });
    expect(await rollup(engine, 'deals')).toMatchObject({
      ambiguousOrder: 'S1',
      values: { erp_payment_status: 'none', erp_open_amount: '' },
    });
  });

  describe('when two orders of one customer have the number 1001, one of them in a series of its own', () => {
    const mexico = { origin: 'PED-MX-1001', otherOrderNumbers: [{ order: 'PED-MX-1001', number: '1001' }] };
    const first = { origin: '1001', otherOrderNumbers: [{ order: '1001', number: 'Primario-1001' }] };
    const other = { origin: 'PED-US-7', otherOrderNumbers: [{ order: 'PED-US-7', number: '7' }] };

    it.each([
      ['1001', '1001', ''],
      ['PED-MX-1001', null, '6'],
      ['PRIMARIO-1001', null, '1'],
      ['7', null, '8'],
    ])('a deal with %s is told of several: %s, and carries %s', async (orderNumber, ambiguousOrder, open) => {
      const engine = await anEngine(db());
      await engine.book({
        invoices: [
          anInvoice({ id: 'a', total: '1.00', ...first }),
          anInvoice({ id: 'b', total: '2.00', ...mexico }),
          anInvoice({ id: 'c', total: '4.00', ...mexico }),
          anInvoice({ id: 'd', total: '8.00', ...other }),
        ],
      });
      await db()('dealOrders').insert({ portalId: 7, dealId: DEAL, orderNumber });
      expect(await rollup(engine, 'deals')).toMatchObject({ ambiguousOrder, values: { erp_open_amount: open } });
    });
  });

  it.each([
    ['proposed', new Date('2026-11-10T10:00:00Z')],
    ['active', null],
  ])('nothing by a link that is %s, approved %s', async (state, approvedAt) => {
    const engine = await anEngine(db(), { approvedAt });
    await engine.book({ customers: [aCustomer({ id: '1' })], invoices: [anInvoice({ id: 'a' })] });
    await engine.link('companies', '1', ACME, engine.scope, state);
    expect(await rollup(engine, 'companies')).toMatchObject({ isLinked: false, values: { erp_open_amount: '' } });
    const [preview] = await computeRollups(db(), engine.portal, {
      objectType: 'companies',
      recordIds: [ACME],
      now: engine.now,
      previewOf: engine.scope.connectionId,
    });
    expect(preview!.values['erp_open_amount']).toBe('100');
  });

  it('a block by what is known: neither a customer that is gone nor an organisation that was never read makes one', async () => {
    const engine = await anEngine(db());
    await engine.book({ customers: [aCustomer({ id: '1' }), aCustomer({ id: 'ana', kind: 'person', organisationId: '9' })] });
    await engine.link('companies', '1', ACME);
    await engine.link('contacts', 'ana', ANA);
    expect((await rollup(engine, 'contacts')).values['erp_customer_status']).toBe('none');
    await engine.book({ customers: [aCustomer({ id: '9', blocked: true })] });
    expect((await rollup(engine, 'contacts')).values['erp_customer_status']).toBe('blocked');
    await db()('erpCustomers').where({ erpId: '1' }).delete();
    expect((await rollup(engine, 'companies')).values['erp_customer_status']).toBe('none');
  });

  it('nothing of another portal', async () => {
    const engine = await anEngine(db());
    await acme(engine, [open]);
    const other = await anEngine(db(), { portalId: 8 });
    expect((await rollup(other, 'companies')).isLinked).toBe(false);
    // A deal by its tied order alone.
    const tie = { orderId: '42', dealId: DEAL, how: 'person', wants: 'order', tiedAt: engine.now, currency: 'EUR' };
    await db()('orderTies').insert({ ...engine.scope, ...tie });
    expect((await rollup(engine, 'deals')).isLinked).toBe(true);
    expect((await rollup(other, 'deals')).isLinked).toBe(false);
  });
});
