import { afterEach, describe, expect, it } from '@jest/globals';
import * as wire from './odoo/caller.ts';
import type { WireRow } from './odoo/caller.ts';
import { startOdooFake } from './odoo/index.ts';
import type { OdooFake, OdooFakeOptions } from './odoo/index.ts';

const VERSIONS = [16, 17, 18, 19] as const;

let odoo: OdooFake;
afterEach(() => odoo.close());

let clock = 0;
const pass = (ms: number): void => void (clock += ms);
async function company(options: OdooFakeOptions): Promise<number> {
  clock = Date.parse('2026-11-23T17:00:00Z');
  odoo = await startOdooFake({ now: () => new Date(clock), ...options });
  return odoo.createPartner({ name: 'Aceros del Valle SA de CV', is_company: true, vat: 'EKU9003173C9', country: 'MX' });
}

const searchRead = (model: string, domain: unknown[], fields: string[], more: Record<string, unknown> = {}): Promise<WireRow[]> =>
  wire.searchRead(odoo, model, domain, fields, more);
const ids = (model: string, domain: unknown[], more: Record<string, unknown> = {}): Promise<number[]> =>
  wire.searchIds(odoo, model, domain, more);

describe('datetimes in domains', () => {
  it.each(VERSIONS)('compare as Odoo %i compares them', async (version) => {
    const partner = await company({ version });
    const stamp = odoo.record('res.partner', partner)?.write_date ?? 0;
    expect(stamp % 1_000_000).toBeGreaterThan(0);
    const matches = async (operator: string, bound: string): Promise<boolean> =>
      (
        await ids('res.partner', [
          ['write_date', operator, bound],
          ['id', '=', partner],
        ])
      ).length === 1;
    const exact = version < 19;
    expect(await matches('>=', '2026-11-23 17:00:00')).toBe(true);
    expect(await matches('<', '2026-11-23 17:00:01')).toBe(true);
    expect(await matches('>', '2026-11-23 17:00:00')).toBe(exact);
    expect(await matches('=', '2026-11-23 17:00:00')).toBe(!exact);
    expect(await matches('<=', '2026-11-23 17:00:00')).toBe(!exact);
    expect(await matches('>=', '2026-11-23T17:00:00')).toBe(true);
    const zoned = ids('res.partner', [['write_date', '>=', '2026-11-23 17:00:00+02:00']]);
    if (exact) expect(await zoned).toContain(partner);
    else expect(await wire.refusalOf(zoned)).toBe('builtins.ValueError');
  });
});

describe('domains', () => {
  it('know the operators connectors use', async () => {
    const partner = await company({ version: 18 });
    const person = await odoo.createPartner({ name: 'Ana Garza', parent_id: partner, email: 'Ana <ana@aceros.mx>' });
    const other = await odoo.createPartner({ name: 'bombas ibéricas', is_company: true });
    const found = (domain: unknown[]): Promise<number[]> => ids('res.partner', [['id', '>=', partner], ...domain]);
    expect(await found([['name', '=', 'Ana Garza']])).toEqual([person]);
    expect(await found([['name', '=ilike', 'BOMBAS IBÉRICAS']])).toEqual([other]);
    expect(await found([['name', 'ilike', 'VALLE']])).toEqual([partner]);
    expect(await found([['email', '=', false]])).toEqual([partner, other]);
    expect(await found([['email', '!=', false]])).toEqual([person]);
    expect(await found([['id', 'child_of', partner]])).toEqual([partner, person]);
    expect(await found([['parent_id.vat', '=', 'EKU9003173C9']])).toEqual([person]);
    expect(await found(['|', ['is_company', '=', false], ['name', 'like', 'bombas']])).toEqual([person, other]);
    expect(await found(['!', ['is_company', '=', true]])).toEqual([person]);
    expect(
      await found([
        ['id', 'not in', [partner]],
        ['commercial_partner_id', 'in', [partner]],
      ]),
    ).toEqual([person]);
    expect(await searchRead('res.partner', [['id', '=', person]], ['email_normalized', 'display_name', 'vat'])).toEqual([
      { id: person, email_normalized: 'ana@aceros.mx', display_name: 'Aceros del Valle SA de CV, Ana Garza', vat: 'EKU9003173C9' },
    ]);
  });

  it.each(VERSIONS)('on a field that is not stored: all match before 19, which refuses (Odoo %i)', async (version) => {
    const partner = await company({ version });
    const payment = await odoo.unappliedPayment(partner, '10.00');
    const call = ids('account.payment', [['reconciled_invoices_count', '>', 99]]);
    if (version < 19) expect(await call).toEqual([payment]);
    else expect(await wire.refusalOf(call)).toBe('builtins.ValueError');
  });

  it('hide archived records unless told otherwise', async () => {
    const partner = await company({ version: 18 });
    await odoo.archivePartner(partner);
    expect(await ids('res.partner', [['id', '=', partner]])).toEqual([]);
    expect(await ids('res.partner', [['id', '=', partner]], { context: { active_test: false } })).toEqual([partner]);
    expect(
      await ids('res.partner', [
        ['id', '=', partner],
        ['active', 'in', [true, false]],
      ]),
    ).toEqual([partner]);
  });
});

