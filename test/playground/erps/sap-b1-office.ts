import { openOf } from '../../fakes/sap-b1/books/settlement.ts';
import type { B1Fake } from '../../fakes/sap-b1/index.ts';
import { text } from '../../fakes/sap-b1/money.ts';
import type { DocumentRow, PaymentRow, Row } from '../../fakes/sap-b1/rows.ts';
import type { ErpCustomerFile, ErpInvoice, ErpPayment } from '../api.ts';
import { customerFields, customerOf, personOf } from './sap-b1-customers.ts';

/* What people see in the double. Ids are `CardCode`, with `:InternalCode` for a contact person, and `Invoices:DocEntry`. */

export const textOf = (value: Row[string]): string | null => (typeof value === 'string' ? value : null);

const SETS = ['Invoices', 'CreditNotes', 'DownPayments'] as const;
export type OfficeSet = (typeof SETS)[number];

/** A partner with all that is invoiced to it; of a contact person, what is addressed to that person. */
export function fileOf(b1: B1Fake, id: string): ErpCustomerFile | null {
  const found = personOf(b1, id);
  if (!found) return null;
  const { partner, contact } = found;
  const documents = SETS.flatMap((set) => b1.records(set).map((row) => ({ set, row })))
    .filter(({ row }) => row.CardCode === partner.CardCode && (!contact || row.ContactPersonCode === contact.InternalCode))
    .sort((a, b) => isNewer(a.row, b.row));
  const theirs = new Set(documents.flatMap(({ set, row }) => (set === 'Invoices' ? [row.DocEntry] : [])));
  const payments = b1
    .records('IncomingPayments')
    .filter(({ CardCode }) => CardCode === partner.CardCode)
    .filter(({ PaymentInvoices }) => !contact || PaymentInvoices.some(({ DocEntry }) => theirs.has(Number(DocEntry))))
    .toSorted(isNewer);
  return {
    ...customerOf(found),
    fields: customerFields(b1, found),
    invoices: documents.map(({ set, row }) => invoiceOf(b1, set, row)),
    payments: payments.map((row) => paymentOf(b1, row)),
  };
}

const isNewer = (a: DocumentRow | PaymentRow, b: DocumentRow | PaymentRow): number =>
  b.DocDate.localeCompare(a.DocDate) || b.DocEntry - a.DocEntry;

export const isoOf = (b1: B1Fake, code: string): string => String(b1.record('Currencies', code)?.DocumentsCode ?? code);

/** Something of it is to be paid. */
export const isOwed = (row: DocumentRow): boolean => row.CancelStatus === 'csNo' && row.DocumentStatus === 'bost_Open' && openOf(row) > 0;

function invoiceOf(b1: B1Fake, set: OfficeSet, row: DocumentRow): ErpInvoice {
  const [state, tone] = stateOf(row);
  return {
    id: `${set}:${row.DocEntry}`,
    number: String(row.DocNum),
    isCreditNote: set === 'CreditNotes',
    issuedOn: row.DocDate,
    dueOn: textOf(row.DocDueDate),
    state,
    tone,
    total: text(row.DocTotalFc || row.DocTotal),
    open: text(openOf(row) / 100),
    currency: isoOf(b1, row.DocCurrency),
  };
}

/** As its window shows it. */
function stateOf({ CancelStatus, DocumentStatus, PaidToDate }: DocumentRow): [string, ErpInvoice['tone']] {
  if (CancelStatus === 'csYes') return ['Canceled', 'default'];
  if (CancelStatus === 'csCancellation') return ['Cancellation', 'default'];
  if (DocumentStatus === 'bost_Close') return ['Closed', 'success'];
  return ['Open', PaidToDate === 0 ? 'danger' : 'warning'];
}

function paymentOf(b1: B1Fake, row: PaymentRow): ErpPayment {
  const sums = [row.TransferSum, row.CashSum, ...checksOf(row).map(({ CheckSum }) => CheckSum)];
  const isCanceled = row.Cancelled === 'tYES';
  return {
    id: String(row.DocEntry),
    label: `Incoming payment ${row.DocNum}`,
    on: row.DocDate,
    amount: text(sums.reduce<number>((total, sum) => total + Number(sum ?? 0), 0)),
    currency: isoOf(b1, row.DocCurrency),
    state: isCanceled ? 'Canceled' : row._open > 0 ? 'On account' : 'Posted',
    canCancel: !isCanceled,
  };
}

const checksOf = ({ PaymentChecks }: PaymentRow): Row[] => (Array.isArray(PaymentChecks) ? (PaymentChecks as Row[]) : []);
