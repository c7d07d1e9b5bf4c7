import { z } from 'zod';
import { Amount, CurrencyCode, Instant, RecordIdText } from '../shared/values.ts';

const Named = z.object({ id: z.string().min(1), name: z.string() });

/** One sellable unit: a variant where the ERP has variants. What it costs is not part of it: that is asked only where an administrator switched it on. */
export const Product = z.object({
  id: RecordIdText,
  /** What its variants have in common is kept under this id; null: the ERP groups nothing. A price rule may name it. */
  groupId: z.string().min(1).nullable(),
  /** What people type; neither there for every product nor unique. */
  sku: z.string().nullable(),
  name: z.string(),
  /** As the ERP keeps it for sales documents; may be HTML. */
  description: z.string().nullable(),
  /** As the ERP names the unit it is sold in. */
  unit: z.string().nullable(),
  barcode: z.string().nullable(),
  /** Its category first, then those above it. */
  categories: z.array(Named),
  tags: z.array(Named),
  kind: z.enum(['goods', 'service']),
  /** The ERP counts how many there are. */
  isStocked: z.boolean(),
  /** Sold by the period; null: once. */
  recurring: z.object({ every: z.int().positive(), unit: z.enum(['day', 'week', 'month', 'year']) }).nullable(),
  /** Of one unit before any price list; null where the ERP has lists alone. */
  basePrice: z.object({ amount: Amount, currency: CurrencyCode }).nullable(),
  /** Sales taxes, as the ERP names them. `percent` null: not a percentage. */
  taxes: z.array(z.object({ name: z.string(), percent: Amount.nullable(), isIncluded: z.boolean() })),
  /** May stand on sales documents. */
  isSold: z.boolean(),
  /** False: archived, or blocked for good. */
  active: z.boolean(),
  /** The only ERP company that has it; null: all. */
  companyId: z.string().nullable(),
  createdAt: Instant.nullable(),
  changeStamp: z.string(),
});
export type Product = z.infer<typeof Product>;
