import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
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
export const ORDER = 17;
export const PAYMENT = 24;
export const PAID_OUT = 46;
const DOWN_PAYMENT = 203;

/** A cancelled document stays and says so; its reversal is a document of its own, and none of anybody's business. */
const NO_REVERSAL = `CancelStatus ne 'csCancellation'`;
export const DOCUMENT_SETS: readonly DocumentSet[] = [
  { name: 'Invoices', objectType: INVOICE, type: 'invoice', filter: NO_REVERSAL },
  { name: 'CreditNotes', objectType: CREDIT_NOTE, type: 'credit_note', filter: NO_REVERSAL },
  // The other kind is a request, no receivable.
  { name: 'DownPayments', objectType: DOWN_PAYMENT, type: 'down_payment', filter: `${NO_REVERSAL} and DownPaymentType eq 'dptInvoice'` },
];

const SETTLED_TYPES = DOCUMENT_SETS.map(({ objectType }) => objectType);
const APPLIED_TYPES: Readonly<Record<string, number>> = {
  it_Invoice: INVOICE,
  it_CredItnote: CREDIT_NOTE,
  it_DownPayment: DOWN_PAYMENT,
  it_Receipt: PAYMENT,
};
/** They pay with the money of the payment that lists them, and come with either sign. */
export const isCredit = ({ InvoiceType }: { InvoiceType: string | null }): boolean =>
  InvoiceType === 'it_CredItnote' || InvoiceType === 'it_Receipt';

/** `13:4711`: entries are unique only within their set. */
export const documentId = (objectType: number, entry: number): ErpRecordId => erpRecordId(`${objectType}:${entry}`);
/** The document, or the earlier payment on account, that a row of a payment names; null: a journal entry or another thing. */
export function appliedTo({ InvoiceType, DocEntry }: { InvoiceType: string | null; DocEntry: number }): ErpRecordId | null {
  const objectType = APPLIED_TYPES[InvoiceType ?? ''];
  return objectType === undefined ? null : documentId(objectType, DocEntry);
}

interface Reference {
  objectType: number;
  entry: number;
}
export function parseId(id: string): Reference | null {
  const match = /^(\d+):(\d+)$/.exec(id);
  return match && { objectType: Number(match[1]), entry: Number(match[2]) };
}
export const isDocument = ({ objectType }: Reference): boolean => SETTLED_TYPES.includes(objectType);

export const contactId = (cardCode: string, internalCode: number): ErpRecordId => erpRecordId(`${cardCode}#${internalCode}`);
/** The partners an id may be of: itself, or the organisation of a contact person. Codes, too, may end in `#` and a number. */
export const cardCodesOf = (id: string): string[] => [...new Set([id, id.replace(/#\d+$/, '')])];
