import type { Db } from '../../db/index.ts';
import type { LocalDay } from '../../shared/calendar.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { isDeal, type InvoicedObjectType } from '../../shared/object-types.ts';
import { OWED } from '../../streams/invoices/statuses.ts';
import type { Subscription } from '../../streams/subscriptions/record.ts';
import { dayOfInvoice } from '../record-invoices.ts';
import { ORDERS_OF_DEALS } from '../catalogue/numbered-orders.ts';

/** SQL condition on a row `s` of `erp_streams`: subscriptions are read. */
const IS_READ = `s.stream = 'subscriptions' and s.is_on and s.is_offered`;

/** Whether the subscriptions of any ERP are read. */
export async function readsSubscriptions(db: Db, portalId: PortalId): Promise<boolean> {
  const { rows } = await db.raw<{ rows: unknown[] }>(`select 1 from erp_streams s where s.portal_id = :portalId and ${IS_READ} limit 1`, {
    portalId,
  });
  return rows.length > 0;
}

export type StoredSubscription = Pick<
  Subscription,
  'id' | 'name' | 'status' | 'plan' | 'currency' | 'charges' | 'monthly' | 'startsOn' | 'nextInvoiceOn' | 'endsOn' | 'isPaymentFailing'
> & {
  connectionId: ConnectionId;
  customerName: string | null;
  /** Of the orders that it came from, or was changed by. */
  orderNumbers: string | null;
  /** Of its invoices that are overdue today. */
  overdueCount: number;
};

interface RecordRef {
  portalId: PortalId;
  objectType: InvoicedObjectType;
  recordId: RecordId;
  day: LocalDay;
}

const MOST = 20;

const OF_DEAL = `
  select distinct f.connection_id, f.subscription_id
  from (${ORDERS_OF_DEALS}) o
  join erp_subscription_orders f on f.portal_id = :portalId and f.connection_id = o.connection_id and f.order_id = o.order_id`;
/** An organisation has those of everybody there, a person its own. */
const OF_CUSTOMER = `
  select distinct c.connection_id, c.erp_id as subscription_id
  from links l
  join erp_subscriptions c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and l.customer_id in (c.organisation_id, c.customer_id)
  where l.portal_id = :portalId and l.object_type = :objectType and l.record_id = any(:recordIds) and l.state = 'active'`;

/** Subscriptions of a record, those that go on first; one that another one goes on for is left out, and so is what nobody approved. */
export async function loadSubscriptions(db: Db, { portalId, objectType, recordId, day }: RecordRef): Promise<StoredSubscription[]> {
  const { rows } = await db.raw<{ rows: StoredSubscription[] }>(
    `select c.connection_id, c.erp_id as id, c.name, c.status, c.plan, c.currency, c.charges, trim_scale(c.monthly)::text as monthly, c.starts_on,
       c.next_invoice_on, c.ends_on, c.is_payment_failing, p.name as customer_name,
       (select string_agg(coalesce(o.number, '#' || o.erp_id), ', ' order by o.number)
         from erp_subscription_orders f
         join erp_orders o on o.portal_id = f.portal_id and o.connection_id = f.connection_id and o.erp_id = f.order_id
         where f.portal_id = c.portal_id and f.connection_id = c.connection_id and f.subscription_id = c.erp_id) as order_numbers,
       (select count(*)::int from erp_invoices i
         where i.portal_id = c.portal_id and i.connection_id = c.connection_id and i.erp_id in (select jsonb_array_elements_text(c.invoice_ids))
           and i.status in ${OWED} and i.open > 0 and i.due_on < ${dayOfInvoice(':today::date')}) as overdue_count
     from (${isDeal(objectType) ? OF_DEAL : OF_CUSTOMER}) mine
     join erp_subscriptions c on c.portal_id = :portalId and c.connection_id = mine.connection_id and c.erp_id = mine.subscription_id
     join erp_connections k on k.portal_id = c.portal_id and k.id = c.connection_id and k.status <> 'disconnected' and k.approved_at is not null
     join erp_streams s on s.portal_id = c.portal_id and s.connection_id = c.connection_id and ${IS_READ}
     left join erp_customers p on p.portal_id = c.portal_id and p.connection_id = c.connection_id and p.erp_id = c.customer_id
     where c.status <> 'renewed'
     order by c.status in ('ended', 'cancelled'), c.starts_on desc nulls last, c.erp_id desc limit ${MOST}`,
    { portalId, objectType, recordIds: [recordId], ...day },
  );
  return rows;
}

