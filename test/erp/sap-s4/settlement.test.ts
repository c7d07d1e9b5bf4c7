import { describe, expect, it } from '@jest/globals';
import { toItems, type Item } from '../../../server/erp/sap-s4/journal-item.ts';
import { creditLeft, instalmentsLeft, openOf, partsOf, type Postings } from '../../../server/erp/sap-s4/settlement.ts';
import { scaledText } from '../../../server/erp/sap-s4/values.ts';

const CLEARING = '0100000009';

/** An item as the service tells it; what is not said is what an open invoice has. */
function item(document: string, amount: string, other: Record<string, unknown> = {}): Item {
  const { items, broken } = toItems([
    {
      CompanyCode: '1010',
      FiscalYear: '2026',
      AccountingDocument: document,
      AccountingDocumentItem: '001',
      AccountingDocumentType: 'RV',
      PostingKey: '01',
      BillingDocument: '',
      TransactionCurrency: 'MXN',
      AmountInTransactionCurrency: amount,
      CompanyCodeCurrency: 'MXN',
      AmountInCompanyCodeCurrency: amount,
      PostingDate: '/Date(1793491200000)/',
      ClearingAccountingDocument: '',
      ClearingDocFiscalYear: '0000',
      InvoiceReference: '',
      ...other,
    },
  ]);
  expect(broken).toEqual([]);
  return items[0]!;
}

const cleared = { ClearingAccountingDocument: CLEARING, ClearingDocFiscalYear: '2026', ClearingDate: '/Date(1796083200000)/' };
const money = { AccountingDocumentType: 'DZ', PostingKey: '15' };
const naming = (document: string) => ({ InvoiceReference: document, InvoiceReferenceFiscalYear: '2026' });

function settle(own: Item[], related: Item[], group: Item[]) {
  const postings: Postings = { own, related, cleared: new Map([[`1010/2026/100000009`, group]]), taken: new Map() };
  const parts = partsOf(postings).map(({ by, sourceId, amount, on }) => [by, sourceId, scaledText(amount, 2), on]);
  return { parts, open: scaledText(openOf(postings).amount, 2) };
}

