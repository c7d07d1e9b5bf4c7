import { addDays } from '../company/days.ts';
import type { BusinessEvent, Company, Customer, InvoiceDocument } from '../company/index.ts';
import { BILLING, billingKey } from './books/billing.ts';
import { CUBE } from './books/ledger.ts';
import type { PartnerInput } from './books/partners.ts';
import { addPastOrders } from './books/past-orders.ts';
import { addPrice } from './books/pricing.ts';
import { addProduct } from './books/products.ts';
import { moveStock } from './books/stock.ts';
import { Operations } from './operations.ts';
import type { S4Tenant } from './people.ts';

const SECOND = 1000;
/** Office hours begin, UTC. */
const MORNING = 14 * 3600 * SECOND;

interface LoadedCompany {
  /** Key in the company's world → number of the business partner. */
  partners: Map<string, string>;
  /** → number of the billing document. */
  invoices: Map<string, string>;
}

/** Price list types by the currency they are in. */
const LISTS = [
  ['MXN', '01'],
  ['USD', '02'],
] as const;
/** Storage locations of the first plant. */
const PLACES = ['1010/101A', '1010/101B'];

/** Orders have plain numbers here: `S00042` of the generator is order 42. */
export const orderNumber = (origin: string): string => origin.replace(/^S0*/, '');

/**
 * Books fourteen months of business in one go, without HTTP: every event is a transaction of its own day. People become partners of their own, tied to
 * their organisation. Some customers were numbered before they were partners. Where the tenant has a second company code, it invoices customers of its
 * country. Drafts are left out, and so are orders unless they are wanted: they are as many again.
 */
export function loadIntoS4(erp: S4Tenant, company: Company, wanted: { orders?: true } = {}): LoadedCompany {
  const loader = new Loader(erp, company, wanted);
  loader.run();
  return { partners: loader.partners, invoices: loader.invoices };
}

class Loader {
  readonly partners = new Map<string, string>();
  readonly invoices = new Map<string, string>();
  private readonly erp: S4Tenant;
  private readonly company: Company;
  private readonly byKey: ReadonlyMap<string, Customer>;
  private readonly latest: number;
  private readonly withOrders: boolean;
  private at = 0;

  constructor(erp: S4Tenant, company: Company, { orders = false }: { orders?: boolean }) {
    this.withOrders = orders;
    this.erp = erp;
    this.company = company;
    this.byKey = new Map(company.customers.map((customer) => [customer.key, customer]));
    this.latest = erp.store.clock.instant().getTime() - 3600 * SECOND;
  }

  run(): void {
    this.setRates();
    const first = this.company.events[0]?.on ?? this.company.today;
    this.onDay(first, (erp) => this.addCatalog(erp));
    for (const customer of this.company.customers) if (isPartner(customer)) this.onDay(first, (erp) => this.addPartner(erp, customer));
    for (const event of this.company.events) this.onDay(event.on, (erp) => this.book(erp, event));
  }

  /** Stamps rise through the day and never reach the present. */
  private onDay(day: string, work: (erp: Operations) => void): void {
    const { store, habits } = this.erp;
    const wanted = Math.min(Date.parse(`${day}T00:00:00Z`) + MORNING, this.latest);
    this.at = Math.max(this.at + (this.at % 7) * SECOND, wanted);
    const tx = store.begin(store.clock.stamp(new Date(Math.min(this.at, this.latest))));
    work(new Operations(tx, habits));
    tx.commit();
  }

  /** The generator quotes everything per US dollar, the books in the money of each company code. */
  private setRates(): void {
    for (const { currency: local } of this.erp.store.companies.values())
      for (const [from, rates] of Map.groupBy(this.company.rates, (rate) => rate.from)) {
        const perDollar = new Map<string, number>([['USD', 1], ...rates.map(({ currency, rate }): [string, number] => [currency, rate])]);
        const own = perDollar.get(local) ?? 1;
        for (const [iso, rate] of perDollar)
          if (iso !== local) this.erp.setRate(iso, local, from, Math.round((own / rate) * 100_000) / 100_000);
      }
  }

  /** What sales asks in two lists, and what lies in two places. */
  private addCatalog({ tx }: Operations): void {
    for (const { code, name, prices, stock } of this.company.catalog.items) {
      const product = addProduct(tx, { number: code, name, type: stock === null ? 'SERV' : 'HAWA' });
      for (const [currency, priceListType] of LISTS) addPrice(tx, { product, amount: prices[currency], currency, priceListType });
      for (const [at, place] of PLACES.entries()) moveStock(tx, { product, place, quantity: stock?.[at] ?? 0 });
    }
  }

