/** What the double is asked to be. */
export type OdooVersion = 16 | 17 | 18 | 19;
export type OdooEdition = 'community' | 'enterprise-accounting';

/** As a row holds it: money in minor units of its currency, dates `YYYY-MM-DD`, datetimes in microseconds since 1970, `null` for empty. */
export type Value = string | number | boolean | null | readonly number[];

export interface Row {
  id: number;
  create_date: number;
  write_date: number;
  create_uid: number;
  write_uid: number;
  [field: string]: Value;
}

interface CompanyRow extends Row {
  name: string;
  partner_id: number;
  currency_id: number;
  country_id: number;
  vat: string | null;
}

interface CurrencyRow extends Row {
  name: string;
  decimal_places: number;
  active: boolean;
}

export interface PartnerRow extends Row {
  name: string;
  is_company: boolean;
  type: string;
  active: boolean;
  parent_id: number | null;
  commercial_partner_id: number;
  company_id: number | null;
  email: string | null;
  vat: string | null;
}

export interface MoveRow extends Row {
  move_type: string;
  name: string | null;
  state: string;
  payment_state: string;
  date: string;
  invoice_date: string | null;
  invoice_date_due: string | null;
  partner_id: number | null;
  commercial_partner_id: number | null;
  company_id: number;
  company_currency_id: number;
  currency_id: number;
  journal_id: number;
  reversed_entry_id: number | null;
  origin_payment_id: number | null;
  statement_line_id: number | null;
  /** Units of the document's currency for one of the company's. */
  invoice_currency_rate: number;
  amount_total: number;
  amount_residual: number;
  ref: string | null;
  blocked: boolean;
}

export interface LineRow extends Row {
  move_id: number;
  display_type: string;
  account_id: number;
  partner_id: number | null;
  currency_id: number;
  company_currency_id: number;
  company_id: number;
  name: string | null;
  balance: number;
  amount_currency: number;
  amount_residual: number;
  amount_residual_currency: number;
  date_maturity: string | null;
  reconciled: boolean;
}

export interface PaymentRow extends Row {
  name: string | null;
  state: string;
  payment_type: string;
  amount: number;
  currency_id: number;
  company_id: number;
  company_currency_id: number;
  date: string;
  partner_id: number | null;
  journal_id: number;
  move_id: number | null;
  memo: string | null;
  is_matched: boolean;
  invoice_ids: readonly number[];
}

interface PartialRow extends Row {
  debit_move_id: number;
  credit_move_id: number;
  amount: number;
  debit_amount_currency: number;
  credit_amount_currency: number;
  max_date: string;
}

/** Tables whose rows the double's own code works with; the others are plain rows. */
interface KnownRows {
  'res.company': CompanyRow;
  'res.currency': CurrencyRow;
  'res.partner': PartnerRow;
  'account.move': MoveRow;
  'account.move.line': LineRow;
  'account.payment': PaymentRow;
  'account.partial.reconcile': PartialRow;
}
export type RowOf<M extends string> = M extends keyof KnownRows ? KnownRows[M] : Row;
/** A row as it is made: the store adds id and stamps. */
export type NewRow<M extends string> = M extends keyof KnownRows ? Partial<KnownRows[M]> & Record<string, Value> : Record<string, Value>;
