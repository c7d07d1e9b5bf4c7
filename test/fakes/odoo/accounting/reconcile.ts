import { roundHalfUp } from '../money.ts';
import type { LineRow } from '../types.ts';
import { convert, journalOf, receivableLines } from './books.ts';
import type { Books } from './books.ts';
import { insertLine } from './draft.ts';
import { partialsOf, refreshInvoices, refreshPayments } from './settle.ts';

/** Settles open lines against each other in order of maturity, then stores what follows. Returns the new partial reconciliations. */
export function reconcile(books: Books, lineIds: readonly number[]): number[] {
  const lines = lineIds.map((id) => books.tx.row('account.move.line', id));
  const byMaturity = (a: LineRow, b: LineRow): number => (a.date_maturity ?? '').localeCompare(b.date_maturity ?? '') || a.id - b.id;
  const debits = lines.filter((line) => line.balance > 0 || line.amount_currency > 0).sort(byMaturity);
  const credits = lines.filter((line) => line.balance < 0 || line.amount_currency < 0).sort(byMaturity);
  const made: number[] = [];
  for (const debit of debits) {
    for (const credit of credits) {
      const partial = reconcilePair(books, books.tx.row('account.move.line', debit.id), books.tx.row('account.move.line', credit.id));
      if (partial !== null) made.push(partial);
    }
  }
  for (const id of lineIds) closeExchangeDifference(books, id);
  linkFullReconcile(books, lineIds);
  refreshMoves(
    books,
    lines.map((line) => line.move_id),
  );
  return made;
}

function refreshMoves(books: Books, moveIds: readonly number[]): void {
  refreshInvoices(books, moveIds);
  const payments = moveIds
    .map((id) => books.tx.get('account.move', id)?.origin_payment_id)
    .filter((id): id is number => typeof id === 'number');
  refreshPayments(
    books,
    payments.map((id) => books.tx.row('account.payment', id)),
  );
}

const dayOf = (books: Books, line: LineRow): string => books.tx.row('account.move', line.move_id).date;

function reconcilePair(books: Books, debit: LineRow, credit: LineRow): number | null {
  const [openDebit, openCredit] = [debit.amount_residual_currency, -credit.amount_residual_currency];
  if (openDebit <= 0 || openCredit <= 0) return null;
  const day = dayOf(books, credit) > dayOf(books, debit) ? dayOf(books, credit) : dayOf(books, debit);
  const creditInDebit = convert(books, openCredit, credit.currency_id, debit.currency_id, day);
  // Converting there and back may lose the smallest unit: such a payment settles in full.
  const isExact = debit.currency_id !== credit.currency_id && Math.abs(creditInDebit - openDebit) <= 1;
  const ofDebit = isExact ? openDebit : Math.min(openDebit, creditInDebit);
  const ofCredit = isExact || ofDebit === creditInDebit ? openCredit : convert(books, ofDebit, debit.currency_id, credit.currency_id, day);
  const share = (line: LineRow, part: number): number =>
    Math.abs(roundHalfUp((line.amount_residual * part) / Math.abs(line.amount_residual_currency)));
  const amount = Math.min(share(debit, ofDebit), share(credit, ofCredit));
  lower(books, debit, ofDebit, amount);
  lower(books, credit, -ofCredit, -amount);
  return books.tx.insert('account.partial.reconcile', {
    debit_move_id: debit.id,
    credit_move_id: credit.id,
    amount,
    debit_amount_currency: ofDebit,
    credit_amount_currency: ofCredit,
    company_id: debit.company_id,
    company_currency_id: debit.company_currency_id,
    exchange_move_id: null,
    full_reconcile_id: null,
    max_date: day,
  });
}

function lower(books: Books, line: LineRow, currency: number, company: number): void {
  const residual = line.amount_residual - company;
  const residualCurrency = line.amount_residual_currency - currency;
  books.tx.update('account.move.line', line.id, {
    amount_residual: residual,
    amount_residual_currency: residualCurrency,
    reconciled: residual === 0 && residualCurrency === 0,
  });
}

