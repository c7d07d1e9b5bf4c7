import { z } from 'zod';
import { Allocation } from '../shared/allocation.ts';
import { Amount, CurrencyCode, Day, Instant, Proof, RecordIdText } from '../shared/values.ts';

/** Money from a customer (`in`) or back to one (`out`). */
export const Payment = z.object({
  id: RecordIdText,
  direction: z.enum(['in', 'out']),
  /** `in_process`: booked, not yet confirmed by the bank. */
  status: z.enum(['draft', 'in_process', 'posted', 'cancelled']),
  number: z.string().nullable(),
  customerId: RecordIdText.nullable(),
  organisationId: RecordIdText.nullable(),
  companyId: z.string().nullable(),
  currency: CurrencyCode,
  amount: Amount,
  /** The part that settles no document yet; null when the ERP does not say. */
  unapplied: Amount.nullable(),
  baseCurrency: CurrencyCode,
  baseAmount: Amount,
  baseUnapplied: Amount.nullable(),
  paidOn: Day.nullable(),
  method: z.string().nullable(),
  reference: z.string().nullable(),
  allocations: z.array(Allocation),
  createdAt: Instant.nullable(),
  proof: Proof,
  changedAt: Instant.nullable(),
  changeStamp: z.string(),
});
export type Payment = z.infer<typeof Payment>;
