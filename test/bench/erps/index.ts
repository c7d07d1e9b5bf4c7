import type { Crm } from '../../fakes/company/index.ts';
import type { ErpAddress } from '../../support/world.ts';
import { odooKit } from './odoo.ts';
import { b1Kit } from './sap-b1.ts';

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
  close(): Promise<void>;
}

export interface BenchCatalog {
  /** Makes products that are on a list in the company's currency; returns their SKUs. */
  sell(count: number): Promise<{ listId: string; skus: string[] }>;
  /** Another price on that list. */
  setPrice(sku: string, amount: string): Promise<Paid>;
}

export interface BenchCustomers {
  /** Customers that have been there for an hour; returns their ids, in the order given. */
  load(customers: readonly BookedCustomer[]): string[];
  /** Everybody in the books, people too; or those only who came after one of them. */
  list(after?: string): { id: string; name: string }[];
  phoneOf(id: string): string | null;
  setPhone(id: string, phone: string): Promise<Paid>;
}

/** An organisation in the books. */
export interface BookedCustomer {
  name: string;
  taxId: string | null;
  phone: string | null;
  website: string | null;
  city: string;
}

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
]);
