import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { CREDIT_NOTE, DOCUMENT_SETS, DOWN_PAYMENT, INVOICE, PAYMENT } from './document-sets.ts';

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
