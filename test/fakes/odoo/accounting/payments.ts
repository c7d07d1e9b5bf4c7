import { userError } from '../errors.ts';
import type { MoveRow, PaymentRow } from '../types.ts';
import { convert, journalOf, paymentsHaveEntries, receivableLines } from './books.ts';
import type { Books } from './books.ts';
import { insertLine } from './draft.ts';
import { nextNumber } from './invoices.ts';
import { insertEntry, reconcile, unreconcile } from './reconcile.ts';
import { refreshInvoices, refreshPayments } from './settle.ts';

export interface PaymentOptions {
  /** Minor units of the payment's currency; default the whole residual. */
  amount?: number;
  currencyId?: number;
  date?: string;
  journalId?: number;
  memo?: string;
}

/** The payment wizard for invoices of one customer and currency: one payment over all of them. */
export function registerPayment(books: Books, invoiceIds: readonly number[], options: PaymentOptions = {}): number {
  const invoices = invoiceIds.map((id) => books.tx.row('account.move', id));
  const first = invoices[0];
  if (!first) throw userError('You can only register payments for posted documents.');
  if (invoices.some((invoice) => invoice.state !== 'posted')) throw userError('You can only register payments for posted documents.');
  if (invoices.every((invoice) => invoice.amount_residual === 0))
    throw userError("You can't register a payment because there is nothing left to pay on the selected journal items.");
  const date = options.date ?? books.today;
  const currencyId = options.currencyId ?? first.currency_id;
  const residual = invoices.reduce(
    (sum, invoice) => sum + convert(books, invoice.amount_residual, invoice.currency_id, currencyId, date),
    0,
  );
  const paymentId = insertPayment(books, {
    partnerId: first.commercial_partner_id,
    companyId: first.company_id,
    isRefund: first.move_type === 'out_refund',
    amount: options.amount ?? residual,
    currencyId,
    date,
    memo: options.memo ?? invoices.map((invoice) => invoice.name).join(' '),
    invoiceIds,
    ...(options.journalId === undefined ? {} : { journalId: options.journalId }),
  });
  settleInvoices(books, paymentId, invoiceIds);
  return paymentId;
}

/** Matches a payment with invoices: through its entry, or, where it has none, by the link alone. */
function settleInvoices(books: Books, paymentId: number, invoiceIds: readonly number[]): void {
  const payment = books.tx.row('account.payment', paymentId);
  if (payment.move_id === null) return refreshInvoices(books, invoiceIds);
  const open = [...invoiceIds, payment.move_id].flatMap((id) => receivableLines(books, id)).filter((line) => !line.reconciled);
  reconcile(
    books,
    open.map((line) => line.id),
  );
}

interface NewPayment {
  partnerId: number | null;
  companyId: number;
  isRefund: boolean;
  amount: number;
  currencyId: number;
  date: string;
  memo: string | null;
  invoiceIds: readonly number[];
  journalId?: number;
}

export function insertPayment(books: Books, input: NewPayment): number {
  const company = books.tx.row('res.company', input.companyId);
  const journalId = input.journalId ?? journalOf(books, input.companyId, 'bank');
  const name = nextNumber(books, journalId, 'PBNK1', input.date);
  const direction = input.isRefund ? -1 : 1;
  const id = books.tx.insert('account.payment', {
    name,
    state: books.version >= 18 ? 'in_process' : 'posted',
    payment_type: input.isRefund ? 'outbound' : 'inbound',
    partner_type: 'customer',
    amount: input.amount,
    amount_company_currency_signed: direction * convert(books, input.amount, input.currencyId, company.currency_id, input.date),
    currency_id: input.currencyId,
    company_currency_id: company.currency_id,
    company_id: input.companyId,
    date: input.date,
    partner_id: input.partnerId,
    journal_id: journalId,
    payment_method_line_id: methodOf(books, journalId),
    payment_reference: null,
    memo: input.memo,
    move_id: null,
    is_matched: false,
    invoice_ids: books.version >= 18 ? input.invoiceIds : [],
  });
  if (paymentsHaveEntries(books)) books.tx.update('account.payment', id, { move_id: insertPaymentEntry(books, id, direction) });
  return id;
}

const methodOf = (books: Books, journalId: number): number | null =>
  books.tx.ids('account.payment.method.line').find((id) => books.tx.get('account.payment.method.line', id)?.journal_id === journalId) ??
  null;

function insertPaymentEntry(books: Books, paymentId: number, direction: number): number {
  const payment = books.tx.row('account.payment', paymentId);
  const moveId = insertEntry(books, payment.company_id, payment.currency_id, payment.partner_id, payment.date, {
    name: payment.name,
    ref: payment.memo,
    journal_id: payment.journal_id,
    origin_payment_id: paymentId,
  });
  const move = books.tx.row('account.move', moveId);
  const label = books.version >= 18 ? `Manual Payment: ${payment.memo ?? ''}` : `Customer Payment - ${payment.memo ?? ''}`;
  insertLine(books, move, direction * payment.amount, 'product', 'asset_cash', { name: label });
  insertLine(books, move, -direction * payment.amount, 'payment_term', 'asset_receivable', { name: label, date_maturity: payment.date });
  return moveId;
}

