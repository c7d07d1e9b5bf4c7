/** Exact arithmetic on decimal texts: amounts never pass through floats. */
interface Decimal {
  /** In whole units of the last digit. */
  units: bigint;
  scale: number;
}

const DECIMAL = /^-?\d+(\.\d+)?$/;

/** Null: not a decimal number. */
export const asDecimal = (text: string | null | undefined): string | null => (text && DECIMAL.test(text) ? text : null);

function parse(text: string): Decimal {
  if (!DECIMAL.test(text)) throw new Error(`Not a decimal: ${text}`);
  const [whole = '', fraction = ''] = text.split('.');
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

function write({ units, scale }: Decimal): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const sign = units < 0n ? '-' : '';
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const atScale = ({ units, scale }: Decimal, wanted: number): bigint => units * 10n ** BigInt(wanted - scale);

export function add(...texts: readonly string[]): string {
  const all = texts.map(parse);
  const scale = Math.max(0, ...all.map((one) => one.scale));
  return write({ units: all.reduce((sum, one) => sum + atScale(one, scale), 0n), scale });
}

export const negate = (text: string): string => write({ ...parse(text), units: -parse(text).units });
export const subtract = (a: string, b: string): string => add(a, negate(b));

export function multiply(...texts: readonly string[]): string {
  const all = texts.map(parse);
  return write({
    units: all.reduce((product, { units }) => product * units, 1n),
    scale: all.reduce((sum, { scale }) => sum + scale, 0),
  });
}

/** As `a - b` would be compared with zero. */
export function compare(a: string, b: string): number {
  const { units } = parse(subtract(a, b));
  return units < 0n ? -1 : units > 0n ? 1 : 0;
}

export const isZero = (text: string): boolean => parse(text).units === 0n;
export const isNegative = (text: string): boolean => parse(text).units < 0n;

/** `part ÷ whole` with so many digits after the point, half away from zero. */
export function divide(part: string, whole: string, digits: number): string {
  const [dividend, divisor] = [parse(part), parse(whole)];
  if (divisor.units === 0n) throw new Error('Divided by zero');
  const scale = Math.max(dividend.scale, divisor.scale);
  return write({ units: divideHalfAway(atScale(dividend, scale) * 10n ** BigInt(digits), atScale(divisor, scale)), scale: digits });
}

/** To so many digits after the point, half away from zero, as ERPs round amounts. */
export const round = (text: string, digits: number): string => divide(text, '1', digits);

function divideHalfAway(dividend: bigint, divisor: bigint): bigint {
  const isBelow = dividend < 0n !== divisor < 0n;
  const [a, b] = [dividend < 0n ? -dividend : dividend, divisor < 0n ? -divisor : divisor];
  const rounded = (a * 2n + b) / (b * 2n);
  return isBelow ? -rounded : rounded;
}

/** Without zeros that say nothing: `10.500` is `10.5`. */
export const trimZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text).replace(/^-0$/, '0');
