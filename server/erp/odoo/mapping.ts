import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { amountText } from '../shared/money.ts';
import { UnreadableError } from '../shared/unreadable-error.ts';
import type { Currency, References } from './references.ts';

export const reference = (id: number | null): ErpRecordId | null => (id === null ? null : erpRecordId(id));
export const companyId = (id: number | null): string | null => (id === null ? null : String(id));
/** Drafts of 16 and 17 are called `/`. */
export const numberText = (name: string | null): string | null => (name === '/' ? null : name);

export function currencyOf({ currencies }: References, id: number): Currency {
  const currency = currencies.get(id);
  if (!currency) throw new UnreadableError('currency_id');
  return currency;
}

/** A unit price or a quantity: as many digits as it has, at least so many; what arithmetic leaves behind the sixth is noise. */
export function figureText(value: number, atLeast = 0): string {
  const [whole, digits = ''] = amountText(value, 6).split('.');
  const kept = digits.replace(/0+$/, '').padEnd(atLeast, '0');
  return kept === '' ? whole! : `${whole}.${kept}`;
}

export const currenciesOf = (rows: readonly { currency_id: number; company_currency_id: number }[]): number[] =>
  rows.flatMap(({ currency_id, company_currency_id }) => [currency_id, company_currency_id]);
