import type { Db } from '../../db/index.ts';
import type { CatalogSupport } from '../../erp/shared/contract.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import { COST } from '../../records/wanted-products.ts';
import type { RecordRejectedError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

export const PRICE_REFUSED = 'price.refused';
export const LIST_REFUSED = 'price.list_refused';
const KIND = 'price';

interface Refused {
  listId: string;
  /** As people call it; null: nobody could be asked. */
  listName: string | null;
  refusal: RecordRejectedError;
}

/** Named in problems by both, as a product may be refused on one list and have a price on another. */
const subjectOf = (listId: string, productId: ErpRecordId): string => `${listId}:${productId}`;

/**
 * One product that the ERP refuses to price keeps the price it had, and is not waited for any longer. Asked again when the ERP changes it or a
 * rule for it, every night, and when a person says so.
 */
export async function setPriceAside(
  deps: IncomingDeps,
  scope: ConnectionScope,
  { listId, productId, ...refused }: Refused & { productId: ErpRecordId },
): Promise<void> {
  await setAside(
    deps,
    scope,
    { listId, productIds: [productId] },
    { code: PRICE_REFUSED, subject: subjectOf(listId, productId), ...refused },
  );
}

/** Whatever product it is asked about, the ERP says nothing of this list: all that wait for it wait no longer. */
export async function setListAside(deps: IncomingDeps, scope: ConnectionScope, { listId, ...refused }: Refused): Promise<void> {
  await setAside(deps, scope, { listId, productIds: null }, { code: LIST_REFUSED, subject: listId, ...refused });
}

interface Said {
  code: string;
  subject: string;
  listName: string | null;
  refusal: RecordRejectedError;
}

async function setAside(
  { db, enqueue, now }: IncomingDeps,
  scope: ConnectionScope,
  { listId, productIds }: { listId: string; productIds: ErpRecordId[] | null },
  { code, subject, listName, refusal }: Said,
): Promise<void> {
  const list = listId === COST ? null : (listName ?? listId);
  const params = { list, reason: refusal.code, ...refusal.params };
  await db.transaction(async (trx) => {
    const due = trx('listPrices')
      .where({ ...scope, listId })
      .whereNotNull('dueAt');
    if (productIds) void due.whereIn('productId', productIds);
    await due.update({ dueAt: null });
    await raiseProblems(trx, scope.portalId, [{ code, connectionId: scope.connectionId, subjectKind: KIND, subject, params }], now());
    // Those that HubSpot does not have yet waited for this.
    await enqueue(trx, 'catalog', scope);
  });
}

/** The ERP answers again. */
export async function resolveRefusals(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  { listId, productIds, now }: { listId: string; productIds: readonly ErpRecordId[]; now: Date },
): Promise<void> {
  const about = { connectionId, subjectKind: KIND } as const;
  await resolveProblems(db, portalId, { ...about, codes: [LIST_REFUSED], subjects: [listId] }, now);
  const subjects = productIds.map((productId) => subjectOf(listId, productId));
  await resolveProblems(db, portalId, { ...about, codes: [PRICE_REFUSED], subjects }, now);
}

/** What was refused is not asked for any more: the product is gone, or the list was not chosen again. */
export async function closeRefusalsOfNothing(trx: Db, scope: ConnectionScope, now: Date): Promise<void> {
  await trx.raw(
    `update problems p set resolved_at = :now where p.portal_id = :portalId and p.connection_id = :connectionId and p.resolved_at is null
       and p.code in ('${PRICE_REFUSED}', '${LIST_REFUSED}') and not exists (
         select 1 from list_prices lp where lp.portal_id = p.portal_id and lp.connection_id = p.connection_id and ${IS_SUBJECT('p.subject')})`,
    { ...scope, now },
  );
}

/** `subjects`: of such problems. Answers how many prices are asked for again. */
export async function queueRefusedPrices(trx: Db, scope: ConnectionScope, subjects: readonly string[], now: Date): Promise<number> {
  if (subjects.length === 0) return 0;
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `update list_prices lp set due_at = coalesce(lp.due_at, :now::timestamptz), revision = lp.revision + 1
     where lp.portal_id = :portalId and lp.connection_id = :connectionId and ${IS_SUBJECT('any(:subjects)')}`,
    { ...scope, now, subjects: [...subjects] },
  );
  return rowCount;
}

/** Whatever is still refused, as far as anybody knows. */
export async function queueOpenRefusals(trx: Db, scope: ConnectionScope, now: Date): Promise<number> {
  const open = await trx('problems')
    .where({ ...scope })
    .whereNull('resolvedAt')
    .whereIn('code', [PRICE_REFUSED, LIST_REFUSED])
    .select<{ subject: string }[]>('subject');
  return queueRefusedPrices(
    trx,
    scope,
    open.map(({ subject }) => subject),
    now,
  );
}

/** SQL condition on a row `lp` of `list_prices`. */
const IS_SUBJECT = (subject: string): string => `(lp.list_id = ${subject} or lp.list_id || ':' || lp.product_id = ${subject})`;

/** Asked for the sentence alone: without it the list is called by its id. */
export async function nameOfList(catalog: CatalogSupport, listId: string, signal: AbortSignal): Promise<string | null> {
  const choices = await catalog.choices(signal).catch(() => null);
  return choices?.priceLists.find(({ id }) => id === listId)?.name ?? null;
}
