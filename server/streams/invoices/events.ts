import { toDate, isLive, isComparable, type EventRules } from '../shared/event-rules.ts';
import { eventOf, type NewEvent } from '../shared/events.ts';
import type { Invoice } from './record.ts';
import { hasReceivedMoney } from './settlement.ts';
import type { InvoiceChange } from './store.ts';

/** That an invoice was issued is none: HubSpot has no property for it, and it would be a row for every invoice there is. */
export function invoiceEvents(changes: readonly InvoiceChange[], rules: EventRules): NewEvent[] {
  return changes.flatMap((change) => (isPaid(change.after) ? [eventOf('invoice_paid', change.after, isPaidEventLive(change, rules))] : []));
}

/** What the rules look at, of the invoice as it was and as it is. */
interface InvoiceFacts {
  before: (Pick<Invoice, 'status'> & { generation: number }) | null;
  after: Pick<Invoice, 'createdAt' | 'changedAt' | 'settledAt' | 'settledOn'>;
}

/** Nothing was paid for what is free or settled by credit notes alone; promised money (`in_payment`) is not yet a payment. */
export function isPaid(invoice: Pick<Invoice, 'type' | 'status' | 'total' | 'open' | 'allocations'>): boolean {
  return invoice.type !== 'credit_note' && invoice.status === 'paid' && hasReceivedMoney(invoice);
}

export function isPaidEventLive({ before, after }: InvoiceFacts, rules: EventRules): boolean {
  const isObserved = isComparable(before, rules) && before.status !== 'paid';
  const dates = {
    at: toDate(after.settledAt),
    on: after.settledOn,
    notAfter: toDate(after.changedAt),
    notBefore: toDate(after.createdAt),
  };
  return isLive({ ...dates, isObserved }, rules);
}
