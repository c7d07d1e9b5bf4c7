import type { DealLine, DealLineFinding, DealLines, Money } from '../../../hubspot-app/app/cards/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import { add, multiply, subtract, trimZeros } from '../../shared/decimals.ts';
import type { ConnectionId, ErpRecordId, PortalId } from '../../shared/ids.ts';
import { comparableSkuSql, skuSql } from '../../mirror/sku.ts';
import { stockLevels } from '../stock-levels.ts';
import type { StoredOrder } from './deal-orders.ts';
import { heldByOrders, heldInStock, type HeldStock } from './held-stock.ts';

/** What of a line item says which product it is and what it costs. */
export const LINE_PROPERTIES = [
  'name',
  'quantity',
  'price',
  'discount',
  'hs_discount_percentage',
  'hs_sku',
  'hs_product_id',
  'hs_line_item_currency_code',
  'hs_position_on_quote',
];

interface Line {
  id: string;
  name: string;
  sku: string | null;
  productId: string | null;
  quantity: string;
  price: string | null;
  /** Off each unit, an amount or a percentage. */
  discount: string | null;
  percentage: string | null;
  currency: string | null;
}

/** What the ERPs say of one line's product. */
interface Known {
  lineId: string;
  connectionId: ConnectionId;
  productId: ErpRecordId;
  name: string;
  unit: string | null;
  isSold: boolean;
  listPrice: string | null;
  /** The ERP takes money off with it: no price that a line could have. */
  isNegative: boolean;
  /** Of one unit, after discounts; null: there are none. */
  netPrice: string | null;
  /** Net price on the line less the list's. */
  drift: string | null;
  /** The same times quantity, over all lines of the currency. */
  totalDrift: string | null;
  isStocked: boolean;
  /** What is free, and what the deal's own orders hold. */
  available: string | null;
  held: string | null;
  /** Beside what is held. */
  more: string | null;
  uncounted: string | null;
  delivered: string | null;
  /** On all lines of the deal together, less what was delivered. */
  wanted: string;
  isOnSeveralLines: boolean;
  isShort: boolean;
  incoming: string | null;
  expectedOn: string | null;
  /** Further ERP products that it could be. */
  others: number;
}

type PricedBy = Extract<DealLines, { state: 'ready' }>['pricedBy'];
type LinkTo = (connectionId: ConnectionId, productId: ErpRecordId) => string | null;

/** Whether the products of any ERP are kept in HubSpot. */
export async function usesCatalog(db: Db, portalId: PortalId): Promise<boolean> {
  return (await db('catalogRules').where({ portalId }).whereNotNull('approvedAt').first('connectionId')) !== undefined;
}

/** Products of HubSpot that lines were made from and no ERP product is linked with: HubSpot may have them no more. */
export async function unlinkedProducts(db: Db, portalId: PortalId, records: readonly HubSpotRecord[]): Promise<string[]> {
  const ids = [...new Set(records.flatMap(({ properties }) => properties['hs_product_id'] || []))];
  if (ids.length === 0) return [];
  const linked = await db('productLinks')
    .where({ portalId, state: 'linked' })
    .whereIn('recordId', ids)
    .select<{ recordId: string }[]>('recordId');
  const known = new Set(linked.map(({ recordId }) => recordId));
  return ids.filter((id) => !known.has(id));
}

/** Of one unit, by line item. */
export interface OrderPrices {
  currency: string;
  prices: ReadonlyMap<string, string>;
  /** The list they stand in, as people call it; null: the ERP chose itself. */
  listName: string | null;
}

interface ToCompare {
  records: readonly HubSpotRecord[];
  /** Of lines that name none. */
  dealCurrency: string | null;
  /** Products that HubSpot has no more. */
  deletedProducts?: ReadonlySet<string>;
  /** Of a deal that order rules speak of: what the ERP asks in its order. Null: it does not say. Default: what the library shows. */
  orderPrices?: OrderPrices | null;
  /** Those of the deal, as they were last read: what they hold is no shortage. */
  orders?: readonly StoredOrder[];
  linkTo: LinkTo;
}

/** A deal's lines as HubSpot keeps them, each beside what the ERP says of it. */
export async function compareDealLines(
  db: Db,
  portalId: PortalId,
  { records, dealCurrency, deletedProducts = new Set(), orderPrices, orders = [], linkTo }: ToCompare,
): Promise<DealLines> {
  const lines = [...records].sort(byPosition).map((record) => toLine(record, dealCurrency));
  const listed = await loadKnown(db, portalId, lines, heldByOrders(orders));
  const pricedBy = orderPrices === undefined ? 'library' : orderPrices ? 'order' : 'unknown';
  const known = orderPrices === undefined ? listed : withPricesOf(orderPrices, lines, listed);
  const compared = lines.map((line): DealLine => {
    const isDeleted = line.productId !== null && deletedProducts.has(line.productId);
    const { findings, ...told } = compare(line, known.get(line.id), { linkTo, pricedBy });
    return { ...told, findings: isDeleted ? [...findings, 'deleted'] : findings };
  });
  return { state: 'ready', lines: compared, pricedBy, priceList: orderPrices?.listName ?? null, drift: totalDrift(lines, known) };
}

