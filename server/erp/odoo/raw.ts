import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';

// What Odoo answers. It sends `false` for every empty value, so the type of the field decides what `false` means; a field this version or
// this user does not have is absent.
const orNone = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === false || value === '' || value === undefined ? null : value), type.nullable());
const Text = orNone(z.string());
const Reference = orNone(z.number().int());
const Time = z.string().regex(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/);
const Id = z.number().int();
const Ids = rowsOf(Id).optional().default([]);

export const RawPartner = z.object({
  id: Id,
  name: Text,
  commercial_company_name: Text,
  is_company: z.boolean(),
  type: Text,
  parent_id: Reference,
  commercial_partner_id: Reference,
  email: Text,
  email_normalized: Text,
  phone: Text,
  mobile: Text,
  website: Text,
  vat: Text,
  ref: Text,
  street: Text,
  street2: Text,
  city: Text,
  zip: Text,
  state_id: Reference,
  country_id: Reference,
  active: z.boolean(),
  company_id: Reference,
  invoice_warn: Text,
  sale_warn: Text,
  create_date: Time,
  write_date: Time,
});
export type RawPartner = z.output<typeof RawPartner>;

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

export const RawPayment = z.object({
  id: Id,
  name: Text,
  state: z.enum(['draft', 'posted', 'cancel', 'in_process', 'paid', 'canceled', 'rejected']),
  payment_type: z.enum(['inbound', 'outbound']),
  amount: z.number(),
  amount_company_currency_signed: z.number(),
  currency_id: Id,
  company_currency_id: Id,
  company_id: Reference,
  date: Text,
  partner_id: Reference,
  payment_method_line_id: Reference,
  memo: Text,
  ref: Text,
  move_id: Reference,
  invoice_ids: Ids,
  create_date: Time,
  write_date: Time,
});
export type RawPayment = z.output<typeof RawPayment>;

/** The open part of a payment: its receivable line. */
export const RawOpenLine = z.object({ move_id: Id, amount_residual: z.number(), amount_residual_currency: z.number() });

/** The entry of a bank statement's line. */
export const RawBankEntry = z.object({
  id: Id,
  name: Text,
  date: Text,
  company_id: Reference,
  company_currency_id: Id,
  create_date: Time,
  write_date: Time,
});
export type RawBankEntry = z.output<typeof RawBankEntry>;
/** A row of it on the receivable account. */
export const RawReceivable = z.object({
  id: Id,
  move_id: Id,
  partner_id: Reference,
  name: Text,
  currency_id: Id,
  balance: z.number(),
  amount_currency: z.number(),
  amount_residual: z.number(),
  amount_residual_currency: z.number(),
});
export type RawReceivable = z.output<typeof RawReceivable>;
export const RawBankPartial = z.object({ debit_move_id: Id, credit_move_id: Id });
export const RawBankPayment = z.object({ partner_id: Reference, amount: z.number(), invoice_ids: Ids });

export const RawCommercial = z.object({ id: Id, commercial_partner_id: Reference });

export const RawCompany = z.object({ id: Id, name: Text, currency_id: Id, vat: Text, create_date: Time });
export type RawCompany = z.output<typeof RawCompany>;
export const RawCurrency = z.object({ id: Id, name: z.string(), decimal_places: z.number().int() });
export const RawNamed = z.object({ id: Id, name: Text });
export const RawCountry = z.object({ id: Id, code: Text });
export const RawProduct = z.object({ id: Id, default_code: Text });

/** What `list` reads. */
export const RawChangeStamps = {
  customers: rowsOf(RawPartner.pick({ id: true, write_date: true })),
  invoices: rowsOf(
    RawMove.pick({
      ...{ id: true, write_date: true, state: true, payment_state: true, amount_residual: true },
      ...{ partner_id: true, commercial_partner_id: true },
    }),
  ),
  payments: rowsOf(RawPayment.pick({ id: true, write_date: true, state: true, move_id: true, partner_id: true })),
};

/** Enough to name a record that cannot be read otherwise. */
export const RawId = z.object({ id: Id });
