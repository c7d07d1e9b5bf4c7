import { addBilling, BILLING, billingKey, DOWN_PAYMENT_REQUEST, INVOICE, PRO_FORMA, type InvoiceInput } from './books/billing.ts';
import { addContact, removePartner, type ContactInput } from './books/contacts.ts';
import { addCredit, cancelBilling, changedNow, release, type CreditInput } from './books/corrections.ts';
import { applyDownPayment, payRequest } from './books/down-payments.ts';
import type { DocRef } from './books/ledger.ts';
import { addPartner, changePartner, type PartnerChanges, type PartnerInput } from './books/partners.ts';
import { addPayment, applyPayment, cancelPayment, resetClearing, type PaymentInput } from './books/payments.ts';
import type { Amount } from './money.ts';
import { internalNumber } from './odata/values.ts';
import type { Tx } from './store.ts';

/** A number as people see it. */
export const external = (number: string): string => (/^\d+$/.test(number) ? number.replace(/^0+(?=.)/, '') : number);

/** `1010/2026/1400000001` */
export type DocumentId = string;
export const documentId = ({ company, year, document }: DocRef): DocumentId => `${company}/${year}/${external(document)}`;
function documentOf(id: DocumentId): DocRef {
  const [company = '', year = '', document = ''] = id.split('/');
  return { company, year, document: internalNumber(document, 10) };
}

export interface Habits {
  /** Whether a changed address, e-mail or tax number moves the stamp of its partner. */
  childTouchesPartner: boolean;
}

/** What people do in S/4HANA, within one transaction. Partners and billing documents are known by their numbers, journal entries as `DocumentId`. */
export class Operations {
  readonly tx: Tx;
  private readonly habits: Habits;

  constructor(tx: Tx, habits: Habits) {
    this.tx = tx;
    this.habits = habits;
  }

  createPartner(input: PartnerInput): string {
    return external(addPartner(this.tx, input));
  }
  createContact(input: ContactInput): string {
    return external(addContact(this.tx, input));
  }
  updatePartner(number: string, changes: PartnerChanges): void {
    changePartner(this.tx, number, changes, this.habits);
  }
  removePartner(number: string): void {
    removePartner(this.tx, number);
  }

  createInvoice(input: InvoiceInput): string {
    return external(addBilling(this.tx, INVOICE, input));
  }
  /** An invoice for customs, which no one owes. */
  createProForma(input: InvoiceInput): string {
    return external(addBilling(this.tx, PRO_FORMA, input));
  }
  /** A billing document that waited gets its journal entry. */
  releaseToAccounting(number: string): void {
    release(this.tx, number);
  }
  cancelBilling(number: string): string {
    return external(cancelBilling(this.tx, number));
  }
  creditNote(input: CreditInput): string {
    return external(addCredit(this.tx, input));
  }
  /** Changes a field of the billing document that says nothing of money. */
  updateBilling(number: string, changes: { PurchaseOrderByCustomer?: string; AssignmentReference?: string }): void {
    this.tx.patch(BILLING, billingKey(number), { ...changes, ...changedNow(this.tx) });
  }

  incomingPayment(input: PaymentInput): DocumentId {
    return documentId(addPayment(this.tx, input));
  }
  /** Money on account pays an invoice; what is left of either is posted anew. Returns the clearing. */
  applyPayment(payment: DocumentId, invoice: string): DocumentId {
    return documentId(applyPayment(this.tx, documentOf(payment), invoice, this.tx.stamp.today));
  }
  resetClearing(clearing: DocumentId): void {
    resetClearing(this.tx, documentOf(clearing));
  }
  cancelPayment(payment: DocumentId): void {
    cancelPayment(this.tx, documentOf(payment));
  }

  requestDownPayment(input: InvoiceInput): string {
    return external(addBilling(this.tx, DOWN_PAYMENT_REQUEST, input));
  }
  payDownPayment(request: string, amount?: Amount): DocumentId {
    return documentId(payRequest(this.tx, request, amount === undefined ? {} : { amount }));
  }
  applyDownPayment(payment: DocumentId, invoice: string, amount?: Amount): DocumentId {
    return documentId(applyDownPayment(this.tx, documentOf(payment), invoice, amount));
  }
}
