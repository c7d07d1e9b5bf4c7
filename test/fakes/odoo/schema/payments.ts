import type { View } from '../store.ts';
import type { OdooVersion, Row } from '../types.ts';
import { boolean, char, computed, date, many2many, many2one, model, money, selection } from './field.ts';
import type { Field, Model } from './field.ts';

const OLD_STATES = [
  ['draft', 'Draft'],
  ['posted', 'Posted'],
  ['cancel', 'Cancelled'],
] as const;
const STATES = [
  ['draft', 'Draft'],
  ['in_process', 'In Process'],
  ['paid', 'Paid'],
  ['canceled', 'Canceled'],
  ['rejected', 'Rejected'],
] as const;

/** Invoices the payment's entry is reconciled with; from 18 on also those it was registered for. */
const reconciledInvoices =
  (version: OdooVersion) =>
  (view: View, row: Row): number[] => {
    const found = new Set<number>(version >= 18 ? (row.invoice_ids as readonly number[]) : []);
    if (typeof row.move_id === 'number') {
      for (const line of view.by('account.move.line', 'move_id', row.move_id)) {
        for (const id of view.by('account.partial.reconcile', 'credit_move_id', line))
          add(view, found, view.get('account.partial.reconcile', id)?.debit_move_id);
        for (const id of view.by('account.partial.reconcile', 'debit_move_id', line))
          add(view, found, view.get('account.partial.reconcile', id)?.credit_move_id);
      }
    }
    return [...found].sort((a, b) => a - b);
  };

function add(view: View, found: Set<number>, lineId: number | undefined): void {
  const line = lineId === undefined ? undefined : view.get('account.move.line', lineId);
  const move = line && view.get('account.move', line.move_id);
  if (move && move.move_type !== 'entry') found.add(move.id);
}

const isReconciled = (view: View, row: Row): boolean => {
  if (typeof row.move_id !== 'number') return false;
  const open = view.by('account.move.line', 'move_id', row.move_id).map((id) => view.get('account.move.line', id));
  return (
    open.some((line) => line?.display_type === 'payment_term') &&
    open.every((line) => line?.display_type !== 'payment_term' || line.reconciled)
  );
};

function versionFields(version: OdooVersion): Record<string, Field> {
  const invoices = many2many('Reconciled Invoices', 'account.move', { get: reconciledInvoices(version), store: false, readonly: true });
  if (version < 18) {
    const ofMove = (name: string) => (view: View, row: Row) => view.get('account.move', Number(row.move_id))?.[name];
    return {
      reconciled_invoice_ids: invoices,
      state: selection('Status', OLD_STATES, { required: true }),
      ref: char('Reference', { get: (_view, row) => row.memo }),
      payment_state: selection('Payment Status', [], { get: ofMove('payment_state') }),
      amount_total: money('Total', 'currency_id', { get: (_view, row) => row.amount }),
    };
  }
  return {
    reconciled_invoice_ids: version >= 19 ? { ...invoices, searchable: true } : invoices,
    state: selection('State', STATES, { required: true }),
    memo: char('Memo'),
    invoice_ids: many2many('Invoices', 'account.move'),
  };
}

export function paymentModel(version: OdooVersion): Model {
  return model('account.payment', {
    description: 'Payments',
    order: 'date desc, name desc, id desc',
    indexed: ['invoice_ids', 'partner_id', 'move_id'],
    groups: ['Invoicing/Billing', 'Technical/Show Accounting Features - Readonly'],
    fields: {
      name: char('Number', version >= 18 ? {} : { get: (_view, row) => row.name ?? '/' }),
      payment_type: selection(
        'Payment Type',
        [
          ['outbound', 'Send'],
          ['inbound', 'Receive'],
        ],
        { required: true },
      ),
      partner_type: selection(
        'Partner Type',
        [
          ['customer', 'Customer'],
          ['supplier', 'Vendor'],
        ],
        { required: true },
      ),
      amount: money('Amount', 'currency_id', { readonly: false }),
      amount_company_currency_signed: { ...money('Amount Company Currency Signed', 'company_currency_id'), store: version >= 18 },
      currency_id: many2one('Currency', 'res.currency', { required: true }),
      company_currency_id: many2one('Company Currency', 'res.currency', { readonly: true }),
      date: date('Date', { required: true }),
      partner_id: many2one('Customer/Vendor', 'res.partner'),
      journal_id: many2one('Journal', 'account.journal', { required: true }),
      company_id: many2one('Company', 'res.company'),
      payment_method_line_id: many2one('Payment Method', 'account.payment.method.line'),
      payment_reference: char('Payment Reference'),
      move_id: many2one('Journal Entry', 'account.move'),
      is_matched: boolean('Is Matched With a Bank Statement', { readonly: true }),
      is_reconciled: boolean('Is Reconciled', { readonly: true, get: isReconciled }),
      reconciled_invoices_count: computed(
        { ...char(''), type: 'integer', string: '# Reconciled Invoices' },
        (view, row) => reconciledInvoices(version)(view, row).length,
      ),
      ...versionFields(version),
    },
  });
}

export function partialModel(): Model {
  return model('account.partial.reconcile', {
    description: 'Partial Reconcile',
    indexed: ['debit_move_id', 'credit_move_id'],
    groups: ['Invoicing/Billing', 'Technical/Show Accounting Features - Readonly'],
    fields: {
      debit_move_id: many2one('Debit Move', 'account.move.line', { required: true }),
      credit_move_id: many2one('Credit Move', 'account.move.line', { required: true }),
      amount: money('Amount', 'company_currency_id'),
      debit_amount_currency: money('Debit Amount Currency', 'debit_currency_id'),
      credit_amount_currency: money('Credit Amount Currency', 'credit_currency_id'),
      debit_currency_id: many2one('Currency of the debit journal item.', 'res.currency', { get: currencyOf('debit_move_id') }),
      credit_currency_id: many2one('Currency of the credit journal item.', 'res.currency', { get: currencyOf('credit_move_id') }),
      company_id: many2one('Company', 'res.company'),
      company_currency_id: many2one('Company Currency', 'res.currency'),
      exchange_move_id: many2one('Exchange Move', 'account.move'),
      full_reconcile_id: many2one('Full Reconcile', 'account.full.reconcile'),
      max_date: date('Max Date of Matched Lines'),
    },
  });
}

const currencyOf = (side: 'debit_move_id' | 'credit_move_id') => (view: View, row: Row) =>
  view.get('account.move.line', Number(row[side]))?.currency_id;
