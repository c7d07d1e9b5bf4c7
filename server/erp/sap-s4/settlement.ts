import type { Allocation } from '../shared/contract.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { DownPaymentsTaken } from './down-payments.ts';
import { distribute, piecesOf, type Group, type Sum } from './distribution.ts';
import { inOrder, isNamedBy, isPayment, isRest, openOnes, type DocumentKey, type Item } from './journal-item.ts';
import { rounded, type Scaled } from './values.ts';

/** What customers' accounts say of one billing document: its items are one for each instalment, those of down payments stand apart. */
export interface Postings extends Group {
  /** By the clearing document, all that it cleared. */
  cleared: ReadonlyMap<DocumentKey, Item[]>;
  taken: DownPaymentsTaken;
}

type Side = (item: Item) => Scaled;
const amountOf: Side = ({ amount }) => amount;
const baseOf: Side = ({ baseAmount }) => baseAmount;
export const sum = (items: readonly Item[], side: Side): Scaled => items.reduce((total, item) => total + side(item), 0n);
const least = (a: Scaled, b: Scaled): Scaled => (a < b ? a : b);

export function openOf(group: Group): Sum {
  if (isNoted(group)) {
    const items = notedOf(group);
    return { amount: positive(sum(items, amountOf)), base: positive(sum(items, baseOf)) };
  }
  const { owedBy } = distribute(group);
  return total(openOnes(piecesOf(group)).map(owedBy));
}

const positive = (value: Scaled): Scaled => (value < 0n ? 0n : value);
const total = (sums: readonly Sum[]): Sum =>
  sums.reduce((all, one) => ({ amount: all.amount + one.amount, base: all.base + one.base }), { amount: 0n, base: 0n });

/** What the customer is still owed by a credit memo: less what the invoice takes that it names, and what was paid out for it. */
export function creditLeft({ own, related }: Group, invoice: Group | null): Sum {
  const credits = openOnes([...own, ...related.filter((item) => item.amount < 0n && isRest(item))]);
  const distribution = invoice && distribute(invoice);
  const left = total(
    credits.map((item) =>
      distribution && item.reference !== null ? distribution.leftOf(item) : { amount: -item.amount, base: -item.baseAmount },
    ),
  );
  const paidOut = openOnes(related).filter(({ amount, isReversed, isReversal }) => amount > 0n && !isReversed && !isReversal);
  return { amount: positive(left.amount - sum(paidOut, amountOf)), base: positive(left.base - sum(paidOut, baseOf)) };
}

/** A request for a down payment is noted and never cleared against the money itself, which names it. */
export const isNoted = ({ own }: Group): boolean => own.length > 0 && own.every(({ specialGl }) => specialGl !== null);
const isMoney = ({ amount, isReversed, isReversal }: Item): boolean => amount < 0n && !isReversed && !isReversal;
function notedOf({ own, related }: Group): Item[] {
  const open = openOnes(own);
  return open.length === 0 ? [] : [...open, ...related.filter(isMoney)];
}

/** Something of it is owed, to either side. */
export function isUnsettled(group: Group, invoice: Group | null): boolean {
  return (sum(group.own, amountOf) < 0n ? creditLeft(group, invoice) : openOf(group)).amount > 0n;
}

/** What is open of each instalment, rests of it included; in the order of `own`. */
export function instalmentsLeft(group: Group): { item: Item; open: Scaled }[] {
  const { own } = group;
  const pieces = piecesOf(group);
  const { owedBy } = distribute(group);
  const open = new Map<Item | undefined, Scaled>();
  for (const piece of openOnes(pieces)) {
    const root = rootOf(piece, pieces, own);
    open.set(root, (open.get(root) ?? 0n) + owedBy(piece).amount);
  }
  return own.map((item) => ({ item, open: open.get(item) ?? 0n }));
}

/** The instalment that an item is, or is in the end a rest of. */
function rootOf(piece: Item, pieces: readonly Item[], own: readonly Item[]): Item | undefined {
  let at: Item | undefined = piece;
  for (let steps = 0; at !== undefined && !own.includes(at) && steps < pieces.length; steps++) {
    const rest: Item = at;
    const named = pieces.filter((one) => one !== rest && isNamedBy(one, rest));
    at = named.find(({ number }) => number === rest.referenceItem) ?? named[0];
  }
  return at && own.includes(at) ? at : own[0];
}

/** What is due next: the open items of which something is owed. */
export function owedPieces(group: Group): Item[] {
  const { owedBy } = distribute(group);
  return openOnes(piecesOf(group)).filter((piece) => owedBy(piece).amount > 0n);
}

/** The last day on which something of it was cleared, or taken off. */
export function settledOn(postings: Postings): string | null {
  const days = [
    ...piecesOf(postings).flatMap(({ clearedOn }) => clearedOn ?? []),
    ...distribute(postings).taken.flatMap(({ credit }) => credit.postedOn ?? []),
    ...(isNoted(postings) ? postings.related.filter(isMoney).flatMap(({ postedOn }) => postedOn ?? []) : []),
  ];
  return days.sort().at(-1) ?? null;
}

type Part = Pick<Allocation, 'by' | 'sourceId' | 'label' | 'on'> & { amount: Scaled };

