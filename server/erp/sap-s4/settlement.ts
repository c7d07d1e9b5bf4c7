import type { Allocation } from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { DownPaymentsTaken } from './down-payments.ts';
import { inOrder, isPayment, openOnes, type DocumentKey, type Item } from './journal-item.ts';
import { rounded, type Scaled } from './values.ts';

/** What customers' accounts say of one billing document. */
export interface Postings {
  /** Its own items: one for each instalment. Items of down payments stand apart and are not among them. */
  own: Item[];
  /** Items of other documents that belong to it: parts that were paid, rests of what was cleared, credit memos. */
  related: Item[];
  /** By the clearing document, all that it cleared. */
  cleared: ReadonlyMap<DocumentKey, Item[]>;
  taken: DownPaymentsTaken;
}

type Side = (item: Item) => Scaled;
export const amountOf: Side = ({ amount }) => amount;
const baseOf: Side = ({ baseAmount }) => baseAmount;
export const sum = (items: readonly Item[], side: Side): Scaled => items.reduce((total, item) => total + side(item), 0n);
const absolute = (value: Scaled): Scaled => (value < 0n ? -value : value);
const least = (a: Scaled, b: Scaled): Scaled => (a < b ? a : b);

/** Debits of an invoice: what it is, and the rest that a payment left of an item which it cleared. */
export const piecesOf = ({ own, related }: Pick<Postings, 'own' | 'related'>): Item[] => [...own, ...related.filter(isRest)];
const isRest = (item: Item): boolean =>
  item.amount > 0n && item.billingDocument === null && !isPayment(item) && !item.isReversal && !item.isReversed;
/** Entered for the invoice and not cleared with it: it owes less by it, though its own items say nothing of it. */
const isPart = ({ amount, clearedBy, isReversed, isReversal }: Item): boolean =>
  amount < 0n && clearedBy === null && !isReversed && !isReversal;

export function openOf(postings: Pick<Postings, 'own' | 'related'>): { open: Scaled; baseOpen: Scaled } {
  const items = isNoted(postings) ? notedOf(postings) : [...openOnes(piecesOf(postings)), ...postings.related.filter(isPart)];
  const positive = (value: Scaled): Scaled => (value < 0n ? 0n : value);
  return { open: positive(sum(items, amountOf)), baseOpen: positive(sum(items, baseOf)) };
}

/** A request for a down payment is noted and never cleared against the money itself, which names it. */
const isNoted = ({ own }: Pick<Postings, 'own'>): boolean => own.length > 0 && own.every(({ specialGl }) => specialGl !== null);
const isMoney = ({ amount, isReversed, isReversal }: Item): boolean => amount < 0n && !isReversed && !isReversal;
function notedOf({ own, related }: Pick<Postings, 'own' | 'related'>): Item[] {
  const open = openOnes(own);
  return open.length === 0 ? [] : [...open, ...related.filter(isMoney)];
}

/** Something of it is owed, to either side. */
export function isUnsettled({ own, related }: Pick<Postings, 'own' | 'related'>): boolean {
  if (sum(own, amountOf) < 0n) return openOnes(own).some(({ reference }) => reference === null);
  return openOf({ own, related }).open > 0n;
}

/** The last day on which something of it was cleared. */
export function settledOn(postings: Postings): string | null {
  const days = [
    ...piecesOf(postings).flatMap(({ clearedOn }) => clearedOn ?? []),
    ...postings.related.filter(isPart).flatMap(({ postedOn }) => postedOn ?? []),
  ];
  return days.sort().at(-1) ?? null;
}

type Part = Pick<Allocation, 'by' | 'sourceId' | 'label' | 'on'> & { amount: Scaled };

export function partsOf(postings: Postings): Part[] {
  const paid = postings.related.filter(isNoted(postings) ? isMoney : isPart);
  const parts = paid.map((item) => ({ ...sourceOf(item, postings), on: item.postedOn, amount: -item.amount }));
  if (isNoted(postings)) return bySource(parts);
  const rests = new Map<DocumentKey, Scaled>();
  for (const item of postings.related.filter(isRest)) rests.set(item.document, (rests.get(item.document) ?? 0n) + item.amount);
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

/** What of a credit memo is set against the invoice that it names, though nothing was cleared. */
export function appliedOf(own: readonly Item[], invoiceItems: readonly Item[]): { applied: Scaled; baseApplied: Scaled } {
  const naming = openOnes(own).filter(({ reference }) => reference !== null);
  const owed = openOnes(invoiceItems).filter(({ amount }) => amount > 0n);
  const share = (side: Side): Scaled => least(absolute(sum(naming, side)), sum(owed, side));
  return { applied: share(amountOf), baseApplied: share(baseOf) };
}

export const invoiceNamedBy = (own: readonly Item[], invoiceItems: readonly Item[]): ErpRecordId | null => {
  const references = new Set(own.flatMap(({ reference }) => reference ?? []));
  const named = invoiceItems.find(({ document, billingDocument }) => references.has(document) && billingDocument !== null);
  return named?.billingDocument ? erpRecordId(named.billingDocument) : null;
};
