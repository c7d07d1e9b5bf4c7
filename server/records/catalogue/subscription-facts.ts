import type { SubscriptionStatus } from '../../streams/subscriptions/record.ts';
import { isDeal, type InvoicedObjectType } from '../../shared/object-types.ts';

/** What a record has of subscriptions; those that another one goes on for are left out. */
export interface SubscriptionFacts {
  list: { status: Exclude<SubscriptionStatus, 'renewed'>; nextInvoiceOn: string | null; endsOn: string | null }[];
  /** What the active ones come to in a month, in the account's currency; '' where they are in others alone, null where no amount is known. */
  monthly: string | null;
}

/** An account whose currency is not known takes the only one there is. Different ones are never added. */
const OWN = `coalesce(own.currency = :currency::text, own.has_one_currency)`;

const OF_DEALS = `
    select distinct o.deal_id as record_id, f.connection_id, f.subscription_id
    from orders_of_deals o
    join ready r on r.id = o.connection_id
    join erp_subscription_orders f on f.portal_id = :portalId and f.connection_id = o.connection_id and f.order_id = o.order_id`;
const OF_ORGANISATIONS = `
    select distinct o.record_id, s.connection_id, s.erp_id as subscription_id
    from owners o
    join erp_subscriptions s on s.portal_id = :portalId and s.connection_id = o.connection_id and s.organisation_id = o.customer_id`;

/** SQL of (record_id, facts). Bindings: portalId, recordIds, currency; relations `ready`, `owners` and, of deals, `orders_of_deals` name what counts. */
export const subscriptionFactsSql = (objectType: InvoicedObjectType): string => `
  select own.record_id, jsonb_build_object(
    'list', jsonb_agg(jsonb_build_object('status', own.status, 'nextInvoiceOn', own.next_invoice_on, 'endsOn', own.ends_on)
      order by own.starts_on desc nulls last, own.erp_id desc),
    'monthly', case
      when not bool_or(own.is_paid) then null
      when not bool_or(own.is_paid and ${OWN}) then ''
      else trim_scale(sum(own.monthly) filter (where own.is_paid and ${OWN}))::text end) as facts
  from (
    select paid.*, min(paid.currency) filter (where paid.is_paid) over w is not distinct from max(paid.currency) filter (where paid.is_paid) over w
        as has_one_currency
    from (
      select m.record_id, s.erp_id, s.status, s.currency, s.monthly, s.starts_on, s.next_invoice_on, s.ends_on,
        s.status = 'active' and s.monthly is not null as is_paid
      from (${isDeal(objectType) ? OF_DEALS : OF_ORGANISATIONS}) m
      join erp_subscriptions s on s.portal_id = :portalId and s.connection_id = m.connection_id and s.erp_id = m.subscription_id
      where s.status <> 'renewed'
    ) paid
    window w as (partition by paid.record_id)
  ) own
  group by own.record_id`;

/** The first that one of them is; of those that are over the latest. */
const ORDER = ['active', 'paused', 'not_started'] as const;

export function subscriptionStatus({ list }: SubscriptionFacts): string | null {
  return ORDER.find((status) => list.some((one) => one.status === status)) ?? list[0]?.status ?? null;
}

const isGoingOn = ({ status }: SubscriptionFacts['list'][number]): boolean => status === 'active' || status === 'not_started';

export const nextInvoiceOf = ({ list }: SubscriptionFacts): string | null =>
  earliest(list.filter(isGoingOn).map(({ nextInvoiceOn }) => nextInvoiceOn));

/** When the next of them runs out, or where nothing goes on when the last one ended. */
export function endOfSubscriptions({ list }: SubscriptionFacts): string | null {
  const running = list.filter(({ status }) => ORDER.some((one) => one === status));
  return running.length > 0 ? earliest(running.map(({ endsOn }) => endsOn)) : (list[0]?.endsOn ?? null);
}

const earliest = (days: readonly (string | null)[]): string | null => days.filter((day) => day !== null).toSorted()[0] ?? null;
