import { addDays } from '../../server/shared/calendar.ts';
import type { ErpHarness } from './harness.ts';

const DAY_MS = 86_400_000;
/** Ten in the evening, all year round. */
const IN_UTC_MS = 4 * 3_600_000;

/** Ten in the evening at a company in Mexico City, where UTC has tomorrow; returns the day it is there. */
export function eveningInMexico({ workIn, pass, now }: Pick<ErpHarness, 'workIn' | 'pass' | 'now'>): string {
  workIn('America/Mexico_City');
  pass(DAY_MS - ((now().getTime() - IN_UTC_MS) % DAY_MS));
  return addDays(now().toISOString().slice(0, 10), -1);
}
