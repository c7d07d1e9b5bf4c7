import { z } from 'zod';
import type { ErpRecordId } from '../../shared/ids.ts';

export const RecordIdText = z
  .string()
  .min(1)
  .transform((value) => value as ErpRecordId);
/** Exact decimal text, `-?digits[.digits]`; never a float. Its currency stands beside it. */
export const Amount = z.string().regex(/^-?\d+(\.\d+)?$/);
/** Calendar day `YYYY-MM-DD` in the ERP company's own calendar. */
export const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Instant, ISO-8601 in UTC with `Z`. */
export const Instant = z.iso.datetime();
/** A day where the ERP dates by the day, an instant where it keeps the time as well. */
export const Moment = z.union([Day, Instant]);
export const CurrencyCode = z.string().length(3);

/**
 * What never changes about a record and another one under its id would not have, where the ERP does not date its creation. Its words are the
 * connector's own and stay as they are for ever: a better translation must not make other records of the same ones.
 */
export const Proof = z.string().optional();
