import { createInvoice, lineAmounts } from '../accounting/draft.ts';
import { cancel as cancelInvoice } from '../accounting/invoices.ts';
import { decimals, type Books } from '../accounting/books.ts';
import { userError } from '../errors.ts';
import { toInvoice } from '../schema/sales.ts';
import { CURRENCIES, TAXES } from '../seed.ts';
import type { Row } from '../types.ts';
import { nextOrderNumber } from './order-number.ts';
import { cancelTransfers, createTransfer, deliver, openTransfers, reserve, unreserve } from './transfers.ts';

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
      commitment_date: input.promised ? input.promised.getTime() * 1000 : null,
      client_order_ref: input.reference ?? null,
      warehouse_id: input.warehouse ?? tx.ids('stock.warehouse')[0] ?? null,
    });
    for (const [index, line] of input.lines.entries()) this.addLine(order, line, 10 + index);
    this.computeTotals(order);
    return order;
  }

  private addLine(order: number, line: OrderLineInput, sequence: number): void {
    const { tx } = this.books;
    const template = this.templateOf(line.product);
    tx.insert('sale.order.line', {
      order_id: order,
      sequence,
      display_type: line.section ? 'line_section' : null,
      is_downpayment: false,
      name: line.name ?? String(template?.name ?? 'Servicio'),
      product_id: line.product ?? null,
      product_uom_qty: line.section ? 0 : (line.quantity ?? 1),
      product_uom: line.section ? null : 1,
      product_uom_id: line.section ? null : 1,
      price_unit: Number(line.price ?? template?.list_price ?? 0),
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

  private linesOf(order: number): Row[] {
    return this.books.tx.by('sale.order.line', 'order_id', order).map((id) => this.books.tx.row('sale.order.line', id));
  }

  private computeTotals(order: number): void {
    const { tx } = this.books;
    const digits = decimals(this.books, Number(tx.row('sale.order', order).currency_id));
    let [untaxed, tax] = [0, 0];
    for (const line of this.linesOf(order)) {
      const { net, taxes } = lineAmounts(this.books, draftLine(line, Number(line.product_uom_qty)), digits);
      const taxed = taxes.reduce((sum, { amount }) => sum + amount, 0);
      untaxed += net;
      tax += taxed;
      tx.update('sale.order.line', line.id, { price_subtotal: net, price_total: net + taxed });
    }
    tx.update('sale.order', order, { amount_untaxed: untaxed, amount_tax: tax, amount_total: untaxed + tax });
  }

  changeQuantity(line: number, quantity: number): void {
    this.books.tx.update('sale.order.line', line, { product_uom_qty: quantity });
    this.computeTotals(Number(this.books.tx.row('sale.order.line', line).order_id));
  }

  /** Reserves what is there, as it is set by default. */
  confirmOrder(order: number): void {
    const { tx } = this.books;
    const { state, name } = tx.row('sale.order', order);
    if (state !== 'draft' && state !== 'sent') throw userError(`Some orders are not in a state requiring confirmation: ${String(name)}`);
    tx.update('sale.order', order, { state: 'sale', date_order: tx.at });
    createTransfer(this.books, order);
  }

  reserveOrder(order: number): void {
    for (const transfer of openTransfers(this.books, order)) reserve(this.books, transfer);
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
    cancelTransfers(this.books, order);
    const drafts = tx
      .ids('account.move')
      .map((id) => tx.row('account.move', id))
      .filter((move) => move.state === 'draft' && move.invoice_origin === tx.row('sale.order', order).name);
    for (const { id } of drafts) cancelInvoice(this.books, id);
    tx.update('sale.order', order, { state: 'cancel' });
    for (const { id } of this.linesOf(order)) tx.update('sale.order.line', id, {}, { force: true });
  }

  /** What can be invoiced now, as a draft. */
  invoiceOrder(order: number): number {
    const { tx } = this.books;
    const { name, partner_id, company_id, currency_id, client_order_ref } = tx.row('sale.order', order);
    const lines = this.linesOf(order).filter((line) => line.display_type === null && toInvoice(tx, line) > 0);
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

const draftLine = (line: Row, quantity: number) => ({
  name: String(line.name),
  quantity,
  unitPrice: Number(line.price_unit),
  discount: Number(line.discount),
  taxIds: line.tax_ids as readonly number[],
  productId: line.product_id as number | null,
});
