import type { Company } from '../../fakes/company/index.ts';
import type { Faults } from '../../fakes/faults.ts';
import type {
  BadDaysView,
  ErpAction,
  ErpCustomer,
  ErpCustomerFile,
  ErpOrder,
  ErpOrderAction,
  ErpOrderFile,
  ErpProduct,
  ErpProductAction,
} from '../api.ts';

/** Slower than most days, faster than the patience of the app. */
export const SLOW_MS = 8_000;

export function behaveBadly(faults: Faults, how: BadDaysView['erp']): void {
  faults.clear();
  if (how === 'down') faults.next({ kind: 'reset', times: Infinity });
  if (how === 'slow') faults.next({ kind: 'slow', ms: SLOW_MS, times: Infinity });
}

/** What the playground needs of an ERP's double: an address to connect to, and an office where people book. */
export interface PlaygroundErp {
  /** As people call it, with its version. */
  name: string;
  url: string;
  /** What an administrator of the portal enters, as the settings page sends it. */
  connection: { system: string; name: string; settings: Record<string, string> };
  /** The same for reading, to type it in by hand. */
  shown: { label: string; value: string }[];
  /** An ERP administrator's credentials, asked for once to set up change hints; null: it sends none. */
  hintAdmin: Record<string, string> | null;
  /** How an order of the generated company is numbered here; left out: the same. */
  orderNumber?: (origin: string) => string;
  office: BackOffice;
  /** Null: this double has no products. */
  products: ProductOffice | null;
  /** Null: this double has no orders. */
  orders: OrderOffice | null;
  /** `down`: it answers nobody; `slow`: after some seconds. */
  behave(how: BadDaysView['erp']): void;
  close(): Promise<void>;
}

/** Refusals are thrown with the ERP's own words. */
export interface BackOffice {
  /** At most twenty. */
  search(text: string): ErpCustomer[];
  customer(id: string): ErpCustomerFile | null;
  book(action: ErpAction): Promise<void>;
}

/** Refusals are thrown with the ERP's own words. */
export interface ProductOffice {
  /** By name or SKU; at most twenty. */
  search(text: string): ErpProduct[];
  book(action: ErpProductAction): Promise<void>;
}

/** Refusals are thrown with the ERP's own words. */
export interface OrderOffice {
  /** By number, customer, reference or the app's key; the newest first, at most twenty. */
  search(text: string): ErpOrder[];
  /** Of these customers, the newest first, at most twenty. */
  ofCustomers(customerIds: readonly string[]): ErpOrder[];
  order(id: string): ErpOrderFile | null;
  book(action: ErpOrderAction): Promise<void>;
}

export type StartErp = (company: Company, options: Record<string, string | boolean | undefined>) => Promise<PlaygroundErp>;
