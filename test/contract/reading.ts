import { expect } from '@jest/globals';
import { type Cursor, type ErpConnector, type ListRange, type StreamName, type StreamRecord } from '../../server/erp/shared/contract.ts';
import type { ErpRecordId } from '../../server/shared/ids.ts';
import { streamOf } from '../../server/streams/index.ts';

export const never = new AbortController().signal;

interface Reading<S extends StreamName> {
  /** The newest state of each record, by its id. */
  records: Map<ErpRecordId, StreamRecord[S]>;
  pages: number;
  /** Where a crash may leave the reader: before the first page, and after each. */
  cursors: (Cursor | null)[];
  next: Cursor;
}

/** Reads until there is no more, as the engine does, and checks every record against the contract. */
export async function readAll<S extends StreamName>(
  erp: ErpConnector,
  stream: S,
  from: Cursor | null = null,
  betweenPages: () => unknown = () => undefined,
): Promise<Reading<S>> {
  const records = new Map<ErpRecordId, StreamRecord[S]>();
  const cursors: (Cursor | null)[] = [from];
  let cursor = from;
  for (;;) {
    const page = await erp.readPage(stream, cursor, never);
    expect(page.rejected ?? []).toEqual([]);
    for (const record of asInContract(stream, page.records)) records.set(record.id, record);
    cursor = page.next;
    cursors.push(cursor);
    if (!page.hasMore) return { records, pages: cursors.length - 1, cursors, next: cursor };
    if (cursors.length > 1_000) throw new Error(`reading ${stream} does not end`);
    await betweenPages();
  }
}

/** Every field as the contract says, and none it does not know. */
function asInContract<S extends StreamName>(stream: S, records: StreamRecord[S][]): StreamRecord[S][] {
  const schema = strictSchemaOf(stream);
  expect(records.map((record) => schema.parse(record))).toEqual(records);
  return records;
}

/** Made once: zod compiles a schema at its first use, which costs as much as a thousand parsed records. */
const strictSchemas = new Map<StreamName, { parse(value: unknown): unknown }>();

function strictSchemaOf(stream: StreamName): { parse(value: unknown): unknown } {
  const schema = strictSchemas.get(stream) ?? streamOf(stream).record.strict();
  strictSchemas.set(stream, schema);
  return schema;
}

export async function listAll(erp: ErpConnector, stream: StreamName, range: ListRange): Promise<Map<ErpRecordId, string>> {
  const stamps = new Map<ErpRecordId, string>();
  for (let after: Cursor | null = null, pages = 0; ; pages++) {
    const { entries, next } = await erp.list(stream, range, after, never);
    for (const { id, changeStamp } of entries) stamps.set(id, changeStamp);
    if (next === null) return stamps;
    if (pages > 1_000) throw new Error(`listing ${stream} does not end`);
    after = next;
  }
}

/** What `readByIds` answers for ids that are not there. */
export const NOTHING = { records: [], rejected: [] };

export async function readOne<S extends StreamName>(erp: ErpConnector, stream: S, id: ErpRecordId): Promise<StreamRecord[S]> {
  const [record] = asInContract(stream, (await erp.readByIds(stream, [id], never)).records);
  if (!record) throw new Error(`${stream} ${id} is not there`);
  return record;
}

export const failureOf = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => Promise.reject(new Error('expected a failure')),
    (error: unknown) => error,
  );

/** What was just written lies outside every margin of clocks and commits. */
export const SETTLED_MS = 30_000;
