import * as bank from './accounting/payments.ts';
import * as invoices from './accounting/invoices.ts';
import { unreconcile } from './accounting/reconcile.ts';
import { decimals } from './accounting/books.ts';
import type { Books } from './accounting/books.ts';
import { createInvoice, dueDates } from './accounting/draft.ts';
import type { DraftInvoice, DraftLine } from './accounting/draft.ts';
import { CatalogOperations } from './catalog/operations.ts';
import { StockOperations } from './catalog/stock.ts';
import { ProjectOperations } from './projects/operations.ts';
import { SalesOperations } from './sales/orders.ts';
import { SubscriptionOperations } from './subscriptions/operations.ts';
import { toMinor } from './money.ts';
import { createPartner, mergePartners, removePartner, updatePartner } from './partners.ts';
import type { PartnerValues } from './partners.ts';
import { COUNTRIES, CURRENCIES, TAXES } from './seed.ts';

export type CurrencyCode = keyof typeof CURRENCIES;

/** Amounts are decimal texts such as `'1250.00'`. */
interface InvoiceLineInput {
  name?: string;
  quantity?: number;
  price: string;
  /** Percent, one of the known taxes: 16, 8, 0, 8.25. Default none. */
  tax?: number;
  discount?: number;
  productId?: number;
  /** The order line it is of. */
  saleLineId?: number;
}

export interface InvoiceInput {
  partner: number;
  /** Short for one line without tax. */
  total?: string;
  lines?: readonly InvoiceLineInput[];
  /** Default the company's. */
  currency?: CurrencyCode;
  date?: string;
  /** One due day; default the invoice date. */
  due?: string;
  /** Payment term: 1 immediate, 2 15 days, 3 30 days, 4 60 days, 5 30 % now and 70 % in 60 days. */
  terms?: number;
  /** Instalments in percent. */
  instalments?: readonly { on: string; percent: number }[];
  origin?: string;
  ref?: string;
  company?: number;
  type?: 'out_invoice' | 'out_refund';
  /** Stay a draft; default posted. */
  draft?: boolean;
}

export interface PaymentInput {
  /** Default: the whole residual. */
  amount?: string;
  currency?: CurrencyCode;
  date?: string;
  journal?: number;
  memo?: string;
}

export type PartnerInput = PartnerValues & { country?: keyof typeof COUNTRIES };

/** What people do in the ERP, inside one transaction. */
export class Operations {
  readonly books: Books;
  readonly catalog: CatalogOperations;
  readonly stock: StockOperations;
  readonly sales: SalesOperations;
  readonly projects: ProjectOperations;
  readonly subscriptions: SubscriptionOperations;

  constructor(books: Books) {
    this.books = books;
    this.catalog = new CatalogOperations(books);
    this.stock = new StockOperations(books);
    this.sales = new SalesOperations(books);
    this.projects = new ProjectOperations(books);
    this.subscriptions = new SubscriptionOperations(books);
  }

  createPartner({ country, ...values }: PartnerInput): number {
    return createPartner(this.books, { ...values, ...(country ? { country_id: COUNTRIES[country] } : {}) } as PartnerValues);
  }

  updatePartner(id: number, { country, ...values }: PartnerInput): void {
    updatePartner(this.books, id, { ...values, ...(country ? { country_id: COUNTRIES[country] } : {}) } as PartnerValues);
  }

  archivePartner(id: number): void {
    updatePartner(this.books, id, { active: false });
  }

  deletePartner(id: number): void {
    removePartner(this.books, id);
  }

  mergePartners(keep: number, drop: number): void {
    mergePartners(this.books, keep, drop);
  }

  createInvoice(input: InvoiceInput): number {
    const id = createInvoice(this.books, this.draftOf(input));
    if (!input.draft) invoices.post(this.books, id);
    return id;
  }

  private draftOf(input: InvoiceInput): DraftInvoice {
    const companyId = input.company ?? this.books.tx.ids('res.company')[0] ?? 1;
    const date = input.date ?? this.books.today;
    const lines = input.lines ?? [{ name: 'Servicio', price: input.total ?? '100.00' }];
    const fromTerms = input.instalments ?? dueDates(input.terms, date);
    return {
      type: input.type ?? 'out_invoice',
      partnerId: input.partner,
      companyId,
      currencyId: input.currency ? CURRENCIES[input.currency] : this.books.tx.row('res.company', companyId).currency_id,
      date,
      due: fromTerms.length > 0 ? fromTerms : [{ on: input.due ?? date, percent: 100 }],
      lines: lines.map(draftLine),
      origin: input.origin ?? null,
      ref: input.ref ?? null,
      termId: input.terms ?? null,
    };
  }

  post(id: number): void {
    invoices.post(this.books, id);
  }

  /** One payment over all given invoices of one customer. */
  registerPayment(invoiceIds: number | readonly number[], input: PaymentInput = {}): number {
    const ids = typeof invoiceIds === 'number' ? [invoiceIds] : invoiceIds;
    const currencyId = input.currency ? CURRENCIES[input.currency] : this.books.tx.row('account.move', ids[0] ?? 0).currency_id;
    return bank.registerPayment(this.books, ids, { ...this.paymentOptions(input, currencyId), currencyId });
  }