describe('what settled an invoice', () => {
  const invoice = item('0094000001', '100.00', { BillingDocument: '0090000001', ...cleared });
  const other = item('0094000002', '50.00', { BillingDocument: '0090000002', ...cleared });

  it('is what names it before what comes earlier', () => {
    const first = item('1400000001', '-100.00', { ...money, ...cleared });
    const named = item('1400000002', '-50.00', { ...money, ...cleared, ...naming('0094000001') });
    expect(settle([invoice], [], [invoice, other, first, named]).parts).toEqual([
      ['payment', '1010/2026/1400000001', '50.00', '2026-12-01'],
      // Entered for it, it has settled it since then.
      ['payment', '1010/2026/1400000002', '50.00', '2026-11-01'],
    ]);
    expect(settle([other], [], [invoice, other, first, named]).parts).toEqual([['payment', '1010/2026/1400000001', '50.00', '2026-12-01']]);
  });

  it('is the clearing document less the rest that it booked anew', () => {
    const paid = item(CLEARING, '-100.00', { ...money, ...cleared });
    const rest = item(CLEARING, '70.00', { PostingKey: '06', AccountingDocumentItem: '002', ...naming('0094000001') });
    const { parts, open } = settle([invoice], [rest], [invoice, paid]);
    expect(parts).toEqual([['payment', '1010/2026/100000009', '30.00', '2026-12-01']]);
    expect(open).toBe('70.00');
  });

  it('is of several instalments the clearing document less the rest, once', () => {
    const [first, second] = ['001', '002'].map((number) =>
      item('0094000001', '50.00', { BillingDocument: '0090000001', AccountingDocumentItem: number, ...cleared }),
    );
    const paid = item(CLEARING, '-100.00', { ...money, ...cleared });
    const rest = item(CLEARING, '30.00', { PostingKey: '06', AccountingDocumentItem: '002', ...naming('0094000001') });
    const { parts, open } = settle([first!, second!], [rest], [first!, second!, paid]);
    expect(parts).toEqual([['payment', '1010/2026/100000009', '70.00', '2026-12-01']]);
    expect(open).toBe('30.00');
  });

  it('is something else where no item of a customer covers it: written off', () => {
    const paid = item('1400000001', '-99.50', { ...money, ...cleared });
    expect(settle([invoice], [], [invoice, paid]).parts).toEqual([
      ['payment', '1010/2026/1400000001', '99.50', '2026-12-01'],
      ['other', null, '0.50', '2026-12-01'],
    ]);
  });

  it('is a credit memo that was entered in accounting alone, of which there is no document to show', () => {
    const memoed = { PostingKey: '11', AccountingDocumentType: 'DG' };
    const memo = item('1600000001', '-100.00', { ...memoed, ...cleared });
    expect(settle([invoice], [], [invoice, memo]).parts).toEqual([['credit_note', null, '100.00', '2026-12-01']]);
    const two = ['1600000002', '1600000003'].map((document) => item(document, '-50.00', { ...memoed, ...cleared }));
    expect(settle([invoice], [], [invoice, ...two]).parts).toEqual(two.map(() => ['credit_note', null, '50.00', '2026-12-01']));
  });

  it('is something else where an entry covers it that is neither payment nor credit memo', () => {
    const entry = item('0100000011', '-100.00', { PostingKey: '17', AccountingDocumentType: 'SA', ...cleared });
    expect(settle([invoice], [], [invoice, entry]).parts).toEqual([['other', null, '100.00', '2026-12-01']]);
  });

  it('in another currency is told in that of the invoice, to the last cent', () => {
    const dollars = { TransactionCurrency: 'USD', AmountInTransactionCurrency: '33.33', AmountInCompanyCodeCurrency: '600.00' };
    const foreign = item('0094000003', '33.33', { BillingDocument: '0090000003', ...cleared, ...dollars });
    const parts = ['200.01', '199.99', '200.00'].map((pesos, at) => item(`140000000${at}`, `-${pesos}`, { ...money, ...cleared }));
    expect(settle([foreign], [], [foreign, ...parts]).parts.map(([, , amount]) => amount)).toEqual(['11.11', '11.11', '11.11']);
  });

  it('is not what was taken back, nor what takes it back', () => {
    const open = item('0094000004', '100.00', { BillingDocument: '0090000004' });
    const reversed = item('1400000005', '-20.00', { ...money, ...cleared, ...naming('0094000004'), IsReversed: true });
    const reversal = item('1400000006', '20.00', { ...cleared, ...naming('0094000004'), PostingKey: '05', IsReversal: true });
    expect(settle([open], [reversed, reversal], [reversed, reversal])).toEqual({ parts: [], open: '100.00' });
  });
});

