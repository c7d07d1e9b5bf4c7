import type { ListRange, StreamName } from '../shared/contract.ts';
import { LINES, PARTIALS } from './invoice-details.ts';
import { anyOf, type Domain, type Leaf } from './domain.ts';
import type { WantedFields } from './fields.ts';
import type { OdooSettings } from './settings.ts';
import { toOdooTime } from './time.ts';
import { changedFrom } from './cursor.ts';

/** What of Odoo a stream is. */
export interface StreamQuery extends WantedFields {
  /** Whose records belong to it, beside the companies asked for. */
  filter: Domain;
  /** Records of no company belong to all. */
  isSharable: boolean;
  /** Conditions, one of which a changed record fulfils. */
  changed(from: string, version: number): Domain;
  unsettled: Domain;
  /** Read by `list`, to make the change stamp, where they exist. */
  changeStampFields: readonly string[];
}

const changedItself: StreamQuery['changed'] = (from) => changedFrom('write_date', from);
const STAMPS = ['create_date', 'write_date'];

const CUSTOMERS: StreamQuery = {
  model: 'res.partner',
  needed: ['is_company', 'active', ...STAMPS],
  optional: [
    'name',
    'commercial_company_name',
    'type',
    'parent_id',
    'commercial_partner_id',
    'email',
    'email_normalized',
    'phone',
    'mobile',
    'website',
    'vat',
    'ref',
    'street',
    'street2',
    'city',
    'zip',
    'state_id',
    'country_id',
    'company_id',
    'invoice_warn',
    'sale_warn',
  ],
  // Who only ever sent bills is a supplier; who was never in a document may become a customer. People follow their organisation.
  filter: anyOf([['commercial_partner_id.customer_rank', '>', 0]], [['commercial_partner_id.supplier_rank', '=', 0]]),
  isSharable: true,
  changed: changedItself,
  unsettled: [],
  changeStampFields: ['write_date'],
};

export const INVOICES: StreamQuery = {
  model: 'account.move',
  needed: [
    'name',
    'move_type',
    'state',
    'payment_state',
    'partner_id',
    'currency_id',
    'company_currency_id',
    'amount_untaxed',
    'amount_tax',
    'amount_total',
    'amount_residual',
    'amount_total_signed',
    'amount_residual_signed',
    'invoice_date',
    'invoice_date_due',
    ...STAMPS,
  ],
  optional: ['commercial_partner_id', 'company_id', 'invoice_origin', 'ref', 'reversed_entry_id', 'payment_state_before_switch'],
  filter: [['move_type', 'in', ['out_invoice', 'out_refund', 'out_receipt']]],
  isSharable: false,
  changed: changedItself,
  unsettled: [
    ['state', '=', 'posted'],
    ...anyOf([['payment_state', 'in', ['not_paid', 'partial', 'in_payment']]], [['amount_residual', '>', 0]]),
  ],
  changeStampFields: ['write_date', 'state', 'payment_state', 'amount_residual', 'partner_id', 'commercial_partner_id'],
};

/** A field of the Accounting app alone, by which its presence is seen without an administrator's rights. */
export const ACCOUNTING_APP_FIELD = 'payment_state_before_switch';

const PAYMENTS: StreamQuery = {
  model: 'account.payment',
  needed: [
    'name',
    'state',
    'payment_type',
    'amount',
    'amount_company_currency_signed',
    'currency_id',
    'company_currency_id',
    'date',
    ...STAMPS,
  ],
  // `memo` is called `ref` until 17.
  optional: ['partner_id', 'company_id', 'payment_method_line_id', 'memo', 'ref', 'move_id', 'invoice_ids'],
  filter: [['partner_type', '=', 'customer']],
  isSharable: false,
  changed: (from, version) => anyOf(...changedPayments(from, version)),
  unsettled: anyOf(
    [['state', '=', 'in_process']],
    // Without an entry there is nothing to reconcile, and it stays so for ever.
    [
      ['is_reconciled', '=', false],
      ['move_id', '!=', false],
      ['state', 'in', ['posted', 'paid', 'in_process']],
    ],
  ),
  changeStampFields: ['write_date', 'state', 'move_id', 'partner_id'],
};

/** Using a part of a payment leaves the payment's own row alone; until 17 its state stands in its journal entry. */
function changedPayments(from: string, version: number): Leaf[][] {
  const used = ['matched_debit_ids', 'matched_credit_ids'].map((side): Leaf[] => [[`move_id.line_ids.${side}.create_date`, '>=', from]]);
  const entry = version < 18 ? [changedFrom('move_id.write_date', from)] : [];
  return [changedFrom('write_date', from), ...entry, ...used];
}

/** Money that came as a line of a bank statement, without a payment: entries of such lines on the receivable account. */
export const BANK_RECEIPTS: StreamQuery = {
  model: 'account.move',
  needed: ['name', 'date', 'company_currency_id', ...STAMPS],
  optional: ['company_id'],
  filter: [
    ['statement_line_id', '!=', false],
    ['state', '=', 'posted'],
    ['line_ids.account_id.account_type', '=', 'asset_receivable'],
  ],
  isSharable: false,
  // Matching changes the lines alone.
  changed: (from) => anyOf(changedFrom('write_date', from), changedFrom('line_ids.write_date', from)),
  // Money received is a credit on the receivable account, and the row of the bank's own account never is one then.
  unsettled: [['line_ids.amount_residual', '<', 0]],
  changeStampFields: ['name', 'date', 'company_currency_id', ...STAMPS],
};

export const STREAM_QUERIES: Readonly<Record<StreamName, StreamQuery>> = { customers: CUSTOMERS, invoices: INVOICES, payments: PAYMENTS };
/** Everything the three streams read, in the order in which missing rights are named. */
export const READ_MODELS: readonly WantedFields[] = [INVOICES, LINES, PARTIALS, PAYMENTS, CUSTOMERS];

/** From then on companies have branches, which do business with the customers of the companies above them. */
const FIRST_WITH_BRANCHES = 17;

/** Whose records the connection reads. */
export function scopeOf({ filter, isSharable }: StreamQuery, { companies }: OdooSettings, version: number): Domain {
  if (companies.length === 0) return filter;
  const ids = companies.map(Number);
  if (!isSharable) return [...filter, ['company_id', 'in', ids]];
  if (version < FIRST_WITH_BRANCHES) return [...filter, ['company_id', 'in', [false, ...ids]]];
  return [...filter, ...anyOf([['company_id', '=', false]], [['company_id', 'parent_of', ids]])];
}

export function rangeDomain(stream: StreamQuery, range: ListRange, version: number): Domain {
  if (range.kind === 'all') return [];
  return range.kind === 'unsettled' ? stream.unsettled : stream.changed(toOdooTime(range.since), version);
}
