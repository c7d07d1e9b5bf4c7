import { describe, expect, it } from '@jest/globals';
import {
  addedPayments,
  byEntries,
  cancelledSince,
  documentsAmong,
  newCancellations,
  newPayments,
  newReconciliations,
  paymentsAmong,
  readRecordsInPayments,
  reconciledSince,
  SETTLEMENT_SOURCES,
} from '../../../server/erp/sap-b1/affected-records.ts';
import type { B1Client } from '../../../server/erp/sap-b1/client.ts';
import type { Connection } from '../../../server/erp/sap-b1/connection.ts';
import type { ReadPosition } from '../../../server/erp/sap-b1/cursor.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { never } from '../../contract/reading.ts';

type Page = Awaited<ReturnType<B1Client['page']>>;
type Asked = { set: string; filter: string | undefined; orderby: string | undefined; size: number };

/** Answers every page with the same rows, and keeps what was asked for. */
function serviceLayer(page: Page): { client: B1Client; connection: Connection; asked: Asked[] } {
  const asked: Asked[] = [];
  const client = {
    page: (set, { filter, orderby }, size) => {
      asked.push({ set, filter, orderby, size });
      return Promise.resolve(page);
    },
  } satisfies Pick<B1Client, 'page'>;
  const connection = { client, now: () => new Date('2026-11-20T12:00:00Z') };
  return { client: client as unknown as B1Client, connection: connection as unknown as Connection, asked };
}

const CUSTOMERS = `DocType eq 'rCustomer'`;
const NOT_OF_PAYMENTS = `ReconType ne 'rtPayment'`;
const ids = (...texts: string[]) => texts.map(erpRecordId);
const payment = (DocEntry: number, PaymentInvoices: unknown[] | null = []) => ({
  ...{ DocEntry, DocNum: DocEntry, DocDate: '2026-11-20', Cancelled: 'tNO' },
  PaymentInvoices,
});
const row = (DocEntry: number, InvoiceType: string) => ({ DocEntry, InvoiceType, SumApplied: 1, AppliedFC: 0, InstallmentId: 1 });

type Numbers = Record<string, number>;
const since = (from: Numbers, to: Numbers, after = ''): ReadPosition => ({
  ...{ phase: 'since', step: 0, after },
  ...{ from: { heads: {}, numbers: from, at: 0 }, to: { heads: {}, numbers: to, at: 0 } },
});
const ALL: ReadPosition = { phase: 'all', step: 0, after: '', to: { heads: {}, numbers: { payments: 5, cancelled: 5 }, at: 0 } };

describe('records in payments', () => {
  const rows = [
    payment(7, [row(1, 'it_Invoice'), row(2, 'it_CredItnote'), row(3, 'it_JournalEntry'), { DocEntry: 'broken' }]),
    payment(8, [row(4, 'it_Receipt'), row(5, 'it_DownPayment')]),
    payment(9, null),
  ];

  it('are the documents and earlier payments that their rows name, and nothing else', async () => {
    const { client } = serviceLayer({ rows, hasMore: false });
    expect(await readRecordsInPayments(client, '', '', never)).toEqual({ ids: ids('13:1', '14:2', '24:4', '203:5'), after: null });
  });

  it('come a hundred payments at a time, in the order of their keys, from the last one of the page before on', async () => {
    const { client, asked } = serviceLayer({ rows, hasMore: true });
    expect(await readRecordsInPayments(client, `DocDate ge '2026-11-01'`, '', never)).toMatchObject({ after: '9' });
    await readRecordsInPayments(client, `DocDate ge '2026-11-01'`, '9', never);
    const filter = `((${CUSTOMERS}) and (DocDate ge '2026-11-01'))`;
    expect(asked).toEqual([
      { set: 'IncomingPayments', filter, orderby: 'DocEntry', size: 100 },
      { set: 'IncomingPayments', filter: `${filter} and (DocEntry gt 9)`, orderby: 'DocEntry', size: 100 },
    ]);
  });
});

