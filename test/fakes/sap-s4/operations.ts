import { addBilling, BILLING, billingKey, DOWN_PAYMENT_REQUEST, INVOICE, PRO_FORMA, type InvoiceInput } from './books/billing.ts';
import { addMaterial, type MaterialInput } from './books/materials.ts';
import { addContact, removePartner, type ContactInput } from './books/contacts.ts';
import { addCredit, cancelBilling, changedNow, release, type CreditInput } from './books/corrections.ts';
import { addDelivery, issueGoods, setTracking, type DeliveryInput } from './books/deliveries.ts';
import { applyDownPayment, payRequest } from './books/down-payments.ts';
import type { DocRef } from './books/ledger.ts';
import { billOrder, ordersIn, type OrderInvoiceInput } from './books/order-billing.ts';
import { confirmAnew, noteProgress } from './books/order-progress.ts';
import { addPartner, changePartner, partnerKey, type PartnerChanges, type PartnerInput } from './books/partners.ts';
import { addPayment, applyPayment, cancelPayment, resetClearing, type PaymentInput } from './books/payments.ts';
import {
  addDocument,
  ORDER,
  putLine,
  QUOTATION,
  settle,
  type SalesHabits,
  type SalesKind,
  type SalesLine,
} from './books/sales-documents.ts';
import { draw, drawnLine } from './books/sales-copies.ts';
import type { Amount } from './money.ts';
import { internalNumber } from './odata/values.ts';
import { keyOf, type Tx } from './store.ts';

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
  sales: SalesHabits;
  /** Numbers of sales documents that somebody has open to change them. */
  openDocuments: Set<string>;
}

interface SalesInput {
  /** Number of the business partner. */
  partner: string;
  lines: readonly SalesLine[];
  /** Default that of the company code. */
  currency?: string;
  /** Default the first. */
  company?: string;
  /** The customer's. */
  reference?: string;
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

  /** A product with its price and stock, so that sales can sell it. */
  createMaterial(input: MaterialInput): void {
    addMaterial(this.tx, input);
  }
  createQuotation(input: SalesInput): string {
    return this.createSalesDocument(QUOTATION, input);
  }
  createSalesOrder(input: SalesInput): string {
    return this.createSalesDocument(ORDER, input);
  }
  /** All of its items; the document counts as called off. */
  rejectSalesOrder(number: string, reason = '50'): void {
    const key = internalNumber(number, 10);
    for (const row of this.tx.by(ORDER.items, 'SalesOrder', key))
      this.tx.patch(ORDER.items, keyOf(row), { SalesDocumentRjcnReason: reason });
    settle(this.tx, ORDER, key, this.habits.sales);
  }
  /** Somebody sells all of its items by the box. */
  sellByTheBox(number: string): void {
    for (const row of this.tx.by(ORDER.items, 'SalesOrder', internalNumber(number, 10)))
      this.tx.patch(ORDER.items, keyOf(row), { RequestedQuantity: '1', RequestedQuantityUnit: 'BOX' });
  }
  /** What of it is not delivered is called off; items by their place, from 0. */
  rejectItem(number: string, line: number, reason = '50'): void {
    const key = internalNumber(number, 10);
    const item = this.tx.by(ORDER.items, 'SalesOrder', key).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))[line];
    if (!item) throw new Error(`Order ${number} has no item at ${line}`);
    this.tx.patch(ORDER.items, keyOf(item), { SalesDocumentRjcnReason: reason });
    settle(this.tx, ORDER, key, this.habits.sales);
    noteProgress(this.tx, key);
  }
  /** Somebody says yes to what waits for it. */
  approveSalesOrder(number: string): void {
    const stamp = { LastChangeDate: this.tx.stamp.day, LastChangeDateTime: this.tx.stamp.at.toISOString() };
    this.tx.patch(ORDER.set, internalNumber(number, 10), { SalesDocApprovalStatus: 'B', ...stamp });
  }
  /** All of its items, at their prices. */
  orderFromQuotation(quotation: string): string {
    const { tx } = this;
    const document = internalNumber(quotation, 10);
    const { SalesOrganization: company, SoldToParty: soldTo, TransactionCurrency: currency } = tx.get(QUOTATION.set, document);
    const number = addDocument(tx, ORDER, { company: String(company), soldTo: String(soldTo), currency: String(currency), fields: {} });
    for (const row of tx.by(QUOTATION.items, 'SalesQuotation', document).filter((one) => one['SalesDocumentRjcnReason'] === '')) {
      const reference = { document, item: String(row['SalesQuotationItem']) };
      const { line, entered } = drawnLine(tx, reference);
      putLine(tx, ORDER, number, line, entered);
      draw(tx, reference, number);
    }
    settle(tx, ORDER, number, this.habits.sales);
    return external(number);
  }
  rejectQuotation(number: string, reason = '50'): void {
    const key = internalNumber(number, 10);
    for (const row of this.tx.by(QUOTATION.items, 'SalesQuotation', key))
      this.tx.patch(QUOTATION.items, keyOf(row), { SalesDocumentRjcnReason: reason });
    settle(this.tx, QUOTATION, key, this.habits.sales);
  }
  /** Its goods leave at once unless told otherwise. */
  deliverOrder(input: DeliveryInput): string {
    return external(addDelivery(this.tx, input));
  }
  issueGoods(delivery: string): void {
    issueGoods(this.tx, internalNumber(delivery, 10));
  }
  setTracking(delivery: string, tracking: string): void {
    setTracking(this.tx, delivery, tracking);
  }
  /** What was delivered and not billed yet, and what is never delivered. */
  invoiceOrder(input: OrderInvoiceInput): string {
    return external(billOrder(this.tx, input));
  }
  /** The processing of backorders takes what is confirmed away, or gives it back; neither the order nor the item is stamped. */
  setConfirmed(order: string, isConfirmed: boolean): void {
    confirmAnew(this.tx, internalNumber(order, 10), isConfirmed);
  }
  private createSalesDocument(kind: SalesKind, { partner, lines, company, currency, reference = '' }: SalesInput): string {
    const [first] = this.tx.store.companies.values();
    const code = company ?? first?.code ?? '';
    const soldTo = String(this.tx.get('A_BusinessPartner', partnerKey(partner))['Customer']);
    const head = {
      company: code,
      soldTo,
      currency: currency ?? this.tx.store.company(code).currency,
      fields: { PurchaseOrderByCustomer: reference },
    };
    const number = addDocument(this.tx, kind, head);
    for (const line of lines) putLine(this.tx, kind, number, line);
    settle(this.tx, kind, number, this.habits.sales);
    return external(number);
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
    const cancellation = cancelBilling(this.tx, number);
    for (const order of ordersIn(this.tx, cancellation)) noteProgress(this.tx, order);
    return external(cancellation);
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
