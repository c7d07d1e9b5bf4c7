import type { BusinessEvent, Company, Customer, InvoiceDocument } from '../company/index.ts';
import { addDays } from './clock.ts';
import { Operations } from './operations.ts';
import type { B1Company } from './people.ts';
import type { PartnerInput } from './books/partners.ts';

const SECOND = 1000;
/** Office hours begin, UTC. */
const MORNING = 14 * 3600 * SECOND;

interface LoadedCompany {
  /** Key in the company's world → `CardCode`; people have that of their organisation. */
  partners: Map<string, string>;
  /** People → `InternalCode` of the contact person. */
  contacts: Map<string, number>;
  /** → `DocEntry`. */
  invoices: Map<string, number>;
}

/** Orders have plain numbers here: `S00042` of the generator is order 42. */
export const orderNumber = (origin: string): number => Number(origin.replace(/^S0*/, ''));

/**
 * Books fourteen months of business in one go, without HTTP: every event is a transaction of its own day. People become contact persons of
 * their organisation; drafts are left out, because Business One keeps them elsewhere.
 */
export function loadIntoB1(erp: B1Company, company: Company): LoadedCompany {
  const loader = new Loader(erp, company);
  loader.run();
  return { partners: loader.partners, contacts: loader.contacts, invoices: loader.invoices };
}

class Loader {
  readonly partners = new Map<string, string>();
  readonly contacts = new Map<string, number>();
  readonly invoices = new Map<string, number>();
  private readonly orders = new Map<string, number>();
  private readonly erp: B1Company;
  private readonly company: Company;
  private readonly latest: number;
  private at = 0;

  constructor(erp: B1Company, company: Company) {
    this.erp = erp;
    this.company = company;
    this.latest = erp.store.options.clock.instant().getTime() - 3600 * SECOND;
  }

  run(): void {
    this.setRates();
    const first = this.company.events[0]?.on ?? this.company.today;
    this.addProducts(first);
    for (const customer of this.company.customers) if (isPartner(customer)) this.onDay(first, (erp) => this.addPartner(erp, customer));
    for (const event of this.company.events) this.onDay(event.on, (erp) => this.book(erp, event));
    this.settleOrders();
    this.onDay(this.company.today, (erp) => this.addPricesAndStock(erp));
  }

  /** After all else, whose numbers stay as they are. Invoices took goods from the first warehouse: counted, it has what was to be left. */
  private addPricesAndStock(erp: Operations): void {
    const { lists, warehouses, items } = this.company.catalog;
    const [first] = erp.tx.store.list('PriceLists');
    const dollars = erp.createPriceList({ name: lists.USD, currency: 'USD' });
    const places = ['01', ...warehouses.slice(1).map((name) => erp.createWarehouse({ name }))];
    for (const { code, prices, stock, expected } of items) {
      erp.setItemPrice(code, Number(first?.PriceListNo), prices.MXN);
      erp.setItemPrice(code, dollars, prices.USD);
      for (const [at, quantity] of (stock ?? []).entries()) this.count(erp, { code, warehouse: places[at] ?? '', quantity });
      if (expected) erp.orderFromVendor(code, places[0] ?? '', expected.quantity, expected.on);
    }
  }

  /** So many lie there. */
  private count(erp: Operations, { code, warehouse, quantity }: { code: string; warehouse: string; quantity: number }): void {
    const row = erp.tx.get('Items', code).ItemWarehouseInfoCollection.find(({ WarehouseCode }) => WarehouseCode === warehouse);
    const missing = quantity - Number(row?.InStock ?? 0);
    if (missing > 0) erp.receiveStock(code, warehouse, missing);
    else if (missing < 0) erp.issueStock(code, warehouse, -missing);
  }

  /** Beside the stamps of everything else, which a product more or less must not move. */
  private addProducts(day: string): void {
    const { store } = this.erp;
    const tx = store.begin(store.options.clock.stamp(new Date(Math.min(Date.parse(`${day}T00:00:00Z`) + MORNING, this.latest))));
    const erp = new Operations(tx);
    const sold = soldByCode(this.company);
    for (const [at, { code, name, price }] of this.company.products.entries()) {
      const isService = code.startsWith('SRV');
      const counted = isService
        ? ({ kind: 'service', isStocked: false } as const)
        : { openingStock: (sold.get(code) ?? 0) + 12 + ((at * 37) % 180) };
      erp.createItem({ code, name, price, unit: isService ? 'h' : 'pza', ...counted });
    }
    tx.commit();
  }

  /** All orders of the generator are invoiced, though some by invoices of several: what is left open of those is closed by hand. */
  private settleOrders(): void {
    this.onDay(this.company.today, (erp) => {
      for (const { DocEntry, DocumentStatus } of this.erp.records('Orders'))
        if (DocumentStatus === 'bost_Open') erp.closeAgreed('Orders', DocEntry);
    });
  }

  /** Stamps rise through the day and never reach the present. */
  private onDay(day: string, work: (erp: Operations) => void): void {
    const { store } = this.erp;
    const wanted = Math.min(Date.parse(`${day}T00:00:00Z`) + MORNING, this.latest);
    this.at = Math.max(this.at + (this.at % 7) * SECOND, wanted);
    const tx = store.begin(store.options.clock.stamp(new Date(Math.min(this.at, this.latest))));
    work(new Operations(tx));
    tx.commit();
  }

