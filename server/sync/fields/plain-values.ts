import { dayOfMoment, startOfDay } from '../../shared/calendar.ts';
import { plainWords } from './countries.ts';

/** `1250.00` → `1250`: exact, without zeros that say nothing. */
export function decimalText(text: string): string | null {
  const plain = /^([+-]?)0*(\d+)(?:\.(\d*?)0*)?$/.exec(text.replace(/^([+-]?)\./, '$10.'));
  if (!plain) return null;
  const [, sign = '', whole = '', fraction = ''] = plain;
  const digits = fraction === '' ? whole : `${whole}.${fraction}`;
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

const BOOLEANS: Readonly<Record<'true' | 'false', readonly string[]>> = { true: ['true', 'yes', 'si', '1'], false: ['false', 'no', '0'] };

export function booleanText(text: string): 'true' | 'false' | null {
  const plain = plainWords(text);
  return (['true', 'false'] as const).find((value) => BOOLEANS[value].includes(plain)) ?? null;
}

/** HubSpot's dates are days, or the midnight of one in UTC. */
export function dayText(text: string): string | null {
  return instantText(text)?.slice(0, 10) ?? null;
}

/** A day as it is; of an instant the day in the time zone. */
export function dayTextIn(timeZone: string, text: string): string | null {
  const instant = instantText(text);
  return instant && (isDay(text) ? text : dayOfMoment(timeZone, instant));
}

/** An instant as it is; of a day its beginning in the time zone. */
export function instantTextIn(timeZone: string, text: string): string | null {
  const instant = instantText(text);
  return instant && (isDay(text) ? startOfDay(timeZone, text).toISOString() : instant);
}

/** Whether the instant is the day's midnight in UTC: for long that was written of a day where an instant was asked for. */
export const isUtcMidnight = (instant: string, day: string): boolean => isDay(day) && instantText(instant) === `${day}T00:00:00.000Z`;

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** Only what reads the same everywhere: in `03/04/2026` nobody knows the month. */
function instantText(text: string): string | null {
  const isMilliseconds = /^-?\d{11,14}$/.test(text);
  if (!isMilliseconds && !/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/.test(text)) return null;
  const at = new Date(isMilliseconds ? Number(text) : text);
  if (Number.isNaN(at.getTime())) return null;
  // The 31st of February would become the 3rd of March.
  const isRealDay = isMilliseconds || text.length > 10 || at.toISOString().startsWith(text);
  return isRealDay ? at.toISOString() : null;
}
