import type { Db } from '../../db/index.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { paymentFailureOf } from '../../streams/subscriptions/events.ts';
import { recordEvents, type EventScope } from './events.ts';

interface Unpaid {
  id: ErpRecordId;
  invoiceId: ErpRecordId;
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
  orderIds: ErpRecordId[];
  createdAt: string | null;
}

/** An invoice of a subscription became overdue: it was not paid, as much as where the ERP says so itself. Returns the orders of those. */
export async function recordUnpaidSubscriptions(
  trx: Db,
  scope: EventScope,
  invoices: readonly { erpId: ErpRecordId; isLive: boolean }[],
): Promise<ErpRecordId[]> {
  if (invoices.length === 0) return [];
  const { portalId, connectionId } = scope;
  const { rows } = await trx.raw<{ rows: Unpaid[] }>(
    `select s.erp_id as id, i.id as invoice_id, s.customer_id, s.organisation_id, s.order_ids,
       to_char(s.erp_created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as created_at
     from unnest(:invoiceIds::text[]) as i(id)
     join erp_subscriptions s on s.portal_id = :portalId and s.connection_id = :connectionId and s.invoice_ids @> jsonb_build_array(i.id)`,
    { portalId, connectionId, invoiceIds: invoices.map(({ erpId }) => erpId) },
  );
  const live = new Set(invoices.flatMap(({ erpId, isLive }) => (isLive ? [erpId] : [])));
  await recordEvents(
    trx,
    scope,
    rows.map(({ invoiceId, ...subscription }) => paymentFailureOf(subscription, invoiceId, live.has(invoiceId))),
  );
  return rows.flatMap(({ orderIds }) => orderIds);
}