/** What an order should have made, and what is there. */
interface OrderShortOrOver {
  connectionId: ConnectionId;
  orderId: ErpRecordId;
  number: string;
  expected: number;
  found: number;
  /** Of those that go on. */
  names: string[];
}

/** SQL of the subscriptions that order `o` has: (found, going_on, names). Where one was closed that was too many, all is well. */
export const SUBSCRIPTIONS_OF_ORDER = `
       select count(*)::int as found, (count(*) filter (where c.status not in ('ended', 'cancelled')))::int as going_on,
         coalesce(array_agg(c.name order by c.name) filter (where c.status not in ('ended', 'cancelled')), '{}') as names
       from erp_subscription_orders f
       join erp_subscriptions c on c.portal_id = f.portal_id and c.connection_id = f.connection_id and c.erp_id = f.subscription_id
       where f.portal_id = o.portal_id and f.connection_id = o.connection_id and f.order_id = o.erp_id and c.status <> 'renewed'`;

/** SQL of the orders `o` of a deal that make subscriptions, with the stream `s` of their ERP. Bindings: portalId, recordIds. */
const ORDERS_WITH_SUBSCRIPTIONS = `
     from (${ORDERS_OF_DEALS}) mine
     join erp_orders o on o.portal_id = :portalId and o.connection_id = mine.connection_id and o.erp_id = mine.order_id and o.subscription_count > 0
     join erp_connections k on k.portal_id = o.portal_id and k.id = o.connection_id and k.status <> 'disconnected' and k.approved_at is not null
     join erp_streams s on s.portal_id = o.portal_id and s.connection_id = o.connection_id and ${IS_READ}
     cross join lateral (${SUBSCRIPTIONS_OF_ORDER}) there`;
/** A reading that was under way when the order changed may have passed by what it made. */
const IS_READ_SINCE = `(s.first_completed_at is not null and s.completed_at > o.stored_at + interval '30 seconds')`;

/** Confirmed orders of a deal that have fewer or more subscriptions than they should have made, although those were read since. */
export async function loadUnexpectedCounts(
  db: Db,
  { portalId, recordId }: Pick<RecordRef, 'portalId' | 'recordId'>,
): Promise<OrderShortOrOver[]> {
  const { rows } = await db.raw<{ rows: OrderShortOrOver[] }>(
    `select o.connection_id, o.erp_id as order_id, coalesce(o.number, '#' || o.erp_id) as number, o.subscription_count as expected, case when there.going_on > o.subscription_count then there.going_on else there.found end as found, there.names
     ${ORDERS_WITH_SUBSCRIPTIONS}
     where o.status = 'confirmed' and ${IS_READ_SINCE} and (there.found < o.subscription_count or there.going_on > o.subscription_count)
     order by number`,
    { portalId, recordIds: [recordId] },
  );
  return rows;
}

interface Ahead {
  /** An order that is not cancelled makes subscriptions. */
  isSold: boolean;
  /** An order that is not over, or may still be confirmed, should make one that is not there. */
  isMissing: boolean;
}

/** Whether a deal may have more subscriptions than what is known. */
export async function loadSubscriptionsAhead(db: Db, { portalId, recordId }: Pick<RecordRef, 'portalId' | 'recordId'>): Promise<Ahead> {
  const { rows } = await db.raw<{ rows: Ahead[] }>(
    `select count(*) > 0 as is_sold, coalesce(bool_or(there.found < o.subscription_count), false) as is_missing
     ${ORDERS_WITH_SUBSCRIPTIONS}
     where o.status <> 'cancelled'`,
    { portalId, recordIds: [recordId] },
  );
  return rows[0]!;
}
