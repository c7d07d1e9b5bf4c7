import type { Property } from '../api.ts';
import type { Viewer } from './viewer.ts';

type Seen = Pick<Viewer, 'locale' | 'state'>;

export function money({ locale }: Pick<Viewer, 'locale'>, amount: string, currency: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
    amount as Intl.StringNumericLiteral,
  );
}

export function moment({ locale, state }: Seen, instant: string): string {
  return new Intl.DateTimeFormat(locale, { timeZone: state.portal.timeZone, dateStyle: 'medium', timeStyle: 'medium' }).format(
    toDate(instant),
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
  if (kind === 'number' && /amount/.test(name)) return money(viewer, value, viewer.state.portal.currency);
  return shown ?? value;
}
