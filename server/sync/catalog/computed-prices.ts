import type { Db } from '../../db/index.ts';
import type { CatalogSupport } from '../../erp/shared/contract.ts';
import { RATES_DUE } from '../../records/rates-due.ts';
import { COST } from '../../records/wanted-products.ts';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { queueOpenRefusals } from './refused-prices.ts';

interface Queueing {
  now: Date;
}

/** SQL: rules of lists that compute what they ask, of one connection. */
const COMPUTED = `
  computed as materialized (
    select distinct e.list_id, e.applies_to ->> 'kind' as kind, e.applies_to ->> 'id' as id from erp_prices e
    where e.portal_id = :portalId and e.connection_id = :connectionId and e.amount is null)`;
/** SQL: the rows of `list_prices` that such a rule may decide; `products`: SQL condition on a product `p`. */
const reached = (products: string): string => `
  reached as materialized (
    select p.erp_id, c.list_id from erp_products p join computed c on c.kind = 'all' where ${ours('p')} and ${products}
    union select p.erp_id, c.list_id from erp_products p join computed c on c.kind = 'product' and c.id = p.erp_id where ${ours('p')} and ${products}
    union select p.erp_id, c.list_id from erp_products p join computed c on c.kind = 'group' and c.id = p.group_id where ${ours('p')} and ${products}
    union select p.erp_id, c.list_id from erp_products p cross join lateral jsonb_array_elements(p.categories) category
      join computed c on c.kind = 'category' and c.id = category ->> 'id' where ${ours('p')} and ${products})`;
const ours = (alias: string): string => `${alias}.portal_id = :portalId and ${alias}.connection_id = :connectionId`;
const DUE_AGAIN = `due_at = coalesce(lp.due_at, :now::timestamptz), revision = lp.revision + 1`;

/** What of these products a rule computes: it may start from what they cost, which a receipt moves without anything else that is read. */
export async function queueComputedPrices(
  trx: Db,
  scope: ConnectionScope,
  { productIds, now }: Queueing & { productIds: readonly ErpRecordId[] },
): Promise<number> {
  if (productIds.length === 0) return 0;
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `with ${COMPUTED}, ${reached('p.erp_id = any(:productIds)')}
     update list_prices lp set ${DUE_AGAIN} from reached r
     where ${ours('lp')} and lp.list_id = r.list_id and lp.product_id = r.erp_id`,
    { ...scope, now, productIds: [...productIds] },
  );
  return rowCount;
}

/** SQL: an amount that stands in the list whatever the currencies do. */
const FIXED = `
  fixed as materialized (
    select distinct e.list_id, e.applies_to ->> 'kind' as kind, e.applies_to ->> 'id' as id from erp_prices e
    where ${ours('e')} and e.amount is not null and e.min_quantity <= 1 and e.valid_from is null and e.valid_until is null)`;
const isFixed = (kind: string, id: string): string => `coalesce((lp.list_id, '${kind}', ${id}) in (select * from fixed), false)`;

/** Prices that a rule computes, or that are those of the product in another currency. */
async function queueAllComputed(trx: Db, scope: ConnectionScope, { now }: Queueing): Promise<number> {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `with ${COMPUTED}, ${reached('true')}, ${FIXED}
     update list_prices lp set ${DUE_AGAIN} from erp_products p
     where ${ours('lp')} and p.portal_id = lp.portal_id and p.connection_id = lp.connection_id and p.erp_id = lp.product_id
       and lp.list_id <> '${COST}' and (
         (lp.product_id, lp.list_id) in (select * from reached)
         or lp.amount is not null and lp.currency is distinct from p.base_price ->> 'currency'
           and not (${isFixed('product', 'p.erp_id')} or ${isFixed('group', 'p.group_id')}))`,
    { ...scope, now },
  );
  return rowCount;
}

/** Once a night: what the ERP computes, what products cost, and what it refused to say. */
export async function queueNightlyPrices(trx: Db, scope: ConnectionScope, now: Date): Promise<number> {
  const computed = await queueAllComputed(trx, scope, { now });
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `update list_prices lp set ${DUE_AGAIN} where ${ours('lp')} and lp.list_id = '${COST}'`,
    { ...scope, now },
  );
  return computed + rowCount + (await queueOpenRefusals(trx, scope, now));
}

/** The night is left for whoever may not read them. */
function nullIfRefused(error: unknown): null {
  if (error instanceof RecordRejectedError) return null;
  throw error;
}

/** A new exchange rate changes no record that is read: the ERP is asked for its rates, and where they moved for what it computes with them. */
export async function noteRates(
  db: Db,
  scope: ConnectionScope,
  { catalog, signal, now }: Queueing & { catalog: CatalogSupport; signal: AbortSignal },
): Promise<void> {
  const { rows } = await db.raw<{ rows: { rates: string | null }[] }>(
    `select r.rates from catalog_rules r where ${ours('r')} and ${RATES_DUE}`,
    { ...scope, now },
  );
  const [known] = rows;
  if (!known) return;
  const rates = (await catalog.rates?.(signal).catch(nullIfRefused)) ?? known.rates;
  await db.transaction(async (trx) => {
    if (known.rates !== null && known.rates !== rates) await queueAllComputed(trx, scope, { now });
    await trx('catalogRules')
      .where({ ...scope })
      .update({ rates, ratesAskedAt: now });
  });
}
