import type { HubSpotRecord } from '../../hubspot/contract.ts';
import {
  add,
  asDecimal,
  compare,
  divide,
  isNegative,
  isZero,
  multiply,
  negate,
  round,
  subtract,
  trimZeros,
} from '../../shared/decimals.ts';
import { CURRENCY_DIGITS } from '../../shared/currencies.ts';

/** What a line of a deal says, in the terms of an order. */
export interface DealLineTerms {
  quantity: string;
  /** As the line says it, whatever was taken off; null: it has none. */
  price: string | null;
  /** As an order takes it, before the discount there; null: the line has no price. */
  unitPrice: string | null;
  /** Percent. */
  discount: string;
  /** Of the whole line, as its currency is rounded; null: without a price. */
  net: string | null;
}

/** ERPs keep percentages with two digits: a discount that has more is taken off the price instead. */
const DISCOUNT_DIGITS = 2;

/** Null: more is taken off than there is. */
export function termsOf({ properties }: HubSpotRecord, currency: string): DealLineTerms | null {
  const quantity = trimZeros(asDecimal(properties['quantity']) ?? '1');
  const price = asDecimal(properties['price']);
  const percentage = asDecimal(properties['hs_discount_percentage']) ?? '0';
  if (compare(percentage, '100') > 0) return null;
  if (price === null) return { quantity, price, unitPrice: null, discount: trimZeros(percentage), net: null };
  const amount = asDecimal(properties['discount']) ?? '0';
  if (!isZero(amount) && compare(amount, price) > 0) return null;
  const { unitPrice, discount } = discountOf(price, amount, percentage);
  const factor = divide(subtract('100', discount), '100', DISCOUNT_DIGITS + 2);
  return { quantity, price: trimZeros(price), unitPrice, discount, net: rounded(multiply(quantity, unitPrice, factor), currency) };
}

const digitsOf = (currency: string): number => CURRENCY_DIGITS[currency] ?? 2;
export const rounded = (amount: string, currency: string): string => round(amount, digitsOf(currency));

/** An amount off becomes a percentage where that says exactly the same, and a lower price where not. */
function discountOf(price: string, amount: string, percentage: string): { unitPrice: string; discount: string } {
  const isBoth = !isZero(amount) && !isZero(percentage);
  const asPercentage = isZero(amount) || isZero(price) ? percentage : divide(multiply(amount, '100'), price, DISCOUNT_DIGITS);
  const isExact = isZero(amount) || (!isZero(price) && isZero(subtract(multiply(asPercentage, price), multiply(amount, '100'))));
  const lowered = isZero(amount) || (isExact && !isBoth) ? price : subtract(price, amount);
  const left = isBoth || !isExact ? percentage : asPercentage;
  const isPlain = !isNegative(left) && isZero(subtract(round(left, DISCOUNT_DIGITS), left));
  if (isPlain) return { unitPrice: trimZeros(lowered), discount: trimZeros(left) };
  // A surcharge, or a percentage with more digits.
  return { unitPrice: trimZeros(add(lowered, negate(divide(multiply(lowered, left), '100', 8)))), discount: '0' };
}

/** Net totals that differ by no more than rounding each line can make them differ. */
export function isWithinRounding(a: string, b: string, { currency, lineCount }: { currency: string; lineCount: number }): boolean {
  const digits = digitsOf(currency);
  const minor = digits === 0 ? '1' : `0.${'1'.padStart(digits, '0')}`;
  const half = divide(multiply(minor, String(lineCount)), '2', digits + 1);
  const tolerance = compare(half, minor) > 0 ? half : minor;
  const difference = subtract(a, b);
  return compare(isNegative(difference) ? negate(difference) : difference, tolerance) <= 0;
}
