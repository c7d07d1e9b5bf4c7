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
import { askApart } from '../shared/apart.ts';
import type { Connection } from './connection.ts';
import { readFitting, readInParts } from '../shared/fitting.ts';
import type { Domain } from './domain.ts';
import { partsOf } from './parts.ts';
import { RawId } from './raw.ts';
import { searchRead } from './search.ts';
import { rangeDomain, scopeOf, type Stream } from './streams.ts';
import { fromOdooTime } from './time.ts';
import { afterId, nextCursor, openPlace, placeInPart, type OpenPlace } from './windows.ts';
import { rowsOf } from '../shared/rows.ts';
import { joined, UNREADABLE_STAMP } from '../shared/understood.ts';

/** Larger pages are hardly faster, and a worker is killed when it takes too long. */
const PAGE = 500;
const LIST_PAGE = 2_000;

type Reader = Pick<ErpConnector, 'readPage' | 'readByIds' | 'list'>;

export function createReader(connection: Connection): Reader {
  return {
    readPage: (stream, cursor, signal) => readFitting(PAGE, (size) => readPage(connection, stream, { cursor, size }, signal)),
    readByIds: async (stream, ids, signal) =>
      joined(await readInParts(ids, async (part) => [await readByIds(connection, stream, part, signal)])),
    list: (stream, range, after, signal) => readFitting(LIST_PAGE, (size) => list(connection, stream, { range, after, size }, signal)),
  };
}

async function readPage<S extends StreamName>(
  connection: Connection,
  stream: S,
  { cursor, size }: { cursor: Cursor | null; size: number },
  signal: AbortSignal,
): Promise<Page<StreamRecord[S]>> {
  const { client } = connection;
  const { place, aheadMs } = await openPlace(cursor, async () => ({ server: await client.serverTime(signal), own: connection.now() }));
  const page: Page<StreamRecord[S]> = { records: [], rejected: [], next: '', hasMore: false };
  let stampedMs = 0;
  for (let at = place; ; at = placeInPart(at, (at.part ?? 0) + 1)) {
    const part = partsOf(stream)[at.part ?? 0];
    if (!part) return { ...page, next: nextCursor(place, null), notices: clockAhead(Math.max(aheadMs, stampedMs)) };
    const rows = await readRows(connection, { plan: part.plan, place: at, size }, signal);
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
  { plan, place, size }: { plan: Stream; place: OpenPlace; size: number },
  signal: AbortSignal,
): Promise<unknown[]> {
  const { version } = await client.server(signal);
  const changed = place.phase === 'window' ? plan.changed(place.from, version) : [];
  const domain = [...scopeOf(plan, settings, version), ...changed, afterId(place.after)];
  return searchRead(client, { model: plan.model, domain, fields: await fields.of(plan, signal), limit: size }, signal);
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
  for (const { plan, rowIds, translate } of partsOf(stream)) {
    const wanted = rowIds(ids);
    if (wanted.length === 0) continue;
    const domain: Domain = [...scopeOf(plan, settings, version), ['id', 'in', wanted]];
    const search = { model: plan.model, domain, fields: await fields.of(plan, signal), limit: wanted.length };
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
  const { nth, afterRow } = ListPlace.parse(after === null ? {} : JSON.parse(after));
  const { plan, changeStamps, named } = partsOf(stream)[nth]!;
  const { version } = await client.server(signal);
  const domain = [...scopeOf(plan, settings, version), ...rangeDomain(plan, range, version), afterId(afterRow)];
  const known = await fields.of(plan, signal);
  const changeStampFields = plan.changeStampFields.filter((field) => known.includes(field));
  const rows = await searchRead(client, { model: plan.model, domain, fields: changeStampFields, limit: size }, signal);
  const found = await askApart(rows, (some) => changeStamps(connection, some, signal), unreadableStamp(named));
  return {
    entries: found.flat().map(([id, changeStamp]) => ({ id: erpRecordId(id), changeStamp })),
    next: nextInList(stream, nth, rows, size),
  };
}

const ListPlace = z.object({ nth: z.number().int().default(0), afterRow: z.number().int().default(0) });

function nextInList(stream: StreamName, nth: number, rows: readonly unknown[], size: number): Cursor | null {
  if (rows.length === size) return JSON.stringify({ nth, afterRow: lastIdOf(rows) } satisfies z.output<typeof ListPlace>);
  return nth + 1 < partsOf(stream).length ? JSON.stringify({ nth: nth + 1, afterRow: 0 } satisfies z.output<typeof ListPlace>) : null;
}

const unreadableStamp =
  (named: (row: number) => ErpRecordId) =>
  (row: unknown): [ErpRecordId, string][] => {
    const { data } = RawId.safeParse(row);
    return data ? [[named(data.id), UNREADABLE_STAMP]] : [];
  };

const lastIdOf = (rows: readonly unknown[]): number => RawId.parse(rows.findLast((row) => RawId.safeParse(row).success)).id;

/** How far in the future the last of these changes is said to lie. */
function stampedAhead(rows: readonly unknown[], now: Date): number {
  const stamps = Stamped.parse(rows).map(({ write_date: stamp }) => (typeof stamp === 'string' ? fromOdooTime(stamp).getTime() : 0));
  return Math.max(0, ...stamps) - now.getTime();
}
const Stamped = rowsOf(z.object({ write_date: z.unknown() }));
