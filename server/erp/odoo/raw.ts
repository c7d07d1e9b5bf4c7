import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';

// What Odoo answers. It sends `false` for every empty value, so the type of the field decides what `false` means; a field this version or
// this user does not have is absent.
const orNone = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === false || value === '' || value === undefined ? null : value), type.nullable());
export const Text = orNone(z.string());
export const Reference = orNone(z.number().int());
export const Time = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/);
export const Id = z.number().int();
/** Of sales orders; `done`, until 16, is a locked one. */
export const OrderStateName = z.enum(['draft', 'sent', 'sale', 'done', 'cancel']);
export const Ids = rowsOf(Id).optional().default([]);

export const RawMove = z.object({
  id: Id,
  name: Text,
  move_type: z.enum(['out_invoice', 'out_refund', 'out_receipt']),
  state: z.enum(['draft', 'posted', 'cancel']),
  payment_state: z.string(),
  partner_id: Reference,
  commercial_partner_id: Reference,
  company_id: Reference,
  currency_id: Id,
  company_currency_id: Id,
  amount_untaxed: z.number(),
  amount_tax: z.number(),
  amount_total: z.number(),
  amount_residual: z.number(),
  amount_total_signed: z.number(),
  amount_residual_signed: z.number(),
  invoice_date: Text,
  invoice_date_due: Text,
  invoice_origin: Text,
  ref: Text,
  reversed_entry_id: Reference,
  create_date: Time,
  write_date: Time,
});
export type RawMove = z.output<typeof RawMove>;

export const RawLine = z.object({
  id: Id,
  move_id: Id,
  display_type: Text,
  sequence: z.number().optional().default(0),
  name: Text,
  product_id: Reference,
  quantity: z.number(),
  price_unit: z.number(),
  price_subtotal: z.number(),
  tax_ids: Ids,
  date_maturity: Text,
  amount_currency: z.number(),
  amount_residual_currency: z.number(),
});
export type RawLine = z.output<typeof RawLine>;

/** One side of a reconciliation: a receivable line and the document it belongs to. */
export const RawSide = z.object({
  id: Id,
  move_id: Id,
  move_name: Text,
  move_type: Text,
  payment_id: Reference,
  statement_line_id: Reference,
  name: Text,
});
export type RawSide = z.output<typeof RawSide>;

const partial = {
  id: Id,
  debit_amount_currency: z.number(),
  credit_amount_currency: z.number(),
  max_date: Text,
  create_date: Time,
};
/** Until 16: the lines by their ids. */
export const RawPartial = z.object({ ...partial, debit_move_id: Id, credit_move_id: Id });
/** From 17 on: the lines in the same answer. */
export const RawNestedPartial = z.object({ ...partial, debit_move_id: RawSide, credit_move_id: RawSide });
export type RawNestedPartial = z.output<typeof RawNestedPartial>;

export const RawCompany = z.object({ id: Id, name: Text, currency_id: Id, vat: Text, partner_id: Reference, create_date: Time });
export type RawCompany = z.output<typeof RawCompany>;
export const RawCurrency = z.object({ id: Id, name: z.string(), decimal_places: z.number().int() });
export const RawNamed = z.object({ id: Id, name: Text });
export const RawCountry = z.object({ id: Id, code: Text });
export const RawState = z.object({ id: Id, code: Text, country_id: Id });
export const RawTax = z.object({ id: Id, name: Text, amount: z.number(), amount_type: Text, price_include: z.boolean() });
/** `4/5/`: from the top down to itself. */
export const RawCategory = z.object({ id: Id, name: Text, parent_path: Text });
export const RawLocation = z.object({ id: Id, warehouse_id: Reference });
export const RawProduct = z.object({ id: Id, default_code: Text });

/** Enough to name a record that cannot be read otherwise. */
export const RawId = z.object({ id: Id });
