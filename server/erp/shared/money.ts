import { UnreadableError } from './unreadable-error.ts';

/** Amounts in whole hundredths (or what the currency has), so that sums are exact. */
export type Minor = bigint;

/**
 * ERPs keep amounts rounded to their currency and send them as JSON numbers: the nearest double of a decimal with so many digits, which
 * `toFixed` turns back into exactly that decimal.
 */
function rounded(value: number, decimals: number): string {
  // Beyond, it writes an exponent; no books have such an amount.
  if (Math.abs(value) >= 1e21) throw new UnreadableError('amount');
  return value.toFixed(decimals);
}

export function amountText(value: number, decimals: number): string {
  const text = rounded(value, decimals);
  return text.startsWith('-') && Number(text) === 0 ? text.slice(1) : text;
}

export const minorOf = (value: number, decimals: number): Minor => BigInt(rounded(value, decimals).replace('.', ''));

export function minorText(minor: Minor, decimals: number): string {
  const digits = absolute(minor)
    .toString()
    .padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = minor < 0n ? '-' : '';
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-decimals)}`;
}

export const absolute = (minor: Minor): Minor => (minor < 0n ? -minor : minor);
export const least = (a: Minor, b: Minor): Minor => (a < b ? a : b);
export const sumOf = (amounts: readonly Minor[]): Minor => amounts.reduce((sum, amount) => sum + amount, 0n);

/** `amount × part ÷ whole`, rounded half up: an amount of one currency in another, by two totals that mean the same. */
export function prorate(amount: Minor, part: Minor, whole: Minor): Minor {
  if (whole === 0n) return 0n;
  const product = amount * part * 2n + whole;
  const divisor = whole * 2n;
  const quotient = product / divisor;
  return product < 0n && product % divisor !== 0n ? quotient - 1n : quotient;
}

/** Quantities and unit prices have as many digits as they have. */
export function plainDecimal(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : text;
}