/** The price of the library may be another: one card shows one. */
function withPricesOf(order: OrderPrices | null, lines: readonly Line[], listed: ReadonlyMap<string, Known>): Map<string, Known> {
  const totals = new Map<string, string>();
  const priced = lines.flatMap(({ id, price, quantity, currency }) => {
    const known = listed.get(id);
    if (!known) return [];
    const listPrice = (currency === order?.currency && order?.prices.get(id)) || null;
    const net = known.netPrice ?? price;
    const drift = listPrice !== null && net !== null ? trimZeros(subtract(net, listPrice)) : null;
    if (drift !== null && known.others === 0) totals.set(currency!, add(totals.get(currency!) ?? '0', multiply(drift, quantity)));
    return [[id, { ...known, listPrice, isNegative: false, drift, totalDrift: null }, currency] as const];
  });
  return new Map(priced.map(([id, known, currency]) => [id, { ...known, totalDrift: trimZeros(totals.get(currency ?? '') ?? '0') }]));
}

function toLine({ id, properties }: HubSpotRecord, dealCurrency: string | null): Line {
  return {
    id,
    name: properties['name'] ?? '',
    sku: properties['hs_sku']?.trim() || null,
    productId: properties['hs_product_id'] || null,
    quantity: decimal(properties['quantity']) ?? '1',
    price: decimal(properties['price']),
    discount: decimal(properties['discount']),
    percentage: decimal(properties['hs_discount_percentage']),
    currency: properties['hs_line_item_currency_code'] || dealCurrency,
  };
}

const decimal = (text: string | null | undefined): string | null => (text && /^-?\d+(\.\d+)?$/.test(text) ? text : null);

const positionOf = ({ properties }: HubSpotRecord): number => Number(properties['hs_position_on_quote'] ?? 0);
const byPosition = (a: HubSpotRecord, b: HubSpotRecord): number => positionOf(a) - positionOf(b) || Number(a.id) - Number(b.id);

