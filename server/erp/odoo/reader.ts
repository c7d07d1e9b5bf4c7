import { z } from 'zod';
import {
  clockAhead,
  type Cursor,
  type ErpConnector,
  type ErpListing,
  type ListRange,
  type Page,
  type Read,
  type RejectedRecord,
  type StreamName,
  type StreamRecord,
} from '../shared/contract.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import { isolateUnreadable } from '../shared/isolate-unreadable.ts';
import type { Connection } from './connection.ts';
import { readWithSmallerPages, readInHalves } from '../shared/smaller-reads.ts';
import type { Domain } from './domain.ts';
import { streamParts } from './stream-parts.ts';
import { RawId } from './raw.ts';
import { searchRead } from './search.ts';
import { rangeDomain, scopeOf, type StreamQuery } from './streams.ts';
import { fromOdooTime } from './time.ts';
import { afterId, nextCursor, startPosition, startOfPart, type ReadPosition } from './cursor.ts';
import { rowsOf } from '../shared/rows.ts';
import { mergeReads, UNREADABLE_STAMP } from '../shared/translate-rows.ts';

/** Larger pages are hardly faster, and a worker is killed when it takes too long. */
const PAGE = 500;
const LIST_PAGE = 2_000;

type Reader = Pick<ErpConnector, 'readPage' | 'readByIds' | 'list'>;

export function createReader(connection: Connection): Reader {
  return {
    readPage: (stream, cursor, signal) => readWithSmallerPages(PAGE, (size) => readPage(connection, stream, { cursor, size }, signal)),
    readByIds: async (stream, ids, signal) =>
      mergeReads(await readInHalves(ids, async (part) => [await readByIds(connection, stream, part, signal)])),
    list: (stream, range, after, signal) =>
      readWithSmallerPages(LIST_PAGE, (size) => list(connection, stream, { range, after, size }, signal)),
  };
}

async function readPage<S extends StreamName>(
  connection: Connection,
  stream: S,
  { cursor, size }: { cursor: Cursor | null; size: number },
  signal: AbortSignal,
): Promise<Page<StreamRecord[S]>> {
  const { client } = connection;
  const { position, aheadMs } = await startPosition(cursor, async () => ({
    server: await client.serverTime(signal),
    own: connection.now(),
  }));
  const page: Page<StreamRecord[S]> = { records: [], rejected: [], next: '', hasMore: false };
  let stampedMs = 0;
  for (let at = position; ; at = startOfPart(at, (at.part ?? 0) + 1)) {
    const part = streamParts(stream)[at.part ?? 0];
    if (!part) return { ...page, next: nextCursor(position, null), notices: clockAhead(Math.max(aheadMs, stampedMs)) };
    const rows = await readRows(connection, { query: part.query, position: at, size }, signal);
    const { records, rejected } = await part.translate(connection, rows, signal);
    page.records.push(...records);
    page.rejected?.push(...rejected);
    stampedMs = Math.max(stampedMs, stampedAhead(rows, connection.now()));
    if (rows.length < size) continue;
    return { ...page, next: nextCursor(at, lastIdOf(rows)), hasMore: true, notices: clockAhead(Math.max(aheadMs, stampedMs)) };
  }
}

async function readRows(
  { client, fields, settings }: Connection,
  { query, position, size }: { query: StreamQuery; position: ReadPosition; size: number },
  signal: AbortSignal,
): Promise<unknown[]> {
  const { version } = await client.server(signal);
  const changed = position.phase === 'window' ? query.changed(position.from, version) : [];
  const domain = [...scopeOf(query, settings, version), ...changed, afterId(position.after)];
  return searchRead(client, { model: query.model, domain, fields: await fields.available(query, signal), limit: size }, signal);
}

async function readByIds<S extends StreamName>(
  connection: Connection,
  stream: S,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
): Promise<Read<StreamRecord[S]>> {
  const { client, fields, settings } = connection;
  const { version } = await client.server(signal);
  const read: Read<StreamRecord[S]> & { rejected: RejectedRecord[] } = { records: [], rejected: [] };
  for (const { query, rowIds, translate } of streamParts(stream)) {
    const wanted = rowIds(ids);
    if (wanted.length === 0) continue;
    const domain: Domain = [...scopeOf(query, settings, version), ['id', 'in', wanted]];
    const search = { model: query.model, domain, fields: await fields.available(query, signal), limit: wanted.length };
    const { records, rejected } = await translate(connection, await searchRead(client, search, signal), signal);
    // One row may hold several records.
    read.records.push(...records.filter(({ id }) => ids.includes(id)));
    read.rejected.push(...rejected.filter(({ id }) => ids.includes(id)));
  }
  return read;
}

async function list(
  connection: Connection,
  stream: StreamName,
  { range, after, size }: { range: ListRange; after: Cursor | null; size: number },
  signal: AbortSignal,
): Promise<ErpListing> {
  const { client, settings, fields } = connection;
  const { nth, afterRow } = ListPosition.parse(after === null ? {} : JSON.parse(after));
  const { query, readChangeStamps, recordId } = streamParts(stream)[nth]!;
  const { version } = await client.server(signal);
  const domain = [...scopeOf(query, settings, version), ...rangeDomain(query, range, version), afterId(afterRow)];
  const known = await fields.available(query, signal);
  const changeStampFields = query.changeStampFields.filter((field) => known.includes(field));
  const rows = await searchRead(client, { model: query.model, domain, fields: changeStampFields, limit: size }, signal);
  const found = await isolateUnreadable(rows, (some) => readChangeStamps(connection, some, signal), unreadableStamp(recordId));
  return {
    entries: found.flat().map(([id, changeStamp]) => ({ id: erpRecordId(id), changeStamp })),
    next: nextInList(stream, nth, rows, size),
  };
}

const ListPosition = z.object({ nth: z.number().int().default(0), afterRow: z.number().int().default(0) });

function nextInList(stream: StreamName, nth: number, rows: readonly unknown[], size: number): Cursor | null {
  if (rows.length === size) return JSON.stringify({ nth, afterRow: lastIdOf(rows) } satisfies z.output<typeof ListPosition>);
  return nth + 1 < streamParts(stream).length
    ? JSON.stringify({ nth: nth + 1, afterRow: 0 } satisfies z.output<typeof ListPosition>)
    : null;
}

const unreadableStamp =
  (recordId: (row: number) => ErpRecordId) =>
  (row: unknown): [ErpRecordId, string][] => {
    const { data } = RawId.safeParse(row);
    return data ? [[recordId(data.id), UNREADABLE_STAMP]] : [];
  };

const lastIdOf = (rows: readonly unknown[]): number => RawId.parse(rows.findLast((row) => RawId.safeParse(row).success)).id;

/** How far in the future the last of these changes is said to lie. */
function stampedAhead(rows: readonly unknown[], now: Date): number {
  const stamps = Stamped.parse(rows).map(({ write_date: stamp }) => (typeof stamp === 'string' ? fromOdooTime(stamp).getTime() : 0));
  return Math.max(0, ...stamps) - now.getTime();
}
const Stamped = rowsOf(z.object({ write_date: z.unknown() }));
