import type { Catalog, CatalogItem, ListCurrency } from './catalog.ts';
import type { Crm, CrmRow } from './crm.ts';
import type { Random } from './random.ts';

/** The part of the CRM that sales made by hand: products, and what stands on deals. */
export interface Library {
  products: CrmRow[];
  lines: { dealId: string; properties: CrmRow }[];
}

const FIRST_ID = 2_600_000_000;
/** Of the catalog, what sales has entered so far. */
const ENTERED_EVERY = 3;
const DEALS_WITH_LINES = 40;

/** A third of the products, some with old prices, one entered twice, one that nobody else has heard of. */
export function makeLibrary(random: Random, catalog: Catalog, crm: Crm, today: string): Library {
  const entered = catalog.items.filter((_item, index) => index % ENTERED_EVERY === 0);
  const products = entered.map((item, index) => productOf(item, index % 3 === 1 ? 0.9 : 1));
  const twice = entered.at(-1);
  if (twice) products.push({ ...productOf(twice, 1), name: `${twice.name} (nuevo)` });
  products.push({ name: 'Kit de arranque (promoción)', hs_sku: 'KIT-PROMO-01', price: '4990.00' });
  const numbered = products.map((product, index): CrmRow & { hs_object_id: string } => ({
    hs_object_id: String(FIRST_ID + index * 7),
    ...product,
  }));
  // A line is made from a product that was entered once; of others sales types code, name and price.
  const idBySku = new Map(numbered.filter((row) => row['hs_sku'] !== twice?.code).map((row) => [row['hs_sku'], row.hs_object_id]));
  return { products: numbered, lines: makeLines(random, { catalog, crm, today }, idBySku) };
}

const productOf = ({ code, name, prices }: CatalogItem, factor: number): CrmRow => ({
  name,
  hs_sku: code,
  price: times(prices.MXN, factor),
  hs_price_usd: times(prices.USD, factor),
});

const times = (price: string, factor: number): string => (Number(price) * factor).toFixed(2);

interface World {
  catalog: Catalog;
  crm: Crm;
  today: string;
}

/** Open deals first: that is where somebody still can change a price. */
function makeLines(random: Random, { catalog, crm, today }: World, idBySku: ReadonlyMap<string | undefined, string>): Library['lines'] {
  const inListCurrency = crm.deals.filter(({ deal_currency_code: currency }) => currency === 'MXN' || currency === 'USD');
  const isOpen = ({ closedate = '' }: CrmRow): boolean => closedate >= today;
  const chosen = [...inListCurrency.filter(isOpen), ...inListCurrency.filter((deal) => !isOpen(deal))].slice(0, DEALS_WITH_LINES);
  return chosen.flatMap((deal, nth) => {
    const dealId = deal['hs_object_id'] ?? '';
    const currency = deal['deal_currency_code'] as ListCurrency;
    const items = new Set(Array.from({ length: random.between(1, 4) }, () => random.pick(catalog.items)));
    const lines = [...items].map((item) => lineOf(random, item, currency, idBySku.get(item.code)));
    if (nth === 0)
      lines.push({ name: 'Maniobra especial con grúa', quantity: '1', price: '3500.00', hs_line_item_currency_code: currency });
    return lines.map((line, index) => ({ dealId, properties: { ...line, hs_position_on_quote: String(index) } }));
  });
}

function lineOf(random: Random, { code, name, prices, stock }: CatalogItem, currency: ListCurrency, productId: string | undefined): CrmRow {
  const price = random.chance(0.12) ? times(prices[currency], 0.95) : prices[currency];
  const quantity = stock ? random.pick([1, 2, 5, 10, 25, 60]) : random.between(1, 3);
  const made = productId === undefined ? { name, hs_sku: code } : { hs_product_id: productId };
  return { ...made, quantity: String(quantity), price, hs_line_item_currency_code: currency };
}
