/** Amounts in whole hundredths (or what the currency has), so that sums are exact. */
export type Minor = bigint;

/**
 * The server keeps amounts rounded to their currency and sends them as JSON numbers: the nearest double of a decimal with so many digits,
 * which `toFixed` turns back into exactly that decimal.
 */
export function minorOf(value: number, decimals: number): Minor {
  return BigInt(value.toFixed(decimals).replace('.', ''));
}

export function amountText(minor: Minor, decimals: number): string {
  const digits = (minor < 0n ? -minor : minor).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const sign = minor < 0n ? '-' : '';
  return decimals === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-decimals)}`;
}

export const absolute = (minor: Minor): Minor => (minor < 0n ? -minor : minor);
export const least = (a: Minor, b: Minor): Minor => (a < b ? a : b);
export const sumOf = (amounts: readonly Minor[]): Minor => amounts.reduce((sum, amount) => sum + amount, 0n);

/** `amount × part ÷ whole`, rounded half up: an amount of one currency in another, by two totals that mean the same. */
export function share(amount: Minor, part: Minor, whole: Minor): Minor {
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
