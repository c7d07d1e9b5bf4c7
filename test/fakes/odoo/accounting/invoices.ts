import { userError } from '../errors.ts';
import { decimals, linesOf, receivableLines } from './books.ts';
import type { Books } from './books.ts';
import { createInvoice } from './draft.ts';
import type { DraftLine } from './draft.ts';
import { reconcile, unreconcile } from './reconcile.ts';
import { refreshInvoices, touchPartner } from './settle.ts';
import { roundHalfUp } from '../money.ts';

export function post(books: Books, moveId: number): void {
  const move = books.tx.row('account.move', moveId);
  if (move.state !== 'draft') throw userError(`The entry ${move.name ?? '/'} (id ${moveId}) must be in draft.`);
  const currency = books.tx.row('res.currency', move.currency_id);
  if (!currency.active) throw userError(`You cannot validate a document with an inactive currency: ${currency.name}`);
  const day = move.invoice_date ?? books.today;
  const name = move.name ?? nextNumber(books, move.journal_id, move.move_type === 'out_refund' ? 'RINV' : 'INV', day);
  const paymentState = move.amount_total === 0 ? 'paid' : 'not_paid';
  books.tx.update('account.move', moveId, {
    state: 'posted',
    name,
    invoice_date: day,
    date: day,
    payment_reference: name,
    payment_state: paymentState,
  });
  if (books.version >= 19 && move.partner_id !== null) touchPartner(books, move.partner_id);
  // 16 leaves the credit note open on posting; later versions settle the invoice it reverses.
  if (books.version >= 17 && move.reversed_entry_id !== null) settleReversed(books, moveId, move.reversed_entry_id);
}

/** `INV/2026/00001`, counted per journal, prefix and year. */
export function nextNumber(books: Books, journalId: number, prefix: string, day: string): string {
  const start = `${prefix}/${day.slice(0, 4)}/`;
  const key = `${journalId}:${start}`;
  const last = Number(books.tx.get('ir.sequence', sequenceId(books, key))?.value ?? 0) + 1;
  books.tx.update('ir.sequence', sequenceId(books, key), { value: last }, { silent: true });
  return start + String(last).padStart(5, '0');
}

function sequenceId(books: Books, key: string): number {
  const found = books.tx.ids('ir.sequence').find((id) => books.tx.get('ir.sequence', id)?.key === key);
  return found ?? books.tx.insert('ir.sequence', { key, value: 0 });
}

export function settleReversed(books: Books, creditNoteId: number, invoiceId: number): void {
  const open = [...receivableLines(books, invoiceId), ...receivableLines(books, creditNoteId)].filter((line) => !line.reconciled);
  if (books.tx.row('account.move', invoiceId).state === 'posted')
    reconcile(
      books,
      open.map((line) => line.id),
    );
}

export function resetToDraft(books: Books, moveId: number): void {
  const move = books.tx.row('account.move', moveId);
  if (move.state === 'draft') throw userError('Only posted/cancelled journal entries can be reset to draft.');
  unreconcile(books, moveId);
  books.tx.update('account.move', moveId, { state: 'draft', payment_state: 'not_paid', blocked: false });
}

export function cancel(books: Books, moveId: number): void {
  if (books.tx.row('account.move', moveId).state === 'posted') resetToDraft(books, moveId);
  books.tx.update('account.move', moveId, { state: 'cancel', payment_state: 'not_paid' });
}

export function toggleBlock(books: Books, moveId: number): void {
  const move = books.tx.row('account.move', moveId);
  books.tx.update('account.move', moveId, { blocked: !move.blocked });
  refreshInvoices(books, [moveId]);
}

export function deleteMove(books: Books, moveId: number): void {
  if (books.tx.row('account.move', moveId).state === 'posted') {
    throw userError(
      "You can't delete a posted journal item. Don’t play games with your accounting records; reset the journal entry to draft before deleting it.",
    );
  }
  for (const line of linesOf(books, moveId)) books.tx.remove('account.move.line', line.id);
  books.tx.remove('account.move', moveId);
}

/** A draft credit note over the whole invoice, or over an amount (gross, minor units) of it. */
export function reverse(
  books: Books,
  invoiceId: number,
  { reason, date, amount }: { reason: string; date: string; amount?: number },
): number {
  const invoice = books.tx.row('account.move', invoiceId);
  const lines =
    amount === undefined || amount === invoice.amount_total ? wholeLines(books, invoiceId) : [partOf(books, invoiceId, amount, reason)];
  return createInvoice(books, {
    type: 'out_refund',
    partnerId: Number(invoice.partner_id),
    companyId: invoice.company_id,
    currencyId: invoice.currency_id,
    date,
    due: [{ on: date, percent: 100 }],
    lines,
    ref: `Reversal of: ${invoice.name}${reason ? `, ${reason}` : ''}`,
    origin: invoice.invoice_origin as string | null,
    reversesId: invoiceId,
    journalId: invoice.journal_id,
  });
}

function wholeLines(books: Books, invoiceId: number): DraftLine[] {
  return linesOf(books, invoiceId)
    .filter((line) => line.display_type === 'product')
    .map((line) => ({
      name: line.name ?? '',
      quantity: Number(line.quantity),
      unitPrice: Number(line.price_unit),
      discount: Number(line.discount),
      taxIds: line.tax_ids as readonly number[],
      productId: line.product_id as number | null,
      exact: { net: Number(line.price_subtotal), tax: Number(line.price_total) - Number(line.price_subtotal) },
    }));
}

function partOf(books: Books, invoiceId: number, amount: number, reason: string): DraftLine {
  const invoice = books.tx.row('account.move', invoiceId);
  const first = linesOf(books, invoiceId).find((line) => line.display_type === 'product');
  const tax = invoice.amount_total === 0 ? 0 : roundHalfUp((amount * Number(invoice.amount_tax)) / invoice.amount_total);
  const net = amount - tax;
  return {
    name: reason || 'Credit',
    quantity: 1,
    unitPrice: net / 10 ** decimals(books, invoice.currency_id),
    taxIds: (first?.tax_ids as readonly number[] | undefined) ?? [],
    exact: { net, tax },
  };
}
