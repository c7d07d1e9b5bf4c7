import { minorToText } from '../../fakes/odoo/money.ts';
import type { CurrencyCode } from '../../fakes/odoo/operations.ts';
import { CURRENCIES } from '../../fakes/odoo/seed.ts';
import type { OdooFake } from '../../fakes/odoo/index.ts';
import type { MoveRow, PaymentRow } from '../../fakes/odoo/types.ts';
import type { ErpAction, ErpCustomerFile, ErpInvoice, ErpPayment } from '../api.ts';
import type { BackOffice } from './erp.ts';
import { customerFields, customerOf, editCustomer, searchCustomers } from './odoo-customers.ts';

/** People at work in the double, and what they see there. */
export function odooOffice(odoo: OdooFake): BackOffice {
  return {
    search: (text) => searchCustomers(odoo, text),
    customer: (id) => fileOf(odoo, Number(id)),
    book: (action) => book(odoo, action),
  };
}

/** An organisation with all that is invoiced to it and its people. */
function fileOf(odoo: OdooFake, id: number): ErpCustomerFile | null {
  const partner = odoo.record('res.partner', id);
  if (!partner) return null;
  const isOrganisation = partner.commercial_partner_id === id;
  const isTheirs = (move: MoveRow) => (isOrganisation ? move.commercial_partner_id === id : move.partner_id === id);
  const moves = odoo.records('account.move').filter((move) => KINDS.has(move.move_type) && isTheirs(move));
  const invoiceIds = new Set(moves.map((move) => move.id));
  const payments = odoo
    .records('account.payment')
    .filter((payment) => payment.partner_id === partner.commercial_partner_id)
    .filter((payment) => isOrganisation || payment.invoice_ids.some((invoice) => invoiceIds.has(invoice)));
  const latest = <T extends { id: number; date: string }>(rows: T[]) => rows.sort((a, b) => b.date.localeCompare(a.date) || b.id - a.id);
  return {
    ...customerOf(odoo, partner),
    fields: customerFields(odoo, partner),
    invoices: latest(moves).map((move) => invoiceOf(odoo, move)),
    payments: latest(payments).map((payment) => paymentOf(odoo, payment)),
  };
}

const KINDS = new Set(['out_invoice', 'out_refund']);

export function currencyOf(odoo: OdooFake, id: number): { name: string; digits: number } {
  const { name = '', decimal_places: digits = 2 } = odoo.record('res.currency', id) ?? {};
  return { name, digits };
}

function invoiceOf(odoo: OdooFake, move: MoveRow): ErpInvoice {
  const { name, digits } = currencyOf(odoo, move.currency_id);
  const [state, tone] = stateOf(move);
  return {
    id: String(move.id),
    number: move.name ?? `Draft (* ${move.id})`,
    isCreditNote: move.move_type === 'out_refund',
    issuedOn: move.invoice_date,
    dueOn: move.invoice_date_due,
    state,
    tone,
    total: minorToText(move.amount_total, digits),
    open: move.state === 'posted' ? minorToText(move.amount_residual, digits) : minorToText(0, digits),
    currency: name,
  };
}

const PAYMENT_STATES: Record<string, [string, ErpInvoice['tone']]> = {
  not_paid: ['Not Paid', 'danger'],
  in_payment: ['In Payment', 'info'],
  paid: ['Paid', 'success'],
  partial: ['Partially Paid', 'warning'],
  reversed: ['Reversed', 'default'],
  blocked: ['Blocked', 'danger'],
};

/** As its list view shows it. */
export function stateOf({ state, payment_state: paid }: MoveRow): [string, ErpInvoice['tone']] {
  if (state === 'draft') return ['Draft', 'default'];
  if (state === 'cancel') return ['Cancelled', 'default'];
  return PAYMENT_STATES[paid] ?? [paid, 'default'];
}

const STATE_WORDS: Record<string, string> = {
  draft: 'Draft',
  in_process: 'In Process',
  posted: 'Posted',
  paid: 'Paid',
  canceled: 'Canceled',
  cancel: 'Cancelled',
  rejected: 'Rejected',
};

function paymentOf(odoo: OdooFake, payment: PaymentRow): ErpPayment {
  const { name, digits } = currencyOf(odoo, payment.currency_id);
  return {
    id: String(payment.id),
    label: payment.name ?? payment.memo ?? `Payment ${payment.id}`,
    on: payment.date,
    amount: minorToText(payment.amount, digits),
    currency: name,
    state: STATE_WORDS[payment.state] ?? payment.state,
    canCancel: !['canceled', 'cancel', 'rejected'].includes(payment.state),
  };
}

const isCurrency = (code: string): code is CurrencyCode => code in CURRENCIES;

async function book(odoo: OdooFake, action: ErpAction): Promise<void> {
  const given = <K extends string>(key: K, value: string): { [key in K]?: string } =>
    value === '' ? {} : ({ [key]: value } as { [key in K]: string });
  switch (action.action) {
    case 'payment':
      await odoo.registerPayment(Number(action.invoiceId), { ...given('amount', action.amount), ...given('date', action.on) });
      return;
    case 'creditNote':
      await odoo.creditNote(Number(action.invoiceId), { ...given('amount', action.amount), ...given('reason', action.reason) });
      return;
    case 'invoice':
      await odoo.createInvoice({
        partner: Number(action.customerId),
        lines: [{ name: action.description || 'Service', price: action.amount }],
        ...(isCurrency(action.currency) ? { currency: action.currency } : {}),
        ...given('due', action.dueOn),
      });
      return;
    case 'cancelPayment':
      return odoo.cancelPayment(Number(action.paymentId));
    case 'edit':
      return editCustomer(odoo, Number(action.customerId), action.values);
    case 'archive':
      return odoo.archivePartner(Number(action.customerId));
    case 'restore':
      return odoo.updatePartner(Number(action.customerId), { active: true });
  }
}
