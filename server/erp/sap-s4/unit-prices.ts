import { rounded, scaled, scaledText } from './values.ts';

const MOST_DECIMALS = 5;
const ONE = scaled('1');
const orOne = (text: string): bigint => {
  const value = scaled(text);
  return value > 0n ? value : ONE;
};

interface Pricing {
  /** The amount is for so many. */
  per: string;
  decimals: number;
  /** Of the unit it is asked in: so many of the product's own … */
  numerator?: string;
  /** … are so many of it. */
  denominator?: string;
}

/** What one of the product's own unit costs; more decimals than written only where it does not come out even. */
export function ofOne(amount: string, { per, decimals, numerator = '1', denominator = '1' }: Pricing): string {
  const value = scaled(amount);
  const dividend = (value < 0n ? -value : value) * orOne(denominator);
  const price = rounded(dividend, (orOne(per) * orOne(numerator)) / ONE, MOST_DECIMALS);
  return scaledText(value < 0n ? -price : price, decimals);
}

/** A quantity in the product's own unit. */
export function inOwnUnits(quantity: string, { numerator, denominator }: Required<Pick<Pricing, 'numerator' | 'denominator'>>): string {
  return scaledText(rounded(scaled(quantity) * orOne(numerator), orOne(denominator), MOST_DECIMALS), 0);
}
