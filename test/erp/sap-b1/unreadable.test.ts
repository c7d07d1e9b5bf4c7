import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { erpRecordId } from '../../../server/shared/ids.ts';
import type { ErpConnector, StreamName } from '../../../server/erp/shared/contract.ts';
import { listAll, never } from '../../contract/reading.ts';
import { connectThrough, type Break } from './broken-rows.ts';
import { b1Harness, type B1Harness } from './harness.ts';

type Row = Record<string, unknown>;

let harness: B1Harness;
let [good, bad] = [0, 0];
let [goodPayment, badPayment] = [0, 0];

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

describe.each([
  ['with cross joins', true],
  ['without cross joins', false],
])('a Service Layer %s', (_kind, hasCrossJoins) => {
  beforeEach(async () => {
    harness = await b1Harness();
    const { fake } = harness;
    const refusal = { error: { code: '-1000', message: 'Not supported' } };
    if (!hasCrossJoins) fake.faults.next({ kind: 'status', status: 400, body: refusal, match: /QueryService/, times: Infinity });
    const partner = fake.createPartner({ name: 'Legible SA' });
    [good, bad] = ['11.00', '22.00'].map((total) => fake.createInvoice({ partner, total })) as [number, number];
    [goodPayment, badPayment] = [good, bad].map((invoice) => fake.incomingPayment({ invoices: [invoice] })) as [number, number];
    harness.pass(60_000);
  });
  afterEach(() => harness.close());

  const nullWhere =
    (key: string, holds: (row: Row) => boolean): Break =>
    (row) =>
      key in row && holds(row) ? { ...row, [key]: null } : row;
  const isLineOfBad = (row: Row) => 'ItemDescription' in row && row['DocEntry'] === bad;

  it.each<[string, string, Break, string[]]>([
    ['a line without its number', 'invoices', (row) => nullWhere('LineNum', isLineOfBad)(row), [`13:BAD`]],
    ['a line without its document', 'invoices', (row) => nullWhere('DocEntry', isLineOfBad)(row), [`13:BAD`]],
    ['an invoice without total', 'invoices', (row) => nullWhere('DocTotal', ({ DocEntry }) => DocEntry === bad)(row), [`13:BAD`]],
    [
      'a payment’s row without its document',
      'payments',
      (row) => nullWhere('DocEntry', (one) => 'SumApplied' in one && one['DocEntry'] === bad)(row),
      ['24:BAD'],
    ],
    [
      'a payment without number',
      'payments',
      (row) => nullWhere('DocNum', (one) => 'CashSum' in one && one['DocEntry'] === badPayment)(row),
      ['24:BAD'],
    ],
  ])('%s concerns its own record: the rest of the %s is read', async (_what, stream, broken, expected) => {
    const erp = connectThrough(harness, broken);
    const all = {
      invoices: [good, bad].map((entry) => erpRecordId(`13:${entry}`)),
      payments: [goodPayment, badPayment].map((entry) => erpRecordId(`24:${entry}`)),
    };
    const badId = (text: string) => erpRecordId(text.replace('BAD', String(text.startsWith('13') ? bad : badPayment)));
    for (const one of ['invoices', 'payments'] as const) {
      const { records, rejected } = await readAll(erp, one);
      const wrong = one === stream ? expected.map(badId) : [];
      expect(rejected).toEqual(wrong);
      expect(records.sort()).toEqual(all[one].filter((id) => !wrong.includes(id)).sort());
      expect([...(await listAll(erp, one, { kind: 'all' })).keys()].sort()).toEqual([...all[one]].sort());
    }
  });
});
