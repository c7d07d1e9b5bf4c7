import type { LineProducts } from '../../../hubspot-app/app/cards/api/orders.ts';
import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import type { ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { LINE_ITEM } from '../../shared/object-types.ts';
import { skuSql } from '../../mirror/sku.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { requireDealContext, type DealDeps, type DealRef } from './deal-context.ts';
import { findProducts } from './find-products.ts';

interface ChoosingDeps extends Omit<DealDeps, 'openHubSpot'> {
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead' | 'associatedIds' | 'batchUpdate'>>;
}

const MOST = 10;

/** What a line of this deal can be of: sold in the company of the rules, and told from all others by its SKU. */
export async function searchLineProducts(deps: DealDeps, deal: DealRef, query: string): Promise<LineProducts> {
  const { scope, rules } = await requireDealContext(deps, deal);
  return { found: await loadChoosable(deps.db, scope, { companyId: rules.companyId, query, productId: null }) };
}

/**
 * The line is of this product from now on: it gets its SKU, by which it is found. Name, price and discount stay as they were agreed. Twice is the same as
 * once.
 */
export async function chooseLineProduct(
  deps: ChoosingDeps,
  ref: DealRef,
  { lineId, productId }: { lineId: RecordId; productId: ErpRecordId },
): Promise<void> {
  const { scope, rules, deal } = await requireDealContext(deps, ref);
  const line = deal.lines.find(({ id }) => id === lineId);
  if (!line) throw new InvalidInputError('Not a line of this deal', { code: 'not_found' });
  const name = line.properties['name'] || line.id;
  const [product] = await loadChoosable(deps.db, scope, { companyId: rules.companyId, query: '', productId });
  const properties = { hs_sku: product?.sku ?? '' };
  const found = (await findProducts(deps.db, scope, [{ ...line, properties: { ...line.properties, ...properties } }])).get(lineId);
  // It was sold when it was found; or the product of the library that the line was made from says something else.
  if (!product || typeof found !== 'object' || found.productId !== productId)
    throw new InvalidInputError('The line cannot be of it', { code: 'order.product_not_choosable', params: { product: name } });
  if (line.properties['hs_sku'] === product.sku) return;
  const hubspot = await deps.openHubSpot(ref.portalId);
  const { refused } = await hubspot.batchUpdate(LINE_ITEM, [{ id: lineId, properties }], { priority: 'interactive' });
  const [first] = refused;
  if (first)
    throw new InvalidInputError('HubSpot refuses a line', { code: 'order.line_refused', params: { product: name, message: first.code } });
}

interface Wanted {
  companyId: string | null;
  query: string;
  /** Only this one. */
  productId: ErpRecordId | null;
}

async function loadChoosable(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  { companyId, query, productId }: Wanted,
): Promise<LineProducts['found']> {
  const pattern = `%${query.replace(/[\\%_]/g, '\\$&')}%`;
  const { rows } = await db.raw<{ rows: LineProducts['found'] }>(
    `select p.erp_id as id, p.name, trim(p.sku) as sku, p.unit from erp_products p
     where p.portal_id = :portalId and p.connection_id = :connectionId and p.active and p.is_sold and trim(p.sku) <> ''
       and (:productId::text is null or p.erp_id = :productId)
       and (p.name ilike :pattern or p.sku ilike :pattern)
       and (:companyId::text is null or p.company_id is null or p.company_id = :companyId)
       and not exists (
         select 1 from erp_products o
         where o.portal_id = p.portal_id and o.connection_id = p.connection_id and ${skuSql('o')} = ${skuSql('p')} and o.erp_id <> p.erp_id
           and o.active and o.is_sold)
     order by p.name, p.erp_id limit ${MOST}`,
    { portalId, connectionId, companyId, productId, pattern },
  );
  return rows;
}
