import { z } from 'zod';
import { UnreadableError } from '../shared/unreadable-error.ts';

// What OData V2 answers: days and instants as `/Date(…)/`, times as `PT08H25M51S`, decimals as text, empty texts instead of null.

const DATE = /^\/Date\((-?\d+)([+-]\d+)?\)\/$/;

export const Text = z
  .string()
  .nullish()
  .transform((value) => value?.trim() || null);

const FromDate = z
  .string()
  .regex(DATE)
  .transform((value) => new Date(Number(DATE.exec(value)?.[1])).toISOString());
/** The calendar day at midnight of UTC: no zone shifts it. */
export const DayText = FromDate.transform((iso) => iso.slice(0, 10)).nullish();
export const InstantText = FromDate.nullish();
/** `08:25:51` */
export const TimeText = z
  .string()
  .regex(/^PT\d+H\d+M\d+S$/)
  .transform((value) => (value.match(/\d+/g) ?? []).map((part) => part.padStart(2, '0')).join(':'))
  .nullish();
export const Flag = z
  .boolean()
  .nullish()
  .transform((value) => value === true);
export const DecimalText = z.string().regex(/^-?\d+(\.\d+)?$/);

/** Keys of digits are padded with zeros in accounting and bare elsewhere; ours are bare. */
export const Key = Text.transform((value) => (value === null ? null : bareKey(value) || null));
export const NeededKey = z
  .string()
  .trim()
  .min(1)
  .transform((value) => bareKey(value));
export const bareKey = (key: string): string => (/^\d+$/.test(key) ? key.replace(/^0+/, '') : key);

/** Amounts in hundred-thousandths: no currency has as many decimals, so sums are exact. */
export type Scaled = bigint;
const SCALE = 5;

export function scaled(text: string): Scaled {
  const [, sign = '', whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (/[1-9]/.test(fraction.slice(SCALE))) throw new UnreadableError('amount');
  return BigInt(`${sign}${whole}${fraction.slice(0, SCALE).padEnd(SCALE, '0')}`);
}

/** `dividend ÷ divisor` to so many decimals, half up; both are positive. */
export function rounded(dividend: bigint, divisor: bigint, decimals: number): Scaled {
  const unit = 10n ** BigInt(SCALE - decimals);
  return ((2n * dividend + divisor * unit) / (2n * divisor * unit)) * unit;
}

/** With so many decimals, and more where something would be lost. */
export function scaledText(value: Scaled, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(SCALE + 1, '0');
  const fraction = digits.slice(-SCALE).replace(/0+$/, '').padEnd(decimals, '0');
  const sign = value < 0n ? '-' : '';
  return `${sign}${digits.slice(0, -SCALE)}${fraction === '' ? '' : `.${fraction}`}`;
}

export const decimalsOf = (text: string): number => text.split('.')[1]?.length ?? 0;

// ── literals of filters ──

export const dayLiteral = (day: string): string => `datetime'${day}T00:00:00'`;
export const instantLiteral = (iso: string): string => `datetimeoffset'${iso}'`;

/** A value as it came, to be compared with. Instants carry an offset, days do not, and the literal has to be of the same type. */
export function literalOf(value: string): string {
  const [date, milliseconds, offset] = DATE.exec(value) ?? [];
  if (date === undefined) return `'${value.replaceAll("'", "''")}'`;
  const iso = new Date(Number(milliseconds)).toISOString();
  return offset === undefined ? dayLiteral(iso.slice(0, 10)) : instantLiteral(iso);
}
