import { describe, expect, it } from '@jest/globals';
import { toItems, type Item } from '../../../server/erp/sap-s4/journal-item.ts';
import { openOf, partsOf, type Postings } from '../../../server/erp/sap-s4/settlement.ts';
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
  return { parts, open: scaledText(openOf(postings).open, 2) };
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

  it('is something else where no item of a customer covers it: written off', () => {
    const paid = item('1400000001', '-99.50', { ...money, ...cleared });
    expect(settle([invoice], [], [invoice, paid]).parts).toEqual([
      ['payment', '1010/2026/1400000001', '99.50', '2026-12-01'],
      ['other', null, '0.50', '2026-12-01'],
    ]);
  });

  it('is a credit memo that was entered in accounting alone, of which there is no document to show', () => {
    const memo = item('1600000001', '-100.00', { PostingKey: '11', AccountingDocumentType: 'DG', ...cleared });
    expect(settle([invoice], [], [invoice, memo]).parts).toEqual([['credit_note', null, '100.00', '2026-12-01']]);
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
