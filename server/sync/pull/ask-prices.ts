import type { Db } from '../../db/index.ts';
import { PRICED_AT_ONCE, type CatalogSupport, type ListedPrice } from '../../erp/shared/contract.ts';
import type { JobContext, JobOutcome } from '../../jobs/index.ts';
import { COST } from '../../records/wanted-products.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { noteRates } from '../catalog/computed-prices.ts';
import { queueDatedPrices } from '../catalog/queue.ts';
import { withErp } from '../erp-access/erp-run.ts';
import { askHalving } from './halve-question.ts';
import { nameOfList, resolveRefusals, setListAside, setPriceAside } from '../catalog/refused-prices.ts';
import { compareAgain } from '../shared/compared-products.ts';
import { startSlice, type IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { markProductsDue } from '../shared/targets.ts';

interface DuePrice {
  productId: ErpRecordId;
  revision: number;
}

interface DueList {
  listId: string;
  due: readonly DuePrice[];
}

/** Asks the ERP what products cost on the chosen lists, and where it is switched on what they cost itself, those first that wait longest. Only the ERP knows which rule wins. */
export async function askPrices(deps: IncomingDeps, scope: ConnectionScope, context: JobContext): Promise<JobOutcome> {
  return withErp(deps, scope, context, async ({ erp }) => {
    const { catalog } = erp.capabilities;
    if (!catalog) return 'done';
    await queueDatedPrices(deps.db, scope, deps.now());
    await noteRates(deps.db, scope, { catalog, signal: context.signal, now: deps.now() });
    const slice = startSlice(deps);
    for (;;) {
      const next = await pickDue(deps.db, scope);
      if (!next) return 'done';
      await askAbout(deps, scope, { catalog, signal: context.signal }, next).catch(async (error: unknown) => {
        await moveToEnd(deps, scope, next);
        throw error;
      });
      if (slice.isOver()) return { againAfterMs: 0 };
    }
  });
}

interface Asking {
  catalog: CatalogSupport;
  signal: AbortSignal;
}

/** What the ERP refuses to say of some products concerns these; all others, and whatever else is read, go on. */
async function askAbout(deps: IncomingDeps, scope: ConnectionScope, { catalog, signal }: Asking, { listId, due }: DueList): Promise<void> {
  const named = async () => ({ listId, listName: await nameOfList(catalog, listId, signal) });
  const refusal = await askHalving(due, {
    async ask(part) {
      const ids = part.map(({ productId }) => productId);
      const prices = await (listId === COST ? catalog.costsOf(ids, signal) : catalog.pricesOf(listId, ids, signal));
      await storePrices(deps, scope, { listId, due: part }, prices);
    },
    setAside: async ({ productId }, refusal) => setPriceAside(deps, scope, { ...(await named()), productId, refusal }),
  });
  if (refusal) await setListAside(deps, scope, { ...(await named()), refusal });
}

/** What the ERP cannot answer for them must not keep it from answering for others. */
async function moveToEnd({ db, now }: IncomingDeps, scope: ConnectionScope, { listId, due }: DueList): Promise<void> {
  const ids = due.map(({ productId }) => productId);
  await db('listPrices')
    .where({ ...scope, listId })
    .whereNotNull('dueAt')
    .whereIn('productId', ids)
    .update({ dueAt: now() });
}

async function pickDue(db: Db, scope: ConnectionScope): Promise<DueList | null> {
  const { rows } = await db.raw<{ rows: (DuePrice & { listId: string })[] }>(
    `select lp.list_id, lp.product_id, lp.revision from list_prices lp
     where lp.portal_id = :portalId and lp.connection_id = :connectionId and lp.due_at is not null
       and lp.list_id = (
         select first.list_id from list_prices first
         where first.portal_id = :portalId and first.connection_id = :connectionId and first.due_at is not null
         order by first.due_at, first.list_id limit 1)
     order by lp.due_at, lp.product_id limit ${PRICED_AT_ONCE}`,
    { ...scope },
  );
  return rows[0] ? { listId: rows[0].listId, due: rows } : null;
}

/** Whoever was queued again meanwhile stays due. */
async function storePrices(
  { db, enqueue, now }: IncomingDeps,
  scope: ConnectionScope,
  { listId, due }: DueList,
  prices: ReadonlyMap<ErpRecordId, ListedPrice | null>,
): Promise<void> {
  const rows = due.map(({ productId, revision }) => ({
    productId,
    revision,
    ...(prices.get(productId) ?? { amount: null, currency: null }),
  }));
  await db.transaction(async (trx) => {
    const { rows: changed } = await trx.raw<{ rows: { productId: ErpRecordId }[] }>(
      `with before as (
         select lp.* from list_prices lp join ${ROWS} on r."productId" = lp.product_id
         where lp.portal_id = :portalId and lp.connection_id = :connectionId and lp.list_id = :listId
       ), stored as (
         update list_prices lp set amount = r.amount, currency = r.currency, asked_at = :now,
           due_at = case when lp.revision = r.revision then null else lp.due_at end
         from ${ROWS}
         where lp.portal_id = :portalId and lp.connection_id = :connectionId and lp.list_id = :listId and lp.product_id = r."productId"
         returning lp.product_id, lp.amount, lp.currency
       )
       select s.product_id from stored s join before b on b.product_id = s.product_id
       where b.asked_at is null or (b.amount, b.currency) is distinct from (s.amount, s.currency)`,
      { ...scope, listId, now: now(), rows: JSON.stringify(rows) },
    );
    await resolveRefusals(trx, scope, { listId, productIds: due.map(({ productId }) => productId), now: now() });
    if (changed.length === 0) return;
    const productIds = changed.map(({ productId }) => productId);
    const marked = await markProductsDue(trx, scope, productIds, { priority: 1, now: now() });
    await compareAgain(trx, scope.portalId, { connectionId: scope.connectionId, productIds });
    // Those that HubSpot does not have yet wait for their prices.
    await enqueue(trx, 'catalog', scope);
    if (marked > 0) await enqueue(trx, 'push', { portalId: scope.portalId });
  });
}

const ROWS = `jsonb_to_recordset(:rows::jsonb) as r("productId" text, revision bigint, amount numeric, currency text)`;