/** A line settled in its own currency may leave a rest in the company's: Odoo books it as a further entry and partial reconciliation. */
function closeExchangeDifference(books: Books, lineId: number): void {
  const line = books.tx.row('account.move.line', lineId);
  if (line.amount_residual_currency !== 0 || line.amount_residual === 0) return;
  const rest = line.amount_residual;
  const origin = books.tx.row('account.move', line.move_id);
  const moveId = insertEntry(books, line.company_id, line.currency_id, origin.partner_id, dayOf(books, line), {
    is_exchange_difference: true,
    name: null,
  });
  const move = books.tx.row('account.move', moveId);
  const other = insertLine(books, move, 0, 'payment_term', 'asset_receivable', { name: 'Currency exchange rate difference' }, -rest);
  books.tx.update('account.move.line', other, { amount_residual: 0, reconciled: true });
  books.tx.update('account.move.line', line.id, { amount_residual: 0, reconciled: true });
  books.tx.insert('account.partial.reconcile', {
    debit_move_id: rest > 0 ? line.id : other,
    credit_move_id: rest > 0 ? other : line.id,
    amount: Math.abs(rest),
    debit_amount_currency: 0,
    credit_amount_currency: 0,
    company_id: line.company_id,
    company_currency_id: line.company_currency_id,
    exchange_move_id: moveId,
    full_reconcile_id: null,
    max_date: move.date,
  });
}

/** A journal entry that is no invoice: of a payment, a bank line, an exchange difference. */
export function insertEntry(
  books: Books,
  companyId: number,
  currencyId: number,
  partnerId: number | null,
  day: string,
  extra: Record<string, string | number | boolean | null>,
): number {
  const company = books.tx.row('res.company', companyId);
  const partner = partnerId === null ? undefined : books.tx.row('res.partner', partnerId);
  return books.tx.insert('account.move', {
    move_type: 'entry',
    state: 'posted',
    payment_state: 'not_paid',
    date: day,
    invoice_date: null,
    invoice_date_due: null,
    partner_id: partnerId,
    commercial_partner_id: partner?.commercial_partner_id ?? null,
    invoice_partner_display_name: null,
    company_id: companyId,
    company_currency_id: company.currency_id,
    currency_id: currencyId,
    journal_id: journalOf(books, companyId, 'general'),
    invoice_currency_rate: 1,
    reversed_entry_id: null,
    origin_payment_id: null,
    statement_line_id: null,
    ref: null,
    payment_reference: null,
    invoice_origin: null,
    invoice_payment_term_id: null,
    invoice_user_id: null,
    blocked: false,
    amount_untaxed: 0,
    amount_tax: 0,
    amount_total: 0,
    amount_residual: 0,
    amount_untaxed_signed: 0,
    amount_tax_signed: 0,
    amount_total_signed: 0,
    amount_residual_signed: 0,
    amount_total_in_currency_signed: 0,
    ...extra,
  });
}

function linkFullReconcile(books: Books, lineIds: readonly number[]): void {
  const lines = lineIds.map((id) => books.tx.row('account.move.line', id));
  if (lines.length === 0 || lines.some((line) => !line.reconciled)) return;
  const full = books.tx.insert('account.full.reconcile', {});
  for (const line of lines) {
    books.tx.update('account.move.line', line.id, { full_reconcile_id: full });
    for (const partial of partialsOf(books, line)) books.tx.update('account.partial.reconcile', partial, { full_reconcile_id: full });
  }
}

/** Undoes every reconciliation of a document; the rows of `account.partial.reconcile` are gone afterwards. */
export function unreconcile(books: Books, moveId: number): void {
  const touched = new Set([moveId]);
  for (const line of receivableLines(books, moveId)) {
    for (const id of partialsOf(books, line)) {
      const partial = books.tx.row('account.partial.reconcile', id);
      const [debit, credit] = [
        books.tx.row('account.move.line', partial.debit_move_id),
        books.tx.row('account.move.line', partial.credit_move_id),
      ];
      for (const [side, currency, company] of [
        [debit, -partial.debit_amount_currency, -partial.amount],
        [credit, partial.credit_amount_currency, partial.amount],
      ] as const) {
        lower(books, side, currency, company);
        books.tx.update('account.move.line', side.id, { full_reconcile_id: null });
        for (const other of partialsOf(books, side)) books.tx.update('account.partial.reconcile', other, { full_reconcile_id: null });
        touched.add(side.move_id);
      }
      books.tx.remove('account.partial.reconcile', id);
    }
  }
  refreshMoves(books, [...touched]);
}
