import { PROJECT_STATUSES } from './catalogue/project-status.ts';
import { subscriptionFactsSql } from './catalogue/subscription-facts.ts';
import { subscriptionOfEventSql } from '../streams/subscriptions/events.ts';
import { partIdSql } from '../streams/projects/events.ts';
import { ORDER_FACTS } from './catalogue/order-status.ts';
import { naturalOrder } from '../mirror/natural-order.ts';
import { IS_FULLY_READ } from './needs.ts';
import type { CarriedScope, ContactsCarry } from './record-invoices.ts';
import { OWED, UNSETTLED } from '../streams/invoices/statuses.ts';
import { isCancelled, ORDERS_OF_DEALS } from './catalogue/numbered-orders.ts';
import { erpKeySql } from './catalogue/erp-key.ts';
import { carriesIn, countsIn, dayOfInvoice, OPEN_PARTS, ordersOfNumber, recordInvoicesWithSql } from './record-invoices.ts';
import { DEAL, isOrganisation, isPerson, isDeal, type CustomerObjectType, type InvoicedObjectType } from '../shared/object-types.ts';

/**
 * One row per record asked for. Bindings: portalId, recordIds, now, timeZone, currency, activeMonths, oldestEvent, digits, for a preview
 * previewOf.
 */
export function rollupSql(objectType: InvoicedObjectType, contactsCarry: ContactsCarry, scope: CarriedScope): string {
  return `
  with ready as (${ready(scope)}),
  day as (${DAY}),
  -- Once for all that ask for them: PostgreSQL would plan them, and find them, once for each.
  ${isDeal(objectType) ? `orders_of_deals as materialized (${ORDERS_OF_DEALS}),` : ''}
  owners as (${isDeal(objectType) ? DEAL_OWNERS : customerOwners(objectType, scope)}),
  mine as materialized (${mine(objectType, contactsCarry, scope)}),
  posted as (${POSTED}),
  figures as (${FIGURES}),
  owned as (${isDeal(objectType) ? ownedDeals(scope) : OWNED_CUSTOMERS}),
  -- No upper end: another machine's clock may be ahead, and its event would be passed over for good.
  young as materialized (
    select e.identity_key, e.kind, e.erp_id, e.customer_id, e.organisation_id, e.recorded_at from events e
    where e.portal_id = :portalId and e.is_live and e.recorded_at >= :oldestEvent
  ),
  moved as (${moved(objectType, contactsCarry)}),
  -- Once for all records asked for: looked up for each, the orders of all deals were found once for each deal.
  happened as (
    select e.record_id, jsonb_agg(jsonb_build_object('identityKey', e.identity_key, 'kind', e.kind, 'erpId', e.erp_id, 'isAnnounced', ${isAnnounced(objectType)},
      'at', to_char(e.recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) order by e.recorded_at) as events
    from moved e group by e.record_id
  )
  select asked.record_id, coalesce(owned.is_linked, false) as is_linked, owned.key, coalesce(owned.is_blocked, false) as is_blocked, coalesce(owned.is_gone, false) as is_gone,
    owned.ambiguous_order, ${isDeal(objectType) ? 'ordered.facts' : 'null::jsonb'} as orders, ${isDeal(objectType) ? 'worked.statuses' : 'null::jsonb'} as projects, ${isPerson(objectType) ? 'null::jsonb' : 'subscribed.facts'} as subscriptions,
    f.statuses, f.last_number, f.other_currencies, f.last_issued > day.today - make_interval(months => :activeMonths::int) as is_recent,
    coalesce(f.open, case when f.record_id is null and ${!isDeal(objectType)} then '0' end) as open,
    coalesce(f.overdue, case when f.record_id is null then '0' end) as overdue,
    happened.events
  from unnest(:recordIds::text[]) as asked(record_id)
  cross join day
  left join owned on owned.record_id = asked.record_id
  ${
    isDeal(objectType)
      ? `left join (${ORDER_FACTS}) ordered on ordered.record_id = asked.record_id
  left join (${PROJECT_STATUSES}) worked on worked.record_id = asked.record_id`
      : ''
  }
  ${isPerson(objectType) ? '' : `left join (${subscriptionFactsSql(objectType)}) subscribed on subscribed.record_id = asked.record_id`}
  left join figures f on f.record_id = asked.record_id
  left join happened on happened.record_id = asked.record_id`;
}

