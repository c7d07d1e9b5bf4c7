import { digitsOf } from './currencies.ts';

/** Exact decimal text with its ISO currency. */
interface Money {
  amount: string;
  currency: string;
}

export interface Format {
  /**
   * With the code behind it wherever more than one currency is in sight, or none has been named yet. Whole amounts are shown without cents, unless
   * others beside them have some (`needCents`).
   */
  money(money: Money, options?: { withCode?: boolean; withCents?: boolean }): string;
  number(value: number): string;
  /** Exact decimal text, a quantity for instance. */
  decimal(text: string): string;
  /** A calendar day: short, with the year when it is not this year's. */
  day(day: string | null): string;
  /** In full, for headings. */
  longDay(day: string): string;
  /** Today in the portal's time zone, with the year: for what is read later. */
  today(): string;
  /** An instant: the time alone for today. */
  moment(instant: string): string;
  /** A full hour of any day: 0 to 23. */
  hour(hour: number): string;
  /** The day of an instant in the portal's time zone, for sentences about a day. */
  dayOf(instant: string): string;
}

interface FormatOptions {
  locale: string;
  /** The portal's: decides which day it is. */
  timeZone: string;
  now: () => Date;
}

export function createFormat({ locale, timeZone, now }: FormatOptions): Format {
  const year = () => new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric' }).format(now());
  const dayOf = (instant: Date) => new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(instant);
  const day = (text: string, zone = 'UTC', instant = new Date(`${text}T00:00:00Z`)) =>
    new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      day: 'numeric',
      month: 'short',
      ...(text.startsWith(year()) ? {} : { year: 'numeric' as const }),
    }).format(instant);
  const time = (instant: Date | number, zone = timeZone) =>
    unbroken(new Intl.DateTimeFormat(locale, { timeZone: zone, hour: 'numeric', minute: '2-digit' }).format(instant));
  return {
    money: (money, { withCode = false, withCents = false } = {}) => withMinus(formatMoney(locale, money, { withCode, withCents })),
    decimal: (text) => new Intl.NumberFormat(locale, { maximumFractionDigits: 6 }).format(text as Intl.StringNumericLiteral),
    number: (value) => new Intl.NumberFormat(locale).format(value),
    day: (text) => (text === null ? '–' : unbroken(day(text))),
    longDay: (text) => new Intl.DateTimeFormat(locale, { timeZone: 'UTC', dateStyle: 'long' }).format(new Date(`${text}T00:00:00Z`)),
    today: () => new Intl.DateTimeFormat(locale, { timeZone, day: 'numeric', month: 'short', year: 'numeric' }).format(now()),
    dayOf: (text) => unbroken(day(dayOf(new Date(text)), timeZone, new Date(text))),
    hour: (hour) => time(Date.UTC(2000, 0, 1, hour), 'UTC'),
    moment(text) {
      const instant = new Date(text);
      return dayOf(instant) === dayOf(now()) ? time(instant) : `${unbroken(day(dayOf(instant), timeZone, instant))}, ${time(instant)}`;
    },
  };
}

/** The number alone, with the digits of its currency: for sentences that name the currency themselves. */
export const amountText = (locale: string, { amount, currency }: Money, withCents = false): string =>
  new Intl.NumberFormat(locale, { ...placesOf(amount, currency), trailingZeroDisplay: withCents ? 'auto' : 'stripIfInteger' }).format(
    amount as Intl.StringNumericLiteral,
  );

/** A number never breaks over lines, and neither do it and its currency. */
const NO_BREAK = '\u00a0';
const unbroken = (text: string): string => text.replaceAll(' ', NO_BREAK);

/** A value that is a number for people, of a telephone for instance, in one piece; any other as it is. */
export const unbrokenNumber = (value: string): string => (/^[+(]?\d[\d ()./-]{0,28}$/.test(value) ? unbroken(value) : value);

/** The sign itself: a hyphen beside a number is easily read over. */
const withMinus = (amount: string): string => amount.replace('-', '−');

function formatMoney(locale: string, { amount, currency }: Money, how: { withCode: boolean; withCents: boolean }): string {
  // As text, so that no digit passes through a float.
  const exact = amount as Intl.StringNumericLiteral;
  const digits = { ...placesOf(amount, currency), trailingZeroDisplay: how.withCents ? 'auto' : 'stripIfInteger' } as const;
  try {
    const options = { style: 'currency', currency, ...digits, currencyDisplay: 'narrowSymbol' } as const;
    if (!how.withCode) return new Intl.NumberFormat(locale, options).format(exact);
    const spelt = new Intl.NumberFormat(locale, { ...options, currencyDisplay: 'code' });
    // Where the currency stands behind the number, its code alone reads well: "184.220 MXN", not "184.220 $ MXN".
    if (spelt.formatToParts(exact).at(-1)?.type === 'currency') return spelt.format(exact);
    return `${new Intl.NumberFormat(locale, options).format(exact)}${NO_BREAK}${currency}`;
  } catch {
    return `${new Intl.NumberFormat(locale, digits).format(exact)}${NO_BREAK}${currency}`;
  }
}

/** As many as the currency has; an ERP's own finer ones, a unit price for instance, are not rounded away. */
function placesOf(amount: string, currency: string): { minimumFractionDigits: number; maximumFractionDigits: number } {
  const written = bare(amount).split('.')[1]?.length ?? 0;
  const digits = digitsOf(currency);
  return { minimumFractionDigits: digits, maximumFractionDigits: Math.min(20, Math.max(digits, written)) };
}

/** Whether amounts that stand in one column or row show their cents, all of them or none. */
export const needCents = (amounts: readonly string[]): boolean => amounts.some((amount) => /\.0*[1-9]/.test(amount));

/** "0", "0.00", "-0": nothing. */
export const isZero = (amount: string): boolean => /^-?0*(\.0*)?$/.test(amount);

/** The same number however many zeros it carries. */
export const isSameAmount = (a: string, b: string): boolean => bare(a) === bare(b);
const bare = (amount: string): string =>
  amount
    .replace(/^(-?)0+(?=\d)/, '$1')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '');

export const negated = ({ amount, currency }: Money): Money => {
  if (isZero(amount)) return { amount, currency };
  return { amount: amount.startsWith('-') ? amount.slice(1) : `-${amount}`, currency };
};
