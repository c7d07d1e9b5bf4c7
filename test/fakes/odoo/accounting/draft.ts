import { addDays } from '../datetime.ts';
import { roundHalfUp } from '../money.ts';
import type { MoveRow, Row } from '../types.ts';
import { accountOf, convert, decimals, journalOf, linesOf, rateOn } from './books.ts';
import type { Books } from './books.ts';

export interface DraftLine {
  name: string;
  quantity: number;
  unitPrice: number;
  /** Percent. */
  discount?: number;
  /** `account.tax` rows. */
  taxIds?: readonly number[];
  productId?: number | null;
  /** The order line it is of. */
  saleLineId?: number;
  /** Exact net and tax in minor units, where they are not to be computed. */
  exact?: { net: number; tax: number };
}

export interface DraftInvoice {
  type: 'out_invoice' | 'out_refund';
  partnerId: number;
  companyId: number;
  currencyId: number;
  date: string | null;
  /** Several: instalments in percent of the total. */
  due: readonly { on: string; percent: number }[];
  lines: readonly DraftLine[];
  ref?: string | null;
  origin?: string | null;
  termId?: number | null;
  reversesId?: number | null;
  journalId?: number;
}

const sign = (type: string): number => (type === 'out_refund' || type === 'in_invoice' ? -1 : 1);

export function createInvoice(books: Books, draft: DraftInvoice): number {
  const company = books.tx.row('res.company', draft.companyId);
  const partner = books.tx.row('res.partner', draft.partnerId);
  const day = draft.date ?? books.today;
  const code = (id: number): string => books.tx.row('res.currency', id).name;
  const id = books.tx.insert('account.move', {
    move_type: draft.type,
    name: null,
    state: 'draft',
    payment_state: 'not_paid',
    date: day,
    invoice_date: draft.date,
    invoice_date_due: draft.due.at(-1)?.on ?? day,
    partner_id: partner.id,
    commercial_partner_id: partner.commercial_partner_id,
    invoice_partner_display_name: partner.name,
    company_id: company.id,
    company_currency_id: company.currency_id,
    currency_id: draft.currencyId,
    journal_id: draft.journalId ?? journalOf(books, company.id, 'sale'),
    invoice_currency_rate: rateOn(books, code(draft.currencyId), day) / rateOn(books, code(company.currency_id), day),
    reversed_entry_id: draft.reversesId ?? null,
    origin_payment_id: null,
    statement_line_id: null,
    ref: draft.ref ?? null,
    payment_reference: null,
    invoice_origin: draft.origin ?? null,
    invoice_payment_term_id: draft.termId ?? null,
    invoice_user_id: null,
    blocked: false,
    ...zeroAmounts(),
  });
  writeLines(books, id, draft.lines, draft.due);
  return id;
}

const zeroAmounts = () => ({
  amount_untaxed: 0,
  amount_tax: 0,
  amount_total: 0,
  amount_residual: 0,
  amount_untaxed_signed: 0,
  amount_tax_signed: 0,
  amount_total_signed: 0,
  amount_residual_signed: 0,
  amount_total_in_currency_signed: 0,
});

/** Net and tax of a line in minor units. Until 18 the unit price is rounded first: 3 × 10.005 is 30.03 there and 30.02 on 19 (observed). */
export function lineAmounts(books: Books, line: DraftLine, digits: number): { net: number; taxes: { id: number; amount: number }[] } {
  const taxIds = line.taxIds ?? [];
  if (line.exact) return { net: line.exact.net, taxes: taxIds.slice(0, 1).map((id) => ({ id, amount: line.exact?.tax ?? 0 })) };
  const price = books.version >= 19 ? line.unitPrice : roundHalfUp(line.unitPrice, digits);
  const net = roundHalfUp(price * line.quantity * (1 - (line.discount ?? 0) / 100) * 10 ** digits);
  return { net, taxes: taxIds.map((id) => ({ id, amount: roundHalfUp((net * Number(books.tx.row('account.tax', id).amount)) / 100) })) };
}

