import type { Db } from '../../db/index.ts';
import type { ConnectionId, ErpRecordId, PortalId } from '../../shared/ids.ts';
import type { Touched } from '../../streams/shared/touched.ts';
import { BEGAN_OR_ENDED, CHOSEN_LISTS, COST, IS_WANTED } from '../../records/wanted-products.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { compareAgain } from '../shared/compared-products.ts';
import { markProductsDue } from '../shared/targets.ts';
import { queueComputedPrices } from './computed-prices.ts';
import { closeRefusalsOfNothing } from './refused-prices.ts';

/** What follows for products from a change of the mirror, in its transaction. True: the catalog's jobs have something to do. */
export async function queueCatalog(
  trx: Db,
  scope: ConnectionScope,
  { productIds, pricesChanged }: Pick<Touched, 'productIds' | 'pricesChanged'>,
  now: Date,
): Promise<boolean> {
  if (productIds.size === 0 && pricesChanged.size === 0) return false;
  const ids = [...productIds];
  await dropPricesOfGone(trx, scope, ids, now);
  const queued = await queueProducts(trx, scope, ids);
  const compared = await compareAgain(trx, scope.portalId, { connectionId: scope.connectionId, productIds: ids });
  // What is received at another price moves the stock and, where costs are averages, nothing else that is read.
  const costs = await queuePrices(trx, scope, new Set(ids.map((id) => `product:${id}`)), { now, lists: COSTS });
  const computed = await queueComputedPrices(trx, scope, { productIds: ids, now });
  return (await queuePrices(trx, scope, pricesChanged, { now, lists: PRICES })) + queued + compared.length + costs + computed > 0;
}

/** One that comes back is asked about anew: what is known of it until then is no price, not even that it has none. */
async function dropPricesOfGone(trx: Db, scope: ConnectionScope, ids: readonly ErpRecordId[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `delete from list_prices lp where lp.portal_id = :portalId and lp.connection_id = :connectionId and lp.product_id = any(:ids) and not exists (
       select 1 from erp_products p where p.portal_id = lp.portal_id and p.connection_id = lp.connection_id and p.erp_id = lp.product_id)`,
    { ...scope, ids: [...ids] },
  );
  if (rowCount > 0) await closeRefusalsOfNothing(trx, scope, now);
}

/** SQL: who is not linked is looked up again, as the SKU may be another one; but for those that a person wants made, whatever is found. */
const AGAIN = `state = case when l.rule = 'person' then 'new' else 'due' end, revision = l.revision + 1`;
const LOOKED_UP_AGAIN = `
     on conflict (portal_id, connection_id, product_id) do update set ${AGAIN}
       where l.state in ('due', 'new', 'ambiguous', 'refused', 'not_wanted')`;

/** Products that are new, and those that no HubSpot product was found for. */
async function queueProducts(trx: Db, scope: ConnectionScope, ids: readonly ErpRecordId[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `insert into product_links as l (portal_id, connection_id, product_id, state)
     select p.portal_id, p.connection_id, p.erp_id, 'due' from erp_products p
     where p.portal_id = :portalId and p.connection_id = :connectionId and p.erp_id = any(:ids)
     order by p.erp_id
     ${LOOKED_UP_AGAIN}`,
    { ...scope, ids: [...ids] },
  );
  return rowCount;
}

/** Products that HubSpot did not let us make: nobody tells when it would. Returns their connections. */
export async function requeueRefused(trx: Db, portalId: PortalId): Promise<ConnectionId[]> {
  const { rows } = await trx.raw<{ rows: { connectionId: ConnectionId }[] }>(
    `update product_links l set ${AGAIN} where l.portal_id = :portalId and l.state = 'refused' returning l.connection_id`,
    { portalId },
  );
  return [...new Set(rows.map(({ connectionId }) => connectionId))].sort();
}

/** Rules were changed or approved: who is not linked is looked up again, who is linked is compared. */
export async function requeueProducts(trx: Db, scope: ConnectionScope, now: Date): Promise<void> {
  // Under other rules it says nothing.
  await trx('productLinks')
    .where({ ...scope, state: 'linked' })
    .update({ differences: null, comparedRevision: null, revision: trx.raw('revision + 1') });
  await trx.raw(
    `insert into product_links as l (portal_id, connection_id, product_id, state)
     select p.portal_id, p.connection_id, p.erp_id, 'due' from erp_products p
     where p.portal_id = :portalId and p.connection_id = :connectionId
     order by p.erp_id
     ${LOOKED_UP_AGAIN}`,
    { ...scope },
  );
  await markProductsDue(trx, scope, null, { priority: 2, now });
}

