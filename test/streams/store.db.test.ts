import { describe, expect, it } from '@jest/globals';
import type { Db } from '../../server/db/index.ts';
import { erpRecordId } from '../../server/shared/ids.ts';
import { streamOf } from '../../server/streams/index.ts';
import { storeCustomers } from '../../server/streams/customers/store.ts';
import { storeInvoices } from '../../server/streams/invoices/store.ts';
import { storePayments } from '../../server/streams/payments/store.ts';
import { isAnythingTouched } from '../../server/streams/shared/touched.ts';
import { useTestDatabase } from '../support/database.ts';
import { aCustomer, anInvoice, aPayment } from '../support/erp-records.ts';
import { aConnection, type ConnectionRow } from '../support/portal-rows.ts';

const db = useTestDatabase();
const now = new Date('2026-11-20T12:00:00Z');
const scopeOf = (scope: ConnectionRow, generation = 1) => ({ ...scope, generation, now });
const rowsOf = (table: string): Promise<Record<string, unknown>[]> => db()(table).orderBy('erpId');
const inTransaction = <T>(work: (trx: Db) => Promise<T>): Promise<T> => db().transaction(work);

describe('storing a page', () => {
  it('touches nothing when the content is known, but takes the new mark and generation', async () => {
    const scope = scopeOf(await aConnection(db()));
    await inTransaction((trx) => storeInvoices(trx, scope, [anInvoice({ id: '1', changeStamp: 'a' })]));
    const again = await inTransaction((trx) =>
      storeInvoices(trx, { ...scope, generation: 2 }, [anInvoice({ id: '1', changeStamp: 'b', changedAt: '2026-11-19T00:00:00Z' })]),
    );
    expect(again.changes).toEqual([]);
    expect(isAnythingTouched(again.touched)).toBe(false);
    expect(await rowsOf('erpInvoices')).toMatchObject([{ mark: 'b', generation: 2 }]);
  });

  it('keeps amounts, days and instants exact', async () => {
    const scope = scopeOf(await aConnection(db()));
    const invoice = anInvoice({
      id: '1',
      total: '12345678901234.10',
      open: '0.10',
      settledAt: '2026-11-19T23:59:59.123Z',
      dueOn: '2026-02-28',
    });
    await inTransaction((trx) => storeInvoices(trx, scope, [invoice]));
    expect(await rowsOf('erpInvoices')).toMatchObject([
      { total: '12345678901234.10', open: '0.10', settledAt: new Date('2026-11-19T23:59:59.123Z'), dueOn: '2026-02-28' },
    ]);
  });

  it('keeps the status that the figures of an invoice allow', async () => {
    const scope = scopeOf(await aConnection(db()));
    const stored = await inTransaction((trx) => storeInvoices(trx, scope, [anInvoice({ id: '1', status: 'open', open: '0.00' })]));
    expect(stored.changes).toMatchObject([{ after: { status: 'paid' } }]);
    expect(await rowsOf('erpInvoices')).toMatchObject([{ status: 'paid' }]);
  });

  it('touches who had the invoice and who has it now', async () => {
    const scope = scopeOf(await aConnection(db()));
    const first = anInvoice({ id: '1', customerId: 'person', organisationId: 'old', origin: 'S1, S2' });
    await inTransaction((trx) => storeInvoices(trx, scope, [first]));
    const moved = anInvoice({ id: '1', customerId: 'other', organisationId: 'new', origin: 'S2,S3' });
    const { touched, changes } = await inTransaction((trx) => storeInvoices(trx, scope, [moved]));
    expect([...touched.customerIds].toSorted()).toEqual(['other', 'person']);
    expect([...touched.organisationIds].toSorted()).toEqual(['new', 'old']);
    expect([...touched.orderNumbers].toSorted()).toEqual(['S1', 'S2', 'S3']);
    expect([...touched.invoiceIds]).toEqual(['1']);
    expect(changes).toMatchObject([{ before: { status: 'open', organisationId: 'old' }, after: { organisationId: 'new' } }]);
    expect(await db()('erpInvoiceOrigins').orderBy('orderNumber').select('orderNumber')).toEqual([
      { orderNumber: 'S2' },
      { orderNumber: 'S3' },
    ]);
  });

  it('knows an order by every number people call it, and once by each', async () => {
    const scope = scopeOf(await aConnection(db()));
    const otherOrderNumbers = [
      { order: '1001', number: 'Primario-1001' },
      { order: 'PED-MX-1001', number: '1001' },
      { order: 'PED-US-7', number: '7' },
      { order: 'PED-FR-7', number: '7' },
    ];
    const invoice = anInvoice({ id: '1', origin: '1001, PED-MX-1001, PED-US-7, PED-FR-7', otherOrderNumbers });
    const { touched } = await inTransaction((trx) => storeInvoices(trx, scope, [invoice]));
    const stored = await db()('erpInvoiceOrigins').orderBy('orderNumber').select('orderNumber', 'standsFor');
    expect(stored).toEqual([
      { orderNumber: '1001', standsFor: null },
      { orderNumber: '7', standsFor: 'PED-US-7' },
      { orderNumber: 'PED-FR-7', standsFor: null },
      { orderNumber: 'PED-MX-1001', standsFor: null },
      { orderNumber: 'PED-US-7', standsFor: null },
      { orderNumber: 'PRIMARIO-1001', standsFor: '1001' },
    ]);
    expect([...touched.orderNumbers].toSorted()).toEqual(stored.map(({ orderNumber }) => String(orderNumber)));
    const fewer = { ...invoice, otherOrderNumbers: [] };
    expect((await inTransaction((trx) => storeInvoices(trx, scope, [fewer]))).changes).toHaveLength(1);
    expect(await db()('erpInvoiceOrigins').whereNotNull('standsFor')).toEqual([]);
  });

  it('stores text PostgreSQL has no room for', async () => {
    const scope = scopeOf(await aConnection(db()));
    const broken = anInvoice({ id: '1', reference: 'a\0b\ud800c', origin: 'S\0', number: 'kept \\u0000' });
    await inTransaction((trx) => storeInvoices(trx, scope, [broken]));
    expect(await rowsOf('erpInvoices')).toMatchObject([{ reference: 'ab\ufffdc', number: 'kept \\u0000' }]);
    const again = await inTransaction((trx) => storeInvoices(trx, scope, [broken]));
    expect(again.changes).toEqual([]);
  });

  it('takes the later one of a record named twice', async () => {
    const scope = scopeOf(await aConnection(db()));
    await inTransaction((trx) => storeInvoices(trx, scope, [anInvoice({ id: '1', number: 'A' }), anInvoice({ id: '1', number: 'B' })]));
    expect(await rowsOf('erpInvoices')).toMatchObject([{ number: 'B' }]);
  });

  it('replaces what a payment settles and touches the invoices of before and after', async () => {
    const scope = scopeOf(await aConnection(db()));
    const settles = (invoiceId: string) => ({
      invoiceId: erpRecordId(invoiceId),
      by: 'payment' as const,
      sourceId: null,
      amount: '10.00',
      on: '2026-11-02',
      at: null,
      label: null,
    });
    await inTransaction((trx) => storePayments(trx, scope, [aPayment({ id: '1', allocations: [settles('10'), settles('11')] })]));
    const { touched } = await inTransaction((trx) => storePayments(trx, scope, [aPayment({ id: '1', allocations: [settles('12')] })]));
    expect([...touched.invoiceIds].toSorted()).toEqual(['10', '11', '12']);
    expect(await db()('erpAllocations').select('invoiceId')).toEqual([{ invoiceId: '12' }]);
  });

  it('asks for matching again only when the identity of a customer changed', async () => {
    const scope = scopeOf(await aConnection(db()));
    const store = (given: object) => inTransaction((trx) => storeCustomers(trx, scope, [aCustomer({ id: '1', ...given })]));
    expect((await store({})).touched.identityChanged.size).toBe(1);
    const phone = await store({ phone: '1' });
    expect([phone.changes.length, phone.touched.identityChanged.size]).toEqual([1, 0]);
    expect((await store({ phone: '1', emails: ['a@acme.com'] })).touched.identityChanged.size).toBe(1);
    expect((await store({ phone: '1', emails: ['a@acme.com'], active: false })).touched.identityChanged.size).toBe(1);
    expect(await rowsOf('erpCustomers')).toMatchObject([{ domain: 'acme.com', emails: ['a@acme.com'], active: false }]);
  });

  it('stores for one portal only', async () => {
    const one = await aConnection(db(), { portalId: 7 });
    const two = await aConnection(db(), { portalId: 8 });
    await inTransaction((trx) => storeInvoices(trx, scopeOf(one), [anInvoice({ id: '1', number: 'one' })]));
    await inTransaction((trx) => storeInvoices(trx, scopeOf(two), [anInvoice({ id: '1', number: 'two' })]));
    await inTransaction((trx) => streamOf('invoices').remove(trx, two, [erpRecordId('1')]));
    expect(await rowsOf('erpInvoices')).toMatchObject([{ portalId: 7, number: 'one' }]);
  });
});

