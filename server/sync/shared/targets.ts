import type { Db } from '../../db/index.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { PERSON, DEAL, PRODUCT, type ObjectType } from '../../shared/object-types.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { OWED } from '../../streams/invoices/statuses.ts';
import type { Touched } from '../../streams/shared/touched.ts';
import { compareAgain } from './compared-products.ts';
import type { Enqueue, ConnectionScope } from './job-data.ts';
import { markProjectDealsDue } from './project-deals.ts';

/** 0 a person waits, 1 live change, 2 backfill, 3 retry. */
export type TargetPriority = 0 | 1 | 2 | 3;

export interface RecordRef {
  objectType: ObjectType;
  recordId: RecordId;
}

export interface DueOptions {
  priority: TargetPriority;
  now: Date;
}

/**
 * Marks the HubSpot records that a change of the mirror concerns, in the transaction of that change. Returns how many; the caller enqueues
 * `push` when there are any.
 */
export async function markTargetsDue(trx: Db, scope: ConnectionScope, touched: Touched, options: DueOptions): Promise<number> {
  const bindings = {
    ...scope,
    customerIds: [...touched.customerIds],
    organisationIds: [...touched.organisationIds],
    invoiceIds: [...touched.invoiceIds],
    orderNumbers: [...touched.orderNumbers],
    orderIds: [...touched.orderIds],
    projectOrderIds: [...touched.projectOrderIds, ...touched.subscriptionOrderIds],
    productIds: [...touched.productIds],
  };
  return markDue(trx, AFFECTED_RECORDS, bindings, options);
}

/** SQL of (deal_id): the deals of order `o`. */
export const DEALS_OF_ORDER = `
    select t.deal_id from order_ties t where t.portal_id = o.portal_id and t.connection_id = o.connection_id and t.order_id = o.erp_id
    union select n.deal_id from deal_orders n where n.portal_id = o.portal_id and n.order_number = o.order_number`;

// A company carries its organisation's invoices; a contact its own and, by a setting, those of its organisation, whose "blocked" it shows too.
const AFFECTED_RECORDS = `
  select l.object_type, l.record_id from links l
  where l.portal_id = :portalId and l.connection_id = :connectionId and l.state = 'active'
    and (l.customer_id = any(:customerIds) or l.customer_id = any(:organisationIds))
  union
  select l.object_type, l.record_id from erp_customers c
  join links l on l.portal_id = c.portal_id and l.connection_id = c.connection_id and l.customer_id = c.erp_id and l.object_type = '${PERSON}'
  where c.portal_id = :portalId and c.connection_id = :connectionId and l.state = 'active'
    and (c.organisation_id = any(:organisationIds) or c.organisation_id = any(:customerIds))
  union
  select '${DEAL}', d.deal_id from deal_orders d where d.portal_id = :portalId and d.order_number = any(:orderNumbers)
  union
  select '${DEAL}', t.deal_id from invoice_ties t
  where t.portal_id = :portalId and t.connection_id = :connectionId and t.invoice_id = any(:invoiceIds)
  union
  select '${DEAL}', t.deal_id from order_ties t
  where t.portal_id = :portalId and t.connection_id = :connectionId and t.order_id = any(:orderIds)
  union
  select '${DEAL}', d.deal_id from erp_order_invoices i
  join erp_orders o on o.portal_id = i.portal_id and o.connection_id = i.connection_id and o.erp_id = i.order_id
  cross join lateral (${DEALS_OF_ORDER}) d
  where i.portal_id = :portalId and i.connection_id = :connectionId and i.invoice_id = any(:invoiceIds)
  union
  select '${DEAL}', t.deal_id from order_ties t
  where t.portal_id = :portalId and t.connection_id = :connectionId and t.order_id = any(:projectOrderIds)
  union
  select '${DEAL}', d.deal_id from erp_orders o
  cross join lateral (${DEALS_OF_ORDER}) d
  where o.portal_id = :portalId and o.connection_id = :connectionId and o.erp_id = any(:projectOrderIds)
  union
  ${linkedProducts('l.product_id = any(:productIds)')}`;