export function partsOf(postings: Postings): Part[] {
  const paid = isNoted(postings)
    ? postings.related.filter(isMoney).map((credit) => ({ credit, amount: -credit.amount }))
    : distribute(postings).taken;
  const parts: Part[] = paid.map(({ credit, amount }) => ({ ...sourceOf(credit, postings), on: credit.postedOn, amount }));
  if (isNoted(postings)) return bySource(parts);
  const rests = new Map<DocumentKey, Scaled>();
  for (const item of postings.related.filter((one) => one.amount > 0n && isRest(one)))
    rests.set(item.document, (rests.get(item.document) ?? 0n) + item.amount);
  for (const piece of inOrder(piecesOf(postings))) {
    if (piece.clearedBy === null) continue;
    const left = least(rests.get(piece.clearedBy) ?? 0n, piece.amount);
    rests.set(piece.clearedBy, (rests.get(piece.clearedBy) ?? 0n) - left);
    parts.push(...clearingsOf(piece, left, postings));
  }
  return bySource(parts);
}

/** What a clearing document set against an item, less what it left open under another one. */
function clearingsOf(piece: Item, left: Scaled, postings: Postings): Part[] {
  const group = postings.cleared.get(piece.clearedBy ?? '') ?? [];
  const isOneCurrency = group.every(({ currency }) => currency === piece.currency);
  const side = isOneCurrency ? amountOf : baseOf;
  const found = matchIn(group, piece, side);
  const matched = isOneCurrency ? found : inOwnCurrency(found, piece);
  // The clearing document booked the whole of the item as paid, and the rest anew.
  const isOfClearing = ({ credit }: { credit: Item }): boolean => credit.document === piece.clearedBy;
  let toTake = left;
  for (const part of [...matched.filter(isOfClearing), ...matched.filter((one) => !isOfClearing(one))]) {
    const taken = least(part.amount, toTake);
    part.amount -= taken;
    toTake -= taken;
  }
  const parts: Part[] = matched
    .filter(({ amount }) => amount > 0n)
    .map(({ credit, amount }) => ({ ...sourceOf(credit, postings), on: settledBy(credit, piece), amount }));
  const uncovered = piece.amount - left - parts.reduce((all, { amount }) => all + amount, 0n);
  // Written off, or set against something that is in no customer's account.
  return uncovered > 0n ? [...parts, { by: 'other', sourceId: null, label: null, on: piece.clearedOn, amount: uncovered }] : parts;
}

/** What was entered for it has settled it since then, money on account since it was used. */
const settledBy = (credit: Item, { document, clearedOn }: Item): string | null =>
  credit.reference === document ? credit.postedOn : clearedOn;

interface Matched {
  credit: Item;
  amount: Scaled;
}

/** Amounts in the currency of the books, in that of the item; what rounding leaves goes to the last one. */
function inOwnCurrency(found: readonly Matched[], { amount, baseAmount, decimals }: Item): Matched[] {
  if (baseAmount === 0n) return [];
  const base = found.reduce((total, one) => total + one.amount, 0n);
  let left = rounded(base * amount, baseAmount, decimals);
  return found.map(({ credit, amount: part }, at) => {
    const own = at === found.length - 1 ? left : rounded(part * amount, baseAmount, decimals);
    left -= own;
    return { credit, amount: own };
  });
}

/** Credits of a group that go to one of its debits: those that name its document first, the others in their order. */
function matchIn(group: readonly Item[], piece: Item, side: Side): Matched[] {
  const debits = inOrder(group.filter((item) => side(item) > 0n)).map((item) => ({ item, left: side(item) }));
  const credits = inOrder(group.filter((item) => side(item) < 0n)).map((item) => ({ item, left: -side(item) }));
  const found: Matched[] = [];
  const match = (fits: (credit: Item, debit: Item) => boolean): void => {
    for (const debit of debits)
      for (const credit of credits) {
        if (!fits(credit.item, debit.item)) continue;
        const amount = least(debit.left, credit.left);
        if (amount === 0n) continue;
        debit.left -= amount;
        credit.left -= amount;
        if (debit.item.key === piece.key) found.push({ credit: credit.item, amount });
      }
  };
  match((credit, debit) => credit.reference !== null && [debit.document, debit.reference].includes(credit.reference));
  match(() => true);
  return found.sort((a, b) => a.credit.key.localeCompare(b.credit.key, 'en', { numeric: true }));
}

function sourceOf(credit: Item, { taken }: Pick<Postings, 'taken'>): Pick<Allocation, 'by' | 'sourceId' | 'label'> {
  const payment = taken.get(credit.document) ?? credit.document;
  if (isPayment(credit)) return { by: 'payment', sourceId: erpRecordId(payment), label: numberOf(payment) };
  const { billingDocument, postingKey } = credit;
  if (billingDocument !== null) return { by: 'credit_note', sourceId: erpRecordId(billingDocument), label: billingDocument };
  // A credit memo that was entered in accounting alone.
  if (postingKey === '11') return { by: 'credit_note', sourceId: null, label: numberOf(credit.document) };
  return { by: 'other', sourceId: null, label: numberOf(credit.document) };
}

const numberOf = (document: DocumentKey): string => document.split('/')[2] ?? document;

/** An instalment after another may be paid by one payment. */
function bySource(parts: readonly Part[]): Part[] {
  const merged = new Map<string, Part>();
  for (const part of parts) {
    const name = `${part.by} ${part.sourceId ?? ''} ${part.label ?? ''} ${part.on ?? ''}`;
    const known = merged.get(name);
    merged.set(name, known ? { ...known, amount: known.amount + part.amount } : part);
  }
  return [...merged.values()];
}