  private addPartner(erp: Operations, customer: Customer): void {
    const number = erp.createPartner(partnerOf(customer));
    this.partners.set(customer.key, number);
    if (customer.isArchived) erp.updatePartner(number, { isMarkedForArchiving: true });
    for (const person of this.company.customers) {
      if (isPartner(person) || person.parentKey !== customer.key) continue;
      const { name, email, phone, job } = person;
      this.partners.set(person.key, erp.createContact({ company: number, name, email, phone, job }));
      if (person.isArchived) erp.updatePartner(this.partner(person.key), { isMarkedForArchiving: true });
    }
  }

  private book(erp: Operations, event: BusinessEvent): void {
    if (event.kind === 'invoice') return this.bookInvoice(erp, event.invoice, event.on);
    if (event.kind === 'unapplied') {
      const { customerKey, amount, currency, memo, on } = event;
      const [payer] = this.partiesOf(customerKey);
      erp.incomingPayment({ partner: payer, company: this.companyOf(customerKey), amount, currency, reference: memo, date: on });
      return;
    }
    const open = this.open(erp, 'invoiceKeys' in event ? event.invoiceKeys : [event.invoiceKey]);
    const [first] = open;
    if (first === undefined) return;
    if (event.kind === 'bankLine') erp.incomingPayment({ invoices: open, reference: event.label.slice(0, 16), date: event.on });
    else if (event.kind === 'cancel') erp.cancelBilling(first);
    else if (event.kind === 'creditNote')
      erp.creditNote({ invoice: first, date: event.on, reason: event.reason, ...(event.amount ? { amount: event.amount } : {}) });
    // Every third customer has its rest posted anew; the others leave the invoice open.
    else {
      const method = Number(first) % 3 === 0 ? 'residual' : 'partial';
      erp.incomingPayment({ invoices: open, date: event.on, method, ...(event.amount ? { amount: event.amount } : {}) });
    }
  }

  private partner(key: string): string {
    const number = this.partners.get(key);
    if (number === undefined) throw new Error(`nobody is called ${key}`);
    return number;
  }

  /** Who owes, and the person it is addressed to. */
  private partiesOf(key: string): [partner: string, contact: string | null] {
    const customer = this.byKey.get(key);
    if (!customer || isPartner(customer)) return [this.partner(key), null];
    return [this.partner(customer.parentKey ?? ''), this.partner(key)];
  }

  private companyOf(key: string): string {
    const [first, second] = [...this.erp.store.companies.values()];
    return second && this.byKey.get(key)?.country === second.country ? second.code : (first?.code ?? '');
  }

  /** A credit memo, a cancellation or a residual may have come first. */
  private open({ tx }: Operations, keys: readonly string[]): string[] {
    return keys
      .map((key) => this.invoices.get(key))
      .filter((number) => number !== undefined)
      .filter((number) => {
        const key = `00${number}`;
        if (tx.get(BILLING, key)['BillingDocumentIsCancelled'] === true) return false;
        return tx.by(CUBE, 'BillingDocument', key).some((row) => row['FinancialAccountType'] === 'D' && row['IsCleared'] === false);
      });
  }

  private bookInvoice(erp: Operations, invoice: InvoiceDocument, on: string): void {
    if (invoice.isDraft) return;
    const orders = (invoice.origin?.split(', ') ?? []).map(orderNumber);
    const [partner, contact] = this.partiesOf(invoice.customerKey);
    const number = erp.createInvoice({
      partner,
      contact,
      company: this.companyOf(invoice.customerKey),
      currency: invoice.currency,
      date: on,
      // One order for each line, the last for the rest.
      lines: invoice.lines.map(({ code, name, quantity, price, taxPercent }, index) => {
        const order = orders[index] ?? orders.at(-1);
        return { material: code, text: name, quantity, price, taxPercent, ...(order === undefined ? {} : { order }) };
      }),
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
    this.invoices.set(invoice.key, number);
    if (this.withOrders) addPastOrders(erp.tx, billingKey(number));
  }
}

/** Whoever is invoiced; the others work there. */
const isPartner = ({ number, parentKey }: Customer): boolean => number !== null || parentKey === null;

function partnerOf(customer: Customer): PartnerInput {
  const [, street = customer.street, houseNumber] = /^(.*) (\d+)$/.exec(customer.street) ?? [];
  // What came from the system before kept its number.
  const wasThere = customer.number !== null && Number(customer.number.slice(1)) % 5 === 0;
  return {
    name: customer.name,
    isPerson: customer.kind === 'person',
    ...(wasThere ? { customer: customer.number } : {}),
    taxId: customer.taxId,
    email: customer.email,
    phone: customer.phone,
    website: customer.domain && customer.kind === 'organisation' ? `http://www.${customer.domain}` : null,
    street,
    ...(houseNumber === undefined ? {} : { houseNumber }),
    city: customer.city,
    zip: customer.zip,
    region: customer.state,
    country: customer.country,
    currency: customer.currency,
    searchTerm: customer.name,
  };
}
