import type { View } from '../store.ts';
import type { OdooVersion, Row } from '../types.ts';
import { boolean, char, computed, date, float, integer, inverse, many2many, many2one, model, money, one2many, selection } from './field.ts';
import type { Field, Model } from './field.ts';

const MOVE_TYPES = [
  ['entry', 'Journal Entry'],
  ['out_invoice', 'Customer Invoice'],
  ['out_refund', 'Customer Credit Note'],
  ['in_invoice', 'Vendor Bill'],
  ['in_refund', 'Vendor Credit Note'],
  ['out_receipt', 'Sales Receipt'],
  ['in_receipt', 'Purchase Receipt'],
] as const;

const MOVE_STATES = [
  ['draft', 'Draft'],
  ['posted', 'Posted'],
  ['cancel', 'Cancelled'],
] as const;

const paymentStates = (version: OdooVersion): readonly (readonly [string, string])[] => [
  ['not_paid', 'Not Paid'],
  ['in_payment', 'In Payment'],
  ['paid', 'Paid'],
  ['partial', 'Partially Paid'],
  ['reversed', 'Reversed'],
  ...(version >= 18 ? ([['blocked', 'Blocked']] as const) : []),
  ['invoicing_legacy', 'Invoicing App Legacy'],
];

/** `INV/2026/00001 (PO-123)`, `Draft Invoice (* 12)`. */
function moveLabel(_view: View, row: Row): string {
  if (typeof row.name !== 'string') return `Draft ${row.move_type === 'out_refund' ? 'Credit Note' : 'Invoice'} (* ${row.id})`;
  return typeof row.ref === 'string' ? `${row.name} (${row.ref})` : row.name;
}

/** `/` until 17, nothing from 18 on. */
const nameField = (version: OdooVersion): Field => char('Number', version >= 18 ? {} : { get: (_view, row) => row.name ?? '/' });

const paymentsOf = (view: View, row: Row): number[] => [...view.by('account.payment', 'invoice_ids', row.id)].reverse();

function versionFields(version: OdooVersion): Record<string, Field> {
  if (version < 18) return { payment_id: many2one('Payment', 'account.payment', { get: (_view, row) => row.origin_payment_id }) };
  const since19: Record<string, Field> =
    version >= 19
      ? { reconciled_payment_ids: { ...many2many('Payments', 'account.payment', { get: paymentsOf, store: false }), searchable: true } }
      : {};
  return {
    origin_payment_id: many2one('Payment', 'account.payment'),
    matched_payment_ids: many2many('Matched Payments', 'account.payment', { get: paymentsOf }),
    invoice_currency_rate: float('Currency Rate'),
    status_in_payment: computed(selection('Status In Payment', [...paymentStates(version), ...MOVE_STATES]), (_view, row) =>
      row.state === 'posted' ? row.payment_state : row.state,
    ),
    ...since19,
  };
}

export function moveModel(version: OdooVersion): Model {
  const reversals = inverse('account.move', 'reversed_entry_id');
  return model('account.move', {
    description: 'Journal Entry',
    order: 'date desc, name desc, id desc',
    display: moveLabel,
    indexed: ['partner_id', 'commercial_partner_id', 'reversed_entry_id', 'origin_payment_id', 'journal_id'],
    groups: ['Invoicing/Billing', 'Technical/Show Accounting Features - Readonly'],
    fields: {
      name: nameField(version),
      move_type: selection('Type', MOVE_TYPES, { required: true }),
      state: selection('Status', MOVE_STATES, { required: true }),
      payment_state: selection('Payment Status', paymentStates(version)),
      date: date('Date', { required: true }),
      invoice_date: date('Invoice/Bill Date'),
      invoice_date_due: date('Due Date'),
      is_move_sent: boolean('Is Move Sent'),
      ref: char('Reference'),
      payment_reference: char('Payment Reference'),
      invoice_origin: char('Origin'),
      partner_id: many2one('Partner', 'res.partner'),
      commercial_partner_id: many2one('Commercial Entity', 'res.partner', { readonly: true }),
      invoice_partner_display_name: char('Invoice Partner Display Name', { readonly: true }),
      company_id: many2one('Company', 'res.company'),
      company_currency_id: many2one('Company Currency', 'res.currency', { readonly: true }),
      currency_id: many2one('Currency', 'res.currency', { required: true }),
      journal_id: many2one('Journal', 'account.journal', { required: true }),
      invoice_payment_term_id: many2one('Payment Terms', 'account.payment.term'),
      invoice_user_id: many2one('Salesperson', 'res.users'),
      reversed_entry_id: many2one('Reversal of', 'account.move', { readonly: true }),
      [version >= 17 ? 'reversal_move_ids' : 'reversal_move_id']: one2many('Reversal Moves', 'account.move', reversals),
      statement_line_id: many2one('Statement Line', 'account.bank.statement.line', { readonly: true }),
      line_ids: one2many('Journal Items', 'account.move.line', inverse('account.move.line', 'move_id')),
      invoice_line_ids: one2many('Invoice lines', 'account.move.line', inverse('account.move.line', 'move_id', isInvoiceLine)),
      amount_untaxed: money('Untaxed Amount', 'currency_id'),
      amount_tax: money('Tax', 'currency_id'),
      amount_total: money('Total', 'currency_id'),
      amount_residual: money('Amount Due', 'currency_id'),
      amount_untaxed_signed: money('Untaxed Amount Signed', 'company_currency_id'),
      amount_tax_signed: money('Tax Signed', 'company_currency_id'),
      amount_total_signed: money('Total Signed', 'company_currency_id'),
      amount_residual_signed: money('Amount Due Signed', 'company_currency_id'),
      amount_total_in_currency_signed: money('Total in Currency Signed', 'currency_id'),
      ...(version === 16 ? { __last_update: computed(char('Last Modified on'), () => null) } : {}),
      ...versionFields(version),
    },
  });
}

