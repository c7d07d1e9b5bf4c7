import type { Invoice } from '../shared/contract.ts';

/** The documents of the invoice stream. Numbers are the object types by which records of different sets refer to each other. */
export interface DocumentSet {
  name: 'Invoices' | 'CreditNotes' | 'DownPayments';
  objectType: number;
  type: Invoice['type'];
  filter: string;
}

export const INVOICE = 13;
export const CREDIT_NOTE = 14;
export const DELIVERY = 15;
export const RETURN = 16;
export const ORDER = 17;
export const QUOTATION = 23;
export const PAYMENT = 24;
export const PAID_OUT = 46;
export const DRAFT = 112;
export const DOWN_PAYMENT = 203;

/** A cancelled document stays and says so; its reversal is a document of its own, and none of anybody's business. */
const NO_REVERSAL = `CancelStatus ne 'csCancellation'`;
export const DOCUMENT_SETS: readonly DocumentSet[] = [
  { name: 'Invoices', objectType: INVOICE, type: 'invoice', filter: NO_REVERSAL },
  { name: 'CreditNotes', objectType: CREDIT_NOTE, type: 'credit_note', filter: NO_REVERSAL },
  // The other kind is a request, no receivable.
  { name: 'DownPayments', objectType: DOWN_PAYMENT, type: 'down_payment', filter: `${NO_REVERSAL} and DownPaymentType eq 'dptInvoice'` },
];
