import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startS4Fake, type S4Fake } from './sap-s4/index.ts';
import { customerItems, ITEMS, readRows } from './sap-s4/caller.ts';

let s4: S4Fake;
let partner: string;
let passed = 0;
beforeEach(async () => {
  passed = 0;
  s4 = await startS4Fake({ now: () => new Date(Date.parse('2026-11-20T18:00:00Z') + passed) });
  partner = s4.createPartner({ name: 'Aceros del Valle' });
});
afterEach(() => s4.close());

const DAY = 86_400_000;

const items = (filter = ''): Promise<string[]> => customerItems(s4, filter);

describe('a payment', () => {
  it('of everything clears the invoice and itself', async () => {
    const invoice = s4.createInvoice({ partner, total: '116.00' });
    expect(await items()).toEqual(['94000001 RV 116.00 open']);
    const payment = s4.incomingPayment({ invoices: [invoice], reference: 'SPEI 4411' });
    expect(payment).toBe('1010/2026/1400000001');
    expect(await items()).toEqual(['94000001 RV 116.00 cleared by 1400000001', '1400000001 DZ -116.00 cleared by 1400000001']);
    expect(s4.billing(invoice).open).toBe('0.00');
    expect(() => s4.incomingPayment({ invoices: [invoice] })).toThrow(/nothing is open/);
  });

  it('of a part stays open beside the invoice, until the rest clears all three', async () => {
    const invoice = s4.createInvoice({ partner, total: '200.00' });
    s4.incomingPayment({ invoices: [invoice], amount: '50.00' });
    expect(await items()).toEqual(['94000001 RV 200.00 open', '1400000001 DZ -50.00 of 94000001/2026/1 open']);
    expect(s4.billing(invoice).open).toBe('150.00');
    s4.incomingPayment({ invoices: [invoice] });
    expect(await items()).toEqual([
      '94000001 RV 200.00 cleared by 1400000002',
      '1400000001 DZ -50.00 of 94000001/2026/1 cleared by 1400000002',
      '1400000002 DZ -150.00 cleared by 1400000002',
    ]);
  });

  it('with a residual clears the invoice, and the rest is an item of no billing document', async () => {
    const invoice = s4.createInvoice({ partner, total: '200.00' });
    s4.incomingPayment({ invoices: [invoice], amount: '50.00', method: 'residual' });
    expect(await items()).toEqual([
      '94000001 RV 200.00 cleared by 1400000001',
      '1400000001 DZ -200.00 cleared by 1400000001',
      '1400000001 DZ 150.00 of 94000001/2026/1 open',
    ]);
    expect(await items(" and BillingDocument eq '0090000001'")).toHaveLength(1);
  });

  it('of too much leaves the excess on account; of several invoices takes what is due first', async () => {
    const late = s4.createInvoice({ partner, total: '10.00', due: '2027-01-20' });
    const early = s4.createInvoice({ partner, total: '15.50', due: '2026-12-01' });
    s4.incomingPayment({ invoices: [late, early], amount: '30.00' });
    expect(await items()).toEqual([
      '94000001 RV 10.00 cleared by 1400000001',
      '94000002 RV 15.50 cleared by 1400000001',
      '1400000001 DZ -25.50 cleared by 1400000001',
      '1400000001 DZ -4.50 open',
    ]);
  });

  it('on account is used for an invoice by a clearing; the rest of it is a new item', async () => {
    const payment = s4.incomingPayment({ partner, amount: '100.00' });
    const invoice = s4.createInvoice({ partner, total: '40.00' });
    s4.applyPayment(payment, invoice);
    expect(await items()).toEqual([
      '94000001 RV 40.00 cleared by 100000002',
      '100000002 AB -60.00 of 1400000001/2026/2 open',
      '100000002 AB 60.00 cleared by 100000002',
      '1400000001 DZ -100.00 cleared by 100000002',
    ]);
  });

  it('that fits exactly is cleared by a document of which no item tells', async () => {
    const payment = s4.incomingPayment({ partner, amount: '40.00' });
    const invoice = s4.createInvoice({ partner, total: '40.00' });
    const clearing = s4.applyPayment(payment, invoice);
    expect(await items()).toEqual(['94000001 RV 40.00 cleared by 100000002', '1400000001 DZ -40.00 cleared by 100000002']);
    s4.resetClearing(clearing);
    expect(await items()).toEqual(['94000001 RV 40.00 open', '1400000001 DZ -40.00 open']);
  });

  it('with a discount settles all; in another currency the books balance to the last cent', async () => {
    s4.setRate('USD', 'MXN', '2026-11-21', 19.37);
    const invoice = s4.createInvoice({ partner, total: '333.33', currency: 'USD' });
    passed = DAY;
    s4.incomingPayment({ invoices: [invoice], discount: '3.33' });
    const { rows } = await readRows(s4, ITEMS, { $filter: "CompanyCode eq '1010' and AccountingDocument eq '1400000001'" });
    const sum = (name: string) => rows.reduce((total, row) => total + Math.round(Number(row[name]) * 100), 0);
    expect([sum('AmountInTransactionCurrency'), sum('AmountInCompanyCodeCurrency')]).toEqual([0, 0]);
    const [own] = rows.filter((row) => row['FinancialAccountType'] === 'D');
    // What was owed at the rate of its own day.
    expect([own?.['AmountInTransactionCurrency'], own?.['AmountInCompanyCodeCurrency']]).toEqual(['-333.33', '-6666.60']);
    expect(s4.billing(invoice).open).toBe('0.00');
  });

  it('taken back leaves the invoice open, and is cleared with its mirror image', async () => {
    const invoice = s4.createInvoice({ partner, total: '116.00' });
    const payment = s4.incomingPayment({ invoices: [invoice] });
    passed = DAY;
    s4.cancelPayment(payment);
    expect(await items()).toEqual([
      '94000001 RV 116.00 open',
      '1400000001 DZ -116.00 cleared by 1400000002',
      '1400000002 DZ 116.00 cleared by 1400000002',
    ]);
    expect(s4.record('A_OperationalAcctgDocItemCube', '1010/2026/1400000001/002')).toMatchObject({
      IsReversed: true,
      ReverseDocument: '1400000002',
    });
    expect(s4.record('A_OperationalAcctgDocItemCube', '1010/2026/1400000002/002')).toMatchObject({ IsReversal: true, PostingKey: '05' });
    expect(() => s4.cancelPayment(payment)).toThrow(/reset clearing/);
  });
});
