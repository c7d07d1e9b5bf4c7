import { failures } from './errors.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { RejectedRecord } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { readDownPaymentsTaken } from './down-payments.ts';
import { itemsNaming, itemsOfBilling } from './journal.ts';
import { groupBy, openOnes, type DocumentKey, type Item, type Items } from './journal-item.ts';
import type { Postings } from './settlement.ts';

/** What customers' accounts say of some billing documents. */
interface InvoicePostings {
  of(id: string): Postings & { named: Item[] };
  /** An item of it, or of what cleared it, cannot be understood: how it was settled is not known. */
  rejectionOf(id: string): RejectedRecord | null;
}

/** Items that belong to them, by which it shows whether anything happened. */
export async function readOwnAndRelated(connection: Connection, ids: Iterable<string>, signal: AbortSignal): Promise<OwnAndRelated> {
  const own = await itemsOfBilling(connection, ids, signal);
  const related = await itemsNaming(
    connection,
    'reference',
    own.items.map(({ document }) => document),
    signal,
  );
  const ownOf = groupBy(own.items, ({ billingDocument }) => billingDocument);
  const relatedOf = groupBy(related.items, ({ reference }) => reference);
  const broken = [...own.broken, ...related.broken];
  return {
    own,
    related,
    isBroken(id) {
      if (broken.length === 0) return false;
      const concerned = new Set([id, ...(ownOf.get(id) ?? []).map(({ document }) => document)]);
      return broken.some(({ names }) => [...names].some((name) => concerned.has(name)));
    },
    of(id) {
      const mine = receivables(ownOf.get(id) ?? []);
      const documents = [...new Set(mine.map(({ document }) => document))];
      const others = documents.flatMap((document) => relatedOf.get(document) ?? []).filter((item) => item.billingDocument !== id);
      return { own: mine, related: others };
    },
  };
}

interface OwnAndRelated {
  own: Items;
  related: Items;
  of(id: string): Pick<Postings, 'own' | 'related'>;
  /** Something of it cannot be understood. */
  isBroken(id: string): boolean;
}

/** What is noted or cleared of down payments stands beside what is owed; it is all there is of a request for one. */
function receivables(items: readonly Item[]): Item[] {
  const owed = items.filter(({ specialGl }) => specialGl === null);
  return owed.length > 0 ? owed : [...items];
}

export async function readPostings(connection: Connection, ids: readonly string[], signal: AbortSignal): Promise<InvoicePostings> {
  const { own, related, of } = await readOwnAndRelated(connection, ids, signal);
  const items = [...own.items, ...related.items];
  const cleared = await itemsNaming(
    connection,
    'clearing',
    documentsOf(items, ({ clearedBy }) => clearedBy),
    signal,
  );
  const named = await itemsNaming(
    connection,
    'own',
    documentsOf(openOnes(own.items), ({ reference }) => reference),
    signal,
  );
  const taken = await readDownPaymentsTaken(connection, [...related.items, ...cleared.items], signal);
  const clearedOf = groupBy(cleared.items, ({ clearedBy }) => clearedBy);
  const namedOf = groupBy(named.items, ({ document }) => document);
  const broken = [own, related, cleared].flatMap((part) => part.broken);
  return {
    of(id) {
      const mine = of(id);
      return { ...mine, cleared: clearedOf, taken, named: mine.own.flatMap(({ reference }) => namedOf.get(reference ?? '') ?? []) };
    },
    rejectionOf(id) {
      if (broken.length === 0) return null;
      const mine = of(id);
      const concerned = new Set([
        id,
        ...[...mine.own, ...mine.related].flatMap(({ document, clearedBy }) => [document, clearedBy ?? document]),
      ]);
      const found = broken.find(({ names }) => [...names].some((name) => concerned.has(name)));
      return found ? failures.unreadableRecord(erpRecordId(id), found.field) : null;
    },
  };
}

const documentsOf = (items: readonly Item[], nameOf: (item: Item) => DocumentKey | null): Set<DocumentKey> =>
  new Set(items.flatMap((item) => nameOf(item) ?? []));
