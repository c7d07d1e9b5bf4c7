import type { Db } from '../../db/index.ts';
import type { ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { ConnectionScope } from './job-data.ts';

/** Two deals became one that both had an order. */
export const TWO_ORDERS = 'order.two_orders';
/** The order stays as it is. */
export const DEAL_DELETED = 'order.deal_deleted';

/** By the ERP: a quotation has another net than the one that was decided on. */
export const CHANGED_MEANWHILE = 'order.changed_meanwhile';

/** SQL of whether something may still come of the order `o` of tie `t`. */
const COUNTS = `o.status not in ('cancelled', 'closed')`;

/** What these orders, as they were just read, were said about is over: somebody called one of them off in the ERP. */
export async function resolveOrderProblems(
  trx: Db,
  { portalId, connectionId }: ConnectionScope,
  orderIds: readonly ErpRecordId[],
  now: Date,
): Promise<void> {
  if (orderIds.length === 0) return;
  await trx.raw(
    `update problems p set resolved_at = :now
     where p.portal_id = :portalId and p.resolved_at is null and (
       p.code = '${DEAL_DELETED}' and p.connection_id = :connectionId and p.subject = any(:orderIds) and not exists (
         select 1 from erp_orders o where o.portal_id = p.portal_id and o.connection_id = p.connection_id and o.erp_id = p.subject and ${COUNTS})
       or p.code = '${TWO_ORDERS}' and p.subject_kind = '${DEAL}' and exists (
         select 1 from order_ties t where t.portal_id = p.portal_id and t.connection_id = :connectionId and t.order_id = any(:orderIds) and t.deal_id = p.subject)
       and 2 > (
         select count(*) from order_ties t
         join erp_orders o on o.portal_id = t.portal_id and o.connection_id = t.connection_id and o.erp_id = t.order_id and ${COUNTS}
         where t.portal_id = p.portal_id and t.deal_id = p.subject and t.how = 'created'))`,
    { portalId, connectionId, orderIds: [...orderIds], now },
  );
}

/** These deals are there, again perhaps: their orders have them. */
export async function resolveDeletedDeals(trx: Db, portalId: PortalId, dealIds: readonly RecordId[], now: Date): Promise<void> {
  await trx.raw(
    `update problems p set resolved_at = :now from order_ties t
     where p.portal_id = :portalId and p.resolved_at is null and p.code = '${DEAL_DELETED}'
       and t.portal_id = p.portal_id and t.connection_id = p.connection_id and t.order_id = p.subject and t.deal_id = any(:dealIds)`,
    { portalId, dealIds: [...dealIds], now },
  );
}
