import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ErpConnector, StreamName } from '../../../server/erp/shared/contract.ts';
import { sapS4 } from '../../../server/erp/sap-s4/index.ts';
import { UNREADABLE_STAMP } from '../../../server/erp/shared/translate-rows.ts';
import { createOutbound } from '../../../server/outbound/index.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { listAll, never } from '../../contract/reading.ts';
import { recordingLog } from '../../support/log.ts';
import { s4Harness, type S4Harness } from './harness.ts';

type Row = Record<string, unknown>;
type Break = (row: Row) => Row;

let harness: S4Harness;
let [good, bad, goodPayment, badPayment] = ['', '', '', ''];

/** The connector, with rows of answers broken on their way. */
function connectThrough(broken: Break): ErpConnector {
  const outbound = createOutbound({ allowPrivateAddresses: ['127.0.0.0/8'], log: recordingLog() });
  const fetch = async (...[url, init]: Parameters<typeof outbound.fetch>): Promise<Response> => {
    const response = await outbound.fetch(url, init);
    const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && '__metadata' in value;
    const text = JSON.stringify(JSON.parse(await response.text(), (_key, value: unknown) => (isRow(value) ? broken(value) : value)));
    return new Response(text, { status: response.status, headers: response.headers });
  };
  return sapS4.connect(sapS4.settings.parse({ url: harness.fake.url, ...harness.fake.credentials }), {
    fetch,
    now: harness.now,
    timeZone: 'UTC',
  });
}

/** Everything of a stream, and what was left out. */
async function readAll(erp: ErpConnector, stream: StreamName): Promise<{ records: string[]; rejected: string[] }> {
  const [records, rejected]: string[][] = [[], []];
  for (let cursor: string | null = null, hasMore = true; hasMore;) {
    const page: Awaited<ReturnType<typeof erp.readPage>> = await erp.readPage(stream, cursor, never);
    records!.push(...page.records.map(({ id }) => id));
    rejected!.push(...(page.rejected ?? []).map(({ id }) => id));
    [cursor, hasMore] = [page.next, page.hasMore];
  }
  return { records: records!, rejected: rejected! };
}

beforeEach(async () => {
  harness = await s4Harness();
  const partner = harness.fake.createPartner({ name: 'Legible SA' });
  [good, bad] = ['11.00', '22.00'].map((total) => harness.fake.createInvoice({ partner, total })) as [string, string];
  [goodPayment, badPayment] = [good, bad].map((invoice) => harness.fake.incomingPayment({ invoices: [invoice] })) as [string, string];
  harness.pass(60_000);
});
afterEach(() => harness.close());

const broken =
  (key: string, holds: (row: Row) => boolean, value: unknown = null): Break =>
  (row) =>
    key in row && holds(row) ? { ...row, [key]: value } : row;
const numberIn = (row: Row, key: string): string => String(row[key] ?? '').replace(/^0+/, '');

