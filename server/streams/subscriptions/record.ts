import { z } from 'zod';
import { Amount, CurrencyCode, Day, Instant, RecordIdText } from '../shared/values.ts';

const Period = z.object({ every: z.int().positive(), unit: z.enum(['day', 'week', 'month', 'year']) });
export type Period = z.infer<typeof Period>;

/** What is invoiced again and again. */
export const Charge = z.object({
  name: z.string(),
  /** Net of tax, each time, in the subscription's currency. */
  amount: Amount,
  /** Null: the ERP does not say how often. */
  period: Period.nullable(),
});
export type Charge = z.infer<typeof Charge>;

/** What a customer gets and pays by the period. */
export const Subscription = z.object({
  /** Without a slash. */
  id: RecordIdText,
  /** As people find it there. */
  name: z.string(),
  /**
   * As it is today. `renewed`: another one goes on in its place; `ended`: its time ran out; `cancelled`: somebody ended it. The latter three are over.
   */
  status: z.enum(['not_started', 'active', 'paused', 'renewed', 'ended', 'cancelled']),
  customerId: RecordIdText.nullable(),
  organisationId: RecordIdText.nullable(),
  companyId: z.string().nullable(),
  /** The one that it goes on for. */
  predecessorId: RecordIdText.nullable(),
  /** The orders that it came from, or was changed by. */
  orderIds: z.array(RecordIdText),
  plan: z.string().nullable(),
  /** Null: the ERP knows no amounts. */
  currency: CurrencyCode.nullable(),
  charges: z.array(Charge),
  /** What it comes to in a month, where the ERP says so itself. */
  monthly: Amount.nullable(),
  startsOn: Day.nullable(),
  /** Null: nothing more is invoiced, or nobody knows when. */
  nextInvoiceOn: Day.nullable(),
  /** Until when it runs, or ran; null: until somebody ends it. */
  endsOn: Day.nullable(),
  /** At least those that were not paid when it was last read. */
  invoiceIds: z.array(RecordIdText),
  /** The ERP could not collect a payment. That an invoice is overdue is no matter of this. */
  isPaymentFailing: z.boolean(),
  createdAt: Instant.nullable(),
  /** When the ERP last changed it, where it says so. */
  changedAt: Instant.nullable(),
  changeStamp: z.string(),
});
export type Subscription = z.infer<typeof Subscription>;
export type SubscriptionStatus = Subscription['status'];
