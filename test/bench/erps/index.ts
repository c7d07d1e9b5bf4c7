import type { Crm } from '../../fakes/company/index.ts';
import type { ErpAddress } from '../../support/world.ts';
import { odooKit } from './odoo.ts';
import { b1Kit } from './sap-b1.ts';
import { s4Kit } from './sap-s4.ts';

/** A double of an ERP, with a company's books in it. */
export interface BenchErp {
  address: ErpAddress;
  /** What sets change hints up; null: this ERP cannot send them. */
  administrator: Record<string, string> | null;
  /** HubSpot's records of the same customers. */
  crm: Crm;
  /** The invoice, by our id of it, is paid in full; a delay lies between the hint and the commit. */
  pay(invoiceId: string, options?: { commitDelayMs?: number }): Promise<Paid>;
  /** Null: not measured with this ERP. */
  catalog: BenchCatalog | null;
  /** Null: not measured with this ERP. */
  customers: BenchCustomers | null;
  /** Null: not measured with this ERP. */
  orders: BenchOrders | null;
  close(): Promise<void>;
}

export interface BenchCatalog {
  /** Makes products that are on a list in the company's currency; returns their SKUs. */
  sell(count: number): Promise<{ listId: string; skus: string[] }>;
  /** Another price on that list. */
  setPrice(sku: string, amount: string): Promise<Paid>;
}

export interface BenchCustomers {
  /** So many of them one call reads. */
  pageSize: number;
  /** Customers that have been there for at least an hour; returns their ids, in the order given. */
  load(customers: readonly BookedCustomer[]): string[];
  /** Everybody in the books, people too; or those only who came after one of them. */
  list(after?: string): { id: string; name: string }[];
  phoneOf(id: string): string | null;
  setPhone(id: string, phone: string): Promise<Paid>;
}

export interface BenchOrders {
  /** Products that anybody may buy, with the usual tax. */
  sell(products: readonly { sku: string; name: string }[]): Promise<void>;
  /** As with `BenchCustomers`. */
  load(customers: readonly BookedCustomer[]): string[];
  list(): { id: string; name: string }[];
  /** How many documents one order leaves: where it is copied from its quotation, two. */
  documentsEach: number;
  /** Everything that is agreed with customers, or drafted, whoever made it. */
  agreed(): AgreedDocument[];
  /** From now on this share of the calls that make or confirm something is done and not answered, and as many fail. */
  beginBadDays(share: number): void;
  /** How many calls it were. */
  endBadDays(): { lostAnswers: number; failures: number };
  /** Calls of the service since the last time, by what they ask for. */
  takeCalls(): Record<string, number>;
  /** Null: not measured with this ERP. */
  afterSale: BenchAfterSale | null;
  /** What is sold by the period; absent: not measured with this ERP. */
  recurring?: BenchRecurring;
}

export interface BenchRecurring {
  /** Installs what makes subscriptions, and sells one by the month. Before anything is connected. */
  sell(product: { sku: string; name: string }): Promise<void>;
  /** The subscriptions that are there, with the numbers of the orders that made them and what they cost each time. */
  made(): { orderNumber: string; amounts: string[] }[];
}

/** What is done after the sale. */
export interface BenchAfterSale {
  /** A project that others are made like, with tasks of 6 and 2 hours, and a service that makes none by itself, sold by the hour. */
  prepare(service: { sku: string; name: string }): Promise<{ templateId: string; productId: string }>;
  /** Projects of orders, whoever made them. */
  projects(): SoldProject[];
}

export interface SoldProject {
  id: string;
  /** Of the order. */
  orderNumber: string;
  hours: number;
  /** In their order. */
  tasks: { name: string; hours: number; orderNumber: string | null }[];
}

/** Amounts are decimal texts. */
export interface AgreedDocument {
  /** `quotation`: nothing was made of it. `copied`: the order is another document. */
  kind: 'quotation' | 'copied' | 'order' | 'draft' | 'cancelled';
  number: string;
  customerId: string;
  /** The name of the deal. */
  reference: string | null;
  untaxed: string;
  total: string;
}

/** An organisation in the books. */
export interface BookedCustomer {
  name: string;
  taxId: string | null;
  phone: string | null;
  website: string | null;
  city: string;
}

/** One that makes orders. */
export type OrderingErp = BenchErp & { orders: BenchOrders };

/** In ms of the clock. */
interface Paid {
  hintedAt: number;
  committedAt: number;
}

export interface ErpSize {
  customers: number;
  invoices: number;
  /** `measured`: answers take as long as on live systems. `immediate`: as fast as the double can. */
  pace: 'measured' | 'immediate';
}

/** What a benchmark needs of an ERP. One file and one line here for each. */
export interface ErpKit {
  start(size: ErpSize): Promise<BenchErp>;
}

export const erpKits: ReadonlyMap<string, ErpKit> = new Map([
  ['odoo', odooKit],
  ['sap-b1', b1Kit],
  ['sap-s4', s4Kit],
]);
