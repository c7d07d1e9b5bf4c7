import { minor, text, type Amount } from '../money.ts';
import { internalNumber } from '../odata/values.ts';
import type { Row, Tx } from '../store.ts';
import { addBilling, BILLING, billingKey, CREDIT_MEMO, instantOf, postBilling, stampOf } from './billing.ts';
import type { LineInput } from './billing-items.ts';
import { refOf, reverse } from './ledger.ts';
import { clearTogether, openItems, openOf } from './payments.ts';
import { followers, receivables } from './receivables.ts';

export interface CreditInput {
  /** Billing document. */
  invoice: string;
  /** Gross; default all that is open, or of a paid invoice all of it. */
  amount?: Amount;
  date?: string;
  reason?: string;
}

/** A credit memo for an invoice: what it covers whole is cleared with it, and what is too much stays open; a part refers to it and stays open beside it. */
export function addCredit(tx: Tx, { invoice, amount, date, reason = 'Abono' }: CreditInput): string {
  const number = billingKey(invoice);
  const head = tx.get(BILLING, number);
  const currency = String(head['TransactionCurrency']);
  const owed = openItems(tx, invoice);
  const open = owed.reduce((sum, row) => sum + openOf(tx, row), 0);
  const gross = minor(String(head['TotalGrossAmount']), currency);
  const credited = amount === undefined ? open || gross : minor(amount, currency);
  const [first] = owed;
  const isWhole = open > 0 && credited >= open;
  const lines = credited === gross ? copiedLines(tx, number) : [{ price: text(credited, currency), text: reason, credits: number }];
  const note = addBilling(
    tx,
    CREDIT_MEMO,
    {
      partner: partnerOf(tx, String(head['SoldToParty'])),
      payer: partnerOf(tx, String(head['PayerParty'])),
      company: String(head['CompanyCode']),
      currency,
      lines,
      ...(date === undefined ? {} : { date, due: date }),
    },
    first && !isWhole ? refOf(first) : undefined,
  );
  if (isWhole) {
    const covered = owed.flatMap((row) => [row, ...followers(tx, refOf(row))]);
    clearTogether(tx, [...covered, ...receivables(tx, note)], date ?? tx.stamp.today);
  }
  return note;
}

function copiedLines(tx: Tx, number: string): LineInput[] {
  return tx.by('A_BillingDocumentItem', 'BillingDocument', number).map((item) => {
    const [net, tax] = [Number(item['NetAmount']), Number(item['TaxAmount'])];
    const quantity = Number(item['BillingQuantity']);
    const order = String(item['SalesDocument']);
    return {
      material: String(item['Material']),
      text: String(item['BillingDocumentItemText']),
      quantity: 1,
      price: String(item['NetAmount']),
      taxPercent: net === 0 ? 0 : Math.round((tax / net) * 100),
      credits: number,
      ...(order === '' || quantity === 0 ? {} : { order }),
    };
  });
}

export function partnerOf(tx: Tx, customer: string): string {
  const [partner] = tx.by('A_BusinessPartner', 'Customer', internalNumber(customer, 10));
  if (!partner) throw new Error(`Customer ${customer} has no business partner`);
  return String(partner['BusinessPartner']);
}

/** The document that cancels another one; the entries of both are cleared with each other. */
export function cancelBilling(tx: Tx, entered: string): string {
  const number = billingKey(entered);
  const head = tx.get(BILLING, number);
  if (head['BillingDocumentIsCancelled'] === true || head['CancelledBillingDocument'])
    throw new Error(`Document ${entered} has already been cancelled`);
  const [entry] = receivables(tx, number);
  const cancellation = internalNumber(String(tx.store.next('BillingDocument', 90_000_001)), 10);
  const isInvoice = head['SDDocumentCategory'] === 'M';
  if (entry) reverse(tx, refOf(entry), { type: 'RV', transaction: 'VF11', date: tx.stamp.today, billing: cancellation });
  const copied = { BillingDocument: cancellation };
  tx.put(BILLING, cancellation, {
    ...head,
    ...copied,
    ...stampOf(tx),
    BillingDocumentType: isInvoice ? 'S1' : 'S2',
    SDDocumentCategory: isInvoice ? 'N' : 'S',
    BillingDocumentDate: tx.stamp.today,
    CancelledBillingDocument: number,
    PaymentReference: cancellation,
    DocumentReferenceID: cancellation,
  });
  for (const set of ['A_BillingDocumentItem', 'A_BillingDocumentPartner', 'A_BillingDocumentItemPrcgElmnt'])
    for (const row of tx.by(set, 'BillingDocument', number))
      tx.put(set, String(row['_key']).replace(number, cancellation), { ...row, ...copied });
  tx.patch(BILLING, number, { BillingDocumentIsCancelled: true, AccountingTransferStatus: 'E', ...changedNow(tx) });
  return cancellation;
}

export const changedNow = (tx: Tx): Row => ({ LastChangeDate: tx.stamp.day, LastChangeDateTime: instantOf(tx) });

/** What was held back goes to accounting; the document itself shows another status and no other stamp. */
export function release(tx: Tx, entered: string): void {
  const number = billingKey(entered);
  if (tx.get(BILLING, number)['AccountingTransferStatus'] !== 'A') throw new Error(`Document ${entered} is not blocked for accounting`);
  postBilling(tx, number);
  tx.patch(BILLING, number, { AccountingPostingStatus: 'C', AccountingTransferStatus: 'C' });
}
