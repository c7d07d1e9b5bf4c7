import { linesOf } from '../accounting/books.ts';
import { createInvoice, dueDates, writeLines } from '../accounting/draft.ts';
import type { DraftLine } from '../accounting/draft.ts';
import { userError } from '../errors.ts';
import type { LineRow, Row } from '../types.ts';
import { requiredBooks } from './method.ts';
import type { Call } from './method.ts';
import { applyCommands, commandsOf, rowValues } from './values.ts';
import type { Vals } from './values.ts';

const LINES = ['invoice_line_ids', 'line_ids'];

export function createMove(call: Call, vals: Vals): number {
  const books = requiredBooks(call);
  const values = rowValues(call.env, 'account.move', vals, undefined, LINES);
  const type = values.move_type ?? 'entry';
  if (type !== 'out_invoice' && type !== 'out_refund') throw userError('The double makes customer invoices and credit notes only.');
  if (typeof values.partner_id !== 'number')
    throw userError('The field Customer is required, please complete it to validate the Customer Invoice.');
  const companyId = Number(values.company_id ?? call.env.companyIds[0]);
  const date = typeof values.invoice_date === 'string' ? values.invoice_date : null;
  const termId = typeof values.invoice_payment_term_id === 'number' ? values.invoice_payment_term_id : null;
  const due = dueDates(termId, date ?? books.today);
  const fallback = typeof values.invoice_date_due === 'string' ? values.invoice_date_due : books.today;
  return createInvoice(books, {
    type,
    partnerId: values.partner_id,
    companyId,
    currencyId: Number(values.currency_id ?? books.tx.row('res.company', companyId).currency_id),
    date,
    due: due.length > 0 ? due : [{ on: fallback, percent: 100 }],
    termId,
    lines: commandsOf(vals.invoice_line_ids)
      .filter(([kind]) => kind === 0)
      .map(([, , line]) => draftLine(line as Vals)),
    ref: values.ref as string | null,
    origin: values.invoice_origin as string | null,
  });
}

function draftLine(vals: Vals): DraftLine {
  return {
    name: typeof vals.name === 'string' ? vals.name : '',
    quantity: Number(vals.quantity ?? 1),
    unitPrice: Number(vals.price_unit ?? 0),
    discount: Number(vals.discount ?? 0),
    taxIds: applyCommands([], vals.tax_ids),
    productId: typeof vals.product_id === 'number' ? vals.product_id : null,
  };
}

export function writeMove(call: Call, id: number, vals: Vals): void {
  const books = requiredBooks(call);
  const move = books.tx.row('account.move', id);
  const values = rowValues(call.env, 'account.move', vals, move, LINES);
  books.tx.update('account.move', id, values, { force: true });
  const added = commandsOf(vals.invoice_line_ids).filter(([kind]) => kind === 0);
  if (added.length === 0) return;
  if (move.state !== 'draft') throw userError('You cannot do this modification on a posted journal entry.');
  rewrite(call, id, [...productLines(call, id).map(asDraft), ...added.map(([, , line]) => draftLine(line as Vals))]);
}

/** A change of a line moves the line's and the invoice's `write_date`. */
export function writeLine(call: Call, id: number, vals: Vals): void {
  const books = requiredBooks(call);
  const line = books.tx.row('account.move.line', id);
  const move = books.tx.row('account.move', line.move_id);
  const values = rowValues(call.env, 'account.move.line', vals, line);
  const isMoney = ['price_unit', 'quantity', 'discount', 'tax_ids'].some((field) => field in values);
  if (isMoney && move.state !== 'draft') throw userError('You cannot do this modification on a posted journal entry.');
  books.tx.update('account.move.line', id, values, { force: true });
  if (isMoney) rewrite(call, move.id, productLines(call, move.id).map(asDraft));
  books.tx.update('account.move', move.id, {}, { force: true });
}

const productLines = (call: Call, moveId: number): LineRow[] =>
  linesOf(requiredBooks(call), moveId).filter((line) => line.display_type === 'product');

const asDraft = (line: Row): DraftLine => ({
  name: String(line.name ?? ''),
  quantity: Number(line.quantity),
  unitPrice: Number(line.price_unit),
  discount: Number(line.discount),
  taxIds: line.tax_ids as readonly number[],
  productId: line.product_id as number | null,
});

function rewrite(call: Call, moveId: number, lines: readonly DraftLine[]): void {
  const move = requiredBooks(call).tx.row('account.move', moveId);
  writeLines(requiredBooks(call), moveId, lines, [{ on: move.invoice_date_due ?? move.date, percent: 100 }]);
}
