import { DEAL } from '../../shared/object-types.ts';
import { NUMBERED_ORDERS } from './numbered-orders.ts';
import type { Share } from '../../streams/orders/progress.ts';

/** What of a deal's orders and of what was asked for them says how it stands. */
export interface OrderFacts {
  /** Of the newest command that makes a document; null: nothing was asked for. */
  create: CommandFacts | null;
  /** Of the newest command that makes the document an order. */
  confirm: CommandFacts | null;
  /** The document that counts; null: there is none, or it was not read yet. */
  order: {
    status: 'quotation' | 'waiting_approval' | 'confirmed' | 'closed' | 'cancelled';
    reserved: Share;
    delivered: Share;
    invoiced: Share;
    isPaid: boolean;
  } | null;
  /** Made or tied, and perhaps not read yet. */
  isTied: boolean;
  /** What was made is not in the ERP any more. */
  isGone: boolean;
  /** Its net is not the deal's, and nobody took it for that. */
  differs: boolean;
}

interface CommandFacts {
  state: 'planned' | 'waiting' | 'sending' | 'unknown' | 'done' | 'rejected' | 'cancelled';
  waitingFor: string | null;
}

type OrderStatus =
  | 'asked'
  | 'waiting_customer'
  | 'waiting_approval'
  | 'refused'
  | 'difference'
  | 'unknown'
  | 'quotation'
  | 'ordered'
  | 'reserved'
  | 'partly_delivered'
  | 'delivered'
  | 'invoiced'
  | 'paid'
  | 'cancelled';

/** In one word, the furthest that it came; null: nothing was asked for. */
export function orderStatus(facts: OrderFacts): OrderStatus | null {
  const { order, create, isTied, isGone } = facts;
  if (order) return order.status === 'quotation' || order.status === 'waiting_approval' ? ofQuotation(facts) : ofOrder(order);
  // While it is asked what became of a draft nothing is over.
  if (isGone && create?.state !== 'unknown') return 'cancelled';
  if (isTied) return ofQuotation(facts);
  return create && ofAsking(create);
}

function ofOrder({ status, reserved, delivered, invoiced, isPaid }: NonNullable<OrderFacts['order']>): OrderStatus {
  if (status === 'cancelled') return 'cancelled';
  const isDelivered = delivered === 'all' || delivered === 'nothing';
  if (isDelivered && invoiced === 'all') return isPaid ? 'paid' : 'invoiced';
  if (delivered === 'all') return 'delivered';
  if (delivered === 'partly') return 'partly_delivered';
  return reserved === 'all' ? 'reserved' : 'ordered';
}

/** Somebody has to agree: by the rules, or as the customer's credit does not reach. */
const WAITS_FOR_PERSON = ['order.waiting_approval', 'order.waiting_credit'];

function ofQuotation({ order, confirm, differs }: OrderFacts): OrderStatus {
  const isHeld = confirm !== null && WAITS_FOR_PERSON.includes(confirm.waitingFor ?? '');
  if (order?.status === 'waiting_approval' || isHeld) return 'waiting_approval';
  if (differs || confirm?.waitingFor === 'order.waiting_lines') return 'difference';
  if (confirm?.state === 'rejected' || confirm?.waitingFor === 'order.not_approved') return 'refused';
  if (confirm?.state === 'unknown') return 'unknown';
  // It is about to become an order: nobody is to act on a quotation.
  return confirm?.state === 'planned' || confirm?.state === 'sending' ? 'asked' : 'quotation';
}

function ofAsking({ state, waitingFor }: CommandFacts): OrderStatus | null {
  if (state === 'cancelled') return null;
  if (waitingFor === 'order.waiting_customer') return 'waiting_customer';
  // It waits by itself only for a product that the ERP refused to make.
  if (state === 'rejected' || state === 'waiting') return 'refused';
  return state === 'unknown' ? 'unknown' : 'asked';
}

const ofCommand = (name: 'createOrder' | 'confirmOrder'): string => `(
  select jsonb_build_object('state', c.state, 'waitingFor', c.waiting_for) from commands c
  where c.portal_id = :portalId and c.object_type = '${DEAL}' and c.record_id = asked.record_id and c.name = '${name}'
    ${name === 'confirmOrder' ? `and c.state <> 'cancelled'` : ''}
  order by c.asked_at desc, c.key desc limit 1)`;

/**
 * SQL of (record_id, facts): `OrderFacts` of deals that have anything to do with orders. Bindings: portalId, recordIds, now, digits (by currency,
 * where they are not two). Orders of an ERP that nobody approved do not count.
 */
export const ORDER_FACTS = `
  select asked.record_id, jsonb_build_object('create', ${ofCommand('createOrder')}, 'confirm', ${ofCommand('confirmOrder')},
    'order', case when mine.status is not null then jsonb_build_object('status', mine.status, 'reserved', mine.reserved, 'delivered', mine.delivered,
      'invoiced', mine.invoiced, 'isPaid', mine.is_paid) end,
    'isTied', mine.how is not null, 'isGone', coalesce(mine.status is null and mine.tied_at < :now::timestamptz - interval '10 minutes', false),
    'differs', coalesce(mine.differs, false)) as facts
  from unnest(:recordIds::text[]) as asked(record_id)
  left join lateral (
    select t.how, t.tied_at, o.status, o.reserved, o.delivered, o.invoiced,
      -- Drafts count as invoiced; neither they nor invoices that were not read yet are paid.
      (select coalesce(bool_or(v.type <> 'credit_note')
          and bool_and(coalesce(v.type = 'credit_note' or (v.status <> 'draft' and v.open = 0), false)), false)
        from jsonb_array_elements_text(o.invoice_ids) i(id)
        left join erp_invoices v on v.portal_id = t.portal_id and v.connection_id = t.connection_id and v.erp_id = i.id
        where v.status is distinct from 'cancelled') as is_paid,
      abs(t.deal_net - coalesce(o.untaxed, t.erp_net)) > greatest(unit.minor, unit.minor * t.line_count / 2)
        and coalesce((t.accepted ->> 'net')::numeric <> coalesce(o.untaxed, t.erp_net), true) as differs
    from (
      select t.portal_id, t.connection_id, t.order_id, t.how, t.tied_at, t.deal_net, t.erp_net, t.currency, t.line_count, t.accepted from order_ties t
      where t.portal_id = :portalId and t.deal_id = asked.record_id
      union all
      select n.portal_id, n.connection_id, n.erp_id, 'number', n.stored_at, null, null, n.currency, 0, null from ${NUMBERED_ORDERS}
      where d.portal_id = :portalId and d.deal_id = asked.record_id
    ) t
    join erp_connections k on k.portal_id = t.portal_id and k.id = t.connection_id and k.status <> 'disconnected' and k.approved_at is not null
    left join erp_orders o on o.portal_id = t.portal_id and o.connection_id = t.connection_id and o.erp_id = t.order_id
    cross join lateral (select power(10::numeric, -coalesce((:digits::jsonb ->> coalesce(o.currency, t.currency))::int, 2)) as minor) unit
    -- What is an order counts before a quotation, and both before what was called off.
    order by array_position(array['confirmed', 'closed', 'waiting_approval', 'quotation', null, 'cancelled'], o.status), t.tied_at desc, t.order_id desc
    limit 1
  ) mine on true
  where mine.how is not null or exists (
    select 1 from commands c where c.portal_id = :portalId and c.object_type = '${DEAL}' and c.record_id = asked.record_id)`;