/** Uses an open payment for an invoice ("outstanding credits" on the invoice form). */
export function applyPayment(books: Books, paymentId: number, invoiceId: number): void {
  const payment = books.tx.row('account.payment', paymentId);
  if (books.version >= 18) books.tx.update('account.payment', paymentId, { invoice_ids: [...payment.invoice_ids, invoiceId] });
  settleInvoices(books, paymentId, [invoiceId]);
}

/** Frees the invoice at once; 19 leaves it as it is until the payment is cancelled (observed). */
export function paymentToDraft(books: Books, paymentId: number): void {
  const payment = books.tx.row('account.payment', paymentId);
  if (payment.state === 'draft') throw userError('Only a payment that is not in draft can be reset.');
  books.tx.update('account.payment', paymentId, { state: 'draft' });
  if (books.version < 19) release(books, payment);
}

/** From 18 on the payment loses its entry. */
export function cancelPayment(books: Books, paymentId: number): void {
  const payment = books.tx.row('account.payment', paymentId);
  books.tx.update('account.payment', paymentId, { state: books.version >= 18 ? 'canceled' : 'cancel' });
  release(books, payment);
  if (books.version < 18 || payment.move_id === null) return;
  books.tx.update('account.payment', paymentId, { move_id: null });
  books.tx.update('account.move', payment.move_id, { state: 'cancel' });
}

function release(books: Books, payment: PaymentRow): void {
  if (payment.move_id !== null) unreconcile(books, payment.move_id);
  refreshInvoices(books, payment.invoice_ids);
}

/** A bank line that pays invoices directly: no payment record at all. */
export function bankLineForInvoices(
  books: Books,
  invoiceIds: readonly number[],
  options: PaymentOptions & { label?: string } = {},
): number {
  const invoices = invoiceIds.map((id) => books.tx.row('account.move', id));
  const first = invoices[0];
  if (!first) throw userError('Nothing to reconcile.');
  const amount = options.amount ?? invoices.reduce((sum, invoice) => sum + invoice.amount_residual, 0);
  const { statementLineId, moveId } = insertBankLine(
    books,
    first,
    amount,
    options.date ?? books.today,
    options.label ?? `Transfer ${first.name}`,
  );
  const open = [...invoiceIds, moveId].flatMap((id) => receivableLines(books, id)).filter((line) => !line.reconciled);
  reconcile(
    books,
    open.map((line) => line.id),
  );
  return statementLineId;
}

function insertBankLine(
  books: Books,
  like: MoveRow,
  amount: number,
  day: string,
  label: string,
): { statementLineId: number; moveId: number } {
  const statementLineId = books.tx.insert('account.bank.statement.line', {
    payment_ref: label,
    date: day,
    partner_id: like.commercial_partner_id,
    amount,
    currency_id: like.currency_id,
    company_id: like.company_id,
    move_id: null,
  });
  const moveId = insertEntry(books, like.company_id, like.currency_id, like.commercial_partner_id, day, {
    name: nextNumber(books, journalOf(books, like.company_id, 'bank'), 'BNK1', day),
    statement_line_id: statementLineId,
    journal_id: journalOf(books, like.company_id, 'bank'),
  });
  books.tx.update('account.bank.statement.line', statementLineId, { move_id: moveId });
  const move = books.tx.row('account.move', moveId);
  insertLine(books, move, amount, 'product', 'asset_cash', { name: label });
  insertLine(books, move, -amount, 'payment_term', 'asset_receivable', { name: label, date_maturity: day });
  return { statementLineId, moveId };
}

/** The bank confirms a payment: only now does one without an entry settle its invoices. */
export function matchPayment(books: Books, paymentId: number, date = books.today): void {
  const payment = books.tx.row('account.payment', paymentId);
  const invoices = payment.invoice_ids.map((id) => books.tx.row('account.move', id));
  books.tx.update('account.payment', paymentId, { is_matched: true });
  refreshPayments(books, [payment]);
  if (payment.move_id === null && invoices[0]) {
    const { moveId } = insertBankLine(books, invoices[0], payment.amount, date, payment.memo ?? '');
    const open = [...payment.invoice_ids, moveId].flatMap((id) => receivableLines(books, id)).filter((line) => !line.reconciled);
    reconcile(
      books,
      open.map((line) => line.id),
    );
  }
  refreshInvoices(books, [...payment.invoice_ids, ...paidBy(books, payment)]);
}

/** Before 18 a payment knows its invoices only through the reconciliations of its entry. */
function paidBy(books: Books, payment: PaymentRow): number[] {
  if (payment.move_id === null) return [];
  const partials = receivableLines(books, payment.move_id).flatMap((line) => [
    ...books.tx.by('account.partial.reconcile', 'credit_move_id', line.id),
    ...books.tx.by('account.partial.reconcile', 'debit_move_id', line.id),
  ]);
  return partials
    .map((id) => books.tx.row('account.partial.reconcile', id))
    .flatMap((partial) => [partial.debit_move_id, partial.credit_move_id])
    .map((id) => books.tx.row('account.move.line', id).move_id);
}
