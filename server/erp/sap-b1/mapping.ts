import { z } from 'zod';
import { readableRows } from '../shared/rows.ts';
import { UnreadableError } from '../shared/unreadable-error.ts';
import { SEVERAL_CURRENCIES, type Company, type Currency } from './company.ts';

const InCurrency = z.object({ DocCurrency: z.string().nullish() });
export const currenciesIn = (rows: readonly unknown[]): (string | null | undefined)[] =>
  readableRows(InCurrency, rows).map(({ DocCurrency }) => DocCurrency);

export function currencyOf(company: Company, code: string | null): Currency {
  const currency = company.currency(code === SEVERAL_CURRENCIES ? null : code);
  if (!currency) throw new UnreadableError('DocCurrency');
  return currency;
}

interface Stamp {
  UpdateDate: string | null;
  UpdateTime: string | null;
}

export const stampText = ({ UpdateDate, UpdateTime }: Stamp): string => `${UpdateDate ?? ''} ${UpdateTime ?? ''}`.trim();

/** Limits in days end by the calendar, which changes no stamp. */
export function limitedChangeStamp(raw: Limits & Stamp, today: string): string {
  return [stampText(raw), isFrozen(raw, today) ? 'blocked' : '', isInUse(raw, today) ? '' : 'inactive'].filter(Boolean).join(' ');
}

/** Of partners and items. */
interface Limits {
  Valid: boolean;
  ValidFrom: string | null;
  ValidTo: string | null;
  Frozen: boolean;
  FrozenFrom: string | null;
  FrozenTo: string | null;
}
export const isWithin = (day: string, from: string | null, to: string | null): boolean =>
  (from === null || from <= day) && (to === null || day <= to);
export const isFrozen = ({ Frozen, FrozenFrom, FrozenTo }: Limits, today: string): boolean =>
  Frozen && isWithin(today, FrozenFrom, FrozenTo);
/** `Valid` without dates is what the screen calls active; neither `Valid` nor `Frozen` is active, too. */
export const isInUse = (raw: Limits, today: string): boolean =>
  !isFrozen(raw, today) && (!raw.Valid || isWithin(today, raw.ValidFrom, raw.ValidTo));