describe('what names an invoice', () => {
  const partOf = (document: string, amount: string, other: Record<string, unknown> = {}) =>
    item(document, amount, { ...money, ...naming('0094000001'), ...other });
  const memoOf = (document: string, amount: string) =>
    item(document, amount, { PostingKey: '11', BillingDocument: `${document}9`, ...naming('0094000001') });
  const open = item('0094000001', '100.00', { BillingDocument: '0090000001' });
  const left = (memo: Item, own: Item[], related: Item[]) =>
    scaledText(creditLeft({ own: [memo], related: [] }, { own, related }).amount, 2);

  it('gives what it really covers, the oldest first, and no more than there is', () => {
    const part = partOf('1400000001', '-60.00', { PostingDate: '/Date(1793404800000)/' });
    const memo = memoOf('0094000005', '-100.00');
    expect(settle([open], [part, memo], []).parts.map(([by, , amount]) => [by, amount])).toEqual([
      ['payment', '60.00'],
      ['credit_note', '40.00'],
    ]);
    expect(left(memo, [open], [part, memo])).toBe('60.00');
    const two = ['0094000006', '0094000007'].map((document) => memoOf(document, '-60.00'));
    expect(two.map((one) => left(one, [open], two))).toEqual(['0.00', '20.00']);
  });

  it('covers the rest of what was cleared, and stays where nothing is left', () => {
    const paid = item('0094000001', '100.00', { BillingDocument: '0090000001', ...cleared });
    const rest = item(CLEARING, '40.00', { PostingKey: '06', ...naming('0094000001') });
    const memo = memoOf('0094000005', '-50.00');
    expect(settle([paid], [rest, memo], []).open).toBe('0.00');
    expect(left(memo, [paid], [rest, memo])).toBe('10.00');
    expect(left(memo, [paid], [memo])).toBe('50.00');
  });

  it('of a credit memo is what was paid out for it, and a rest of it is owed', () => {
    const memo = memoOf('0094000005', '-100.00');
    const leftOf = (own: Item[], related: Item[]) => scaledText(creditLeft({ own, related }, null).amount, 2);
    const paidOut = (amount: string, other = {}) => item('1500000001', amount, { PostingKey: '05', ...naming('0094000005'), ...other });
    expect(leftOf([memo], [paidOut('30.00')])).toBe('70.00');
    expect(leftOf([memo], [paidOut('30.00', { IsReversed: true })])).toBe('100.00');
    const rest = item(CLEARING, '-40.00', { PostingKey: '16', ...naming('0094000005') });
    expect(leftOf([{ ...memo, clearedBy: '1010/2026/100000009' }], [rest])).toBe('40.00');
  });

  it('is taken off the instalment that it names, else off what is due first', () => {
    const due = (at: number) => ({ BillingDocument: '0090000001', NetDueDate: `/Date(${at})/` });
    const first = item('0094000001', '50.00', due(1793491200000));
    const second = item('0094000001', '50.00', { ...due(1796083200000), AccountingDocumentItem: '002' });
    const lefts = (own: Item[], related: Item[]) => instalmentsLeft({ own, related }).map((one) => scaledText(one.open, 2));
    expect(lefts([first, second], [partOf('1400000001', '-50.00')])).toEqual(['0.00', '50.00']);
    expect(lefts([first, second], [partOf('1400000001', '-30.00', { InvoiceItemReference: '002' })])).toEqual(['50.00', '20.00']);
    const paid = { ...first, clearedBy: '1010/2026/100000009' };
    const rest = item(CLEARING, '20.00', { PostingKey: '06', ...naming('0094000001'), InvoiceItemReference: '001' });
    expect(lefts([paid, second], [rest])).toEqual(['20.00', '50.00']);
    const paidSecond = { ...second, clearedBy: '1010/2026/100000009' };
    const restOfSecond = item(CLEARING, '20.00', { PostingKey: '06', ...naming('0094000001'), InvoiceItemReference: '002' });
    expect(lefts([first, paidSecond], [restOfSecond])).toEqual(['50.00', '20.00']);
    expect(lefts([paid, second], [rest, partOf('1400000002', '-20.00', { InvoiceReference: CLEARING })])).toEqual(['0.00', '50.00']);
  });

  it('is taken off what is left when the document itself credits a line', () => {
    const less = item('0094000001', '-10.00', { BillingDocument: '0090000001', PostingKey: '11', AccountingDocumentItem: '002' });
    const { parts, open: owed } = settle([open, less], [partOf('1400000001', '-40.00')], []);
    expect([parts.map(([by, , amount]) => [by, amount]), owed]).toEqual([[['payment', '40.00']], '50.00']);
  });

  it('in another currency is worth what the books say', () => {
    const dollars = { TransactionCurrency: 'USD', AmountInTransactionCurrency: '50.00', AmountInCompanyCodeCurrency: '1000.00' };
    const foreign = item('0094000001', '50.00', { BillingDocument: '0090000001', ...dollars });
    expect(settle([foreign], [partOf('1400000001', '-400.00')], [])).toMatchObject({ open: '30.00' });
  });
});
