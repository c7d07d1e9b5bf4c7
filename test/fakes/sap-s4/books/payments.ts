import { exchanged, minor, type Amount } from '../money.ts';
import type { Row, Tx } from '../store.ts';
import { billingKey, customerOf } from './billing.ts';
import { followers, receivables, restsOf } from './receivables.ts';
import {
  amountOf,
  baseOf,
  clear,
  clearedBy,
  clearingDocument,
  itemsOf,
  post,
  refOf,
  reset,
  reverse,
  type DocRef,
  type ItemRef,
  type LedgerLine,
} from './ledger.ts';

export interface PaymentInput {
  /** Business partner of money on account; default that of the invoices. */
  partner?: string;
  /** Billing documents. */
  invoices?: readonly string[];
  /** Default all that is open on them. What they do not take stays on account. */
  amount?: Amount;
  company?: string;
  /** Of money on account; else that of the invoices. */
  currency?: string;
  date?: string;
  /** What is paid in part: `partial` leaves the invoice open and refers to it, `residual` clears it and opens the rest anew. */
  method?: 'partial' | 'residual';
  /** Granted to the customer: less money clears all. */
  discount?: Amount;
  /** Of the bank's statement. */
  reference?: string;
}

interface Plan {
  cleared: Row[];
  lines: LedgerLine[];
  /** Settled with money. */
  settled: number;
  settledBase: number;
}

/** An incoming payment posted with clearing. */
export function addPayment(tx: Tx, input: PaymentInput): DocRef {
  const items = (input.invoices ?? []).flatMap((number) => openItems(tx, number));
  const [first] = items;
  if (!first && input.partner === undefined) throw new Error('Enter an amount: nothing is open');
  const company = tx.store.company(input.company ?? String(first?.['CompanyCode'] ?? [...tx.store.companies.keys()][0]));
  const currency = String(first?.['TransactionCurrency'] ?? input.currency ?? company.currency);
  const customer = first ? String(first['Customer']) : customerOf(tx, input.partner ?? '');
  if (items.some((row) => row['TransactionCurrency'] !== currency)) throw new Error('The invoices are in several currencies');
  const date = input.date ?? tx.stamp.today;
  const open = items.reduce((sum, row) => sum + openOf(tx, row), 0);
  const discount = input.discount === undefined ? 0 : minor(input.discount, currency);
  const money = input.amount === undefined ? open - discount : minor(input.amount, currency);
  if (money <= 0) throw new Error('Enter an amount: nothing is open');
  const plan = planOf(tx, items, money + discount, { customer, method: input.method ?? 'partial' });
  const rate = tx.store.rate(currency, company.currency, date);
  const inBase = (value: number) => exchanged(value, rate, currency, company.currency);
  const lines: LedgerLine[] = [
    { amount: money, base: inBase(money), account: '11001000', postingKey: '40', ...(input.reference ? { text: input.reference } : {}) },
  ];
  if (discount !== 0) lines.push({ amount: discount, base: inBase(discount), account: '70040000', postingKey: '40' });
  if (plan.settled !== 0) lines.push({ amount: -plan.settled, base: -plan.settledBase, customer, postingKey: '15' });
  lines.push(...plan.lines.map((line) => ({ base: inBase(line.amount), ...line })));
  const difference = lines.reduce((sum, { base = 0 }) => sum + base, 0);
  // What the rate of the day made of it.
  if (difference !== 0) lines.push({ amount: 0, base: -difference, account: '71010000', postingKey: difference > 0 ? '50' : '40' });
  const made = post(tx, {
    company: company.code,
    type: 'DZ',
    currency,
    date,
    transaction: 'F-28',
    lines,
    reference: input.reference ?? '',
  });
  const own = itemsOf(tx, made)
    .filter((row) => row['FinancialAccountType'] === 'D' && plan.settled !== 0)
    .slice(0, 1);
  clear(tx, [...plan.cleared, ...own].map(refOf), made, date);
  return made;
}

/** Of the invoice, or a rest of what was cleared of it. Requests for down payments are paid another way. */
export const openItems = (tx: Tx, number: string): Row[] =>
  receivables(tx, billingKey(number))
    .flatMap((row) => [row, ...restsOf(tx, refOf(row))])
    .filter((row) => row['IsCleared'] === false && (row['SpecialGLCode'] ?? '') === '');

/** What of an item is left to be paid. */
export const openOf = (tx: Tx, row: Row): number => amountOf(row) + followers(tx, refOf(row)).reduce((sum, one) => sum + amountOf(one), 0);

