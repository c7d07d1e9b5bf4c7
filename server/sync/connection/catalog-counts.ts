import type { CatalogCounts } from '../../../hubspot-app/app/settings/api/catalog.ts';
import type { Db } from '../../db/index.ts';
import { OWN_PRODUCT_PROPERTIES } from '../../records/catalogue/index.ts';
import { COST, IS_CHOSEN, IS_SOLD } from '../../records/wanted-products.ts';
import { PRODUCT } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

const NONE: CatalogCounts = {
  total: 0,
  inSync: 0,
  toChange: 0,
  toComplete: 0,
  toCompare: 0,
  toCreate: 0,
  waiting: 0,
  ambiguous: 0,
  refused: 0,
  keptOut: 0,
  notSold: 0,
  notChosen: 0,
};

/** SQL condition on a row `l` of `product_links` (bindings: own): people see something else afterwards, beside what was empty. */
export const OVERWRITES = `exists (select 1 from jsonb_each(l.differences - :own::text[]) d where d.value ->> 0 <> '')`;

// A refused price is waited for no longer.
const HAS_PRICES_TO_ASK = `exists (
  select 1 from list_prices lp where lp.portal_id = p.portal_id and lp.connection_id = p.connection_id and lp.product_id = p.erp_id
    and lp.list_id <> '${COST}' and lp.asked_at is null and lp.due_at is not null)`;

/** Each product once. What is kept out stays so whatever the rules say now; what they leave out is kept no more, also where it is linked. */
export async function countProducts(db: Db, scope: ConnectionScope): Promise<CatalogCounts> {
  const { rows } = await db.raw<{ rows: { state: keyof CatalogCounts; products: number }[] }>(
    `select state, count(*) as products from (
       select case
         when l.state = 'linked' and not ${IS_CHOSEN} then 'notChosen'
         when l.state = 'linked' and r.approved_at is not null and t.due_revision <= t.pushed_revision then 'inSync'
         when l.state = 'linked' and r.approved_at is not null then 'toCompare'
         when l.state = 'linked' and (l.differences is null or ${HAS_PRICES_TO_ASK}) then 'waiting'
         when l.state = 'linked' and l.differences = '{}' then 'inSync'
         when l.state = 'linked' and ${OVERWRITES} then 'toChange'
         when l.state = 'linked' then 'toComplete'
         when l.state in ('deleted', 'left_out') then 'keptOut'
         when not ${IS_SOLD} then 'notSold'
         when not ${IS_CHOSEN} then 'notChosen'
         when l.state = 'new' and (r.rules ->> 'createMissing')::boolean then 'toCreate'
         when l.state = 'new' then 'keptOut'
         when l.state in ('ambiguous', 'refused') then l.state
         else 'waiting' end as state
       from erp_products p
       join catalog_rules r on r.portal_id = p.portal_id and r.connection_id = p.connection_id
       left join product_links l on l.portal_id = p.portal_id and l.connection_id = p.connection_id and l.product_id = p.erp_id
       left join targets t on t.portal_id = l.portal_id and t.object_type = '${PRODUCT}' and t.record_id = l.record_id
       where p.portal_id = :portalId and p.connection_id = :connectionId
     ) counted group by state`,
    { ...scope, own: [...OWN_PRODUCT_PROPERTIES] },
  );
  const total = rows.reduce((sum, { products }) => sum + products, 0);
  return { ...NONE, ...Object.fromEntries(rows.map(({ state, products }) => [state, products])), total };
}