describe('write_date', () => {
  it('is one for all rows of a transaction, so that paging by it loses rows and paging by id does not', async () => {
    const partner = await company({ version: 18 });
    const made = await odoo.transaction((erp) => Array.from({ length: 12 }, () => erp.createInvoice({ partner, total: '5.00' })));
    expect(new Set(made.map((id) => odoo.record('account.move', id)?.write_date)).size).toBe(1);
    const window = [
      ['move_type', '=', 'out_invoice'],
      ['write_date', '>=', '2026-11-23 17:00:00'],
      ['write_date', '<', '2026-11-23 17:00:01'],
    ];
    const paged: number[] = [];
    for (let page: number[] = [0]; page.length > 0; paged.push(...page))
      page = await ids('account.move', [...window, ['id', '>', paged.at(-1) ?? 0]], { limit: 5 });
    expect(paged).toEqual(made);
  });

  it('is the start of a transaction that becomes visible only later', async () => {
    const partner = await company({ version: 18 });
    const slow = odoo.openTransaction((erp) => erp.createInvoice({ partner, total: '5.00' }));
    pass(3000);
    const quick = await odoo.createInvoice({ partner, total: '6.00' });
    expect(await ids('account.move', [['move_type', '=', 'out_invoice']])).toEqual([quick]);
    expect(await ids('account.move.line', [['move_id', '=', slow.result]])).toEqual([]);
    slow.commit();
    pass(1000);
    const rows = await searchRead('account.move', [['move_type', '=', 'out_invoice']], ['write_date']);
    expect(rows.map((row) => row.write_date)).toEqual(['2026-11-23 17:00:00', '2026-11-23 17:00:03']);
  });

  it('shows the old state of a changed row until the change is committed', async () => {
    const partner = await company({ version: 18 });
    const invoice = await odoo.createInvoice({ partner, total: '5.00' });
    const slow = odoo.openTransaction((erp) => erp.registerPayment(invoice));
    expect(odoo.invoice(invoice).paymentState).toBe('not_paid');
    expect(await ids('account.payment', [])).toEqual([]);
    slow.rollback();
    expect(odoo.invoice(invoice)).toMatchObject({ paymentState: 'not_paid', residual: '5.00' });
    expect(await ids('account.partial.reconcile', [])).toEqual([]);
  });

  it('moves on every invoice of a customer who is renamed', async () => {
    const partner = await company({ version: 18 });
    const invoice = await odoo.createInvoice({ partner, total: '5.00' });
    const stamp = odoo.record('account.move', invoice)?.write_date ?? 0;
    pass(5000);
    await odoo.updatePartner(partner, { phone: '+52 81 1234 5678' });
    expect(odoo.record('account.move', invoice)?.write_date).toBe(stamp);
    await odoo.updatePartner(partner, { name: 'Aceros del Valle Nuevo SA de CV' });
    expect(odoo.record('account.move', invoice)?.write_date).toBeGreaterThan(stamp);
  });

  it('does not move on the invoices of a merged customer, and a deleted one leaves nothing', async () => {
    const keep = await company({ version: 18 });
    const drop = await odoo.createPartner({ name: 'ACEROS DEL VALLE', is_company: true });
    const invoice = await odoo.createInvoice({ partner: drop, total: '5.00' });
    const stamp = odoo.record('account.move', invoice)?.write_date;
    pass(5000);
    await odoo.mergePartners(keep, drop);
    expect(await searchRead('res.partner', [['id', '=', drop]], [], { context: { active_test: false } })).toEqual([]);
    const [row] = await searchRead('account.move', [['id', '=', invoice]], ['partner_id', 'commercial_partner_id']);
    expect(row).toEqual({
      id: invoice,
      partner_id: [keep, 'Aceros del Valle SA de CV'],
      commercial_partner_id: [keep, 'Aceros del Valle SA de CV'],
    });
    expect(odoo.record('account.move', invoice)?.write_date).toBe(stamp);
  });
});