/**
 * How many records of those asked for have invoices of these statuses and open amounts in these currencies beside the account's: what `rollupSql` says of each,
 * counted. Bindings as there.
 */
export function statusCountsSql(objectType: CustomerObjectType, contactsCarry: ContactsCarry, scope: CarriedScope): string {
  return `
  -- Asked for before PostgreSQL knows how many links there are: it would find what is ready once for each invoice.
  with ready as materialized (${ready(scope)}),
  day as (${DAY}),
  mine as materialized (${mine(objectType, contactsCarry, scope)}),
  posted as (${POSTED})
  select statuses, other_currencies, count(*) as count
  from (select ${STATUSES} as statuses, ${OTHER_CURRENCIES} as other_currencies ${FROM_POSTED} group by p.record_id) f
  group by statuses, other_currencies`;
}

const DAY = `select (:now::timestamptz at time zone :timeZone)::date as today`;

const mine = (objectType: InvoicedObjectType, contactsCarry: ContactsCarry, scope: CarriedScope): string => `
  select m.*, r.identity_key, r.go_live_at
  from (${recordInvoicesWithSql(objectType, contactsCarry, scope, FIGURE_COLUMNS)}) m
  join ready r on r.id = m.connection_id`;

const ready = (scope: CarriedScope): string => `
  select k.id, k.identity_key, k.go_live_at from erp_connections k
  where k.portal_id = :portalId and ${countsIn[scope]} and ${IS_FULLY_READ}`;

const customerOwners = (objectType: CustomerObjectType, scope: CarriedScope): string => `
  select l.record_id, l.connection_id, l.customer_id, l.linked_at, r.identity_key, r.go_live_at, c.organisation_id, coalesce(c.is_billing_contact, false) as is_billing_contact,
    coalesce(c.blocked, false) or coalesce(o.blocked, false) as is_blocked, c.erp_id is null as is_gone
  from links l
  join ready r on r.id = l.connection_id
  left join erp_customers c on c.portal_id = l.portal_id and c.connection_id = l.connection_id and c.erp_id = l.customer_id
  left join erp_customers o on o.portal_id = c.portal_id and o.connection_id = c.connection_id and o.erp_id = c.organisation_id
  where l.portal_id = :portalId and l.object_type = '${objectType}' and ${carriesIn[scope]} and l.record_id = any(:recordIds)`;

// The key is of the customer linked first: it must neither collide nor change while that link lives.
const OWNED_CUSTOMERS = `
  select o.record_id, true as is_linked, bool_or(o.is_blocked) as is_blocked, bool_and(o.is_gone) as is_gone, null::text as ambiguous_order,
    (array_agg(${erpKeySql('o.identity_key', 'o.customer_id')} order by o.linked_at, o.identity_key, o.customer_id))[1] as key
  from owners o group by o.record_id`;

// Both are looked up by the deal alone.
const ORDERS_OF_DEAL = `
  select t.deal_id from order_ties t where t.portal_id = :portalId and t.deal_id = any(:recordIds)
  union select c.record_id from commands c where c.portal_id = :portalId and c.object_type = '${DEAL}' and c.record_id = any(:recordIds)
  union select d.deal_id from deal_orders d
    join erp_orders o on o.portal_id = d.portal_id and o.order_number = d.order_number
    join ready r on r.id = o.connection_id
    where d.portal_id = :portalId and d.deal_id = any(:recordIds)`;

const DEAL_OWNERS = `
  select d.deal_id as record_id, d.order_number from deal_orders d where d.portal_id = :portalId and d.deal_id = any(:recordIds)
  union
  select t.deal_id, null from invoice_ties t where t.portal_id = :portalId and t.deal_id = any(:recordIds)
  union
  select o.deal_id, null from (${ORDERS_OF_DEAL}) o`;

