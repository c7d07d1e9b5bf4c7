import type { BusinessEvent, Company, Customer, InvoiceDocument } from '../company/index.ts';
import type { OdooFake } from './index.ts';
import { Operations } from './operations.ts';
import type { PartnerInput } from './operations.ts';
import { dueDates } from './accounting/draft.ts';

const SECOND = 1_000_000;
/** Office hours begin, UTC. */
const MORNING = 14 * 3600 * SECOND;
const SERVICES: ReadonlySet<string> = new Set(['SRV-MTTO', 'SRV-CAL', 'FLETE']);
const TERM_IDS = { 0: 1, 15: 2, 30: 3, 60: 4, instalments: 5 } as const;

interface LoadedCompany {
  /** Key in the company's world → `res.partner`. */
  partners: Map<string, number>;
  /** → `account.move`. */
  invoices: Map<string, number>;
}

interface LoadOptions {
  /** The orders that the invoices are of; without them the invoices only name them. Default false. */
  withOrders?: boolean;
}

/** Books fourteen months of business in one go, without HTTP: every event is a transaction of its own day. */
export function loadIntoOdoo(odoo: OdooFake, company: Company, { withOrders = false }: LoadOptions = {}): LoadedCompany {
  const loader = new Loader(odoo, company, withOrders);
  loader.run();
  return { partners: loader.partners, invoices: loader.invoices };
}

class Loader {
  readonly partners = new Map<string, number>();
  readonly invoices = new Map<string, number>();
  private readonly products = new Map<string, number>();
  private readonly odoo: OdooFake;
  private readonly company: Company;
  private readonly withOrders: boolean;
  /** By the key of the invoice: the lines of its order, in their order. */
  private readonly orderLines = new Map<string, readonly number[]>();
  private at = 0;

  constructor(odoo: OdooFake, company: Company, withOrders: boolean) {
    this.odoo = odoo;
    this.company = company;
    this.withOrders = withOrders;
  }

  run(): void {
    for (const { currency, from, rate } of this.company.rates) this.odoo.setRate(currency, from, rate);
    const first = this.company.events[0]?.on ?? this.company.today;
    this.onDay(first, (erp) => this.addProducts(erp));
    for (const customer of this.company.customers)
      this.onDay(first, (erp) => this.partners.set(customer.key, erp.createPartner(this.partnerOf(erp, customer))));
    if (this.withOrders) this.onDay(first, (erp) => this.addOrders(erp));
    for (const event of this.company.events) this.onDay(event.on, (erp) => this.book(erp, event));
    this.onDay(this.company.today, (erp) => this.addPricesAndStock(erp));
  }

  /** Stamps rise through the day and never reach the present. */
  private onDay(day: string, work: (erp: Operations) => void): void {
    const latest = this.odoo.db.tick() - 3600 * SECOND;
    this.at = Math.max(this.at + 1 + (this.at % 997), Math.min(Date.parse(`${day}T00:00:00Z`) * 1000 + MORNING, latest));
    const tx = this.odoo.db.begin(2, this.at);
    work(new Operations(this.odoo.db.books(tx)));
    tx.commit();
  }

  private addProducts({ catalog }: Operations): void {
    for (const { code, name, price } of this.company.products) {
      this.products.set(code, catalog.createProduct({ sku: code, name, price, kind: SERVICES.has(code) ? 'service' : 'stocked' }));
    }
  }

  /** After all else, whose ids stay as they are. A list names a price only where it is not the product's own. */
  private addPricesAndStock({ catalog, stock, books }: Operations): void {
    const { lists, warehouses, items } = this.company.catalog;
    const ofPesos = catalog.createPriceList({ name: lists.MXN, currency: 'MXN' });
    const ofDollars = catalog.createPriceList({ name: lists.USD, currency: 'USD' });
    const places = [...books.tx.ids('stock.warehouse').slice(0, 1), ...warehouses.slice(1).map((name) => stock.createWarehouse(name))];
    for (const item of items) {
      const product = Number(this.products.get(item.code));
      if (item.prices.MXN !== item.basePrice) catalog.setListPrice(ofPesos, product, item.prices.MXN);
      catalog.setListPrice(ofDollars, product, item.prices.USD);
      for (const [at, quantity] of (item.stock ?? []).entries())
        if (quantity > 0) stock.receiveStock(product, Number(places[at]), quantity);
      if (item.expected) stock.expectDelivery(product, item.expected.quantity, item.expected.on);
    }
  }

