import { isComparable, isLive, toDate, type EventRules } from '../shared/event-rules.ts';
import { eventOf, type NewEvent } from '../shared/events.ts';
import { progressOf } from './progress.ts';
import type { Order } from './record.ts';
import type { KeptOrder } from './store.ts';

interface OrderChange {
  before: KeptOrder | null;
  after: Order;
}

/** The last goods of an order left the house; how often it is delivered in parts before does not matter. */
export function orderEvents(changes: readonly OrderChange[], rules: EventRules): NewEvent[] {
  return changes.flatMap((change) =>
    isDelivered(change.after) ? [eventOf('order_delivered', change.after, isDeliveryLive(change, rules))] : [],
  );
}

const isDelivered = (order: Order): boolean => order.status !== 'cancelled' && progressOf(order).delivered === 'all';

function isDeliveryLive({ before, after }: OrderChange, rules: EventRules): boolean {
  const left = after.deliveries.flatMap(({ status, at }) => (status === 'done' && at !== null ? [at] : [])).toSorted();
  const last = left.at(-1) ?? null;
  const isInstant = last !== null && last.includes('T');
  const isObserved = isComparable(before, rules) && before.delivered !== 'all';
  const dates = { at: isInstant ? toDate(last) : null, on: isInstant ? null : last };
  return isLive({ ...dates, notAfter: toDate(after.changedAt), notBefore: toDate(after.createdAt), isObserved }, rules);
}
