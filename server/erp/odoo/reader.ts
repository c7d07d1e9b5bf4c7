import { z } from 'zod';
import {
  clockAhead,
  type Cursor,
  type ErpConnector,
  type ErpListing,
  type ErpNotice,
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
import { RawId } from './raw.ts';
import { searchRead } from './search.ts';
import { availableFields, rangeDomain, scopeOf, type StreamQuery } from './stream.ts';
import { streamOf } from './streams.ts';
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
    const part = streamOf(stream).parts[at.part ?? 0];
    if (!part) {
      const notices = [...clockAhead(Math.max(aheadMs, stampedMs)), ...(await noticeAbsence(connection, stream, signal))];
      return { ...page, next: nextCursor(position, null), notices };
    }
    const rows = await readRows(connection, { query: part.query, position: at, size }, signal);
    const { records, rejected } = await part.translate(connection, rows, signal);
    page.records.push(...records);
    page.rejected?.push(...rejected);
    stampedMs = Math.max(stampedMs, stampedAhead(rows, connection.now()));
    if (rows.length < size) continue;
    return { ...page, next: nextCursor(at, lastIdOf(rows)), hasMore: true, notices: clockAhead(Math.max(aheadMs, stampedMs)) };
  }
}

/** Nothing that could bring the records of the stream is installed. */
async function noticeAbsence({ fields }: Connection, stream: StreamName, signal: AbortSignal): Promise<ErpNotice[]> {
  const { absent, parts } = streamOf(stream);
  if (absent === undefined) return [];
  for (const { query } of parts) if ((await availableFields(fields, query, signal)) !== null) return [];
  return [{ code: absent, params: {} }];
}

async function readRows(
  connection: Connection,
  { query, position, size }: { query: StreamQuery; position: ReadPosition; size: number },
  signal: AbortSignal,
): Promise<unknown[]> {
  const conditions = (when: Given): Domain => [
    ...(position.phase === 'window' ? query.changed({ ...when, from: position.from, until: position.to }) : []),
    afterId(position.after),
  ];
  return searchPart(connection, query, { conditions, limit: size }, signal);
}

/** What conditions depend on beside what is asked. */
interface Given {
  version: number;
  timeZone: string;
  has(field: string): boolean;
}

/** Rows of one part of a stream: none where the module that brings them is not installed. */
async function searchPart(
  { client, fields, settings, timeZone }: Connection,
  query: StreamQuery,
  { conditions, limit, only }: { conditions: (given: Given) => Domain; limit: number; only?: readonly string[] },
  signal: AbortSignal,
): Promise<unknown[]> {
  const known = await availableFields(fields, query, signal);
  if (known === null) return [];
  const { version } = await client.server(signal);
  const has = (field: string): boolean => known.includes(field);
  const domain = [...scopeOf(query, settings, version, has), ...conditions({ version, timeZone, has })];
  const names = only ? only.filter((field) => known.includes(field)) : known;
  const context = query.context?.(settings) ?? {};
  return searchRead(client, { model: query.model, domain, fields: names, limit, context }, signal);
}

async function readByIds<S extends StreamName>(
  connection: Connection,
  stream: S,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
): Promise<Read<StreamRecord[S]>> {
  const read: Read<StreamRecord[S]> & { rejected: RejectedRecord[] } = { records: [], rejected: [] };
  for (const { query, rowIds, translate } of streamOf(stream).parts) {
    const wanted = rowIds(ids);
    if (wanted.length === 0) continue;
    const rows = await searchPart(connection, query, { conditions: () => [['id', 'in', wanted]], limit: wanted.length }, signal);
    const { records, rejected } = await translate(connection, rows, signal);
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
  const { nth, afterRow } = ListPosition.parse(after === null ? {} : JSON.parse(after));
  const { query, readChangeStamps, recordId } = streamOf(stream).parts[nth]!;
  const conditions = (given: Given): Domain => [...rangeDomain(query, range, { ...given, now: connection.now() }), afterId(afterRow)];
  const rows = await searchPart(connection, query, { conditions, limit: size, only: query.changeStampFields }, signal);
  const found = await isolateUnreadable(rows, (some) => readChangeStamps(connection, some, signal), unreadableStamp(recordId));
  return {
    entries: found.flat().map(([id, changeStamp]) => ({ id: erpRecordId(id), changeStamp })),
    next: nextInList(stream, nth, rows, size),
  };
}

const ListPosition = z.object({ nth: z.number().int().default(0), afterRow: z.number().int().default(0) });

function nextInList(stream: StreamName, nth: number, rows: readonly unknown[], size: number): Cursor | null {
  if (rows.length === size) return JSON.stringify({ nth, afterRow: lastIdOf(rows) } satisfies z.output<typeof ListPosition>);
  return nth + 1 < streamOf(stream).parts.length
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
