import { DEFAULT_CATALOG_RULES } from '../../../server/sync/connection/catalog-rules.ts';
import { PORTAL_ID } from '../../support/world.ts';
import type { Stage } from './stage.ts';

/** As little as the threshold that is set makes no difference to anybody. */
export const THRESHOLD = 5;
export const CURRENCIES = ['MXN', 'USD', 'EUR'] as const;

/** Products as if just read, each with a price on a list per currency and some stock; the rules are saved, not approved. */
export async function seedProducts(
  { world, database: { db } }: Stage,
  { connectionId, products }: { connectionId: string; products: number },
): Promise<void> {
  const priceLists = Object.fromEntries(CURRENCIES.map((currency) => [currency, `list ${currency}`]));
  const rules = { ...DEFAULT_CATALOG_RULES, priceLists, availabilityThreshold: THRESHOLD };
  await world.call('/settings/catalog', { connectionId, rules });
  const bindings = { portalId: PORTAL_ID, connectionId, products };
  for (const statement of [PRODUCTS, STOCK, LINKS]) await db.raw(statement, bindings);
  for (const currency of CURRENCIES) await db.raw(PRICES, { ...bindings, currency });
  await db.raw('analyze');
}

const PRODUCTS = `
  insert into erp_products (portal_id, connection_id, erp_id, sku, name, description, unit, categories, tags, kind, is_stocked, taxes, is_sold, active,
    mark, hash, generation, stored_order)
  select :portalId, :connectionId, 'b' || n, 'BENCH-' || n, 'Product ' || n, 'Stainless steel, size ' || n % 40, 'Units', '[{"id": "1", "name": "All"}]', '[]',
    'goods', true, '[{"name": "IVA 16%", "percent": "16", "isIncluded": false}]', true, true, '1', '1', 1, 0
  from generate_series(1, :products::integer) n`;

const STOCK = `
  insert into erp_stock (portal_id, connection_id, erp_id, levels, mark, hash, generation, stored_order)
  select :portalId, :connectionId, 'b' || n,
    jsonb_build_array(jsonb_build_object('warehouseId', '1', 'onHand', (50 + n % 100)::text, 'reserved', '7', 'incoming', '0', 'expectedOn', null)), '1', '1', 1, 0
  from generate_series(1, :products::integer) n`;

const LINKS = `
  insert into product_links (portal_id, connection_id, product_id, state)
  select :portalId, :connectionId, 'b' || n, 'due' from generate_series(1, :products::integer) n`;

const PRICES = `
  insert into list_prices (portal_id, connection_id, product_id, list_id, amount, currency, asked_at)
  select :portalId, :connectionId, 'b' || n, 'list ' || :currency::text, 10 + n % 500, :currency, now() from generate_series(1, :products::integer) n`;
