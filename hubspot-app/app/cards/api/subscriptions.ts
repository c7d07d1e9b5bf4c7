import type { Money } from './types.ts';

/** GET /cards/subscriptions — what a deal sold, or a customer gets, by the period, as it was last read. */
export type RecordSubscriptions =
  /** The subscriptions of no ERP are read: nothing is shown. */
  | { state: 'off' }
  | {
      state: 'ready';
      /** At most 20; what is over comes last. */
      subscriptions: SubscriptionView[];
      /** What the active ones come to in a month, each currency by itself; empty: not for this person. */
      monthly: Money[];
      /** Of a deal: orders that have fewer or more than they should have made; `names` of those that are there. */
      unexpected: { number: string; expected: number; found: number; names: string[] }[];
    };

export interface SubscriptionView {
  connectionId: string;
  id: string;
  name: string;
  url: string | null;
  /** Whose it is, where those shown are of several. */
  customer: string | null;
  /** Numbers of the orders that it came from, where those shown are of several. */
  order: string | null;
  /** `ended`: its time ran out; `cancelled`: somebody ended it. */
  status: 'not_started' | 'active' | 'paused' | 'ended' | 'cancelled';
  plan: string | null;
  /** Null: not known, or not for this person. */
  monthly: Money | null;
  charges: { name: string; amount: Money | null; period: BillingPeriod | null }[];
  /** Days. */
  startsOn: string | null;
  nextInvoiceOn: string | null;
  endsOn: string | null;
  /** The ERP could not collect a payment, or an invoice is overdue. */
  isUnpaid: boolean;
}

export interface BillingPeriod {
  every: number;
  unit: 'day' | 'week' | 'month' | 'year';
}