/** HubSpot's products, once an administrator agreed that they are written. */
function linkedProducts(condition: string): string {
  return `select '${PRODUCT}', l.record_id from product_links l
  join catalog_rules r on r.portal_id = l.portal_id and r.connection_id = l.connection_id and r.approved_at is not null
  where l.portal_id = :portalId and l.connection_id = :connectionId and l.state = 'linked' and ${condition}`;
}

/** Marks the HubSpot products of these ERP products; null: of all that the connection has. */
export async function markProductsDue(
  trx: Db,
  scope: ConnectionScope,
  productIds: readonly ErpRecordId[] | null,
  options: DueOptions,
): Promise<number> {
  const concerned = linkedProducts(productIds ? 'l.product_id = any(:productIds)' : 'true');
  const named = `select p.object_type, p.record_id from (${concerned}) p (object_type, record_id)`;
  return markDue(trx, named, { ...scope, productIds: [...(productIds ?? [])] }, options);
}

/** Marks the records named; used where a person, HubSpot or a link changed one. */
export async function markRecordsDue(trx: Db, portalId: PortalId, records: readonly RecordRef[], options: DueOptions): Promise<number> {
  if (records.length === 0) return 0;
  const named = `select distinct r."objectType" as object_type, r."recordId" as record_id
    from jsonb_to_recordset(:records::jsonb) as r("objectType" text, "recordId" text)`;
  return markDue(trx, named, { portalId, records: JSON.stringify(records) }, options);
}

/** Marks everything the portal has: a setting or a fact about the account changed. */
export async function markPortalDue(trx: Db, portalId: PortalId, options: DueOptions): Promise<number> {
  const everything = `
    select l.object_type, l.record_id from links l where l.portal_id = :portalId and l.state = 'active'
    union select '${DEAL}', d.deal_id from deal_orders d where d.portal_id = :portalId
    union select '${DEAL}', t.deal_id from invoice_ties t where t.portal_id = :portalId
    union select '${DEAL}', t.deal_id from order_ties t where t.portal_id = :portalId
    union select '${DEAL}', c.record_id from commands c where c.portal_id = :portalId and c.object_type = '${DEAL}'
    union select t.object_type, t.record_id from targets t where t.portal_id = :portalId`;
  return markDue(trx, everything, { portalId }, options);
}

/**
 * For those below the engine, who learn that everything has to be compared anew: marks and enqueues in their transaction. After a crash in
 * between, nobody would know that records are due.
 */
export function portalDueMarker({ enqueue, now }: { enqueue: Enqueue; now(): Date }) {
  return async (trx: Db, portalId: PortalId): Promise<void> => {
    await markPortalDue(trx, portalId, { priority: 2, now: now() });
    for (const connectionId of await compareAgain(trx, portalId, 'all')) await enqueue(trx, 'catalog', { portalId, connectionId });
    await enqueue(trx, 'push', { portalId });
  };
}

/** Marks everything one connection reaches: it was approved, or is about to go. */
export async function markConnectionDue(trx: Db, scope: ConnectionScope, options: DueOptions): Promise<number> {
  return markDue(trx, RECORDS_OF_CONNECTION, { ...scope }, options);
}

export const RECORDS_OF_CONNECTION = `
  select l.object_type, l.record_id from links l
  where l.portal_id = :portalId and l.connection_id = :connectionId and l.state = 'active'
  union
  select '${DEAL}', d.deal_id from deal_orders d
  where d.portal_id = :portalId and exists (
    select 1 from erp_invoice_origins o
    where o.portal_id = d.portal_id and o.order_number = d.order_number and o.connection_id = :connectionId)
  union
  select '${DEAL}', t.deal_id from invoice_ties t where t.portal_id = :portalId and t.connection_id = :connectionId
  union
  select '${DEAL}', t.deal_id from order_ties t where t.portal_id = :portalId and t.connection_id = :connectionId
  union
  select '${DEAL}', c.record_id from commands c where c.portal_id = :portalId and c.connection_id = :connectionId and c.object_type = '${DEAL}'
  union
  select '${DEAL}', d.deal_id from deal_orders d
  join erp_orders o on o.portal_id = d.portal_id and o.connection_id = :connectionId and o.order_number = d.order_number
  where d.portal_id = :portalId`;

