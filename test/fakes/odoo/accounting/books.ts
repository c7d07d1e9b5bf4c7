import { roundHalfUp } from '../money.ts';
import type { Tx } from '../store.ts';
import type { LineRow, OdooEdition, OdooVersion } from '../types.ts';

/** Units of a currency for one unit of the reference currency, by day. */
export type Rates = Map<string, { from: string; rate: number }[]>;

/** What the accounting functions work with: one transaction of one database. */
export interface Books {
  tx: Tx;
  version: OdooVersion;
  edition: OdooEdition;
  /** Enterprise, 18 on: without an outstanding account a payment has no journal entry of its own. */
  outstandingAccount: boolean;
  today: string;
  rates: Rates;
  /** The module base_vat is installed. */
  checksTaxIds: boolean;
}

export const decimals = (books: Books, currencyId: number): number => books.tx.row('res.currency', currencyId).decimal_places;

export function rateOn(books: Pick<Books, 'rates'>, code: string, day: string): number {
  const history = books.rates.get(code) ?? [];
  return (history.findLast(({ from }) => from <= day) ?? history[0])?.rate ?? 1;
}

/** Minor units of one currency in minor units of another, at a day's rate. */
export function convert(books: Books, minor: number, from: number, to: number, day: string): number {
  if (from === to) return minor;
  const [source, target] = [books.tx.row('res.currency', from), books.tx.row('res.currency', to)];
  const factor = rateOn(books, target.name, day) / rateOn(books, source.name, day);
  return roundHalfUp((minor / 10 ** source.decimal_places) * factor * 10 ** target.decimal_places);
}

export function journalOf(books: Books, companyId: number, type: 'sale' | 'bank' | 'general'): number {
  const found = books.tx.ids('account.journal').find((id) => {
    const journal = books.tx.get('account.journal', id);
    return journal?.company_id === companyId && journal.type === type;
  });
  if (found === undefined) throw new Error(`the double has no ${type} journal for company ${companyId}`);
  return found;
}

export function accountOf(books: Books, companyId: number, type: string): number {
  const found = books.tx.ids('account.account').find((id) => {
    const account = books.tx.get('account.account', id);
    return account?.company_id === companyId && account.account_type === type;
  });
  if (found === undefined) throw new Error(`the double has no ${type} account for company ${companyId}`);
  return found;
}

export function linesOf(books: Books, moveId: number): LineRow[] {
  return books.tx.by('account.move.line', 'move_id', moveId).map((id) => books.tx.row('account.move.line', id));
}

/** The lines that carry the debt: one per instalment. */
export const receivableLines = (books: Books, moveId: number): LineRow[] =>
  linesOf(books, moveId).filter((line) => line.display_type === 'payment_term');

/** Whether a payment's money is booked at once, or only when the bank line comes. */
export const paymentsHaveEntries = (books: Books): boolean =>
  books.version < 18 || books.edition === 'community' || books.outstandingAccount;
