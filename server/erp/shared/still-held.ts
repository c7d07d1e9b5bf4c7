import { RecordBusyError } from '../../shared/errors.ts';
import type { FieldValues } from './contract.ts';

/** Whether these fields hold what they held before; blanks say nothing. */
export const isStillHeld = (before: FieldValues, now: Readonly<FieldValues>): boolean =>
  Object.entries(before).every(([name, value]) => bare(value) === bare(now[name]));

const bare = (value: string | null | undefined): string => (value?.trim() ? value : '');

/** Throws where a value would be written over one that nobody has decided on. */
export function requireStillHeld(before: FieldValues | undefined, now: Readonly<FieldValues>, at: Date): void {
  if (before === undefined || isStillHeld(before, now)) return;
  throw new RecordBusyError('Somebody edited the customer since this was decided', { code: 'erp.record_moved', retryAt: at });
}
