import { z } from 'zod';
import { Amount, CurrencyCode, Instant, RecordIdText } from '../shared/values.ts';

/**
 * One rule of a price list. What a product costs is asked of the ERP, which knows which rule wins and computes the formulas; that a rule
 * changed says whose price has to be asked again.
 */
export const Price = z.object({
  id: RecordIdText,
  listId: z.string().min(1),
  appliesTo: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('all') }),
    /** Also what is in the categories below it. */
    z.object({ kind: z.literal('category'), id: z.string().min(1) }),
    /** `groupId` of products. */
    z.object({ kind: z.literal('group'), id: z.string().min(1) }),
    z.object({ kind: z.literal('product'), id: z.string().min(1) }),
  ]),
  /** Holds from this quantity on; `0`: always. */
  minQuantity: Amount,
  validFrom: Instant.nullable(),
  validUntil: Instant.nullable(),
  /** Of one unit; null: the ERP computes it. */
  amount: Amount.nullable(),
  currency: CurrencyCode.nullable(),
  createdAt: Instant.nullable(),
  changeStamp: z.string(),
});
export type Price = z.infer<typeof Price>;