describe('what was added since the last reading', () => {
  it('is nothing where the numbers stand still, and everything is read anyway in a first reading', async () => {
    const { connection, asked } = serviceLayer({ rows: [], hasMore: false });
    const still = since({ payments: 4, reconciliations: 4, cancelled: 4 }, { payments: 4, reconciliations: 4, cancelled: 4 });
    for (const position of [still, ALL])
      for (const find of [newPayments, newReconciliations, newCancellations]) expect(await find(connection, position, never)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('begins twenty numbers before the last one that was known', () => {
    expect(addedPayments(since({ payments: 100 }, { payments: 101 }))).toBe('DocEntry gt 80');
    expect(addedPayments(since({ payments: 7 }, { payments: 9 }))).toBe('DocEntry gt 0');
    expect(addedPayments(since({}, { payments: 9 }))).toBe('DocEntry gt 0');
    // A restored backup.
    expect(addedPayments(since({ payments: 100 }, { payments: 90 }))).toBe('DocEntry gt 80');
  });

  it('are payments of customers, page by page', async () => {
    const { connection, asked } = serviceLayer({ rows: [payment(105, [row(1, 'it_Invoice')])], hasMore: true });
    const found = await newPayments(connection, since({ payments: 100 }, { payments: 105 }, '103'), never);
    expect(found).toEqual({ ids: ids('13:1'), after: '105' });
    expect(asked.map(({ filter }) => filter)).toEqual([`((${CUSTOMERS}) and (DocEntry gt 80)) and (DocEntry gt 103)`]);
  });

  it('are reconciliations but those of payments, with both sides of each', async () => {
    const sides = [{ SrcObjTyp: '13', SrcObjAbs: 1 }, { SrcObjTyp: '24', SrcObjAbs: 2 }, { SrcObjTyp: '30' }, { SrcObjTyp: 13 }];
    const rows = [
      { ReconNum: 41, InternalReconciliationRows: sides },
      { ReconNum: 42, InternalReconciliationRows: null },
    ];
    const { connection, asked } = serviceLayer({ rows, hasMore: true });
    const found = await newReconciliations(connection, since({ reconciliations: 40 }, { reconciliations: 42 }, '30'), never);
    expect(found).toEqual({ ids: ids('13:1', '24:2', '30:0'), after: '42' });
    const filter = `((${NOT_OF_PAYMENTS}) and (ReconNum gt 20)) and (ReconNum gt 30)`;
    expect(asked).toEqual([{ set: 'InternalReconciliations', filter, orderby: 'ReconNum', size: 100 }]);
  });

  it('are payments of the last 400 days that are cancelled, where there are more or fewer of them', async () => {
    const { connection, asked } = serviceLayer({ rows: [payment(3, [row(1, 'it_Invoice')])], hasMore: false });
    const filter = `Cancelled eq 'tYES' and DocDate ge '2025-10-16'`;
    expect(cancelledSince(connection, since({ cancelled: 4 }, { cancelled: 5 }))).toBe(filter);
    expect(cancelledSince(connection, since({ cancelled: 4 }, { cancelled: 3 }))).toBe(filter);
    expect(await newCancellations(connection, since({ cancelled: 4 }, { cancelled: 5 }, '2'), never)).toEqual({
      ids: ids('13:1'),
      after: null,
    });
    expect(asked.map((one) => one.filter)).toEqual([`((${CUSTOMERS}) and (${filter})) and (DocEntry gt 2)`]);
  });

  it('is asked of the numbers and the count that show it', () => {
    expect(SETTLEMENT_SOURCES.numbers).toEqual([
      { name: 'payments', set: 'IncomingPayments', key: 'DocEntry' },
      { name: 'reconciliations', set: 'InternalReconciliations', key: 'ReconNum' },
    ]);
    expect(Object.keys(SETTLEMENT_SOURCES.counts)).toEqual(['cancelled']);
  });
});

describe('reconciliations since a day', () => {
  it('are asked for by their own date', async () => {
    const { connection, asked } = serviceLayer({ rows: [], hasMore: false });
    expect(await reconciledSince(connection, new Date('2026-11-20T18:00:00Z'), '', never)).toEqual({ ids: [], after: null });
    expect(asked.map(({ filter }) => filter)).toEqual([
      expect.stringMatching(/^\(\(ReconType ne 'rtPayment'\) and \(ReconDate ge '2026-11-\d\d'\)\)$/),
    ]);
  });
});

describe('ids that were found', () => {
  const found = ids('13:5', '24:9', '14:6', '13:5', '203:8', '13:7', '24:9', '30:1', 'C10');

  it('are documents by their set, each once', () => {
    expect(documentsAmong(found).map(({ set, entries }) => [set.name, entries])).toEqual([
      ['Invoices', [5, 7]],
      ['CreditNotes', [6]],
      ['DownPayments', [8]],
    ]);
    expect(documentsAmong(ids('24:9'))).toEqual([]);
  });

  it('are payments, each once', () => {
    expect(paymentsAmong(found)).toEqual([9]);
    expect(byEntries(paymentsAmong(ids('24:9', '24:10')))).toBe('DocEntry eq 9 or DocEntry eq 10');
  });
});
