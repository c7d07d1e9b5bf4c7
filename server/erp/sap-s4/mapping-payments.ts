import type { Payment } from '../shared/contract.ts';
import { daysBetween } from '../../shared/calendar.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { shortHash } from '../shared/identity.ts';
import { distribute, type Group, type Sum } from './distribution.ts';
import { inOrder, isPart, isPayment, type DocumentKey, type Item } from './journal-item.ts';
import { scaledText, type Scaled } from './values.ts';

interface PaymentContext {
  /** All items that a document of accounting has in customers' accounts. */
  items: readonly Item[];
  /** Items of the documents that cleared these, and of those that cleared what was left then. */
  itemsOf(document: DocumentKey): readonly Item[];
  /** Items of other documents that belong to this one: what was taken of it. */
  taken: readonly Item[];
  /** The invoice that an item names. */
  invoiceOf(item: Item): Group | null;
  partnerOf(customer: string | null): ErpRecordId | null;
}

/** None: nothing was paid by it, or it takes another one back. */
export function toPayment(document: DocumentKey, context: PaymentContext): Payment[] {
  const items = inOrder(context.items);
  const first = items.find(isPayment);
  if (!first || first.isReversal) return [];
  // A payment for several customers is that of the first one: the others' items are not added to it.
  const own = items.filter(({ customer, currency }) => customer === first.customer && currency === first.currency);
  const [amount, baseAmount] = [total(own, amountOf), total(own, baseOf)];
  if (amount === 0n) return [];
  const [, , number = document] = document.split('/');
  const isCancelled = own.some(({ isReversed }) => isReversed);
  const rest = isCancelled ? NOTHING_LEFT : restOf(own, context);
  const partner = context.partnerOf(first.customer);
  return [
    {
      id: erpRecordId(document),
      direction: amount < 0n ? 'in' : 'out',
      status: isCancelled ? 'cancelled' : 'posted',
      number,
      customerId: partner,
      organisationId: partner,
      companyId: first.company,
      currency: first.currency,
      amount: scaledText(absolute(amount), first.decimals),
      unapplied: scaledText(rest.amount, first.decimals),
      baseCurrency: first.baseCurrency,
      baseAmount: scaledText(absolute(baseAmount), first.baseDecimals),
      baseUnapplied: scaledText(rest.base, first.baseDecimals),
      paidOn: first.postedOn,
      method: null,
      reference: first.reference1 ?? first.reference2,
      // Invoices list what settled them.
      allocations: [],
      createdAt: enteredLater(first),
      proof: [document, first.postedOn, first.customer, scaledText(absolute(amount), first.decimals)].join(' '),
      changedAt: null,
      changeStamp: stampOf(own, rest.amount),
    },
  ];
}

/**
 * The beginning of the day on which it was entered, where that is days after the day it bears: money of Friday that is entered on Monday is news.
 * Entry days are those of UTC, so what is entered at once may lie a day apart, too; there the day it bears tells more.
 */
function enteredLater({ enteredOn, postedOn }: Item): string | null {
  if (enteredOn === null || postedOn === null || daysBetween(postedOn, enteredOn) < 2) return null;
  return `${enteredOn}T00:00:00.000Z`;
}

const NOTHING_LEFT: Sum = { amount: 0n, base: 0n };

/** What settles nothing yet: open, and entered for no invoice or for more than is owed of it. Money for a request names it, and is a down payment until an invoice takes it. */
function restOf(own: readonly Item[], context: PaymentContext): Sum {
  const credits = own.filter(({ amount, reference, specialGl }) => amount < 0n && (reference === null || specialGl !== null));
  const named = own.filter((item) => item.reference !== null && isPart(item));
  const left = [...credits.map((item) => leftOf(item, context)), ...named.map((item) => surplusOf(item, context))];
  const used = context.taken.filter(
    ({ amount, specialGl, clearedBy, isReversed, isReversal }) =>
      amount > 0n && specialGl !== null && clearedBy === null && !isReversed && !isReversal,
  );
  const positive = (value: Scaled): Scaled => (value < 0n ? 0n : value);
  return {
    amount: positive(left.reduce((all, rest) => all + rest.amount, 0n) - total(used, amountOf)),
    base: positive(left.reduce((all, rest) => all + rest.base, 0n) - total(used, baseOf)),
  };
}

/** What names something that is no invoice settles it. */
function surplusOf(item: Item, { invoiceOf }: PaymentContext): Sum {
  const invoice = invoiceOf(item);
  return invoice ? distribute(invoice).leftOf(item) : NOTHING_LEFT;
}

/** A rest may be cleared again and leave another one. */
const MOST_CLEARINGS = 5;

function leftOf(item: Item, context: PaymentContext, depth = 0): Sum {
  if (item.clearedBy === null) return { amount: -item.amount, base: -item.baseAmount };
  if (item.clearedBy === item.document || depth === MOST_CLEARINGS) return NOTHING_LEFT;
  const rests = context.itemsOf(item.clearedBy).filter((one) => isRestOf(one, item));
  const left = rests.map((rest) => leftOf(rest, context, depth + 1));
  const sumOf = (side: (rest: Sum) => Scaled): Scaled => left.reduce((all, rest) => all + side(rest), 0n);
  return {
    amount: least(
      sumOf(({ amount }) => amount),
      -item.amount,
    ),
    base: least(
      sumOf(({ base }) => base),
      -item.baseAmount,
    ),
  };
}

/** What a clearing document left over of the credit that it used. */
const isRestOf = (one: Item, used: Pick<Item, 'customer' | 'currency'>): boolean =>
  one.amount < 0n && !isPayment(one) && one.billingDocument === null && one.customer === used.customer && one.currency === used.currency;

function stampOf(items: readonly Item[], left: Scaled): string {
  const said = items.map(({ key, amount, clearedBy, isReversed }) => `${key} ${amount} ${clearedBy ?? 'open'} ${isReversed}`);
  return shortHash([...said, String(left)].join('\n'));
}

export const clearedElsewhere = (items: readonly Item[]): DocumentKey[] =>
  items.flatMap(({ clearedBy, document }) => (clearedBy === null || clearedBy === document ? [] : clearedBy));

const amountOf = ({ amount }: Item): Scaled => amount;
const baseOf = ({ baseAmount }: Item): Scaled => baseAmount;
const total = (items: readonly Item[], side: (item: Item) => Scaled): Scaled => items.reduce((all, item) => all + side(item), 0n);
const absolute = (value: Scaled): Scaled => (value < 0n ? -value : value);
const least = (a: Scaled, b: Scaled): Scaled => (a < b ? a : b);
