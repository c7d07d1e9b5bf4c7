import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { generateCompany } from './company/index.ts';
import type { Company } from './company/index.ts';
import { rfc } from 'stdnum/lib/cjs/mx/index.js';
import { GENERIC_RFC, rfcCheckDigit } from './company/tax-ids.ts';
import { callOdoo } from './odoo/caller.ts';
import { startOdooFake } from './odoo/index.ts';
import type { OdooFake } from './odoo/index.ts';
import { loadIntoOdoo } from './odoo/load.ts';

const OPTIONS = { seed: 7, customers: 300, invoices: 1500, today: '2026-11-23' };
const now = () => new Date('2026-11-23T18:00:00Z');
let company: Company;
beforeAll(() => {
  company = generateCompany(OPTIONS);
});

const counts = (values: Iterable<string>): Record<string, number> => {
  const found: Record<string, number> = {};
  for (const value of values) found[value] = (found[value] ?? 0) + 1;
  return found;
};

describe('the generated company', () => {
  it('is the same for the same seed and another for another', () => {
    expect(generateCompany(OPTIONS)).toEqual(company);
    expect(generateCompany({ ...OPTIONS, seed: 8 }).customers[0]).not.toEqual(company.customers[0]);
  });

  it('knows the check digit of the tax authority’s own sample numbers', () => {
    for (const sample of ['EKU9003173C9', 'IVD920810GU2', 'XIA190128J61', 'CACX7605101P8'])
      expect(rfcCheckDigit(sample.slice(0, -1))).toBe(sample.at(-1));
  });

  it('has customers with valid tax ids, some shared and some generic', () => {
    const ids = company.customers
      .filter((customer) => customer.number !== null && customer.country === 'MX')
      .flatMap((customer) => customer.taxId ?? []);
    const mexican = ids.filter((id) => /^[A-ZÑ&]{3,4}\d{6}/.test(id) && id !== GENERIC_RFC);
    expect(mexican.length).toBeGreaterThan(150);
    expect(mexican.filter((one) => !rfc.validate(one).isValid)).toEqual([]);
    expect(ids.filter((id) => id === GENERIC_RFC).length).toBeGreaterThan(5);
    expect(Object.values(counts(mexican)).filter((count) => count > 1).length).toBeGreaterThan(3);
  });

  it('has plants, billing contacts, private persons and people whose invoices cross the border', () => {
    const has = (test: (customer: Company['customers'][number]) => boolean): number => company.customers.filter(test).length;
    expect(has((one) => one.kind === 'organisation' && one.parentKey !== null)).toBeGreaterThan(5);
    expect(has((one) => one.isBilling)).toBeGreaterThan(50);
    expect(has((one) => one.kind === 'person' && one.parentKey === null)).toBeGreaterThan(20);
    expect(Object.keys(counts(company.customers.map((one) => one.currency))).sort()).toEqual(['EUR', 'MXN', 'USD']);
  });

  it('keeps a CRM that knows most customers, in other words, and some nobody has invoiced', () => {
    const { companies, contacts, deals, associations, truth } = company.crm;
    const organisations = company.customers.filter((one) => one.kind === 'organisation');
    const known = truth.filter((one) => one.objectType === 'companies');
    expect(known.length / organisations.length).toBeGreaterThan(0.7);
    expect(known.length).toBeLessThan(organisations.length);
    expect(known.some((one) => one.objectIds.length === 2)).toBe(true);
    expect(companies.length).toBeGreaterThan(known.length);
    expect(companies.filter((row) => !row.rfc).length).toBeGreaterThan(20);
    expect(new Set(contacts.map((row) => row.email)).size).toBe(contacts.length);
    expect(deals.filter((row) => /^S\d{5}$/.test(row.erp_order_number ?? '')).length).toBeGreaterThan(50);
    const ids = new Set([...companies, ...contacts, ...deals].map((row) => row.hs_object_id));
    expect(ids.size).toBe(companies.length + contacts.length + deals.length);
    expect(associations.filter((one) => !ids.has(one.fromId) || !ids.has(one.toId))).toEqual([]);
  });

  it('has a third of its products in the CRM, one twice and one of its own, and lines on deals', () => {
    const { catalog, library, crm } = company;
    const inBooks = new Set(catalog.items.map(({ code }) => code));
    const skus = library.products.map((row) => row['hs_sku'] ?? '');
    expect(skus.filter((sku) => inBooks.has(sku)).length).toBe(Math.ceil(catalog.items.length / 3) + 1);
    expect(new Set(skus).size).toBe(skus.length - 1);
    expect(skus.filter((sku) => !inBooks.has(sku))).toHaveLength(1);
    const deals = new Set(crm.deals.map((row) => row['hs_object_id']));
    expect(new Set(library.lines.map(({ dealId }) => dealId)).size).toBe(40);
    expect(library.lines.filter(({ dealId }) => !deals.has(dealId))).toEqual([]);
    expect(library.lines.some(({ properties }) => !properties['hs_sku'] && !properties['hs_product_id'])).toBe(true);
  });
});

