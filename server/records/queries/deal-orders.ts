import type { DealOrder } from '../../../hubspot-app/app/cards/api/orders.ts';
import type { Db } from '../../db/index.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { ORGANISATION } from '../../shared/object-types.ts';
import type { Delivery, OrderLine } from '../../streams/orders/record.ts';
import { NUMBERED_ORDERS } from '../catalogue/numbered-orders.ts';
import type { Share } from '../../streams/orders/progress.ts';

export type StoredOrder = Omit<DealOrder, 'total' | 'url' | 'quotation' | 'invoices' | 'lines' | 'paid' | 'reservesOn'> & {
  connectionId: ConnectionId;
  currency: string;
  total: string;
  lines: OrderLine[];
  deliveries: Delivery[];
  invoices: StoredInvoice[];
  /** The document that it was copied from, where an order is one of its own. */
  quotationId: ErpRecordId | null;
  /** An invoice of it is a draft, or was not read yet. */
  hasUnissued: boolean;
  /** When what it holds of the stock last was another amount, by the database's order; null: before that was noted. */
  heldOrder: number | null;
};

type StoredInvoice = Omit<DealOrder['invoices'][number], 'url'> & { isSettled: boolean; isBegun: boolean };

/** Whether the orders of any ERP are read. */
export async function readsOrders(db: Db, portalId: PortalId): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(`select 1 from erp_streams s where s.portal_id = :portalId and ${IS_READ} limit 1`, {
    portalId,
  });
  return rows.length > 0;
}

const IS_READ = `s.stream = 'orders' and s.is_on and s.is_offered`;
const MOST = 10;

/** Those made of the deal, tied to it, or whose number stands on it, the newest first; those of an ERP nobody approved are not shown. */
export async function loadDealOrders(db: Db, { portalId, dealId }: { portalId: PortalId; dealId: RecordId }): Promise<StoredOrder[]> {
  const { rows } = await db.raw<{ rows: StoredOrder[] }>(
    `select o.connection_id, o.erp_id as id, o.number, o.status, o.ordered_at, o.promised_at, o.currency, o.total, o.quotation_id, o.reserved,
       o.delivered, o.invoiced, o.lines, o.deliveries, o.held_order, d.how, coalesce(i.invoices, '[]') as invoices,
       exists (
         select 1 from jsonb_array_elements_text(o.invoice_ids) u(id) where not exists (
           select 1 from erp_invoices v where v.portal_id = o.portal_id and v.connection_id = o.connection_id and v.erp_id = u.id
             and (v.status <> 'draft' or v.type = 'credit_note'))) as has_unissued
     from (
       select t.portal_id, t.connection_id, t.order_id, t.how from order_ties t where t.portal_id = :portalId and t.deal_id = :dealId
       union all
       select n.portal_id, n.connection_id, n.erp_id, 'number' from ${NUMBERED_ORDERS}
       where d.portal_id = :portalId and d.deal_id = :dealId
     ) d
     join erp_orders o on o.portal_id = d.portal_id and o.connection_id = d.connection_id and o.erp_id = d.order_id
     join erp_connections k on k.portal_id = o.portal_id and k.id = o.connection_id and k.status <> 'disconnected' and k.approved_at is not null
     join erp_streams s on s.portal_id = o.portal_id and s.connection_id = o.connection_id and ${IS_READ}
     left join lateral (
       select jsonb_agg(jsonb_build_object('id', v.erp_id, 'number', v.number, 'status', v.status, 'issuedOn', v.issued_on,
         'isSettled', v.open = 0, 'isBegun', v.open < v.total) order by v.issued_on nulls last, v.erp_id) as invoices
       from erp_invoices v
       where v.portal_id = o.portal_id and v.connection_id = o.connection_id and v.type <> 'credit_note'
         and v.erp_id in (select jsonb_array_elements_text(o.invoice_ids))
     ) i on true
     order by o.ordered_at desc nulls last, o.erp_id desc limit ${MOST}`,
    { portalId, dealId },
  );
  return rows;
}

/** Without quotations that became one of the other orders: what is delivered and invoiced is their copy's. */
export function withoutCopied(orders: readonly StoredOrder[]): StoredOrder[] {
  const isCopied = ({ connectionId, id, status }: StoredOrder): boolean =>
    status === 'closed' && orders.some((one) => one.connectionId === connectionId && one.quotationId === id);
  return orders.filter((order) => !isCopied(order));
}

/** How much of the order is paid, by its invoices: what was not invoiced was not paid either. */
export function paidShare({ invoiced, invoices, hasUnissued }: Pick<StoredOrder, 'invoiced' | 'invoices' | 'hasUnissued'>): Share {
  const issued = invoices.filter(({ status }) => status !== 'draft' && status !== 'cancelled');
  if (issued.length === 0) return invoiced === 'nothing' ? 'nothing' : 'none';
  if (invoiced === 'all' && !hasUnissued && issued.every(({ isSettled }) => isSettled)) return 'all';
  return issued.some(({ isBegun }) => isBegun) ? 'partly' : 'none';
}

interface OrderCandidate {
  connectionId: ConnectionId;
  orderId: ErpRecordId;
  number: string | null;
  status: DealOrder['status'];
  orderedAt: string | null;
  total: string;
  currency: string;
  reference: string | null;
}

interface CandidatesOf {
  portalId: PortalId;
  companies: readonly RecordId[];
  /** Whether this one is among them. */
  only?: Pick<OrderCandidate, 'connectionId' | 'orderId'>;
}

/** The newest orders of these companies' customers that are no deal's yet. */
export async function loadOrderCandidates(db: Db, { portalId, companies, only }: CandidatesOf): Promise<OrderCandidate[]> {
  const { rows } = await db.raw<{ rows: OrderCandidate[] }>(
    `select o.connection_id, o.erp_id as order_id, o.number, o.status, o.ordered_at, o.total, o.currency, o.reference from links l
     join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id and k.status <> 'disconnected' and k.approved_at is not null
     join erp_orders o on o.portal_id = l.portal_id and o.connection_id = l.connection_id and o.organisation_id = l.customer_id
     where l.portal_id = :portalId and l.object_type = '${ORGANISATION}' and l.state = 'active' and l.record_id = any(:companies)
       and o.status <> 'cancelled' ${only ? 'and o.connection_id = :connectionId and o.erp_id = :orderId' : ''}
       and not exists (
         select 1 from order_ties t where t.portal_id = o.portal_id and t.connection_id = o.connection_id and t.order_id = o.erp_id)
       and not exists (select 1 from deal_orders d where d.portal_id = o.portal_id and d.order_number = o.order_number)
     order by o.ordered_at desc nulls last, o.erp_id desc limit 25`,
    { portalId, companies: [...companies], ...only },
  );
  return rows;
}
