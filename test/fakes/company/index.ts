import { makeCatalog } from './catalog.ts';
import type { Catalog } from './catalog.ts';
import { makeCrm } from './crm.ts';
import type { Crm, CrmAssociation, CrmRow } from './crm.ts';
import { makeCustomers } from './customers.ts';
import type { Customer } from './customers.ts';
import { addDays } from './days.ts';
import { makeDocuments } from './documents.ts';
import type { BusinessEvent, InvoiceDocument } from './documents.ts';
import { makeLibrary } from './library.ts';
import type { Library } from './library.ts';
import { Random } from './random.ts';
import { PRODUCTS } from './words.ts';

export type { BusinessEvent, Crm, CrmAssociation, CrmRow, Customer, InvoiceDocument };

interface CompanyOptions {
  seed: number;
  /** Customers that are invoiced; their people come on top. */
  customers: number;
  invoices: number;
  /** `YYYY-MM-DD`; the books reach fourteen months back from here. */
  today: string;
  /** HubSpot property with the tax id; default `rfc`. */
  taxIdProperty?: string;
  /** HubSpot property of deals with the order number; default `erp_order_number`. */
  orderProperty?: string;
}

/** A small industrial supplier in Monterrey: its books and its CRM, knowing no ERP and no HubSpot. */
export interface Company {
  today: string;
  name: string;
  taxId: string;
  products: { code: string; name: string; price: string }[];
  /** Per US dollar, month by month. */
  rates: { currency: 'MXN' | 'EUR'; from: string; rate: number }[];
  /** Organisations and people; those with a number are invoiced. */
  customers: Customer[];
  events: BusinessEvent[];
  crm: Crm;
  catalog: Catalog;
  library: Library;
}

export function generateCompany(options: CompanyOptions): Company {
  const { seed, today, taxIdProperty = 'rfc', orderProperty = 'erp_order_number' } = options;
  const customers = makeCustomers(new Random(seed), options.customers);
  const events = makeDocuments(new Random(seed + 1), customers, options.invoices, today);
  const crm = makeCrm(new Random(seed + 3), customers, events, today, { taxIdProperty, orderProperty });
  const catalog = makeCatalog(new Random(seed + 4), today);
  return {
    today,
    name: 'Válvulas y Aceros del Norte SA de CV',
    taxId: 'VAN120315QX8',
    products: PRODUCTS.map(([code, name, price]) => ({ code, name, price: price.toFixed(2) })),
    rates: makeRates(new Random(seed + 2), today),
    customers,
    events,
    crm,
    catalog,
    library: makeLibrary(new Random(seed + 5), catalog, crm, today),
  };
}

function makeRates(random: Random, today: string): Company['rates'] {
  return Array.from({ length: 16 }, (_none, month) => addDays(today, -30 * (15 - month))).flatMap((from) => [
    { currency: 'MXN' as const, from, rate: Math.round((18.2 + random.next() * 1.4) * 10_000) / 10_000 },
    { currency: 'EUR' as const, from, rate: Math.round((0.9 + random.next() * 0.05) * 10_000) / 10_000 },
  ]);
}
