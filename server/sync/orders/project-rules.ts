import type { ProjectRule } from '../../../hubspot-app/app/settings/api/orders.ts';
import type { Db } from '../../db/index.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { products } from '../../streams/products/index.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

/** A product of an order; its own category first, then those above it. */
interface SoldProduct {
  id: ErpRecordId;
  categoryIds: string[];
}

/** What of an order, as it was last read, each of these rules is for. Rules that are for nothing of it are left out. */
export async function productsByRule(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  orderId: ErpRecordId,
  rules: readonly ProjectRule[],
): Promise<Map<ProjectRule, ErpRecordId[]>> {
  if (rules.length === 0) return new Map();
  const { rows } = await db.raw<{ rows: SoldProduct[] }>(
    `select sold.id, coalesce((select jsonb_agg(category ->> 'id' order by place) from jsonb_array_elements(p.categories) with ordinality c(category, place)), '[]')
       as category_ids
     from (
       select line ->> 'productId' as id, min(place) as place from erp_orders o cross join lateral jsonb_array_elements(o.lines) with ordinality l(line, place)
       where o.portal_id = :portalId and o.connection_id = :connectionId and o.erp_id = :orderId
         and line ->> 'productId' is not null and (line ->> 'quantity')::numeric > 0
       group by 1
     ) sold
     left join erp_products p on p.portal_id = :portalId and p.connection_id = :connectionId and p.erp_id = sold.id
     order by sold.place`,
    { portalId, connectionId, orderId },
  );
  const found = rows.flatMap((product) => {
    const rule = ruleFor(rules, product);
    return rule ? [{ rule, id: product.id }] : [];
  });
  return new Map([...Map.groupBy(found, ({ rule }) => rule)].map(([rule, products]) => [rule, products.map(({ id }) => id)]));
}

/** Whether something of it may be in a category of these rules that is not read yet: the product is newer than what was last read of products. */
export async function awaitsProducts(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  orderId: ErpRecordId,
  rules: readonly ProjectRule[],
): Promise<boolean> {
  if (!rules.some(({ categoryIds }) => categoryIds.length > 0)) return false;
  const named = rules.flatMap((rule) => rule.products.map(({ id }) => id));
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select 1 from erp_orders o
     join erp_streams s on s.portal_id = o.portal_id and s.connection_id = o.connection_id and s.stream = :stream and s.is_on and s.is_offered
       and (s.first_completed_at is null or s.completed_at <= o.stored_at)
     cross join lateral jsonb_array_elements(o.lines) l(line)
     where o.portal_id = :portalId and o.connection_id = :connectionId and o.erp_id = :orderId
       and line ->> 'productId' is not null and (line ->> 'quantity')::numeric > 0 and not line ->> 'productId' = any(:named)
       and not exists (
         select 1 from erp_products p where p.portal_id = o.portal_id and p.connection_id = o.connection_id and p.erp_id = line ->> 'productId')
     limit 1`,
    { portalId, connectionId, orderId, named, stream: products.name },
  );
  return rows.length > 0;
}

/** One that names the product itself, or else the nearest of its categories. */
function ruleFor(rules: readonly ProjectRule[], { id, categoryIds }: SoldProduct): ProjectRule | undefined {
  const named = rules.find(({ products }) => products.some((product) => product.id === (id as string)));
  if (named) return named;
  const nearest = categoryIds.find((category) => rules.some((rule) => rule.categoryIds.includes(category)));
  return rules.find((rule) => nearest !== undefined && rule.categoryIds.includes(nearest));
}
