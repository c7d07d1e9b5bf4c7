import type { Connection } from './connection.ts';
import type { Group } from './distribution.ts';
import { itemsNaming, itemsOfBilling, mergeItems } from './journal.ts';
import { groupBy, isNamedBy, isRest, type DocumentKey, type Item, type Items } from './journal-item.ts';

/** A rest may be paid in part again and leave another one. */
const MOST_ROUNDS = 8;

/** What names documents, or rests that were left of what is in them. */
export async function readRelated(connection: Connection, documents: Iterable<DocumentKey>, signal: AbortSignal): Promise<Items> {
  const parts: Items[] = [];
  const known = new Set(documents);
  let next = new Set(known);
  for (let round = 0; round < MOST_ROUNDS && next.size > 0; round++) {
    const found = await itemsNaming(connection, 'reference', next, signal);
    parts.push(found);
    next = new Set(found.items.filter((item) => isRest(item) && !known.has(item.document)).map(({ document }) => document));
    for (const document of next) known.add(document);
  }
  return mergeItems(parts);
}

/** Of those, what belongs to some items. */
export function relatedTo(own: readonly Item[], relatedOf: ReadonlyMap<DocumentKey, Item[]>): Item[] {
  const found = new Map<string, Item>(own.map((item) => [item.key, item]));
  let next: Item[] = [...own];
  while (next.length > 0) {
    const pieces = next;
    const those = [...new Set(pieces.map(({ document }) => document))]
      .flatMap((document) => relatedOf.get(document) ?? [])
      .filter((item) => !found.has(item.key) && pieces.some((piece) => isNamedBy(piece, item)));
    for (const item of those) found.set(item.key, item);
    next = those.filter(isRest);
  }
  return [...found.values()].slice(own.length);
}

/** What is noted or cleared of down payments stands beside what is owed; it is all there is of a request for one. */
export function receivables(items: readonly Item[]): Item[] {
  const owed = items.filter(({ specialGl }) => specialGl === null);
  return owed.length > 0 ? owed : [...items];
}

interface InvoiceOf extends Group {
  id: string;
}

export interface Named {
  /** The invoice that an item names, or names a rest of. */
  of(item: Item): InvoiceOf | null;
  broken: Items['broken'];
}

/** The invoices that items name. */
export async function readNamed(connection: Connection, items: readonly Item[], signal: AbortSignal): Promise<Named> {
  const up = await readReferenced(connection, items, signal);
  const documents = groupBy(up.items, ({ document }) => document);
  const roots = items.flatMap((item) => rootOf(item, documents) ?? []);
  const own = await itemsOfBilling(
    connection,
    roots.map(({ billing, company }) => ({ BillingDocument: billing, CompanyCode: company })),
    signal,
  );
  const related = await readRelated(
    connection,
    own.items.map(({ document }) => document),
    signal,
  );
  const ownOf = groupBy(own.items, ({ billingDocument }) => billingDocument);
  const relatedOf = groupBy(related.items, ({ reference }) => reference);
  return {
    of(item) {
      const root = rootOf(item, documents);
      const mine = receivables(ownOf.get(root?.billing ?? '') ?? []);
      return root ? { id: root.billing, own: mine, related: relatedTo(mine, relatedOf) } : null;
    },
    broken: [...own.broken, ...related.broken],
  };
}

/** The items that items name, and that these name in turn where they are rests. */
export async function readReferenced(connection: Connection, items: readonly Item[], signal: AbortSignal): Promise<Items> {
  const parts: Items[] = [];
  const known = new Set<DocumentKey>();
  let next = new Set(items.flatMap(({ reference }) => reference ?? []));
  for (let round = 0; round < MOST_ROUNDS && next.size > 0; round++) {
    const found = await itemsNaming(connection, 'own', next, signal);
    parts.push(found);
    for (const document of next) known.add(document);
    next = new Set(found.items.filter(isRest).flatMap(({ reference }) => (reference === null || known.has(reference) ? [] : reference)));
  }
  return mergeItems(parts);
}

function rootOf(item: Item, documents: ReadonlyMap<DocumentKey, Item[]>, steps = 0): { billing: string; company: string } | null {
  if (steps > 0 && item.billingDocument !== null) return { billing: item.billingDocument, company: item.company };
  if (item.reference === null || steps > MOST_ROUNDS || (steps > 0 && !isRest(item))) return null;
  for (const named of documents.get(item.reference) ?? []) {
    const root = isNamedBy(named, item) ? rootOf(named, documents, steps + 1) : null;
    if (root) return root;
  }
  return null;
}

/** What else the money of items bears on: what they name, and all that names the same. */
export async function readConcerned(connection: Connection, items: readonly Item[], signal: AbortSignal): Promise<Items> {
  const up = await readReferenced(connection, items, signal);
  const all = [...items, ...up.items];
  const documents = all.flatMap(({ billingDocument, document }) => (billingDocument === null ? [] : document));
  const rests = all.flatMap((item) => (isRest(item) ? item.document : []));
  return mergeItems([up, await readRelated(connection, [...documents, ...rests], signal)]);
}
