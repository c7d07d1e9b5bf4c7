import type { BillingPeriod, SubscriptionView } from '../../api/subscriptions.ts';
import type { Format } from '../../common/format.ts';
import type { Translate } from '../../common/translate.ts';
import type { Key } from '../../i18n/en.ts';
import { dotted } from '../dotted.ts';
import type { StatusLook } from '../status.ts';

interface Words {
  t: Translate<Key>;
  format: Format;
}

const VARIANT: Record<SubscriptionView['status'], StatusLook['variant']> = {
  not_started: 'default',
  active: 'success',
  paused: 'warning',
  ended: 'default',
  cancelled: 'default',
};

export const isOver = ({ status }: SubscriptionView): boolean => status === 'ended' || status === 'cancelled';

/** That it is not paid comes before that it goes on. */
export function subscriptionLook(subscription: SubscriptionView, { t }: Words): StatusLook {
  const { status, isUnpaid } = subscription;
  if (isUnpaid) return { variant: 'danger', text: t('subscription.unpaid') };
  return { variant: VARIANT[status], text: t(`subscription.${status}`), ...(isOver(subscription) && { hollow: true }) };
}

/** `900 MXN a month · Monthly plan · Acme · order S00042`. */
export function amountText({ monthly, plan, customer, order: number }: SubscriptionView, { t, format }: Words): string {
  const amount = monthly && t('subscription.monthly', { amount: format.money(monthly, { withCode: true }) });
  return dotted([amount, plan, customer, number && t('subscription.ofOrder', { number })]);
}

/** What comes next, by days. */
export function daysText(subscription: SubscriptionView, { t, format }: Words): string {
  const { status, startsOn, nextInvoiceOn, endsOn } = subscription;
  const from = status === 'not_started' && startsOn ? t('subscription.from', { day: format.day(startsOn) }) : null;
  const next = nextInvoiceOn && t('subscription.next', { day: format.day(nextInvoiceOn) });
  const until = endsOn && t(isOver(subscription) ? 'subscription.over' : 'subscription.until', { day: format.day(endsOn) });
  return dotted([from, next, until]);
}

export const periodText = (period: BillingPeriod | null, { t }: Words): string | null =>
  period && t(`period.${period.unit}`, { count: period.every });
