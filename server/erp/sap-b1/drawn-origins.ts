import type { ErpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { CREDIT_NOTE, DELIVERY, INVOICE, ORDER, QUOTATION, RETURN } from './document-sets.ts';
import { RawBase } from './raw.ts';
import { documentId } from './record-ids.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';

const SETS: ReadonlyMap<number, string> = new Map([
  [DELIVERY, 'DeliveryNotes'],
  [INVOICE, 'Invoices'],
  [RETURN, 'Returns'],
  [CREDIT_NOTE, 'CreditNotes'],
]);
const AGREED = [ORDER, QUOTATION];
/** A credit note of an invoice of a delivery of an order, cancelled, and one to spare. */
const MOST_STEPS = 6;

/** The quotations and orders that documents come from, by way of whatever others. */
export async function originsOf(
  { lines }: Pick<Connection, 'lines'>,
  set: string,
  entries: readonly number[],
  signal: AbortSignal,
): Promise<ErpRecordId[]> {
  const origins = new Set<ErpRecordId>();
  const met = new Set<string>();
  let asked = new Map([[set, [...entries]]]);
  for (let step = 0; asked.size > 0 && step < MOST_STEPS; step++) {
    const bases = new Map<string, number[]>();
    for (const [name, some] of asked) {
      const rows = await lines({ set: name, entries: some, select: fieldsOf(RawBase) }, signal);
      const wanted = new Set(some);
      for (const { DocEntry, BaseType, BaseEntry } of readableRows(RawBase, rows)) {
        if (!wanted.has(DocEntry) || !BaseType || !BaseEntry) continue;
        if (AGREED.includes(BaseType)) origins.add(documentId(BaseType, BaseEntry));
        const next = SETS.get(BaseType);
        if (next === undefined || met.has(`${next}:${BaseEntry}`)) continue;
        met.add(`${next}:${BaseEntry}`);
        bases.set(next, [...(bases.get(next) ?? []), BaseEntry]);
      }
    }
    asked = bases;
  }
  return [...origins];
}
