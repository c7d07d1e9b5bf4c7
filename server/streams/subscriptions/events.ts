import { dayOfMoment } from '../../shared/calendar.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { isComparable, isLive, toDate, type EventRules } from '../shared/event-rules.ts';
import { eventOf, type EventKind, type NewEvent } from '../shared/events.ts';
import type { Subscription, SubscriptionStatus } from './record.ts';
import type { KeptSubscription } from './store.ts';

interface SubscriptionChange {
  before: KeptSubscription | null;
  after: Subscription;
}

interface Happening {
  kind: EventKind;
  /** What tells this time from another time that the same happens to it; null: it happens once. */
  nth: string | null;
  /** The day of it, as far as the ERP says. */
  on: string | null;
  /** What was stored before, when it had not happened yet. */
  wasBefore: (before: KeptSubscription) => boolean;
}

/** What happens to subscriptions that somebody may want to hear of. */
export function subscriptionEvents(changes: readonly SubscriptionChange[], rules: EventRules): NewEvent[] {
  return changes.flatMap((change) =>
    happeningsOf(change, rules).map((happening) => {
      const { after } = change;
      const id = happening.nth === null ? after.id : eventId(after.id, happening.nth);
      return eventOf(happening.kind, { ...after, id }, isHappeningLive(change, happening, rules));
    }),
  );
}

/** One of its invoices is overdue. */
export const paymentFailureOf = (subscription: Parameters<typeof eventOf>[1], invoiceId: ErpRecordId, live: boolean): NewEvent =>
  eventOf('subscription_payment_failed', { ...subscription, id: eventId(subscription.id, invoiceId) }, live);

const eventId = (id: ErpRecordId, nth: string): ErpRecordId => `${id}/${nth}` as ErpRecordId;
/** SQL of the subscription that an event happened to, of its id. */
export const subscriptionOfEventSql = (eventErpId: string): string => `split_part(${eventErpId}, '/', 1)`;

function happeningsOf({ before, after }: SubscriptionChange, { timeZone }: EventRules): Happening[] {
  const { status, endsOn, changeStamp, predecessorId } = after;
  const stamp = changeStamp.replaceAll('/', '-');
  const happenings: Happening[] = [];
  const add = (kind: EventKind, rest: Omit<Happening, 'kind'>): void => void happenings.push({ kind, ...rest });
  // What goes on for another one did not start for its customer.
  if (hasBegun(status) && predecessorId === null)
    add('subscription_started', { nth: null, on: startOf(after, timeZone), wasBefore: (kept) => !hasBegun(kept.status) });
  if (isRenewed(before, after)) add('subscription_renewed', { nth: endsOn ?? stamp, on: null, wasBefore: () => true });
  // A quotation that came to nothing never ran. Without a day, a change to what is over is told from another end by the state before.
  if (isStopped(status) && before?.status !== 'not_started' && (endsOn !== null || before === null || !isStopped(before.status)))
    add('subscription_ended', { nth: endsOn ?? stamp, on: endsOn, wasBefore: (kept) => !isStopped(kept.status) });
  if (after.isPaymentFailing && before?.isPaymentFailing === false)
    add('subscription_payment_failed', { nth: stamp, on: null, wasBefore: () => true });
  return happenings;
}

const hasBegun = (status: SubscriptionStatus): boolean => status !== 'not_started' && status !== 'cancelled';

/** Contracts are dated back: it did not start before it was there. */
function startOf({ startsOn, createdAt }: Subscription, timeZone: string): string | null {
  const made = createdAt === null ? null : dayOfMoment(timeZone, createdAt);
  return startsOn !== null && made !== null && startsOn < made ? made : startsOn;
}
/** One that another one goes on for did not end for its customer. */
const isStopped = (status: SubscriptionStatus): boolean => status === 'ended' || status === 'cancelled';

/** It goes on for longer than it would have, or again after its end, in its own record or in another one. */
function isRenewed(before: KeptSubscription | null, { status, endsOn }: Subscription): boolean {
  if (before === null || before.status === 'cancelled' || before.status === 'not_started') return false;
  if (status === 'renewed') return before.status !== 'renewed';
  if (before.status === 'ended') return status === 'active';
  return status === 'active' && before.endsOn !== null && (endsOn === null || endsOn > before.endsOn);
}

/** What we did not see happen counts only of one that nobody had read before, where the ERP dates it. */
function isHappeningLive({ before, after }: SubscriptionChange, { on, wasBefore }: Happening, rules: EventRules): boolean {
  const isObserved = isComparable(before, rules) && wasBefore(before);
  if (!isObserved && (before !== null || on === null || after.createdAt === null)) return false;
  // People date contracts ahead and back: what was seen happened when it was seen.
  const dates = isObserved ? { on: null, notBefore: null } : { on, notBefore: toDate(after.createdAt) };
  return isLive({ at: null, ...dates, notAfter: toDate(after.changedAt), isObserved }, rules);
}
