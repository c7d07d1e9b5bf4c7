/**
 * Odoo keeps amounts rounded to their currency and sends them as JSON numbers: the nearest double of a decimal with so many digits, which
 * `toFixed` turns back into exactly that decimal.
 */
export function amountText(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return text.startsWith('-') && Number(text) === 0 ? text.slice(1) : text;
}

/** Quantities and unit prices have as many digits as they have. */
export function plainDecimal(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(12).replace(/\.?0+$/, '') : text;
}
