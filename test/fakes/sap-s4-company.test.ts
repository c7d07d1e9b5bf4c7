import { afterEach, expect, it } from '@jest/globals';
import { generateCompany } from './company/index.ts';
import { amountOf, baseOf, CUBE, refOf } from './sap-s4/books/ledger.ts';
import { receivables } from './sap-s4/books/receivables.ts';
import { startS4Fake, type S4Fake, type S4FakeOptions } from './sap-s4/index.ts';
import { loadIntoS4 } from './sap-s4/load.ts';
import { documentId } from './sap-s4/operations.ts';

const COMPANY = generateCompany({ seed: 7, customers: 60, invoices: 500, today: '2026-11-23' });
let s4: S4Fake;
afterEach(() => s4.close());

async function loaded(options: S4FakeOptions = {}) {
  s4 = await startS4Fake({ now: () => new Date('2026-11-23T18:00:00Z'), ...options });
  return loadIntoS4(s4, COMPANY);
}

it('books a generated company: every entry balances, and nothing lies in the future', async () => {
  const { invoices, partners } = await loaded();
  expect(invoices.size).toBeGreaterThan(450);
  expect(partners.size).toBe(COMPANY.customers.length);
  const entries = Map.groupBy(s4.records(CUBE), (row) => documentId(refOf(row)));
  const unbalanced = [...entries].filter(([, rows]) => rows.reduce((sum, row) => sum + baseOf(row), 0) !== 0);
  expect(unbalanced.map(([id]) => id)).toEqual([]);
  const latest = s4.records('A_BillingDocument').map((row) => String(row['LastChangeDateTime']));
  expect(latest.sort().at(-1)! <= '2026-11-23T17:00:00.0000001Z').toBe(true);
  expect(new Set(s4.records(CUBE).map((row) => row['FiscalYear']))).toEqual(new Set(['2025', '2026']));
});

it('has everything that a connector has to tell apart', async () => {
  const { invoices } = await loaded();
  const rows = s4.records(CUBE).filter((row) => row['FinancialAccountType'] === 'D');
  const followOn = (kind: string) => rows.filter((row) => row['FollowOnDocumentType'] === kind).length;
  expect([followOn('Z'), followOn('V'), followOn('G')].every((count) => count > 0)).toBe(true);
  const documents = s4.records('A_BillingDocument');
  expect(new Set(documents.map((row) => row['BillingDocumentType']))).toEqual(new Set(['F2', 'G2', 'S1']));
  expect(new Set(documents.map((row) => row['TransactionCurrency']))).toEqual(new Set(['MXN', 'USD']));
  const tx = s4.store.begin();
  expect([...invoices.values()].some((number) => receivables(tx, `00${number}`).length === 2)).toBe(true);
  const customers = s4.records('A_BusinessPartner').filter((row) => row['Customer']);
  expect(customers.some((row) => row['Customer'] !== row['BusinessPartner'])).toBe(true);
  expect(s4.records('A_BusinessPartnerContact').length).toBeGreaterThan(20);
  expect(s4.records('A_BillingDocumentPartner').some((row) => row['PartnerFunction'] === 'CP')).toBe(true);
});

it('agrees with the generator about the total of every invoice', async () => {
  const { invoices } = await loaded();
  const totals = COMPANY.events.flatMap((event) => (event.kind === 'invoice' && !event.invoice.isDraft ? [event.invoice] : []));
  for (const { key, total } of totals) expect([key, s4.billing(invoices.get(key) ?? '').total]).toEqual([key, total]);
});

it('shares its customers between two company codes by their country', async () => {
  await loaded({
    companies: [
      { code: '1010', name: 'Válvulas del Norte', currency: 'MXN', country: 'MX', taxId: 'VAN120315QX8' },
      { code: '1710', name: 'Northern Valves', currency: 'USD', country: 'US', taxId: '12-3456789' },
    ],
  });
  const american = s4.records(CUBE).filter((row) => row['CompanyCode'] === '1710' && row['FinancialAccountType'] === 'D');
  expect(american.length).toBeGreaterThan(20);
  expect(
    american.every(
      (row) => row['CompanyCodeCurrency'] === 'USD' && (row['TransactionCurrency'] !== 'USD' || amountOf(row) === baseOf(row)),
    ),
  ).toBe(true);
  // The same number stands for another document in the other company code.
  const key = '2026/1400000001/001';
  expect(s4.record(CUBE, `1010/${key}`)?.['TransactionCurrency']).not.toBeUndefined();
  expect(s4.record(CUBE, `1710/${key}`)?.['TransactionCurrency']).not.toBeUndefined();
});
