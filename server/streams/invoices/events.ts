import { toDate, isLive, isComparable, type EventRules } from '../shared/event-rules.ts';
import { eventOf, type NewEvent } from '../shared/events.ts';
import type { Invoice } from './record.ts';
import { hasReceivedMoney } from './settlement.ts';
import type { InvoiceChange } from './store.ts';

export function invoiceEvents(changes: readonly InvoiceChange[], rules: EventRules): NewEvent[] {
  return changes.flatMap((change) => [
    ...(isIssued(change.after) ? [eventOf('invoice_issued', change.after, isIssuedEventLive(change, rules))] : []),
    ...(isPaid(change.after) ? [eventOf('invoice_paid', change.after, isPaidEventLive(change, rules))] : []),
  ]);
}

/** What the rules look at, of the invoice as it was and as it is. */
export interface InvoiceFacts {
  before: (Pick<Invoice, 'status'> & { generation: number }) | null;
  after: Pick<Invoice, 'type' | 'status' | 'createdAt' | 'changedAt' | 'issuedOn' | 'settledAt' | 'settledOn'>;
}

/** Issued: posted, whatever became of it since. Credit notes are no invoices. */
function isIssued({ type, status }: Pick<Invoice, 'type' | 'status'>): boolean {
  return type !== 'credit_note' && status !== 'draft' && status !== 'cancelled';
}

/** Nothing was paid for what is free or settled by credit notes alone; promised money (`in_payment`) is not yet a payment. */
export function isPaid(invoice: Pick<Invoice, 'type' | 'status' | 'total' | 'open' | 'allocations'>): boolean {
  return invoice.type !== 'credit_note' && invoice.status === 'paid' && hasReceivedMoney(invoice);
}

export function isIssuedEventLive({ before, after }: InvoiceFacts, rules: EventRules): boolean {
  const isObserved = isComparable(before, rules) && !isIssued({ type: after.type, status: before.status });
  const at = isObserved ? null : toDate(after.createdAt);
  return isLive({ at, on: after.issuedOn, notAfter: toDate(after.changedAt), notBefore: null, isObserved }, rules);
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
