import { followers, receivables } from '../../fakes/sap-s4/books/receivables.ts';
import { amountOf, CUBE, refOf } from '../../fakes/sap-s4/books/ledger.ts';
import type { S4Fake } from '../../fakes/sap-s4/index.ts';
import { text } from '../../fakes/sap-s4/money.ts';
import { documentId, external } from '../../fakes/sap-s4/operations.ts';
import type { Row, Tx } from '../../fakes/sap-s4/store.ts';
import type { ErpCustomerFile, ErpInvoice, ErpPayment } from '../api.ts';
import type { BackOffice } from './erp.ts';
import { book } from './sap-s4-booking.ts';
import { customerFields, customerOf, searchCustomers, textOf } from './sap-s4-customers.ts';

/** People at work in the double, and what they see there. */
export const s4Office = (s4: S4Fake): BackOffice => ({
  search: (entered) => searchCustomers(s4, entered),
  customer: (id) => fileOf(s4, id),
  book: async (action) => book(s4, action),
});

/** A partner with all that is billed to it; of a contact person, what is addressed to that person. */
function fileOf(s4: S4Fake, id: string): ErpCustomerFile | null {
  const partner = s4.record('A_BusinessPartner', id);
  if (!partner) return null;
  const documents = documentsOf(s4, partner);
  const tx = s4.store.begin();
  const newest = (a: Row, b: Row, field: string) =>
    String(b[field]).localeCompare(String(a[field])) || String(b['_key']).localeCompare(String(a['_key']));
  return {
    ...customerOf(s4, partner),
    fields: customerFields(s4, partner),
    invoices: documents.toSorted((a, b) => newest(a, b, 'BillingDocumentDate')).map((row) => invoiceOf(tx, row)),
    payments: paymentsOf(s4, partner, documents)
      .toSorted((a, b) => newest(a, b, 'PostingDate'))
      .map((row) => paymentOf(tx, row)),
  };
}

/** Documents that cancel others are no business of their own. */
function documentsOf(s4: S4Fake, partner: Row): Row[] {
  const customer = textOf(partner['Customer']);
  if (customer !== null)
    return s4.store
      .table('A_BillingDocument')
      .by('SoldToParty', customer)
      .filter((row) => !textOf(row['CancelledBillingDocument']));
  const parties = s4.store.table('A_BillingDocumentPartner').by('ContactPerson', partner['BusinessPartner']);
  return parties
    .map(({ BillingDocument: number }) => s4.record('A_BillingDocument', String(number)))
    .filter((row) => row !== undefined)
    .filter((row) => !textOf(row['CancelledBillingDocument']));
}

/** First lines of incoming payments, which the customer's items are of. */
function paymentsOf(s4: S4Fake, partner: Row, documents: readonly Row[]): Row[] {
  const customers = textOf(partner['Customer']) === null ? documents.map((row) => row['PayerParty']) : [partner['Customer']];
  const items = [...new Set(customers)].flatMap((customer) => s4.store.table(CUBE).by('Customer', customer));
  const payments = items.filter((row) => row['AccountingDocumentType'] === 'DZ' && row['IsReversal'] !== true);
  return [...Map.groupBy(payments, (row) => documentId(refOf(row))).values()].map(([first]) => first).filter((row) => row !== undefined);
}

function invoiceOf(tx: Tx, row: Row): ErpInvoice {
  const number = String(row['BillingDocument']);
  const currency = String(row['TransactionCurrency']);
  const items = receivables(tx, number);
  const open = items.flatMap((item) => [item, ...followers(tx, refOf(item))]).filter((item) => item['IsCleared'] !== true);
  const left = Math.abs(open.reduce((sum, item) => sum + amountOf(item), 0));
  const [state, tone] = stateOf(row, { items, left });
  return {
    id: external(number),
    number: external(number),
    isCreditNote: row['SDDocumentCategory'] === 'O',
    issuedOn: textOf(row['BillingDocumentDate']),
    dueOn:
      items
        .map((item) => String(item['NetDueDate']))
        .sort()
        .at(-1) ?? null,
    state,
    tone,
    total: String(row['TotalGrossAmount']),
    open: text(left, currency),
    currency,
  };
}

/** Billing and the receivable together, as no single app shows them. */
function stateOf(row: Row, { items, left }: { items: readonly Row[]; left: number }): [string, ErpInvoice['tone']] {
  if (row['BillingDocumentIsCancelled'] === true) return ['Canceled', 'default'];
  if (items.length === 0) return [row['SDDocumentCategory'] === 'U' ? 'Pro forma' : 'Posting blocked', 'default'];
  if (left === 0) return ['Cleared', 'success'];
  const isUntouched = left === Math.abs(items.reduce((sum, item) => sum + amountOf(item), 0));
  return isUntouched ? ['Open', 'danger'] : ['Partially paid', 'warning'];
}

function paymentOf(tx: Tx, row: Row): ErpPayment {
  const ref = refOf(row);
  const currency = String(row['TransactionCurrency']);
  const lines = tx.by(CUBE, 'AccountingDocument', ref.document).filter((one) => documentId(refOf(one)) === documentId(ref));
  const bank = lines.filter((one) => one['GLAccount'] === '0011001000').reduce((sum, one) => sum + amountOf(one), 0);
  const isReversed = row['IsReversed'] === true;
  const onAccount = lines.some(
    (one) => one['FinancialAccountType'] === 'D' && one['IsCleared'] !== true && !textOf(one['InvoiceReference']),
  );
  return {
    id: documentId(ref),
    label: `Customer payment ${external(ref.document)}`,
    on: String(row['PostingDate']),
    amount: text(bank, currency),
    currency,
    state: isReversed ? 'Reversed' : onAccount ? 'On account' : 'Posted',
    canCancel: !isReversed,
  };
}