describe('removing rows', () => {
  it('says what they concerned and takes origins and allocations along', async () => {
    const scope = await aConnection(db());
    const allocation = {
      invoiceId: erpRecordId('1'),
      by: 'other' as const,
      sourceId: null,
      amount: '1.00',
      on: null,
      at: null,
      label: null,
    };
    const invoice = anInvoice({ id: '1', customerId: 'c', organisationId: 'o', origin: 'S1', allocations: [allocation] });
    await inTransaction((trx) => storeInvoices(trx, scopeOf(scope), [invoice]));
    const touched = await inTransaction((trx) => streamOf('invoices').remove(trx, scope, [erpRecordId('1'), erpRecordId('unknown')]));
    expect([[...touched.customerIds], [...touched.organisationIds], [...touched.orderNumbers], [...touched.invoiceIds]]).toEqual([
      ['c'],
      ['o'],
      ['S1'],
      ['1'],
    ]);
    expect([await rowsOf('erpInvoices'), await db()('erpInvoiceOrigins'), await db()('erpAllocations')]).toEqual([[], [], []]);
  });
});

describe('speed', () => {
  it('stores 500 invoices with lines in as many statements as five, and unchanged ones in fewer', async () => {
    const scope = scopeOf(await aConnection(db()));
    const line = {
      description: 'Maintenance, monthly',
      productCode: 'M-1',
      quantity: '1',
      unitPrice: '20.00',
      net: '20.00',
      taxes: ['VAT 21%'],
    };
    const page = (from: number, number?: string) =>
      Array.from({ length: 500 }, (_, i) =>
        anInvoice({
          id: String(from + i),
          customerId: String(i % 50),
          origin: `S${from + i}`,
          lines: Array(5).fill(line),
          ...(number && { number }),
        }),
      );
    const statementsFor = async (records: ReturnType<typeof page>): Promise<number> => {
      let statements = 0;
      const count = (): void => void statements++;
      db().client.on('query', count);
      await inTransaction((trx) => storeInvoices(trx, scope, records));
      db().client.off('query', count);
      return statements;
    };
    const few = await statementsFor(page(0).slice(0, 5));
    expect(await statementsFor(page(1000))).toBe(few);
    expect(await statementsFor(page(1000, 'renumbered'))).toBe(few + 2);
    expect(await statementsFor(page(1000, 'renumbered'))).toBeLessThan(few);
  });
});
