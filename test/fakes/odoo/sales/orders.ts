import type { Books } from '../accounting/books.ts';
import { createInvoice } from '../accounting/draft.ts';
import { cancel as cancelInvoice } from '../accounting/invoices.ts';
import { userError } from '../errors.ts';
import { followQuantity, makeProjects, releaseProjects } from '../projects/made-by-orders.ts';
import { toInvoice } from '../schema/sales.ts';
import { CURRENCIES, TAXES } from '../seed.ts';
import type { Row } from '../types.ts';
import { confirmOrder } from './confirmation.ts';
import { nextOrderNumber } from './order-number.ts';
import { computeTotals, draftLine, linesOf } from './totals.ts';
import { setReservationMethod, type ReservationMethod } from './reservation-days.ts';
import { cancelTransfers, deliver, openTransfers, reserve, reserveAllDue, unreserve } from './transfers.ts';

/** Amounts are decimal texts. */
interface OrderLineInput {
  product?: number;
  /** Default the product's. */
  name?: string;
  quantity?: number;
  /** Default the product's. */
  price?: string;
  /** Percent. */
  discount?: number;
  /** Percent, one of the known taxes; default none. */
  tax?: number;
  section?: boolean;
  /** What the carrier takes for it. */
  carriage?: boolean;
}

interface OrderInput {
  partner: number;
  lines: readonly OrderLineInput[];
  reference?: string;
  currency?: keyof typeof CURRENCIES;
  company?: number;
  /** Default the first. */
  warehouse?: number;
  promised?: Date;
}

/** What sales people do, inside one transaction. */
export class SalesOperations {
  private readonly books: Books;

  constructor(books: Books) {
    this.books = books;
  }

  /** A quotation. */
  createOrder(input: OrderInput): number {
    const { tx } = this.books;
    const company = input.company ?? tx.ids('res.company')[0] ?? 1;
    const currency = input.currency ? CURRENCIES[input.currency] : tx.row('res.company', company).currency_id;
    const order = tx.insert('sale.order', {
      name: nextOrderNumber(tx),
      state: 'draft',
      locked: false,
      partner_id: input.partner,
      company_id: company,
      currency_id: currency,
      date_order: tx.at,
      validity_date: null,
      commitment_date: input.promised ? input.promised.getTime() * 1000 : null,
      client_order_ref: input.reference ?? null,
      warehouse_id: input.warehouse ?? tx.ids('stock.warehouse')[0] ?? null,
      ...{ user_id: null, pricelist_id: null, payment_term_id: null, project_id: null, message_partner_ids: [] },
    });
    for (const [index, line] of input.lines.entries()) this.addLine(order, line, 10 + index);
    computeTotals(this.books, order);
    return order;
  }

  private addLine(order: number, line: OrderLineInput, sequence: number): void {
    const { tx } = this.books;
    const template = this.templateOf(line.product);
    const unit = template?.uom_id ?? 1;
    tx.insert('sale.order.line', {
      order_id: order,
      sequence,
      display_type: line.section ? 'line_section' : null,
      is_downpayment: false,
      is_delivery: line.carriage ?? false,
      name: line.name ?? String(template?.name ?? 'Servicio'),
      product_id: line.product ?? null,
      product_uom_qty: line.section ? 0 : (line.quantity ?? 1),
      product_uom: line.section ? null : unit,
      product_uom_id: line.section ? null : unit,
      price_unit: Number(line.price ?? template?.list_price ?? 0),
      technical_price_unit: Number(template?.list_price ?? 0),
      discount: line.discount ?? 0,
      tax_id: line.tax === undefined ? [] : [Number(TAXES[line.tax])],
      tax_ids: line.tax === undefined ? [] : [Number(TAXES[line.tax])],
      price_subtotal: 0,
      price_total: 0,
      qty_delivered: 0,
    });
  }

