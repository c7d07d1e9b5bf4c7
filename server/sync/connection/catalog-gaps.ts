import type { CatalogGaps } from '../../../hubspot-app/app/settings/api/catalog.ts';
import type { Db } from '../../db/index.ts';
import { COST, IS_WANTED } from '../../records/wanted-products.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

/** What the ERP does not say of products that go to HubSpot: it stays empty there, and only the ERP can mend it. */
export async function countCatalogGaps(db: Db, scope: ConnectionScope): Promise<CatalogGaps> {
  const { rows } = await db.raw<{ rows: CatalogGaps[] }>(
    `with unpriced as (
       select distinct lp.product_id from list_prices lp
       where lp.portal_id = :portalId and lp.connection_id = :connectionId and lp.list_id <> '${COST}' and lp.asked_at is not null
         and coalesce(lp.amount, 0) = 0
     )
     select count(*) filter (where coalesce(trim(p.sku), '') = '')::integer as without_sku,
       count(*) filter (where case when r.rules -> 'priceLists' = '{}' then coalesce((p.base_price ->> 'amount')::numeric, 0) = 0
         else u.product_id is not null end)::integer as without_price
     from catalog_rules r
     join erp_products p on p.portal_id = r.portal_id and p.connection_id = r.connection_id and ${IS_WANTED}
     left join unpriced u on u.product_id = p.erp_id
     where r.portal_id = :portalId and r.connection_id = :connectionId`,
    { ...scope },
  );
  return rows[0] ?? { withoutSku: 0, withoutPrice: 0 };
}