/** By the HubSpot product the line was made from; a line typed by hand by its SKU. */
async function loadKnown(db: Db, portalId: PortalId, lines: readonly Line[], held: readonly HeldStock[]): Promise<Map<string, Known>> {
  const { rows } = await db.raw<{ rows: Known[] }>(
    `with lines as (
       select l."id" as line_id, l."productId" as record_id, ${comparableSkuSql('l.sku')} as sku, l.currency, l.price, l.quantity,
         round((l.price - coalesce(l.discount, 0)) * (1 - coalesce(l.percentage, 0) / 100), 6) as net_price
       from jsonb_to_recordset(:lines::jsonb) as l("id" text, "productId" text, sku text, currency text, price numeric, quantity numeric,
         discount numeric, percentage numeric)
     ), kept as (
       select r.connection_id from catalog_rules r where r.portal_id = :portalId and r.approved_at is not null
     ), linked as (
       select l.*, pl.connection_id, pl.product_id, 0 as others,
         row_number() over (partition by l.line_id order by pl.linked_at, pl.connection_id, pl.product_id) as nth
       from lines l
       join product_links pl on pl.portal_id = :portalId and pl.record_id = l.record_id and pl.state = 'linked'
       join erp_products p on p.portal_id = pl.portal_id and p.connection_id = pl.connection_id and p.erp_id = pl.product_id
       join kept on kept.connection_id = pl.connection_id
     ), by_sku as (
       select l.*, p.connection_id, p.erp_id as product_id, greatest(count(*) filter (where p.active) over (partition by l.line_id) - 1, 0) as others,
         row_number() over (partition by l.line_id order by p.active desc, p.connection_id, p.erp_id) as nth
       from lines l
       join erp_products p on ${skuSql('p')} = l.sku and p.portal_id = :portalId
       join kept on kept.connection_id = p.connection_id
       where not exists (select 1 from linked f where f.line_id = l.line_id)
     ), priced as (
       select k.*, p.name, p.unit, p.active and p.is_sold as is_sold, p.is_stocked, r.rules, case
         when r.rules -> 'priceLists' ->> k.currency is not null then (
           select lp.amount from list_prices lp
           where lp.portal_id = :portalId and lp.connection_id = k.connection_id and lp.product_id = k.product_id
             and lp.list_id = r.rules -> 'priceLists' ->> k.currency and lp.currency = k.currency)
         when p.base_price ->> 'currency' = k.currency then (p.base_price ->> 'amount')::numeric end as said_price
       from (select * from linked where nth = 1 union all select * from by_sku where nth = 1) k
       join erp_products p on p.portal_id = :portalId and p.connection_id = k.connection_id and p.erp_id = k.product_id
       join catalog_rules r on r.portal_id = :portalId and r.connection_id = k.connection_id and r.approved_at is not null
     )
     select k.line_id, k.connection_id, k.product_id, k.name, k.unit, k.is_sold, k.is_stocked, k.others, trim_scale(k.list_price)::text as list_price,
       coalesce(k.said_price < 0, false) as is_negative, case when k.net_price <> k.price then trim_scale(k.net_price)::text end as net_price,
       trim_scale(k.net_price - k.list_price)::text as drift,
       trim_scale(sum((k.net_price - k.list_price) * k.quantity) filter (where k.others = 0) over (partition by k.currency))::text as total_drift,
       trim_scale(k.available - coalesce(k.delivered, 0))::text as available, trim_scale(nullif(k.kept - k.delivered, 0))::text as held,
       trim_scale(k.available - coalesce(k.kept, 0))::text as more, trim_scale(nullif(k.uncounted, 0))::text as uncounted,
       trim_scale(nullif(k.delivered, 0))::text as delivered,
       trim_scale(k.incoming)::text as incoming, k.expected_on, trim_scale(greatest(k.wanted - coalesce(k.delivered, 0), 0))::text as wanted,
       k.wanted is distinct from k.quantity as is_on_several_lines, coalesce(k.available < k.wanted, false) as is_short
     from (
       select p.*, case when p.said_price >= 0 then p.said_price end as list_price, own.kept, own.delivered, own.uncounted, levels.incoming, levels.expected_on,
         sum(p.quantity) filter (where p.others = 0) over (partition by p.connection_id, p.product_id) as wanted,
         case when levels.available is null then null
           when own.kept > 0 then greatest(levels.available + own.taken, 0) + own.kept else levels.available + coalesce(own.taken, 0) end as available
       from priced p
       left join erp_stock s on s.portal_id = :portalId and s.connection_id = p.connection_id and s.erp_id = p.product_id and p.is_stocked
       left join lateral (${heldInStock(':held::jsonb', 's')}) h on s.erp_id is not null
       left join lateral (${stockLevels('s.levels', 'p.rules')}) levels on s.erp_id is not null
       left join lateral (select case when levels.tells_reserved then h.kept else h.delivered end as kept, h.delivered, h.taken, h.uncounted) own on true) k`,
    { portalId, lines: JSON.stringify(lines), held: JSON.stringify(held) },
  );
  return new Map(rows.map((row) => [row.lineId, row]));
}

function compare(line: Line, known: Known | undefined, { linkTo, pricedBy }: Pick<ToCompare, 'linkTo'> & { pricedBy: PricedBy }): DealLine {
  const { id, name, sku, quantity, currency } = line;
  const money = (amount: string | null): Money | null => (amount !== null && currency !== null ? { amount, currency } : null);
  const shown = { id, name, sku, quantity, price: money(line.price), netPrice: null };
  if (!known || known.others > 0) return { ...shown, findings: [known ? 'ambiguous' : 'unknown'], product: null };
  const { listPrice, drift, isStocked, available, held, more, uncounted, delivered, wanted, isOnSeveralLines, incoming, expectedOn, unit } =
    known;
  const findings: DealLineFinding[] = [
    ...(known.isSold ? [] : ['inactive' as const]),
    ...(known.isShort ? ['short' as const] : []),
    ...(drift !== null && drift !== '0' ? ['price_differs' as const] : []),
    ...(known.isNegative ? ['negative_price' as const] : []),
    ...(listPrice === null && !known.isNegative && (pricedBy === 'library' || (pricedBy === 'order' && known.isSold))
      ? ['no_list_price' as const]
      : []),
  ];
  const url = linkTo(known.connectionId, known.productId);
  return {
    ...shown,
    findings,
    netPrice: money(known.netPrice),
    product: {
      name: known.name,
      unit,
      listPrice: money(listPrice),
      drift: money(drift),
      isStocked,
      available,
      held,
      more,
      uncounted,
      delivered,
      wanted,
      isOnSeveralLines,
      incoming,
      expectedOn,
      url,
    },
  };
}

function totalDrift(lines: readonly Line[], known: ReadonlyMap<string, Known>): Money[] {
  const totals = new Map<string, string>();
  for (const { id, currency } of lines) {
    const total = known.get(id)?.totalDrift;
    if (currency !== null && total && total !== '0') totals.set(currency, total);
  }
  return [...totals].map(([currency, amount]) => ({ currency, amount }));
}
