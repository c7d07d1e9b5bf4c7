import { addDays } from './days.ts';
import type { Random } from './random.ts';
import { PRODUCTS } from './words.ts';

export type ListCurrency = 'MXN' | 'USD';

export interface CatalogItem {
  code: string;
  name: string;
  /** What it costs without a list, in pesos. Decimal text, as all prices. */
  basePrice: string;
  /** By list; mostly in pesos the same. */
  prices: Record<ListCurrency, string>;
  /** By warehouse; null: not counted. */
  stock: readonly number[] | null;
  expected: { quantity: number; on: string } | null;
}

/** What sales asks for the products and what lies in the warehouses. */
export interface Catalog {
  lists: Record<ListCurrency, string>;
  /** The first is the one that every ERP begins with. */
  warehouses: readonly string[];
  items: CatalogItem[];
}

const NOT_COUNTED = /^(SRV|FLETE)/;
const PESOS_PER_DOLLAR = 18;
/** Every so many products the list in pesos has a price of its own. */
const LISTED_EVERY = 4;

export function makeCatalog(random: Random, today: string): Catalog {
  return {
    lists: { MXN: 'Lista general MXN', USD: 'Export USD' },
    warehouses: ['Monterrey', 'Saltillo'],
    items: PRODUCTS.map(([code, name, pesos], index) => {
      const isCounted = !NOT_COUNTED.test(code);
      const listed = index % LISTED_EVERY === 0 ? Math.round(pesos * 0.97) : pesos;
      return {
        code,
        name,
        basePrice: pesos.toFixed(2),
        prices: { MXN: listed.toFixed(2), USD: (pesos / PESOS_PER_DOLLAR).toFixed(2) },
        stock: isCounted ? [random.chance(0.15) ? 0 : random.between(8, 160), random.chance(0.6) ? random.between(1, 60) : 0] : null,
        expected:
          isCounted && random.chance(0.35) ? { quantity: random.between(2, 20) * 5, on: addDays(today, random.between(3, 30)) } : null,
      };
    }),
  };
}