describe('a row that cannot be understood concerns its own record alone:', () => {
  it.each<[string, StreamName, () => Break]>([
    ['a line without its amount', 'invoices', () => broken('NetAmount', (row) => numberIn(row, 'BillingDocument') === bad)],
    ['an invoice without total', 'invoices', () => broken('TotalGrossAmount', (row) => numberIn(row, 'BillingDocument') === bad)],
    [
      'an invoice with a day that is none',
      'invoices',
      () => broken('BillingDocumentDate', (row) => numberIn(row, 'BillingDocument') === bad, '2026-11-20'),
    ],
    [
      'an item of the invoice without its amount',
      'invoices',
      () => broken('AmountInTransactionCurrency', (row) => numberIn(row, 'BillingDocument') === bad, '1,000.00'),
    ],
    [
      'an item of the payment without its currency',
      'payments',
      () => broken('TransactionCurrency', (row) => row['PostingKey'] === '15' && badPayment.endsWith(numberIn(row, 'AccountingDocument'))),
    ],
  ])('%s (%s)', async (_what, stream, breaking) => {
    const erp = connectThrough(breaking());
    const { records, rejected } = await readAll(erp, stream);
    const all = stream === 'invoices' ? [good, bad] : [goodPayment, badPayment];
    expect([...new Set(rejected)]).toEqual([all[1]]);
    expect(records).toEqual([all[0]]);
    expect([...(await listAll(erp, stream, { kind: 'all' })).keys()].sort()).toEqual([...all].sort());
  });

  it('what settled an invoice cannot be understood, so the invoice is not either', async () => {
    const erp = connectThrough(
      broken('TransactionCurrency', (row) => row['PostingKey'] === '15' && badPayment.endsWith(numberIn(row, 'AccountingDocument'))),
    );
    const { records, rejected } = await readAll(erp, 'invoices');
    expect([records, rejected]).toEqual([[good], [bad]]);
  });

  it('a part that was paid and cannot be understood is not passed over: the invoice is told of, in the comparison and at the next reading', async () => {
    const partner = harness.fake.createPartner({ name: 'Otra SA' });
    const invoice = harness.fake.createInvoice({ partner, total: '50.00' });
    harness.pass(3_600_000);
    const erp = connectThrough(broken('AmountInTransactionCurrency', (row) => numberIn(row, 'InvoiceReference') !== '', '1,000.00'));
    let cursor = (await erp.readPage('invoices', null, never)).next;
    harness.fake.incomingPayment({ invoices: [invoice], amount: '20.00' });
    const told: string[] = [];
    for (let hasMore = true; hasMore;) {
      const page = await erp.readPage('invoices', cursor, never);
      told.push(...(page.rejected ?? []).map(({ id }) => id));
      [cursor, hasMore] = [page.next, page.hasMore];
    }
    expect([...new Set(told)]).toEqual([invoice]);
    for (const kind of ['all', 'unsettled'] as const)
      expect((await listAll(erp, 'invoices', { kind })).get(erpRecordId(invoice))).toBe(UNREADABLE_STAMP);
  });

  it('a posted invoice of which the journal shows nothing is told of: neither a draft nor paid, in the comparison as well', async () => {
    const partner = harness.fake.createPartner({ name: 'Otra SA' });
    const held = harness.fake.createInvoice({ partner, total: '5.00', isPosted: false });
    const free = harness.fake.createInvoice({ partner, total: '0.00' });
    const none = { kind: 'status', status: 200, body: { d: { results: [] } } } as const;
    harness.fake.faults.next({ ...none, match: /CUBE_SRV/, times: Infinity });
    const erp = harness.connect();
    const { records, rejected } = await readAll(erp, 'invoices');
    expect(rejected.sort()).toEqual([good, bad].sort());
    expect(records.sort()).toEqual([held, free].sort());
    expect((await listAll(erp, 'invoices', { kind: 'all' })).get(erpRecordId(good))).toBe(UNREADABLE_STAMP);
    expect((await erp.readByIds('invoices', [held, free].map(erpRecordId), never)).records).toMatchObject([
      { status: 'draft', open: '5.00' },
      { status: 'paid', open: '0.00' },
    ]);
  });

  it('an invoice that is paid in cash has an entry in no customer account, and owes nothing', async () => {
    const cube = 'A_OperationalAcctgDocItemCube';
    const partner = harness.fake.createPartner({ name: 'Mostrador' });
    const cash = harness.fake.createInvoice({ partner, total: '7.00' });
    const [own] = harness.fake.records(cube).filter((row) => numberIn(row, 'BillingDocument') === cash);
    const tx = harness.fake.store.begin();
    tx.patch(cube, String(own!['_key']), { FinancialAccountType: 'S', Customer: '', PostingKey: '40' });
    tx.commit();
    const { records, rejected } = await harness.connect().readByIds('invoices', [erpRecordId(cash)], never);
    expect([records, rejected]).toMatchObject([[{ status: 'paid', open: '0.00', allocations: [{ by: 'other', amount: '7.00' }] }], []]);
  });

  it('a customer without a number of its own is left out, and the rest is read', async () => {
    const other = harness.fake.createPartner({ name: 'Otra SA' });
    const erp = connectThrough(broken('IsMarkedForArchiving', (row) => numberIn(row, 'BusinessPartner') === other, 'perhaps'));
    const { records, rejected } = await readAll(erp, 'customers');
    expect(rejected).toEqual([other]);
    expect(records).toHaveLength(1);
  });
});
