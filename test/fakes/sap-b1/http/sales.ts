import { DocumentWrites } from '../books/document-writes.ts';
import type { DocumentRow } from '../rows.ts';
import type { AgreedSet } from '../sales-operations.ts';
import type { Schema } from '../schema.ts';
import type { CompanyStore } from '../store.ts';

const SETS: readonly string[] = ['Quotations', 'Orders'];
export const isAgreedSet = (set: string): set is AgreedSet => SETS.includes(set);

interface Place {
  store: CompanyStore;
  schema: Schema;
  set: AgreedSet;
}

/** `POST Orders`; all or nothing. */
export const createDocument = (place: Place, body: unknown): DocumentRow => within(place, (writes) => writes.create(body));
/** `PATCH Orders(5)` */
export const updateDocument = (place: Place, entry: number, { body, replaces }: { body: unknown; replaces: boolean }): void =>
  within(place, (writes) => writes.update(entry, body, replaces));
/** `POST Orders(5)/Cancel` */
export const cancelDocument = (place: Place, entry: number): void => within(place, (writes) => writes.cancel(entry));

function within<T>({ store, schema, set }: Place, work: (writes: DocumentWrites) => T): T {
  const tx = store.begin();
  const result = work(new DocumentWrites(tx, schema, set));
  tx.commit();
  return result;
}