/** All prices of the lists that are chosen now; those of other lists go. */
export async function requeuePrices(trx: Db, scope: ConnectionScope, now: Date): Promise<void> {
  await trx.raw(
    `delete from list_prices lp using catalog_rules r
     where lp.portal_id = :portalId and lp.connection_id = :connectionId and r.portal_id = lp.portal_id and r.connection_id = lp.connection_id
       and not exists (select 1 from ${CHOSEN_LISTS} chosen where chosen.list_id = lp.list_id)`,
    { ...scope },
  );
  await closeRefusalsOfNothing(trx, scope, now);
  await queuePrices(trx, scope, new Set(['all']), { now, lists: 'is not null' });
}

/** Rules begin and end without anything being changed in the ERP: what they reach is asked again. */
export async function queueDatedPrices(db: Db, scope: ConnectionScope, now: Date): Promise<void> {
  await db.transaction(async (trx) => {
    const { rows } = await trx.raw<{ rows: { reach: string }[] }>(
      `select distinct case when e.applies_to ->> 'kind' = 'all' then 'all' else (e.applies_to ->> 'kind') || ':' || (e.applies_to ->> 'id') end as reach
       from catalog_rules r join erp_prices e on e.portal_id = r.portal_id and e.connection_id = r.connection_id and ${BEGAN_OR_ENDED}
       where r.portal_id = :portalId and r.connection_id = :connectionId`,
      { ...scope, now },
    );
    await queuePrices(trx, scope, new Set(rows.map(({ reach }) => reach)), { now, lists: PRICES });
    await trx('catalogRules')
      .where({ ...scope })
      .update({ datesSeenAt: now });
  });
}

const PRICES = `<> '${COST}'`;
const COSTS = `= '${COST}'`;

/** `reaches` as in `Touched.pricesChanged`; `lists`: SQL condition on the list. */
async function queuePrices(
  trx: Db,
  scope: ConnectionScope,
  reaches: ReadonlySet<string>,
  { now, lists }: { now: Date; lists: string },
): Promise<number> {
  if (reaches.size === 0) return 0;
  const ids = idsByKind(reaches);
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `insert into list_prices as lp (portal_id, connection_id, product_id, list_id, due_at)
     select p.portal_id, p.connection_id, p.erp_id, chosen.list_id, :now::timestamptz
     from catalog_rules r
     cross join lateral ${CHOSEN_LISTS} chosen
     join erp_products p on p.portal_id = r.portal_id and p.connection_id = r.connection_id
     where r.portal_id = :portalId and r.connection_id = :connectionId and ${IS_WANTED} and ${reached(ids)}
       and chosen.list_id ${lists}
     order by 3, 4
     on conflict (portal_id, connection_id, product_id, list_id) do update set
       due_at = least(lp.due_at, excluded.due_at), revision = lp.revision + 1`,
    { ...scope, now, products: ids.product, groups: ids.group, categories: ids.category },
  );
  return rowCount;
}

const KINDS = ['product', 'group', 'category', 'all'] as const;
type IdsByKind = Record<(typeof KINDS)[number], string[]>;

function idsByKind(reaches: ReadonlySet<string>): IdsByKind {
  const ofKind = (kind: string) =>
    [...reaches].filter((reach) => reach === kind || reach.startsWith(`${kind}:`)).map((reach) => reach.slice(kind.length + 1));
  return Object.fromEntries(KINDS.map((kind) => [kind, ofKind(kind)])) as IdsByKind;
}

/** With products alone, as nearly always, their key is looked up; a page of them must not read all there are. */
function reached({ group, category, all }: IdsByKind): string {
  if (all.length > 0) return 'true';
  if (group.length === 0 && category.length === 0) return 'p.erp_id = any(:products)';
  return `(p.erp_id = any(:products) or p.group_id = any(:groups)
    or exists (select 1 from jsonb_array_elements(p.categories) c where c ->> 'id' = any(:categories)))`;
}
