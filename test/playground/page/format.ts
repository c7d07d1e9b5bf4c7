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
  const year = yearIn(state.portal.timeZone, date) === yearIn(state.portal.timeZone, new Date()) ? {} : { year: 'numeric' as const };
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

/** `2026-11-30` where the clocks show it. */
export const dayIn = (timeZone: string, at: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at);
const yearIn = (timeZone: string, at: Date): string => dayIn(timeZone, at).slice(0, 4);

export function day({ locale, state }: Seen, date: string | null): string {
  if (date === null) return '–';
  const year = date.startsWith(yearIn(state.portal.timeZone, new Date())) ? {} : { year: 'numeric' as const };
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
  return name === 'price' || name === 'erp_subscription_monthly' || name.includes('amount') ? state.portal.currency : null;
}