  private templateOf(product: number | undefined): Row | null {
    const { tx } = this.books;
    return product === undefined ? null : tx.row('product.template', Number(tx.row('product.product', product).product_tmpl_id));
  }

  changeQuantity(line: number, quantity: number): void {
    this.books.tx.update('sale.order.line', line, { product_uom_qty: quantity });
    followQuantity(this.books, line);
    computeTotals(this.books, Number(this.books.tx.row('sale.order.line', line).order_id));
  }

  /** Reserves what is there, as it is set by default. */
  confirmOrder(order: number): void {
    confirmOrder(this.books, order);
  }

  /** Nobody changes it any more. */
  lockOrder(order: number): void {
    const { tx, version } = this.books;
    tx.update('sale.order', order, version === 16 ? { state: 'done' } : { locked: true });
  }

  /** A line that people add, to a quotation or an order. */
  addLineTo(order: number, line: OrderLineInput): void {
    this.addLine(order, line, 10 + linesOf(this.books, order).length);
    computeTotals(this.books, order);
    if (this.books.tx.row('sale.order', order).state === 'sale') makeProjects(this.books, order);
  }

  reserveOrder(order: number): void {
    for (const transfer of openTransfers(this.books, order)) reserve(this.books, transfer);
  }

  /** How deliveries from this warehouse are reserved from now on. */
  setReservation(warehouse: number, method: ReservationMethod): void {
    setReservationMethod(this.books, warehouse, method);
  }

  /** Holds back what is due by now. */
  runScheduler(): void {
    reserveAllDue(this.books);
  }

  unreserveOrder(order: number): void {
    for (const transfer of openTransfers(this.books, order)) unreserve(this.books, transfer);
  }

  /** `quantities`: how many of each line leave; what is not named leaves whole. */
  deliverOrder(order: number, quantities: ReadonlyMap<number, number> = new Map()): void {
    for (const transfer of openTransfers(this.books, order)) deliver(this.books, transfer, quantities);
  }

  /** Open transfers and draft invoices with it. */
  cancelOrder(order: number): void {
    const { tx } = this.books;
    const { locked, state } = tx.row('sale.order', order);
    if (locked === true || state === 'done') throw userError('You cannot cancel a locked order. Please unlock it first.');
    cancelTransfers(this.books, order);
    const drafts = tx
      .ids('account.move')
      .map((id) => tx.row('account.move', id))
      .filter((move) => move.state === 'draft' && move.invoice_origin === tx.row('sale.order', order).name);
    for (const { id } of drafts) cancelInvoice(this.books, id);
    tx.update('sale.order', order, { state: 'cancel' });
    releaseProjects(this.books, order);
    for (const { id } of linesOf(this.books, order)) tx.update('sale.order.line', id, {}, { force: true });
  }

  /** A quotation again. */
  reopenOrder(order: number): void {
    this.books.tx.update('sale.order', order, { state: 'draft' });
  }

  /** What can be invoiced now, as a draft. */
  invoiceOrder(order: number): number {
    const { tx } = this.books;
    const { name, partner_id, company_id, currency_id, client_order_ref } = tx.row('sale.order', order);
    const lines = linesOf(this.books, order).filter((line) => line.display_type === null && toInvoice(tx, line) > 0);
    if (lines.length === 0) throw userError('Cannot create an invoice. No items are available to invoice.');
    const invoice = createInvoice(this.books, {
      type: 'out_invoice',
      partnerId: Number(partner_id),
      companyId: Number(company_id),
      currencyId: Number(currency_id),
      date: null,
      due: [],
      lines: lines.map((line) => ({ ...draftLine(line, toInvoice(tx, line)), saleLineId: line.id })),
      origin: String(name),
      ref: client_order_ref as string | null,
    });
    // What is invoiced is kept, so it moves the lines and, where that says something else now, their order.
    for (const line of lines) tx.update('sale.order.line', line.id, {}, { force: true });
    tx.update('sale.order', order, {}, { force: true });
    return invoice;
  }
}
