import type { Property } from '../api.ts';
import type { Viewer } from './viewer.ts';

type Seen = Pick<Viewer, 'locale' | 'state'>;

export function money({ locale }: Pick<Viewer, 'locale'>, amount: string, currency: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
    amount as Intl.StringNumericLiteral,
  );
}

/** With the currency's code: "$" alone is of many. */
export const moneyWithCode = (viewer: Pick<Viewer, 'locale'>, amount: string, currency: string): string =>
  `${money(viewer, amount, currency)}\u00a0${currency}`;

export function moment({ locale, state }: Seen, instant: string): string {
  const date = toDate(instant);
  const year = date.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' as const };
  const clock = { hour: 'numeric', minute: '2-digit', second: '2-digit' } as const;
  return new Intl.DateTimeFormat(locale, { timeZone: state.portal.timeZone, month: 'short', day: 'numeric', ...year, ...clock }).format(
    date,
  );
}

export function time({ locale, state }: Seen, instant: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: state.portal.timeZone, timeStyle: 'medium' }).format(toDate(instant));
}

/** The CRM keeps moments as ISO text or as milliseconds. */
const toDate = (instant: string): Date => new Date(Number(instant) || instant);

export function day({ locale }: Pick<Viewer, 'locale'>, date: string | null): string {
  if (date === null) return '–';
  const year = date.startsWith(String(new Date().getFullYear())) ? {} : { year: 'numeric' as const };
  return new Intl.DateTimeFormat(locale, { timeZone: 'UTC', day: 'numeric', month: 'short', ...year }).format(
    new Date(`${date}T00:00:00Z`),
  );
}

/** A property's value as the CRM shows it. */
export function shownValue(viewer: Seen, { kind, name, value, shown }: Pick<Property, 'kind' | 'name' | 'value' | 'shown'>): string {
  if (value === null || value === '') return '–';
  if (kind === 'datetime') return moment(viewer, value);
  if (kind === 'date') return day(viewer, value);
  const currency = kind === 'number' ? currencyOf(viewer, name) : null;
  // HubSpot's own amount of a deal is in the deal's currency, which stands beside it.
  if (currency !== null) return (name.startsWith('erp_') ? moneyWithCode : money)(viewer, value, currency);
  return shown ?? value;
}

/** In which amount properties are; null: it is no amount. */
function currencyOf({ state }: Seen, name: string): string | null {
  const [, own] = /^hs_price_([a-z]{3})$/.exec(name) ?? [];
  if (own !== undefined) return own.toUpperCase();
  return name === 'price' || name.includes('amount') ? state.portal.currency : null;
}