const ownedDeals = (scope: CarriedScope): string => `
  select d.record_id, exists (select 1 from mine m where m.record_id = d.record_id) or exists (select 1 from (${ORDERS_OF_DEAL}) o where o.deal_id = d.record_id) as is_linked, false as is_blocked, false as is_gone, null::text as key,
    max(d.order_number) filter (where 1 < (${ordersOfNumber(scope)})) as ambiguous_order
  from (select record_id, record_id as deal_id, order_number, :portalId::bigint as portal_id from owners) d group by d.record_id`;

const FIGURE_COLUMNS = [
  'status',
  'type',
  'number',
  'issued_on',
  'due_on',
  'instalments',
  'currency',
  'open',
  'base_currency',
  'base_open',
  'hidden_since',
];

// Drafts and cancelled documents are not money; a credit note is a figure of its own, not subtracted.
const POSTED = `
  select i.record_id, i.invoice_id as erp_id, i.status, i.type, i.number, i.issued_on, i.base_currency,
    i.status in ${OWED} and parts.late > 0 as is_overdue,
    case when i.status in ${UNSETTLED} then greatest(i.base_open, 0) else 0 end as open,
    case
      when i.status not in ${OWED} or parts.late = 0 or i.base_open <= 0 then 0
      when parts.late >= parts.whole then i.base_open
      when i.currency = i.base_currency then least(parts.late, i.base_open)
      -- Instalments have no figure in the books' currency; their share of the document's is the nearest there is.
      else round(i.base_open * parts.late / parts.whole, coalesce((:digits::jsonb ->> i.base_currency)::int, 2))
    end as overdue
  from mine i
  cross join day
  cross join lateral (
    select coalesce(sum(part.open) filter (where part.due_on < ${dayOfInvoice('day.today')}), 0) as late, coalesce(sum(part.open), 0) as whole
    -- Of what is settled nothing is asked: its parts are not even taken out of their JSON.
    from ${OPEN_PARTS} where part.open > 0 and i.status in ${OWED}
  ) parts
  where i.type <> 'credit_note' and i.status not in ('draft', 'cancelled')`;

// An account whose currency is not known takes the only one there is.
const OWN = `coalesce(p.base_currency = :currency::text, p.has_one_currency)`;
const amountOf = (column: string): string => `
    case when bool_or(p.${column} > 0 and not ${OWN}) and not bool_or(p.${column} > 0 and ${OWN}) then ''
      else trim_scale(coalesce(sum(p.${column}) filter (where ${OWN}), 0))::text end`;
const STATUSES = `array_agg(distinct case when p.is_overdue then 'overdue' else p.status end)`;
const OTHER_CURRENCIES = `array_agg(distinct p.base_currency) filter (where p.open > 0 and not ${OWN})`;
const FROM_POSTED = `
  from (
    select posted.*, max(posted.issued_on) over w as last_issued,
      min(posted.base_currency) filter (where posted.open > 0) over w is not distinct from max(posted.base_currency) filter (where posted.open > 0) over w
        as has_one_currency
    from posted window w as (partition by posted.record_id)
  ) p`;
const FIGURES = `
  select p.record_id,
    ${STATUSES} as statuses,
    max(p.last_issued) as last_issued,
    -- Of the last day alone: taking the numbers in a text apart for every invoice took longer than all the sums.
    (array_agg(p.number order by p.type = 'down_payment', ${naturalOrder('p.number', 'desc')}, ${naturalOrder('p.erp_id', 'desc')})
      filter (where p.issued_on is not distinct from p.last_issued))[1] as last_number,
    ${OTHER_CURRENCIES} as other_currencies,
    ${amountOf('open')} as open,
    ${amountOf('overdue')} as overdue
  ${FROM_POSTED}
  group by p.record_id`;

/** Before it was emptied, perhaps: a property that comes back with the same time starts workflows again. */
const isAnnounced = (objectType: InvoicedObjectType): string => `exists (
         select 1 from told_events a where a.portal_id = :portalId and a.object_type = '${objectType}'
           and a.record_id = e.record_id and a.kind = e.kind and a.told_at >= e.recorded_at)`;