describe.each([16, 17, 18, 19] as const)('its books in Odoo %i', (version) => {
  let odoo: OdooFake;
  afterEach(() => odoo.close());

  it('add up, and hold every way an invoice can end', async () => {
    odoo = await startOdooFake({ version, now });
    const { invoices, partners } = loadIntoOdoo(odoo, company);
    expect(partners.size).toBe(company.customers.length);
    for (const event of company.events) {
      if (event.kind === 'invoice') expect(odoo.invoice(invoices.get(event.invoice.key) ?? 0).total).toBe(event.invoice.total);
    }
    const states = counts(
      odoo.records('account.move').flatMap((move) => (move.move_type === 'out_invoice' ? `${move.state} ${move.payment_state}` : [])),
    );
    expect(Object.keys(states).sort()).toEqual([
      'cancel not_paid',
      'draft not_paid',
      'posted not_paid',
      'posted paid',
      'posted partial',
      'posted reversed',
    ]);
    expect(states['posted paid']).toBeGreaterThan(1000);
    expect(booksDifferences(odoo)).toEqual([]);
  });

  it('are dated like business, with the latest change before now', async () => {
    odoo = await startOdooFake({ version, now });
    loadIntoOdoo(odoo, company);
    const moves = odoo.records('account.move');
    const stamps = moves.map((move) => move.write_date);
    expect(Math.max(...stamps)).toBeLessThan(now().getTime() * 1000);
    expect(Math.min(...stamps)).toBeLessThan(Date.parse('2025-11-01') * 1000);
    const domain = [
      ['move_type', '=', 'out_invoice'],
      ['invoice_date_due', '<', '2026-11-23'],
      ['payment_state', 'in', ['not_paid', 'partial']],
      ['state', '=', 'posted'],
    ];
    const overdue = await callOdoo(odoo, {
      model: 'account.move',
      method: 'search_count',
      positional: [domain],
      named: version >= 19 ? { domain } : {},
    });
    expect(Number(overdue)).toBeGreaterThan(20);
    expect(Number(overdue)).toBeLessThan(300);
  });
});

/** Residuals must be what the partial reconciliations leave of the receivable lines. */
function booksDifferences(odoo: OdooFake): string[] {
  const settled = new Map<number, number>();
  const add = (line: number, amount: number): void => void settled.set(line, (settled.get(line) ?? 0) + amount);
  for (const partial of odoo.records('account.partial.reconcile')) {
    add(partial.debit_move_id, partial.amount);
    add(partial.credit_move_id, -partial.amount);
  }
  return odoo
    .records('account.move.line')
    .filter((line) => line.display_type === 'payment_term' && line.balance - (settled.get(line.id) ?? 0) !== line.amount_residual)
    .map((line) => `${line.id}: ${line.balance} − ${settled.get(line.id)} ≠ ${line.amount_residual}`);
}
