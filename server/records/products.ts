import type { Db } from '../db/index.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../shared/ids.ts';
import { PRODUCT } from '../shared/object-types.ts';
import { AVAILABLE, EXPECTED_ON, INCOMING, propertiesOf, STOCK_AT, type Values } from './catalogue/index.ts';
import type { ProductFacts } from './catalogue/product-facts.ts';
import { LONGEST_NAME, UNIT_COST } from './catalogue/product-entries.ts';
import { hasNegativePrice } from './catalogue/product-price.ts';
import type { Rollup } from './rollups.ts';
import { stockLevels } from './stock-levels.ts';
import { COST, IS_CHOSEN, SHOWS_COST } from './wanted-products.ts';

interface Portal {
  portalId: PortalId;
  companyCurrency: string | null;
}

interface ProductRow extends ProductFacts {
  recordId: RecordId | null;
  /** The rules do not leave it out. */
  isChosen: boolean;
  /** In HubSpot because we made it there. */
  isMade: boolean;
  /** Availability that moved by no more is not written, unless it came from nothing or went there. */
  threshold: number;
  written: Partial<Record<string, string | null>> | null;
}

/** What HubSpot's products should hold that ERP products are linked to, where that is approved; of several on one record, the one linked first. */
async function loadLinkedProducts(db: Db, portal: Portal, recordIds: readonly RecordId[]): Promise<ProductRow[]> {
  const asked = `
    select distinct on (l.record_id) l.record_id, l.portal_id, l.connection_id, l.product_id, l.rule from product_links l
    join catalog_rules r on r.portal_id = l.portal_id and r.connection_id = l.connection_id and r.approved_at is not null
    join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id and k.status <> 'disconnected'
    where l.portal_id = :portalId and l.record_id = any(:recordIds) and l.state = 'linked'
    order by l.record_id, l.linked_at, l.connection_id, l.product_id`;
  return load(db, portal, asked, { recordIds: [...recordIds] });
}

/** The same of products of a connection, whether HubSpot has them, and whether that is approved, or not. */
export async function loadProducts(
  db: Db,
  portal: Portal,
  connectionId: ConnectionId,
  productIds: readonly ErpRecordId[],
): Promise<ProductRow[]> {
  const asked = `
    select l.record_id, l.portal_id, l.connection_id, l.product_id, l.rule from product_links l
    where l.portal_id = :portalId and l.connection_id = :connectionId and l.product_id = any(:productIds)`;
  return load(db, portal, asked, { connectionId, productIds: [...productIds] });
}

async function load(
  db: Db,
  { portalId, companyCurrency }: Portal,
  asked: string,
  bindings: Record<string, string | string[]>,
): Promise<ProductRow[]> {
  const { rows } = await db.raw<{ rows: Omit<ProductRow, 'companyCurrency'>[] }>(productsSql(asked), { portalId, ...bindings });
  return rows.map((row) => ({ ...row, companyCurrency }));
}

const productsSql = (asked: string): string => `
  with asked as materialized (${asked})
  select a.record_id, a.product_id, k.identity_key, p.erp_id is not null as is_there, coalesce(p.active and p.is_sold, false) as is_sold,
    coalesce(${IS_CHOSEN}, true) as is_chosen, coalesce(a.rule = 'created', false) as is_made,
    coalesce(p.name, '') as name, p.sku, p.description, p.unit, coalesce(p.taxes, '[]') as taxes,
    p.recurring, p.base_price, coalesce(prices.of_list, '{}') as prices,
    case when ${SHOWS_COST} then jsonb_build_object(
      'amount', trim_scale(c.amount)::text, 'currency', c.currency, 'isAsked', c.asked_at is not null) end as cost,
    (r.rules ->> 'availabilityThreshold')::float as threshold, t.written,
    trim_scale(levels.available)::text as available, trim_scale(levels.incoming)::text as incoming, levels.expected_on, case when levels.available is not null
      then to_char(s.stored_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') end as stock_at
  from asked a
  join erp_connections k on k.portal_id = a.portal_id and k.id = a.connection_id
  join catalog_rules r on r.portal_id = a.portal_id and r.connection_id = a.connection_id
  left join erp_products p on p.portal_id = a.portal_id and p.connection_id = a.connection_id and p.erp_id = a.product_id
  left join erp_stock s on s.portal_id = a.portal_id and s.connection_id = a.connection_id and s.erp_id = a.product_id and p.is_stocked
  left join list_prices c on c.portal_id = a.portal_id and c.connection_id = a.connection_id and c.product_id = a.product_id and c.list_id = '${COST}'
  left join targets t on t.portal_id = a.portal_id and t.object_type = '${PRODUCT}' and t.record_id = a.record_id
  cross join lateral (
    select jsonb_object_agg(chosen.key, jsonb_build_object(
      'amount', case when lp.currency = chosen.key then trim_scale(lp.amount)::text end, 'isAsked', lp.asked_at is not null)) as of_list
    from jsonb_each_text(r.rules -> 'priceLists') chosen
    left join list_prices lp on lp.portal_id = a.portal_id and lp.connection_id = a.connection_id and lp.product_id = a.product_id
      and lp.list_id = chosen.value
  ) prices
  left join lateral (${stockLevels('s.levels', 'r.rules')}) levels on s.erp_id is not null`;

