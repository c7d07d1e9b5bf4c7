import { z } from 'zod';
import { Amount, Day, Instant, RecordIdText } from '../shared/values.ts';

/** How many there are of one product: its id is the product's. */
export const Stock = z.object({
  id: RecordIdText,
  /** Where there are some, or will be; quantities in the product's own unit. */
  levels: z.array(
    z.object({
      warehouseId: z.string().min(1),
      onHand: Amount,
      /** Of these, promised to somebody; null: the ERP does not say. */
      reserved: Amount.nullable(),
      /** Ordered and not here yet. */
      incoming: Amount,
      /** The first day on which some arrive; null: nothing is ordered, or nobody knows. */
      expectedOn: Day.nullable(),
    }),
  ),
  createdAt: Instant.nullable(),
  changeStamp: z.string(),
});
export type Stock = z.infer<typeof Stock>;
