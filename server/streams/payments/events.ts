import { compareSums } from '../../mirror/decimals.ts';
import { toDate, isLive, isComparable, type EventRules } from '../shared/event-rules.ts';
import { eventOf, type NewEvent } from '../shared/events.ts';
import type { Payment } from './record.ts';
import type { PaymentChange } from './store.ts';

export function paymentEvents(changes: readonly PaymentChange[], rules: EventRules): NewEvent[] {
  return changes.flatMap((change) =>
    isReceived(change.after) && isNotZero(change.after)
      ? [eventOf('payment_received', change.after, isReceivedEventLive(change, rules))]
      : [],
  );
}

/** Some ERPs reconcile an invoice with a credit note by a payment of zero. */
const isNotZero = ({ amount }: PaymentChange['after']): boolean => compareSums([amount], []) > 0;

/** What the rules look at, of the payment as it was and as it is. */
export interface PaymentFacts {
  before: (Pick<Payment, 'status' | 'direction'> & { generation: number }) | null;
  after: Pick<Payment, 'createdAt' | 'changedAt' | 'paidOn'>;
}

function isReceived({ direction, status }: Pick<Payment, 'direction' | 'status'>): boolean {
  return direction === 'in' && (status === 'posted' || status === 'in_process');
}

export function isReceivedEventLive({ before, after }: PaymentFacts, rules: EventRules): boolean {
  const isObserved = isComparable(before, rules) && !isReceived(before);
  const at = isObserved ? null : toDate(after.createdAt);
  return isLive({ at, on: after.paidOn, notAfter: toDate(after.changedAt), notBefore: null, isObserved }, rules);
}