const isInvoiceLine = (row: Row): boolean => ['product', 'line_section', 'line_note', 'line_subsection'].includes(String(row.display_type));

const linesOfPayments = (view: View, payments: readonly number[]): number[] =>
  payments.flatMap((id) => view.by('account.move', 'origin_payment_id', id)).flatMap((id) => view.by('account.move.line', 'move_id', id));

export function lineModel(): Model {
  const ofMove = (name: string) => (view: View, row: Row) => view.get('account.move', Number(row.move_id))?.[name];
  const label = (view: View, row: Row): string => {
    const move = view.get('account.move', Number(row.move_id));
    return [move ? moveLabel(view, move) : '', row.name].filter(Boolean).join(' ');
  };
  return model('account.move.line', {
    description: 'Journal Item',
    order: 'date desc, move_name desc, id',
    display: label,
    indexed: ['move_id', 'sale_line_ids'],
    groups: ['Invoicing/Billing', 'Technical/Show Accounting Features - Readonly'],
    fields: {
      move_id: many2one('Journal Entry', 'account.move', { required: true }),
      move_name: char('Number', { get: ofMove('name') }),
      parent_state: selection('Status', MOVE_STATES, { get: ofMove('state') }),
      move_type: selection('Type', MOVE_TYPES, { get: ofMove('move_type') }),
      date: date('Date', { get: ofMove('date') }),
      ref: char('Reference', { get: ofMove('ref') }),
      journal_id: many2one('Journal', 'account.journal', { get: ofMove('journal_id') }),
      company_id: many2one('Company', 'res.company'),
      company_currency_id: many2one('Company Currency', 'res.currency'),
      currency_id: many2one('Currency', 'res.currency'),
      account_id: many2one('Account', 'account.account'),
      account_type: selection('Internal Type', [], {
        get: (view, row) => view.get('account.account', Number(row.account_id))?.account_type,
      }),
      partner_id: many2one('Partner', 'res.partner'),
      payment_id: many2one('Originator Payment', 'account.payment', { get: ofMove('origin_payment_id'), lookup: linesOfPayments }),
      statement_line_id: many2one('Originator Statement Line', 'account.bank.statement.line', { get: ofMove('statement_line_id') }),
      name: char('Label'),
      sequence: integer('Sequence'),
      display_type: selection('Display Type', [
        ['product', 'Product'],
        ['tax', 'Tax'],
        ['payment_term', 'Payment Term'],
        ['line_section', 'Section'],
        ['line_note', 'Note'],
      ]),
      product_id: many2one('Product', 'product.product'),
      product_uom_id: many2one('Unit of Measure', 'uom.uom'),
      quantity: float('Quantity'),
      price_unit: float('Unit Price'),
      discount: float('Discount (%)'),
      tax_ids: many2many('Taxes', 'account.tax'),
      tax_line_id: many2one('Originator tax', 'account.tax'),
      price_subtotal: money('Subtotal', 'currency_id'),
      price_total: money('Total', 'currency_id'),
      balance: money('Balance', 'company_currency_id'),
      debit: money('Debit', 'company_currency_id', { get: (_view, row) => Math.max(Number(row.balance), 0) }),
      credit: money('Credit', 'company_currency_id', { get: (_view, row) => Math.max(-Number(row.balance), 0) }),
      amount_currency: money('Amount in Currency', 'currency_id'),
      amount_residual: money('Residual Amount', 'company_currency_id'),
      amount_residual_currency: money('Residual Amount in Currency', 'currency_id'),
      reconciled: boolean('Reconciled'),
      date_maturity: date('Due Date'),
      matched_debit_ids: one2many('Matched Debits', 'account.partial.reconcile', inverse('account.partial.reconcile', 'credit_move_id')),
      matched_credit_ids: one2many('Matched Credits', 'account.partial.reconcile', inverse('account.partial.reconcile', 'debit_move_id')),
      full_reconcile_id: many2one('Matching', 'account.full.reconcile'),
      sale_line_ids: many2many('Sales Order Lines', 'sale.order.line'),
    },
  });
}