  private paymentOptions(input: PaymentInput, currencyId: number): bank.PaymentOptions {
    return {
      ...(input.amount === undefined ? {} : { amount: toMinor(input.amount, decimals(this.books, currencyId)) }),
      ...(input.date === undefined ? {} : { date: input.date }),
      ...(input.journal === undefined ? {} : { journalId: input.journal }),
      ...(input.memo === undefined ? {} : { memo: input.memo }),
    };
  }

  /** Money of a customer that settles nothing yet. */
  unappliedPayment(
    partner: number,
    amount: string,
    { currency, date, company, memo }: { currency?: CurrencyCode; date?: string; company?: number; memo?: string } = {},
  ): number {
    const companyId = company ?? this.books.tx.ids('res.company')[0] ?? 1;
    const currencyId = currency ? CURRENCIES[currency] : this.books.tx.row('res.company', companyId).currency_id;
    return bank.insertPayment(this.books, {
      partnerId: this.books.tx.row('res.partner', partner).commercial_partner_id,
      companyId,
      isRefund: false,
      amount: toMinor(amount, decimals(this.books, currencyId)),
      currencyId,
      date: date ?? this.books.today,
      memo: memo ?? null,
      invoiceIds: [],
    });
  }

  applyPayment(payment: number, invoice: number): void {
    bank.applyPayment(this.books, payment, invoice);
  }

  paymentToDraft(payment: number): void {
    bank.paymentToDraft(this.books, payment);
  }

  /** Reset and cancelled, as a person does it. */
  cancelPayment(payment: number): void {
    if (this.books.tx.row('account.payment', payment).state !== 'draft') bank.paymentToDraft(this.books, payment);
    bank.cancelPayment(this.books, payment);
  }

  /** A posted credit note over the whole invoice or an amount of it, settled with the invoice (16: by hand). */
  creditNote(
    invoice: number,
    { amount, date, reason, reconciled = true }: { amount?: string; date?: string; reason?: string; reconciled?: boolean } = {},
  ): number {
    const currencyId = this.books.tx.row('account.move', invoice).currency_id;
    const id = invoices.reverse(this.books, invoice, {
      reason: reason ?? '',
      date: date ?? this.books.today,
      ...(amount === undefined ? {} : { amount: toMinor(amount, decimals(this.books, currencyId)) }),
    });
    if (!reconciled) this.books.tx.update('account.move', id, { reversed_entry_id: null });
    invoices.post(this.books, id);
    if (reconciled && this.books.version === 16) invoices.settleReversed(this.books, id, invoice);
    return id;
  }

  unreconcile(invoice: number): void {
    unreconcile(this.books, invoice);
  }

  resetToDraft(invoice: number): void {
    invoices.resetToDraft(this.books, invoice);
  }

  cancel(invoice: number): void {
    invoices.cancel(this.books, invoice);
  }

  toggleBlock(invoice: number): void {
    invoices.toggleBlock(this.books, invoice);
  }

  /** Drafts only; others are reset first. Nothing remains of it. */
  deleteInvoice(invoice: number): void {
    if (this.books.tx.row('account.move', invoice).state === 'posted') invoices.resetToDraft(this.books, invoice);
    invoices.deleteMove(this.books, invoice);
  }

  /** Settled by the bank line itself: there is no payment record. */
  bankLineReconcile(
    invoiceIds: number | readonly number[],
    { amount, date, label }: { amount?: string; date?: string; label?: string } = {},
  ): number {
    const ids = typeof invoiceIds === 'number' ? [invoiceIds] : invoiceIds;
    const currencyId = this.books.tx.row('account.move', ids[0] ?? 0).currency_id;
    return bank.bankLineForInvoices(this.books, ids, {
      ...this.paymentOptions({ ...(amount === undefined ? {} : { amount }), ...(date === undefined ? {} : { date }) }, currencyId),
      ...(label === undefined ? {} : { label }),
    });
  }

  /** The bank statement confirms a payment. */
  matchPayment(payment: number): void {
    bank.matchPayment(this.books, payment);
  }

  /** An explicit write of the same text: moves `write_date` of line and invoice, changes nothing else. */
  editLineText(invoice: number, name: string): void {
    const line = this.books.tx.by('account.move.line', 'move_id', invoice)[0];
    if (line !== undefined) this.books.tx.update('account.move.line', line, { name }, { force: true });
    this.books.tx.update('account.move', invoice, {}, { force: true });
  }
}

const draftLine = (line: InvoiceLineInput): DraftLine => ({
  name: line.name ?? 'Servicio',
  quantity: line.quantity ?? 1,
  unitPrice: Number(line.price),
  taxIds: line.tax === undefined ? [] : [taxId(line.tax)],
  ...(line.discount === undefined ? {} : { discount: line.discount }),
  ...(line.productId === undefined ? {} : { productId: line.productId }),
  ...(line.saleLineId === undefined ? {} : { saleLineId: line.saleLineId }),
});

function taxId(percent: number): number {
  const id = TAXES[percent];
  if (id === undefined) throw new Error(`the double has no tax of ${percent} %`);
  return id;
}
