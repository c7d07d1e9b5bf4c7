import { decimalsOf } from './odata/values.ts';

/** Decimal text, or a number of whole units and hundredths. */
export type Amount = string | number;

/** `'1250.50'` in pesos is 125050, in yen it is refused. */
export function minor(amount: Amount, currency: string): number {
  const factor = 10 ** decimalsOf(currency);
  const value = Math.round(Number(amount) * factor);
  if (!Number.isFinite(value) || Math.abs(Number(amount) * factor - value) > 1e-4) throw new Error(`Invalid amount ${amount} ${currency}`);
  return value;
}

export const text = (value: number, currency: string): string => {
  const digits = decimalsOf(currency);
  const [whole, rest] = [Math.trunc(Math.abs(value) / 10 ** digits), Math.abs(value) % 10 ** digits];
  return `${value < 0 ? '-' : ''}${whole}${digits === 0 ? '' : `.${String(rest).padStart(digits, '0')}`}`;
};

/** Between currencies, half units away from zero. */
export function exchanged(value: number, rate: number, from: string, to: string): number {
  const exact = value * rate * 10 ** (decimalsOf(to) - decimalsOf(from));
  return Math.sign(exact) * Math.round(Math.abs(exact) - 1e-9);
}