/**
 * Marks the records whose figures the calendar changed: something became due between `since` and `today`, or the last invoice that made a
 * customer active grew too old. Marking too many costs a comparison, so `since` may be generous.
 */
export async function markCalendarDue(
  trx: Db,
  portalId: PortalId,
  day: { since: string; today: string; activeMonths: number },
  options: DueOptions,
): Promise<number> {
  return markDue(trx, CHANGED_BY_CALENDAR, { portalId, ...day }, options);
}

const CHANGED_BY_CALENDAR = `
  with aged as (
    select i.connection_id, i.erp_id, i.customer_id, i.organisation_id from erp_invoices i
    where i.portal_id = :portalId and (
      i.open > 0 and i.status in ${OWED} and (
        i.due_on >= :since::date and i.due_on < :today::date
        or exists (select 1 from jsonb_array_elements(i.instalments) part where (part ->> 'dueOn')::date >= :since::date and (part ->> 'dueOn')::date < :today::date))
      or i.issued_on + make_interval(months => :activeMonths::int) >= :since::date
         and i.issued_on + make_interval(months => :activeMonths::int) <= :today::date)
  )
  select l.object_type, l.record_id from aged a
  join links l on l.portal_id = :portalId and l.connection_id = a.connection_id and l.state = 'active'
    and l.customer_id in (a.customer_id, a.organisation_id)
  union
  select l.object_type, l.record_id from aged a
  join erp_customers c on c.portal_id = :portalId and c.connection_id = a.connection_id and c.organisation_id = a.organisation_id
  join links l on l.portal_id = :portalId and l.connection_id = c.connection_id and l.customer_id = c.erp_id
    and l.object_type = '${PERSON}' and l.state = 'active'
  union
  select '${DEAL}', d.deal_id from aged a
  join erp_invoice_origins o on o.portal_id = :portalId and o.connection_id = a.connection_id and o.invoice_id = a.erp_id
  join deal_orders d on d.portal_id = :portalId and d.order_number = o.order_number
  union
  select '${DEAL}', d.deal_id from aged a
  join erp_order_invoices i on i.portal_id = :portalId and i.connection_id = a.connection_id and i.invoice_id = a.erp_id
  join erp_orders o on o.portal_id = i.portal_id and o.connection_id = i.connection_id and o.erp_id = i.order_id
  cross join lateral (${DEALS_OF_ORDER}) d
  union
  select '${DEAL}', t.deal_id from aged a
  join invoice_ties t on t.portal_id = :portalId and t.connection_id = a.connection_id and t.invoice_id = a.erp_id`;

type Bindings = Readonly<Record<string, string | number | string[]>> & { portalId: PortalId };

/** `concerned` is SQL of (object_type, record_id). A target that waits already keeps its place and gets the more urgent priority. */
async function markDue(trx: Db, concerned: string, bindings: Bindings, { priority, now }: DueOptions): Promise<number> {
  // Sorted, so that two transactions that mark the same records do not deadlock.
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `insert into targets as t (portal_id, object_type, record_id, priority, due_at)
     select :portalId, c.object_type, c.record_id, :priority, :now from (${concerned}) c order by c.object_type, c.record_id
     on conflict (portal_id, object_type, record_id) do update set
       due_revision = t.due_revision + 1,
       priority = case when ${IS_DUE} then least(t.priority, excluded.priority) else excluded.priority end,
       due_at = case when ${IS_DUE} then least(t.due_at, excluded.due_at) else excluded.due_at end`,
    { ...bindings, priority, now },
  );
  await markProjectDealsDue(trx, { portalId: bindings.portalId, records: concerned, bindings, now });
  return rowCount;
}

export const IS_DUE = 't.due_revision > t.pushed_revision and t.due_revision > t.refused_revision';