describe('money', () => {
  it('carries two currencies, with the exchange difference as a further reconciliation', async () => {
    const partner = await company({ version: 18 });
    odoo.setRate('MXN', '2026-11-01', 20);
    odoo.setRate('MXN', '2026-11-20', 18);
    const invoice = await odoo.createInvoice({ partner, total: '100.00', currency: 'USD', date: '2026-11-02' });
    const fields = [
      'amount_total',
      'amount_total_signed',
      'amount_residual_signed',
      'amount_total_in_currency_signed',
      'invoice_currency_rate',
    ];
    expect(await searchRead('account.move', [['id', '=', invoice]], fields)).toEqual([
      {
        id: invoice,
        amount_total: 100,
        amount_total_signed: 2000,
        amount_residual_signed: 2000,
        amount_total_in_currency_signed: 100,
        invoice_currency_rate: 0.05,
      },
    ]);
    await odoo.registerPayment(invoice, { currency: 'MXN', date: '2026-11-21' });
    expect(odoo.invoice(invoice)).toMatchObject({ paymentState: 'paid', residual: '0.00' });
    const partials = await searchRead(
      'account.partial.reconcile',
      [['debit_move_id.move_id', '=', invoice]],
      ['amount', 'debit_amount_currency', 'credit_amount_currency'],
    );
    expect(partials.map(({ id: _id, ...rest }) => rest)).toEqual([
      { amount: 1800, debit_amount_currency: 100, credit_amount_currency: 1800 },
      { amount: 200, debit_amount_currency: 0, credit_amount_currency: 0 },
    ]);
  });

  it.each([
    [18, '30.03'],
    [19, '30.02'],
  ] as const)('rounds the unit price first on 18 and not on 19 (Odoo %i: %s)', async (version, total) => {
    const partner = await company({ version });
    const invoice = await odoo.createInvoice({ partner, lines: [{ price: '10.005', quantity: 3 }] });
    expect(odoo.invoice(invoice).total).toBe(total);
  });

  it('keeps instalments on lines of their own and pays the earliest first', async () => {
    const partner = await company({ version: 18 });
    const invoice = await odoo.createInvoice({ partner, total: '1000.00', date: '2026-11-01', terms: 5 });
    await odoo.registerPayment(invoice, { amount: '400.00' });
    const lines = await searchRead(
      'account.move.line',
      [
        ['move_id', '=', invoice],
        ['display_type', '=', 'payment_term'],
      ],
      ['date_maturity', 'amount_currency', 'amount_residual_currency'],
    );
    expect(lines.map(({ id: _id, ...rest }) => rest)).toEqual([
      { date_maturity: '2026-11-01', amount_currency: 300, amount_residual_currency: 0 },
      { date_maturity: '2026-12-31', amount_currency: 700, amount_residual_currency: 600 },
    ]);
  });

  it('settles several invoices with one payment, and an open payment later', async () => {
    const partner = await company({ version: 17 });
    const [first, second, third] = await odoo.transaction((erp) =>
      ['100.00', '50.00', '80.00'].map((total) => erp.createInvoice({ partner, total })),
    );
    await odoo.registerPayment([first ?? 0, second ?? 0], { amount: '120.00' });
    expect([odoo.invoice(first ?? 0).residual, odoo.invoice(second ?? 0).residual]).toEqual(['0.00', '30.00']);
    const open = await odoo.unappliedPayment(partner, '80.00');
    const [line] = await searchRead(
      'account.move.line',
      [
        ['payment_id', '=', open],
        ['account_id.account_type', '=', 'asset_receivable'],
      ],
      ['amount_residual'],
    );
    expect(line?.amount_residual).toBe(-80);
    await odoo.applyPayment(open, third ?? 0);
    expect(odoo.invoice(third ?? 0).paymentState).toBe('paid');
  });

  it('tells a credited invoice from a paid one', async () => {
    const partner = await company({ version: 18 });
    const [credited, mixed] = [
      await odoo.createInvoice({ partner, total: '100.00' }),
      await odoo.createInvoice({ partner, total: '100.00' }),
    ];
    await odoo.creditNote(credited);
    await odoo.creditNote(mixed, { amount: '30.00' });
    expect(odoo.invoice(mixed)).toMatchObject({ paymentState: 'partial', residual: '70.00' });
    await odoo.registerPayment(mixed);
    expect([odoo.invoice(credited).paymentState, odoo.invoice(mixed).paymentState]).toEqual(['reversed', 'paid']);
    await odoo.unreconcile(credited);
    expect(odoo.invoice(credited)).toMatchObject({ paymentState: 'not_paid', residual: '100.00' });
  });

  it('is settled by a bank line without any payment', async () => {
    const partner = await company({ version: 16 });
    const invoice = await odoo.createInvoice({ partner, total: '100.00' });
    await odoo.bankLineReconcile(invoice);
    expect(odoo.invoice(invoice).paymentState).toBe('paid');
    expect(await ids('account.payment', [])).toEqual([]);
  });
});