function moved(objectType: InvoicedObjectType, contactsCarry: ContactsCarry): string {
  const ofInvoices = `
    select m.record_id, e.identity_key, e.kind, e.erp_id, e.recorded_at from young e
    join mine m on m.identity_key = e.identity_key and m.invoice_id = e.erp_id
    where e.kind in ('invoice_paid', 'invoice_overdue') and e.recorded_at >= m.go_live_at`;
  if (isDeal(objectType)) return `${ofInvoices} union ${OF_ORDERS} union ${OF_PROJECTS} union ${OF_SUBSCRIPTIONS}`;
  const ofPayments = `
    select o.record_id, e.identity_key, e.kind, e.erp_id, e.recorded_at from young e
    join owners o on o.identity_key = e.identity_key and ${isOrganisation(objectType) ? 'o.customer_id = e.organisation_id' : paymentReaches(contactsCarry)}
    where e.kind = 'payment_received' and e.recorded_at >= o.go_live_at`;
  return `${ofInvoices} union ${ofPayments} union ${isPerson(objectType) ? OF_SETTLED : OF_ORGANISATIONS_SUBSCRIPTIONS}`;
}

const OF_ORDERS = `
    select o.deal_id, e.identity_key, e.kind, e.erp_id, e.recorded_at from young e
    join ready r on r.identity_key = e.identity_key
    join orders_of_deals o on o.connection_id = r.id and o.order_id = e.erp_id
    where e.kind = 'order_delivered' and e.recorded_at >= r.go_live_at`;

const OF_PROJECTS = `
    select o.deal_id, e.identity_key, e.kind, e.erp_id, e.recorded_at from young e
    join ready r on r.identity_key = e.identity_key
    join orders_of_deals o on o.connection_id = r.id
    join erp_project_parts part on part.portal_id = :portalId and part.connection_id = o.connection_id and part.order_id = o.order_id
      and e.erp_id = ${partIdSql('part.project_id', 'part.order_id')}
    where e.kind = 'project_completed' and e.recorded_at >= r.go_live_at and not ${isCancelled('o')}`;

const IS_OF_SUBSCRIPTION = `starts_with(e.kind, 'subscription_')`;
const OF_SUBSCRIPTIONS = `
    select o.deal_id, e.identity_key, e.kind, e.erp_id, e.recorded_at from young e
    join ready r on r.identity_key = e.identity_key
    join orders_of_deals o on o.connection_id = r.id
    join erp_subscription_orders f on f.portal_id = :portalId and f.connection_id = o.connection_id and f.order_id = o.order_id
      and f.subscription_id = ${subscriptionOfEventSql('e.erp_id')}
    where ${IS_OF_SUBSCRIPTION} and e.recorded_at >= r.go_live_at`;
const OF_ORGANISATIONS_SUBSCRIPTIONS = `
    select o.record_id, e.identity_key, e.kind, e.erp_id, e.recorded_at from young e
    join owners o on o.identity_key = e.identity_key and o.customer_id = e.organisation_id
    where ${IS_OF_SUBSCRIPTION} and e.recorded_at >= o.go_live_at`;

// As with invoices: what is addressed to the organisation alone reaches the contacts that the setting names.
function paymentReaches(contactsCarry: ContactsCarry): string {
  const ofOrganisation = `coalesce(e.customer_id, e.organisation_id) = e.organisation_id and o.organisation_id = e.organisation_id`;
  if (contactsCarry === 'none') return 'o.customer_id = e.customer_id';
  return `(o.customer_id = e.customer_id or ${ofOrganisation}${contactsCarry === 'billing_contact' ? ' and o.is_billing_contact' : ''})`;
}

// Many ERPs book every payment on the organisation: the person whose invoice it settles hears of it all the same.
const OF_SETTLED = `
    select m.record_id, e.identity_key, e.kind, e.erp_id, e.recorded_at from young e
    join erp_connections k on k.portal_id = :portalId and k.identity_key = e.identity_key
    join erp_allocations a on a.portal_id = :portalId and a.connection_id = k.id
      and (a.source_id = e.erp_id and a.by = 'payment' or a.owner_stream = 'payments' and a.owner_id = e.erp_id)
    join mine m on m.connection_id = a.connection_id and m.invoice_id = a.invoice_id
    where e.kind = 'payment_received' and e.recorded_at >= m.go_live_at`;
