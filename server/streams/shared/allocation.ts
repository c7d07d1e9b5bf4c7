import { z } from 'zod';
import { Amount, Day, Instant, RecordIdText } from './values.ts';

/** One amount that settles (part of) an invoice. Owned by the record that lists it: an ERP names it where it knows it, on the invoice or on the payment. */
export const Allocation = z.object({
  invoiceId: RecordIdText,
  by: z.enum(['payment', 'credit_note', 'other']),
  /** The payment, or the credit note (an invoice record); null when the ERP names no document. */
  sourceId: RecordIdText.nullable(),
  /** In the invoice's currency. */
  amount: Amount,
  on: Day.nullable(),
  /** When the ERP recorded the settlement, where it says so. */
  at: Instant.nullable(),
  /** What to show: payment number, bank statement text. */
  label: z.string().nullable(),
});
export type Allocation = z.infer<typeof Allocation>;
