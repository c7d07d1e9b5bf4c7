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

/** HubSpot's dates are days, or the midnight of one in milliseconds. */
export function dayText(text: string): string | null {
  return instantText(text)?.slice(0, 10) ?? null;
}

/** Only what reads the same everywhere: in `03/04/2026` nobody knows the month. */
export function instantText(text: string): string | null {
  const isMilliseconds = /^-?\d{11,14}$/.test(text);
  if (!isMilliseconds && !/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/.test(text)) return null;
  const at = new Date(isMilliseconds ? Number(text) : text);
  if (Number.isNaN(at.getTime())) return null;
  // The 31st of February would become the 3rd of March.
  const isRealDay = isMilliseconds || text.length > 10 || at.toISOString().startsWith(text);
  return isRealDay ? at.toISOString() : null;
}
