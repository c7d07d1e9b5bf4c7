import type { Connection } from './connection.ts';
import { itemsNaming } from './journal.ts';
import { groupBy, isPayment, type DocumentKey, type Item } from './journal-item.ts';

/** By the entry that moved part of a down payment to an invoice: the payment that it took it from. */
export type DownPaymentsTaken = ReadonlyMap<DocumentKey, DocumentKey>;

/** What payments are entered with, by hand and by the payment run; tenants may have others. */
const USUAL_TYPES = ['DZ', 'ZP'];

/**
 * An invoice takes from a down payment by an entry that looks like a payment on the one account and takes it from the other: the money is not
 * its own.
 */
export async function readDownPaymentsTaken(
  connection: Connection,
  items: readonly Item[],
  signal: AbortSignal,
): Promise<DownPaymentsTaken> {
  const unusual = items.filter((item) => isPayment(item) && item.amount < 0n && !USUAL_TYPES.includes(item.type ?? ''));
  const taken = new Map<DocumentKey, DocumentKey>();
  if (unusual.length === 0) return taken;
  const { items: own } = await itemsNaming(connection, 'own', new Set(unusual.map(({ document }) => document)), signal);
  const debits = own.filter(({ amount, specialGl }) => amount > 0n && specialGl !== null);
  const { items: cleared } = await itemsNaming(connection, 'clearing', new Set(debits.flatMap(({ clearedBy }) => clearedBy ?? [])), signal);
  const clearedOf = groupBy(cleared, ({ clearedBy }) => clearedBy);
  for (const { document, reference, clearedBy } of debits) {
    const whole = clearedOf.get(clearedBy ?? '')?.find((item) => item.amount < 0n && item.document !== document);
    const payment = reference ?? whole?.document;
    if (payment) taken.set(document, payment);
  }
  return taken;
}