/** What is due first is paid first. */
function planOf(
  tx: Tx,
  items: readonly Row[],
  money: number,
  { customer, method }: { customer: string; method: 'partial' | 'residual' },
): Plan {
  const plan: Plan = { cleared: [], lines: [], settled: 0, settledBase: 0 };
  let left = money;
  for (const row of items) {
    const rest = openOf(tx, row);
    if (left <= 0) break;
    const with_ = [row, ...followers(tx, refOf(row))];
    if (left < rest && method === 'partial') {
      plan.lines.push({ amount: -left, customer, postingKey: '15', reference: refOf(row), followOn: 'Z', due: String(row['NetDueDate']) });
      left = 0;
      break;
    }
    plan.cleared.push(...with_);
    plan.settled += rest;
    plan.settledBase += with_.reduce((sum, one) => sum + baseOf(one), 0);
    if (left < rest)
      plan.lines.push({
        amount: rest - left,
        customer,
        postingKey: '06',
        reference: refOf(row),
        followOn: 'V',
        due: String(row['NetDueDate']),
      });
    left = Math.max(0, left - rest);
  }
  if (left > 0) plan.lines.push({ amount: -left, customer, postingKey: '15' });
  return plan;
}

/** Clears items against each other; what is left of one of them is posted anew, as the rest of it. */
export function clearTogether(tx: Tx, items: readonly Row[], date: string): DocRef {
  const [first] = items;
  if (!first) throw new Error('No open items');
  const total = items.reduce((sum, row) => sum + amountOf(row), 0);
  const [company, currency] = [String(first['CompanyCode']), String(first['TransactionCurrency'])];
  if (total === 0) {
    const by = clearingDocument(tx, company, date);
    clear(tx, items.map(refOf), by, date);
    return by;
  }
  // The rest is of whatever was more than the others took.
  const rested = items.findLast((row) => Math.sign(amountOf(row)) === Math.sign(total)) ?? first;
  const base = items.reduce((sum, row) => sum + baseOf(row), 0);
  const customer = String(rested['Customer']);
  const reference: ItemRef = refOf(rested);
  const due = String(rested['NetDueDate']);
  const lines: LedgerLine[] = [
    { amount: total, base, customer, postingKey: total < 0 ? '16' : '06', reference, followOn: 'V', due },
    { amount: -total, base: -base, customer, postingKey: total < 0 ? '06' : '16' },
  ];
  const made = post(tx, { company, type: 'AB', currency, date, transaction: 'F-32', lines });
  const [, counter] = made.items;
  clear(tx, [...items.map(refOf), ...(counter ? [counter] : [])], made, date);
  return made;
}

/** Money on account against an invoice. */
export function applyPayment(tx: Tx, payment: DocRef, invoice: string, date: string): DocRef {
  const onAccount = itemsOf(tx, payment).filter((row) => row['FinancialAccountType'] === 'D' && row['IsCleared'] === false);
  const owed = openItems(tx, invoice).flatMap((row) => [row, ...followers(tx, refOf(row))]);
  if (onAccount.length === 0) throw new Error(`Nothing of payment ${payment.document} is open`);
  if (owed.length === 0) throw new Error(`Nothing of invoice ${invoice} is open`);
  return clearTogether(tx, [...owed, ...onAccount], date);
}

/** Resets what a document cleared; a clearing that posted lines of its own is reversed with it. */
export function resetClearing(tx: Tx, ref: DocRef): void {
  if (clearedBy(tx, ref).length === 0) throw new Error(`${ref.document} is not a clearing document`);
  reset(tx, ref);
  const own = itemsOf(tx, ref);
  if (own[0]?.['AccountingDocumentType'] === 'AB') reverse(tx, ref, { type: 'AB', transaction: 'FB08', date: tx.stamp.today });
}

/** Bounced or wrongly booked: its clearing is reset, and the payment reversed. */
export function cancelPayment(tx: Tx, ref: DocRef): void {
  const later = itemsOf(tx, ref).find((row) => row['IsCleared'] === true && row['ClearingAccountingDocument'] !== ref.document);
  if (later)
    throw new Error(`Document ${ref.document} contains cleared items: reset clearing ${String(later['ClearingAccountingDocument'])} first`);
  if (clearedBy(tx, ref).length > 0) reset(tx, ref);
  reverse(tx, ref, { type: 'DZ', transaction: 'FB08', date: tx.stamp.today });
}