  /** In the order of their numbers, whatever the days they were agreed on; the goods left long ago. Of several on one invoice the first is there. */
  private addOrders({ sales, books }: Operations): void {
    const invoiced = this.company.events.flatMap((event) => (event.kind === 'invoice' && event.invoice.origin !== null ? [event] : []));
    const numbered = invoiced.map(({ invoice, on }) => ({ invoice, on, name: invoice.origin?.split(', ')[0] ?? '' }));
    for (const { invoice, on, name } of numbered.sort((a, b) => a.name.localeCompare(b.name))) {
      const order = sales.createOrder({
        partner: this.partner(invoice.customerKey),
        currency: invoice.currency,
        lines: invoice.lines.map((line) => ({ ...this.lineOf(line), ...this.productOf(line) })),
        ...(invoice.reference ? { reference: invoice.reference } : {}),
      });
      books.tx.update('sale.order', order, { name });
      sales.confirmOrder(order);
      sales.deliverOrder(order);
      books.tx.update('sale.order', order, { date_order: Date.parse(`${on}T00:00:00Z`) * 1000 });
      const lines = [...books.tx.by('sale.order.line', 'order_id', order)];
      for (const line of lines)
        books.tx.update('sale.order.line', line, { qty_delivered: Number(books.tx.row('sale.order.line', line).product_uom_qty) });
      this.orderLines.set(invoice.key, lines);
    }
  }

  private lineOf({ code, name, quantity, price, taxPercent }: InvoiceDocument['lines'][number]) {
    const productId = this.products.get(code);
    return { name: `[${code}] ${name}`, quantity, price, tax: taxPercent, ...(productId === undefined ? {} : { productId }) };
  }

  private productOf({ code }: InvoiceDocument['lines'][number]): { product?: number } {
    const product = this.products.get(code);
    return product === undefined ? {} : { product };
  }

  private partnerOf({ books }: Operations, customer: Customer): PartnerInput {
    const states = books.tx.ids('res.country.state');
    const state = states.find((id) => books.tx.get('res.country.state', id)?.code === customer.state) ?? null;
    return {
      name: customer.name,
      is_company: customer.kind === 'organisation',
      type: customer.isBilling ? 'invoice' : customer.kind === 'organisation' && customer.parentKey ? 'other' : 'contact',
      parent_id: customer.parentKey ? (this.partners.get(customer.parentKey) ?? null) : null,
      ref: customer.number,
      vat: customer.taxId,
      email: customer.email,
      phone: customer.phone,
      website: customer.domain && customer.kind === 'organisation' ? `http://www.${customer.domain}` : null,
      street: customer.street,
      city: customer.city,
      zip: customer.zip,
      state_id: state,
      country: customer.country,
      active: !customer.isArchived,
      lang: 'es_MX',
    };
  }

  private book(erp: Operations, event: BusinessEvent): void {
    if (event.kind === 'invoice') return void this.invoices.set(event.invoice.key, this.bookInvoice(erp, event.invoice, event.on));
    if (event.kind === 'unapplied')
      return void erp.unappliedPayment(this.partner(event.customerKey), event.amount, { currency: event.currency, memo: event.memo });
    const open = this.open(erp, 'invoiceKeys' in event ? event.invoiceKeys : [event.invoiceKey]);
    const [first] = open;
    if (first === undefined) return;
    if (event.kind === 'payment')
      erp.registerPayment(open, {
        ...(event.amount ? { amount: event.amount } : {}),
        ...(event.currency ? { currency: event.currency } : {}),
      });
    else if (event.kind === 'bankLine') erp.bankLineReconcile(open, { label: event.label });
    else if (event.kind === 'cancel') erp.cancel(first);
    else erp.creditNote(first, { reason: event.reason, ...(event.amount ? { amount: event.amount } : {}) });
  }

  private partner(key: string): number {
    const id = this.partners.get(key);
    if (id === undefined) throw new Error(`nobody is called ${key}`);
    return id;
  }

  /** A credit note or a cancellation may have come first. */
  private open({ books }: Operations, keys: readonly string[]): number[] {
    return keys
      .map((key) => this.invoices.get(key) ?? 0)
      .filter((id) => {
        const move = books.tx.get('account.move', id);
        return move?.state === 'posted' && move.amount_residual > 0;
      });
  }

  private bookInvoice(erp: Operations, invoice: InvoiceDocument, on: string): number {
    const terms = TERM_IDS[invoice.terms];
    return erp.createInvoice({
      partner: this.partner(invoice.customerKey),
      currency: invoice.currency,
      date: on,
      terms,
      instalments: dueDates(terms, on),
      draft: invoice.isDraft,
      lines: invoice.lines.map((line, index) => ({ ...this.lineOf(line), ...this.orderLineOf(invoice, index) })),
      ...(invoice.origin ? { origin: invoice.origin } : {}),
      ...(invoice.reference ? { ref: invoice.reference } : {}),
    });
  }

  private orderLineOf({ key }: InvoiceDocument, index: number): { saleLineId?: number } {
    const saleLineId = this.orderLines.get(key)?.[index];
    return saleLineId === undefined ? {} : { saleLineId };
  }
}
