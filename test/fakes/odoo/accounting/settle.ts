import type { LineRow, MoveRow, PaymentRow } from '../types.ts';
import { paymentsHaveEntries, receivableLines } from './books.ts';
import type { Books } from './books.ts';

/**
 * Stores what follows from the receivable lines. Residual and state go out in two writes: a webhook between them
 * shows the residual already lowered and the state still old (observed on 17, 18 and 19).
 */
export function refreshInvoices(books: Books, moveIds: Iterable<number>): void {
  for (const id of new Set(moveIds)) {
    const move = books.tx.get('account.move', id);
    if (!move || move.move_type === 'entry') continue;
    const lines = receivableLines(books, id);
    const sum = (field: 'amount_residual' | 'amount_residual_currency'): number => lines.reduce((total, line) => total + line[field], 0);
    books.tx.update('account.move', id, {
      amount_residual: Math.abs(sum('amount_residual_currency')),
      amount_residual_signed: sum('amount_residual'),
    });
    refreshPayments(books, paymentsOf(books, id));
    const before = books.tx.row('account.move', id);
    const paymentState = paymentStateOf(books, before);
    books.tx.update('account.move', id, { payment_state: paymentState });
    // 19 writes on the customer as well when an invoice is paid.
    if (books.version >= 19 && paymentState === 'paid' && before.payment_state !== 'paid' && before.partner_id !== null)
      touchPartner(books, before.partner_id);
  }
}

export function touchPartner(books: Books, partnerId: number): void {
  books.tx.update('res.partner', partnerId, {}, { force: true });
}

const paymentsOf = (books: Books, moveId: number): PaymentRow[] =>
  books.tx.by('account.payment', 'invoice_ids', moveId).map((id) => books.tx.row('account.payment', id));

function paymentStateOf(books: Books, move: MoveRow): string {
  if (move.state !== 'posted') return 'not_paid';
  if (move.amount_residual !== 0 && move.blocked) return 'blocked';
  const payments = paymentsOf(books, move.id);
  const isEnterprise = books.edition === 'enterprise-accounting';
  if (!paymentsHaveEntries(books) && payments.some((payment) => payment.state === 'in_process')) return 'in_payment';
  const against = counterparts(books, move.id);
  if (move.amount_residual === 0) {
    const reverse = move.move_type === 'out_invoice' ? 'out_refund' : null;
    if (against.length > 0 && against.every((other) => other.move_type === reverse)) return 'reversed';
    return isEnterprise && against.some((other) => isUnconfirmed(books, other)) ? 'in_payment' : 'paid';
  }
  return against.length > 0 ? 'partial' : 'not_paid';
}

/** The documents a move is reconciled with, exchange differences left out. */
function counterparts(books: Books, moveId: number): MoveRow[] {
  const found = new Map<number, MoveRow>();
  for (const line of receivableLines(books, moveId)) {
    for (const other of reconciledWith(books, line)) {
      const move = books.tx.row('account.move', other.move_id);
      if (move.is_exchange_difference !== true) found.set(move.id, move);
    }
  }
  return [...found.values()];
}

export function partialsOf(books: Books, line: LineRow): number[] {
  return [
    ...books.tx.by('account.partial.reconcile', 'debit_move_id', line.id),
    ...books.tx.by('account.partial.reconcile', 'credit_move_id', line.id),
  ];
}

function reconciledWith(books: Books, line: LineRow): LineRow[] {
  return partialsOf(books, line).map((id) => {
    const partial = books.tx.row('account.partial.reconcile', id);
    return books.tx.row('account.move.line', partial.debit_move_id === line.id ? partial.credit_move_id : partial.debit_move_id);
  });
}

function isUnconfirmed(books: Books, move: MoveRow): boolean {
  return move.origin_payment_id !== null && !books.tx.row('account.payment', move.origin_payment_id).is_matched;
}

/** From 18 on a payment is `in_process` until its invoices are settled (community) or the bank confirms it (Accounting app). */
export function refreshPayments(books: Books, payments: readonly PaymentRow[]): void {
  if (books.version < 18) return;
  for (const { id } of payments) {
    const payment = books.tx.row('account.payment', id);
    if (payment.state !== 'in_process' && payment.state !== 'paid') continue;
    books.tx.update('account.payment', id, { state: isSettled(books, payment) ? 'paid' : 'in_process' });
  }
}

function isSettled(books: Books, payment: PaymentRow): boolean {
  if (payment.is_matched) return true;
  if (books.edition === 'enterprise-accounting' || payment.invoice_ids.length === 0) return false;
  return payment.invoice_ids.every((id) => books.tx.get('account.move', id)?.amount_residual === 0);
}