  /** The generator quotes everything per US dollar, the books in local money. */
  private setRates(): void {
    const { facts } = this.erp.store;
    const local = String(this.erp.record('Currencies', facts.LocalCurrency)?.DocumentsCode);
    for (const [from, rates] of Map.groupBy(this.company.rates, (rate) => rate.from)) {
      const perDollar = new Map<string, number>([['USD', 1], ...rates.map(({ currency, rate }): [string, number] => [currency, rate])]);
      const own = perDollar.get(local) ?? 1;
      for (const [iso, rate] of perDollar) if (iso !== local) this.erp.setRate(iso, from, Math.round((own / rate) * 10_000) / 10_000);
    }
  }

  private addPartner(erp: Operations, customer: Customer): void {
    const people = this.company.customers.filter((one) => !isPartner(one) && one.parentKey === customer.key);
    const code = erp.createPartner(this.partnerOf(customer, people));
    this.partners.set(customer.key, code);
    const contacts = erp.tx.get('BusinessPartners', code).ContactEmployees;
    for (const [index, person] of people.entries()) {
      this.partners.set(person.key, code);
      this.contacts.set(person.key, Number(contacts[index]?.InternalCode));
    }
  }

  private partnerOf(customer: Customer, people: readonly Customer[]): PartnerInput {
    return {
      ...(customer.number ? { code: customer.number } : {}),
      name: customer.name,
      isPrivate: customer.kind === 'person',
      taxId: customer.taxId,
      email: customer.email,
      phone: customer.phone,
      website: customer.domain && customer.kind === 'organisation' ? `http://www.${customer.domain}` : null,
      parent: customer.parentKey ? (this.partners.get(customer.parentKey) ?? null) : null,
      valid: !customer.isArchived,
      contacts: people.map(({ name, email, phone, job, isArchived }) => ({ name, email, phone, position: job, active: !isArchived })),
      addresses: [customer].map(({ street, city, zip, state, country }) => ({ street, city, zip, state, country })),
    };
  }

  private book(erp: Operations, event: BusinessEvent): void {
    if (event.kind === 'invoice') return this.bookInvoice(erp, event.invoice, event.on);
    if (event.kind === 'unapplied') {
      const { customerKey, amount, currency, memo, on } = event;
      erp.incomingPayment({ partner: this.partner(customerKey), amount, currency, reference: memo, date: on });
      return;
    }
    const open = this.open(erp, 'invoiceKeys' in event ? event.invoiceKeys : [event.invoiceKey]);
    const [first] = open;
    if (first === undefined) return;
    if (event.kind === 'bankLine') erp.incomingPayment({ invoices: open, reference: event.label, date: event.on });
    else if (event.kind === 'cancel') erp.cancelInvoice(first);
    else if (event.kind === 'creditNote')
      erp.creditNote({ invoice: first, date: event.on, ...(event.amount ? { amount: event.amount } : {}) });
    else {
      const { amount, currency, on } = event;
      erp.incomingPayment({ invoices: open, date: on, ...(amount ? { amount } : {}), ...(currency ? { currency } : {}) });
    }
  }

  private partner(key: string): string {
    const code = this.partners.get(key);
    if (code === undefined) throw new Error(`nobody is called ${key}`);
    return code;
  }

  /** A credit note or a cancellation may have come first. */
  private open({ tx }: Operations, keys: readonly string[]): number[] {
    return keys
      .map((key) => this.invoices.get(key) ?? 0)
      .filter((entry) => {
        const invoice = tx.find('Invoices', entry);
        return invoice?.DocumentStatus === 'bost_Open' && invoice.CancelStatus === 'csNo';
      });
  }

  private bookInvoice(erp: Operations, invoice: InvoiceDocument, on: string): void {
    if (invoice.isDraft) return;
    const partner = this.partner(invoice.customerKey);
    const lines = invoice.lines.map(({ code, name, quantity, price, taxPercent }) => ({
      item: code,
      description: name,
      quantity,
      price,
      taxPercent,
    }));
    const head = { partner, currency: invoice.currency, date: on, lines };
    const orders = (invoice.origin?.split(', ') ?? []).map((origin) =>
      this.order(origin, () => erp.createOrder({ ...head, number: orderNumber(origin) })),
    );
    const entry = erp.createInvoice({
      ...head,
      orders,
      contact: this.contacts.get(invoice.customerKey) ?? null,
      ...(invoice.reference ? { reference: invoice.reference } : {}),
      ...(invoice.terms === 'instalments'
        ? {
            instalments: [
              { due: on, percent: 30 },
              { due: addDays(on, 60), percent: 70 },
            ],
          }
        : { due: addDays(on, invoice.terms) }),
    });
    this.invoices.set(invoice.key, entry);
  }

  private order(origin: string, create: () => number): number {
    const entry = this.orders.get(origin) ?? create();
    this.orders.set(origin, entry);
    return entry;
  }
}

/** Whoever is invoiced; the others work there. */
const isPartner = ({ number, parentKey }: Customer): boolean => number !== null || parentKey === null;

/** So many have to be there at the beginning for some to be left. */
function soldByCode({ events }: Company): Map<string, number> {
  const sold = new Map<string, number>();
  for (const event of events) {
    if (event.kind !== 'invoice' || event.invoice.isDraft) continue;
    for (const { code, quantity } of event.invoice.lines) sold.set(code, (sold.get(code) ?? 0) + quantity);
  }
  return sold;
}