export function writeLines(books: Books, moveId: number, lines: readonly DraftLine[], due: DraftInvoice['due']): void {
  for (const line of linesOf(books, moveId)) books.tx.remove('account.move.line', line.id);
  const move = books.tx.row('account.move', moveId);
  const digits = decimals(books, move.currency_id);
  const taxes = new Map<number, number>();
  let untaxed = 0;
  for (const line of lines) {
    const amounts = lineAmounts(books, line, digits);
    const tax = amounts.taxes.reduce((sum, one) => sum + one.amount, 0);
    untaxed += amounts.net;
    for (const one of amounts.taxes) taxes.set(one.id, (taxes.get(one.id) ?? 0) + one.amount);
    insertLine(books, move, -sign(move.move_type) * amounts.net, 'product', 'income', {
      name: line.name,
      quantity: line.quantity,
      price_unit: line.unitPrice,
      discount: line.discount ?? 0,
      tax_ids: line.taxIds ?? [],
      product_id: line.productId ?? null,
      product_uom_id: 1,
      sale_line_ids: line.saleLineId === undefined ? [] : [line.saleLineId],
      price_subtotal: amounts.net,
      price_total: amounts.net + tax,
    });
  }
  for (const [id, amount] of taxes) {
    insertLine(books, move, -sign(move.move_type) * amount, 'tax', 'liability_current', {
      name: String(books.tx.row('account.tax', id).name),
      tax_line_id: id,
    });
  }
  const tax = [...taxes.values()].reduce((sum, amount) => sum + amount, 0);
  writeTotals(books, move, untaxed, tax);
  writeInstalments(books, move, untaxed + tax, due);
}

function writeTotals(books: Books, move: MoveRow, untaxed: number, tax: number): void {
  const direction = sign(move.move_type);
  const inCompany = (minor: number): number =>
    direction * convert(books, minor, move.currency_id, move.company_currency_id, move.invoice_date ?? move.date);
  const total = untaxed + tax;
  books.tx.update('account.move', move.id, {
    amount_untaxed: untaxed,
    amount_tax: tax,
    amount_total: total,
    amount_residual: total,
    amount_untaxed_signed: inCompany(untaxed),
    amount_tax_signed: inCompany(total) - inCompany(untaxed),
    amount_total_signed: inCompany(total),
    amount_residual_signed: inCompany(total),
    amount_total_in_currency_signed: direction * total,
  });
}

function writeInstalments(books: Books, move: MoveRow, total: number, due: DraftInvoice['due']): void {
  const direction = sign(move.move_type);
  const parts = due.length > 0 ? due : [{ on: move.invoice_date_due ?? move.date, percent: 100 }];
  const companyTotal = convert(books, total, move.currency_id, move.company_currency_id, move.invoice_date ?? move.date);
  let left = { total, company: companyTotal };
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    const amount = isLast ? left.total : roundHalfUp((total * part.percent) / 100);
    const company = isLast ? left.company : roundHalfUp((companyTotal * part.percent) / 100);
    left = { total: left.total - amount, company: left.company - company };
    insertLine(
      books,
      move,
      direction * amount,
      'payment_term',
      'asset_receivable',
      { date_maturity: part.on, name: null },
      direction * company,
    );
  }
}

/** A journal item; its balance in the company's currency follows from the day's rate unless given. */
export function insertLine(
  books: Books,
  move: MoveRow,
  amountCurrency: number,
  displayType: string,
  accountType: string,
  extra: Partial<Row> & Record<string, Row[string]>,
  balance = convert(books, amountCurrency, move.currency_id, move.company_currency_id, move.invoice_date ?? move.date),
): number {
  const isReceivable = displayType === 'payment_term';
  return books.tx.insert('account.move.line', {
    move_id: move.id,
    display_type: displayType,
    account_id: accountOf(books, move.company_id, accountType),
    partner_id: move.commercial_partner_id ?? move.partner_id,
    currency_id: move.currency_id,
    company_currency_id: move.company_currency_id,
    company_id: move.company_id,
    sequence: 100,
    quantity: 0,
    price_unit: 0,
    discount: 0,
    tax_ids: [],
    tax_line_id: null,
    product_id: null,
    product_uom_id: null,
    price_subtotal: 0,
    price_total: 0,
    balance,
    amount_currency: amountCurrency,
    amount_residual: isReceivable ? balance : 0,
    amount_residual_currency: isReceivable ? amountCurrency : 0,
    reconciled: isReceivable && amountCurrency === 0 && balance === 0,
    date_maturity: null,
    full_reconcile_id: null,
    name: null,
    ...extra,
  });
}

/** What a payment term makes of a date: 1 immediate, 2 and 3 days, 4 in two parts. */
export function dueDates(termId: number | null | undefined, from: string): DraftInvoice['due'] {
  const parts = TERMS.find((term) => term.id === termId)?.parts ?? [];
  return parts.map(({ days, percent }) => ({ on: addDays(from, days), percent }));
}

export const TERMS = [
  { id: 1, name: 'Immediate Payment', parts: [{ days: 0, percent: 100 }] },
  { id: 2, name: '15 Days', parts: [{ days: 15, percent: 100 }] },
  { id: 3, name: '30 Days', parts: [{ days: 30, percent: 100 }] },
  { id: 4, name: '60 Days', parts: [{ days: 60, percent: 100 }] },
  {
    id: 5,
    name: '30% Now, Balance 60 Days',
    parts: [
      { days: 0, percent: 30 },
      { days: 60, percent: 70 },
    ],
  },
] as const;