/** What HubSpot should hold for these of its products. */
export async function computeProducts(db: Db, portal: Portal, recordIds: readonly RecordId[]): Promise<Rollup[]> {
  const rows = await loadLinkedProducts(db, portal, recordIds);
  const byRecord = new Map(rows.map((row) => [row.recordId, row]));
  return recordIds.map((recordId) => {
    const row = byRecord.get(recordId);
    const rest = { recordId, events: [], otherCurrencies: [], isGone: false, ambiguousOrder: null };
    // HubSpot keeps a product when its ERP goes, and what it was last told.
    if (!row) return { ...rest, isLinked: true, values: {} };
    const isNameCut = row.name.trim().length > LONGEST_NAME;
    return { ...rest, isLinked: true, values: productValues(row), isNameCut, hasNegativePrice: hasNegativePrice(row) };
  });
}

/** In HubSpot's spelling. What is not named stays as HubSpot holds it. */
export function productValues(product: ProductRow): Values {
  const { facts, isSaid } = sayable(product);
  const values: Values = {};
  for (const property of propertiesOf(PRODUCT)) {
    const value = 'fromProduct' in property && isSaid(property.name) ? property.fromProduct(facts) : undefined;
    if (value === undefined || (value === null && property.isOptional && !product.written?.[property.name])) continue;
    values[property.name] = value ?? property.nothing;
  }
  return withoutSmallChanges(product, values);
}

const SAID_OF_GONE: ReadonlySet<string> = new Set(['hs_status', UNIT_COST, AVAILABLE, INCOMING, EXPECTED_ON]);
/** People may keep by hand what the rules leave out, unless it is in HubSpot because of us alone: that is not to be sold at an old price. */
const SAID_OF_LEFT_OUT: ReadonlySet<string> = new Set([UNIT_COST]);
const SAID_OF_LEFT_OUT_AND_MADE: ReadonlySet<string> = new Set(['hs_status', UNIT_COST]);

/** A cost that is to be shown no more goes everywhere; of products that are kept no more it is not renewed. */
function sayable(product: ProductRow): { facts: ProductFacts; isSaid(name: string): boolean } {
  if (product.isChosen && product.isThere) return { facts: product, isSaid: () => true };
  const facts = { ...product, isSold: false, cost: product.cost && { ...product.cost, isAsked: false } };
  const ofLeftOut = product.isMade ? SAID_OF_LEFT_OUT_AND_MADE : SAID_OF_LEFT_OUT;
  const said = product.isChosen ? SAID_OF_GONE : ofLeftOut;
  return { facts, isSaid: (name) => said.has(name) };
}

/** Stock moves all day long. What is as good as before is not written, nor is the time by itself. */
function withoutSmallChanges({ threshold, written }: ProductRow, values: Values): Values {
  const { [AVAILABLE]: available, [INCOMING]: incoming, [EXPECTED_ON]: expectedOn, [STOCK_AT]: _, ...rest } = values;
  const isNear = (now: string | undefined, held: string | null | undefined): boolean =>
    now !== undefined && now !== '' && !!held && Number(now) > 0 === Number(held) > 0 && Math.abs(Number(now) - Number(held)) <= threshold;
  const isSame =
    isNear(available, written?.[AVAILABLE]) && isNear(incoming, written?.[INCOMING]) && expectedOn === (written?.[EXPECTED_ON] ?? '');
  return isSame ? rest : values;
}
