import type { z } from 'zod';
import type { Order } from '../shared/contract.ts';
import { DRAFTS, RawAgreed, rowId, type AgreedSet } from './agreed-documents.ts';
import { companyWith } from './company.ts';
import type { Connection } from './connection.ts';
import { readDrawn, type Drawn } from './drawn-documents.ts';
import { currenciesIn } from './mapping.ts';
import { toOrder } from './mapping-orders.ts';
import { Amount, Id, RawLine, Text } from './raw.ts';
import { rejectBy } from './stream.ts';
import { isolateUnreadable } from '../shared/isolate-unreadable.ts';
import { fieldsOf, rowsOf } from '../shared/rows.ts';
import { parseRows, translateRows, type TranslatedRecords } from '../shared/translate-rows.ts';
import { UnreadableError } from '../shared/unreadable-error.ts';

export const RawOrderLine = RawLine.extend({
  Currency: Text,
  DiscountPercent: Amount,
  MeasureUnit: Text,
  LineStatus: Text,
  TreeType: Text,
  PriceSource: Text,
  RemainingOpenQuantity: Amount,
  WarehouseCode: Text,
  VisualOrder: Id.nullish(),
});
export type RawOrderLine = z.output<typeof RawOrderLine>;
const LINE_FIELDS = fieldsOf(RawOrderLine);

const NOTHING_DRAWN: Drawn = {
  progressOf: () => ({ taken: { quantity: 0, amount: 0 }, delivered: { quantity: 0, amount: 0 }, invoiced: { quantity: 0, amount: 0 } }),
  deliveries: new Map(),
  invoices: new Map(),
};

/** Beside the headers a dozen calls for their lines and for what was drawn from them, whatever their number. */
export async function ordersFrom(
  connection: Connection,
  set: AgreedSet,
  rows: readonly unknown[],
  signal: AbortSignal,
): Promise<TranslatedRecords<Order>> {
  const reject = rejectBy(rowId(set));
  const read = await parseRows(RawAgreed, rows, reject);
  const entries = read.parsed.map(({ DocEntry }) => DocEntry);
  if (entries.length === 0) return { records: [], rejected: read.rejected };
  const { lines, unreadable } = await readAgreedLines(connection, set, entries, signal);
  const drawn = set === DRAFTS ? NOTHING_DRAWN : await drawnFrom(connection, set, read.parsed, signal);
  const heads = [...drawn.deliveries.values()].flat().map(({ head }) => head);
  const numberOf = await connection.numbering.numbersIn([...rows, ...heads], signal);
  const context = {
    set,
    drawn,
    company: await companyWith(connection.company, currenciesIn(rows), signal),
    companyDb: connection.settings.companyDb,
    taxes: await connection.references.taxes(signal),
    uncounted: await connection.itemKinds.uncounted(
      [...lines.values()].flat().flatMap(({ ItemCode }) => ItemCode ?? []),
      signal,
    ),
    numberOf: (document: Parameters<typeof numberOf>[0]) => numberOf(document).shown,
  };
  return translateRows(read, reject, (raw) => {
    const field = unreadable.get(raw.DocEntry);
    if (field !== undefined) throw new UnreadableError(field);
    return [toOrder(raw, { ...context, lines: lines.get(raw.DocEntry) ?? [] })];
  });
}

function drawnFrom(connection: Connection, set: AgreedSet, documents: readonly RawAgreed[], signal: AbortSignal): Promise<Drawn> {
  const since = documents.map(({ DocDate }) => DocDate ?? '1900-01-01').sort()[0] ?? '1900-01-01';
  const within = { partners: documents.map(({ CardCode }) => CardCode), since };
  return readDrawn(connection, { objectType: set.objectType, entries: documents.map(({ DocEntry }) => DocEntry), within }, signal);
}

interface ReadLines {
  lines: Map<number, RawOrderLine[]>;
  /** Documents with a line that cannot be understood, and the field. */
  unreadable: Map<number, string>;
}

export async function readAgreedLines(
  { lines }: Connection,
  { name }: AgreedSet,
  entries: readonly number[],
  signal: AbortSignal,
): Promise<ReadLines> {
  const unreadable = new Map<number, string>();
  const ask = async (part: readonly number[]) =>
    rowsOf(RawOrderLine).parse(await lines({ set: name, entries: part, select: LINE_FIELDS }, signal));
  const found = await isolateUnreadable(entries, ask, (entry, field) => {
    unreadable.set(entry, field);
    return [];
  });
  return { lines: Map.groupBy(found.flat(), ({ DocEntry }) => DocEntry), unreadable };
}
