import type { Db } from '../../db/index.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { isWanted } from '../../records/wanted-products.ts';
import { skuSql } from '../../mirror/sku.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

/** SQL condition on a product `p` and the rules `r` of its connection: another one of its ERP has its SKU, and nobody keeps that out of HubSpot. */
export const IS_SKU_TWICE = `(nullif(trim(p.sku), '') is not null and exists (
  select 1 from erp_products twin
  where twin.portal_id = p.portal_id and twin.connection_id = p.connection_id and twin.erp_id <> p.erp_id
    and ${skuSql('twin')} = ${skuSql('p')} and ${isWanted('twin', 'r')}
    and not exists (
      select 1 from product_links kept
      where kept.portal_id = twin.portal_id and kept.connection_id = twin.connection_id and kept.product_id = twin.erp_id
        and kept.state in ('deleted', 'left_out'))))`;

const AGAIN = `state = 'due', revision = l.revision + 1`;
const PRODUCTS_AND_RULES = `erp_products p, catalog_rules r
  where l.portal_id = :portalId and l.connection_id = :connectionId
    and p.portal_id = l.portal_id and p.connection_id = l.connection_id and p.erp_id = l.product_id
    and r.portal_id = l.portal_id and r.connection_id = l.connection_id`;

/** Those that were to be made, before one of these came with their SKU. What a person decided stays. */
export async function requeueTwins(
  db: Db,
  scope: ConnectionScope,
  found: readonly { productId: ErpRecordId; isSkuTwice: boolean }[],
): Promise<void> {
  const productIds = found.filter(({ isSkuTwice }) => isSkuTwice).map(({ productId }) => productId as string);
  if (productIds.length === 0) return;
  await db.raw(
    `update product_links l set ${AGAIN} from ${PRODUCTS_AND_RULES}
       and l.state in ('new', 'refused') and l.rule is distinct from 'person' and ${IS_SKU_TWICE}
       and ${skuSql('p')} in (
         select ${skuSql('o')} from erp_products o
         where o.portal_id = l.portal_id and o.connection_id = l.connection_id and o.erp_id = any(:productIds))`,
    { ...scope, productIds },
  );
}

/** Those that waited for a person because of a twin alone, which has another SKU now or goes to HubSpot no more. */
export async function requeueFormerTwins(db: Db, scope: ConnectionScope): Promise<void> {
  await db.raw(
    `update product_links l set ${AGAIN} from ${PRODUCTS_AND_RULES}
       and l.state = 'ambiguous' and l.candidates = '[]' and not ${IS_SKU_TWICE}`,
    { ...scope },
  );
}
