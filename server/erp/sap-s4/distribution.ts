import { inOrder, isNamedBy, isPart, isRest, openOnes, type Item } from './journal-item.ts';
import { rounded, type Scaled } from './values.ts';

/** The items of an invoice, and those that belong to it: parts, credit memos, rests, and what was entered for rests. */
export interface Group {
  own: Item[];
  related: Item[];
}

export interface Sum {
  amount: Scaled;
  base: Scaled;
}

interface Taken {
  credit: Item;
  /** In the currency of the invoice. */
  amount: Scaled;
  /** In the currency of the credit. */
  own: Scaled;
  base: Scaled;
}

interface Distribution {
  /** By whom else it is settled. */
  taken: Taken[];
  /** What is owed by one of its open items when everything that names them is taken off. */
  owedBy(piece: Item): Sum;
  /** What of a credit no item takes, in its own currency. */
  leftOf(credit: Item): Sum;
}

/** Debits of an invoice: what it is, and the rests of what was cleared. */
export const piecesOf = ({ own, related }: Group): Item[] => [...own, ...related.filter((item) => item.amount > 0n && isRest(item))];

const NOTHING: Sum = { amount: 0n, base: 0n };
const positive = (value: Scaled): Scaled => (value < 0n ? 0n : value);
const least = (a: Scaled, b: Scaled): Scaled => (a < b ? a : b);

/**
 * Whatever names an invoice, against whatever of it is open, the oldest credit first: each gives what it really covers. What names an item goes to
 * it first, the rest to what is due first.
 */
export function distribute(group: Group): Distribution {
  const debits = byDay(openOnes(piecesOf(group)), ({ dueOn }) => dueOn).map((item) => ({
    item,
    left: positive(item.amount),
    base: item.baseAmount,
  }));
  const rate = group.own.find(({ amount, baseAmount }) => amount !== 0n && baseAmount !== 0n);
  // A document may credit one line on an item of its own, which is no payment of it.
  const credits = byDay([...group.own, ...group.related].filter(isPart), ({ postedOn }) => postedOn).map((item) => {
    const worth = worthOf(item, rate);
    return { item, worth, left: worth };
  });
  const taken: Taken[] = [];
  const match = (fits: (credit: Item, debit: Item) => boolean): void => {
    for (const credit of credits)
      for (const debit of debits) {
        const amount = fits(credit.item, debit.item) ? least(debit.left, credit.left) : 0n;
        if (amount === 0n) continue;
        const share = shareOf(credit.item, amount, credit);
        taken.push({ credit: credit.item, amount, ...share });
        credit.left -= amount;
        debit.left -= amount;
        debit.base -= share.base;
      }
  };
  match((credit, debit) => isNamedBy(debit, credit) && credit.referenceItem === debit.number);
  match(() => true);
  const owed = new Map(debits.map(({ item, left, base }) => [item.key, { amount: left, base: left === 0n ? 0n : positive(base) }]));
  return {
    taken: taken.filter(({ credit }) => !group.own.includes(credit)),
    owedBy: ({ key }) => owed.get(key) ?? NOTHING,
    leftOf({ key, amount, baseAmount }) {
      const mine = taken.filter(({ credit }) => credit.key === key);
      const left = positive(-amount - mine.reduce((all, { own }) => all + own, 0n));
      return { amount: left, base: left === 0n ? 0n : positive(-baseAmount - mine.reduce((all, { base }) => all + base, 0n)) };
    },
  };
}

const byDay = (items: readonly Item[], dayOf: (item: Item) => string | null): Item[] =>
  inOrder(items).sort((a, b) => (dayOf(a) ?? '').localeCompare(dayOf(b) ?? ''));

/** In the currency of the invoice, by the rate at which that is in the books. */
function worthOf({ currency, amount, baseAmount }: Item, rate: Item | undefined): Scaled {
  if (rate === undefined || rate.currency === currency) return -amount;
  return rounded(-baseAmount * absolute(rate.amount), absolute(rate.baseAmount), rate.decimals);
}

const absolute = (value: Scaled): Scaled => (value < 0n ? -value : value);

/** Of a credit of which so much is taken; the last share is what the others left. */
function shareOf(item: Item, amount: Scaled, { worth }: { worth: Scaled }): Pick<Taken, 'own' | 'base'> {
  if (amount === worth) return { own: -item.amount, base: -item.baseAmount };
  return {
    own: rounded(-item.amount * amount, worth, item.decimals),
    base: rounded(-item.baseAmount * amount, worth, item.baseDecimals),
  };
}
