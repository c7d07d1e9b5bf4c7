import { z } from 'zod';
import {
  clockAhead,
  type Cursor,
  type ErpConnector,
  type ErpListing,
  type ListRange,
  type Page,
  type Read,
  type StreamName,
  type StreamRecord,
} from '../contract.ts';
import { erpRecordId, type ErpRecordId } from '../../ids.ts';
import { askApart } from './apart.ts';
import type { Connection } from './connection.ts';
import { readFitting, readInParts } from '../shared/fitting.ts';
import { guarded } from './guarded.ts';
import { HIGHEST_ID, type Domain } from './domain.ts';
import { invoiceMark } from './mapping-invoices.ts';
import { paymentMark } from './mapping.ts';
import { RawId, RawMarks } from './raw.ts';
import { readOpen, readOrganisations, TRANSLATE } from './records.ts';
import { searchRead } from './search.ts';
import { rangeDomain, scopeOf, STREAM_PLANS, type Stream } from './streams.ts';
import { fromOdooTime } from './time.ts';
import { afterId, nextCursor, openPlace } from './windows.ts';
import { rowsOf } from '../shared/rows.ts';

/** Larger pages are hardly faster, and a worker is killed when it takes too long. */
const PAGE = 500;
const LIST_PAGE = 2_000;

type Reader = Pick<ErpConnector, 'readPage' | 'readByIds' | 'list'>;

export function createReader(connection: Connection): Reader {
  return {
    readPage: (stream, cursor, signal) =>
      guarded(connection, () => readFitting(PAGE, (size) => readPage(connection, stream, { cursor, size }, signal))),
    readByIds: (stream, ids, signal) =>
      guarded(connection, async () => {
        const parts = await readInParts(ids, async (part) => [await readByIds(connection, stream, part, signal)]);
        return { records: parts.flatMap(({ records }) => records), rejected: parts.flatMap(({ rejected = [] }) => rejected) };
      }),
    list: (stream, range, after, signal) =>
      guarded(connection, () => readFitting(LIST_PAGE, (size) => list(connection, stream, { range, after, size }, signal))),
  };
}

async function readPage<S extends StreamName>(
  connection: Connection,
  stream: S,
  { cursor, size }: { cursor: Cursor | null; size: number },
  signal: AbortSignal,
): Promise<Page<StreamRecord[S]>> {
  const { client, settings } = connection;
  const plan = STREAM_PLANS[stream];
  const { version } = await client.server(signal);
  const { place, aheadMs } = await openPlace(cursor, async () => ({ server: await client.serverTime(signal), own: connection.now() }));
  const changed = place.phase === 'window' ? plan.changed(place.from, version) : [];
  const rows = await readRows(connection, plan, [...scopeOf(plan, settings, version), ...changed, afterId(place.after)], signal, size);
  const hasMore = rows.length === size;
  const next = nextCursor(place, hasMore ? lastIdOf(rows) : null);
  const notices = clockAhead(Math.max(aheadMs, stampedAhead(rows, connection.now())));
  return { ...(await TRANSLATE[stream](connection, rows, signal)), next, hasMore, notices };
}

async function readByIds<S extends StreamName>(
  connection: Connection,
  stream: S,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
): Promise<Read<StreamRecord[S]>> {
  if (ids.length === 0) return { records: [] };
  const plan = STREAM_PLANS[stream];
  const { version } = await connection.client.server(signal);
  const scope = scopeOf(plan, connection.settings, version);
  const domain: Domain = [...scope, ['id', 'in', ids.map(Number).filter((id) => id <= HIGHEST_ID)]];
  const rows = await readRows(connection, plan, domain, signal, ids.length);
  return TRANSLATE[stream](connection, rows, signal);
}

async function readRows(
  { client, fields }: Connection,
  plan: Stream,
  domain: Domain,
  signal: AbortSignal,
  limit?: number,
): Promise<unknown[]> {
  const search = { model: plan.model, domain, fields: await fields.of(plan, signal), ...(limit !== undefined && { limit }) };
  return searchRead(client, search, signal);
}

async function list(
  connection: Connection,
  stream: StreamName,
  { range, after, size }: { range: ListRange; after: Cursor | null; size: number },
  signal: AbortSignal,
): Promise<ErpListing> {
  const { client, settings, fields } = connection;
  const plan = STREAM_PLANS[stream];
  const { version } = await client.server(signal);
  const domain = [...scopeOf(plan, settings, version), ...rangeDomain(plan, range, version), afterId(Number(after ?? 0))];
  const known = await fields.of(plan, signal);
  const markFields = plan.markFields.filter((field) => known.includes(field));
  const rows = await searchRead(client, { model: plan.model, domain, fields: markFields, limit: size }, signal);
  const marks = await askApart(rows, (part) => marksOf[stream](connection, part, signal), unreadableMark);
  const next = rows.length === size ? String(lastIdOf(rows)) : null;
  return { entries: marks.flat().map(([id, mark]) => ({ id: erpRecordId(id), mark })), next };
}

type Marks = (connection: Connection, rows: readonly unknown[], signal: AbortSignal) => Promise<[number, string][]>;

/** The same text as the record's own mark. */
const marksOf: Record<StreamName, Marks> = {
  customers: async (_connection, rows) => RawMarks.customers.parse(rows).map(({ id, write_date }) => [id, write_date]),
  invoices: async (_connection, rows) => RawMarks.invoices.parse(rows).map((raw) => [raw.id, invoiceMark(raw)]),
  async payments(connection, rows, signal) {
    const payments = RawMarks.payments.parse(rows);
    const [open, organisations] = await Promise.all([
      readOpen(connection, payments, signal),
      readOrganisations(connection, payments, signal),
    ]);
    return payments.map((raw) => [raw.id, paymentMark(raw, { open, organisations })]);
  },
};

/** It is there, and differs from whatever was read before. */
function unreadableMark(row: unknown): [number, string][] {
  const { data } = RawId.safeParse(row);
  return data ? [[data.id, 'unreadable']] : [];
}

const lastIdOf = (rows: readonly unknown[]): number => RawId.parse(rows.findLast((row) => RawId.safeParse(row).success)).id;

/** How far in the future the last of these changes is said to lie. */
function stampedAhead(rows: readonly unknown[], now: Date): number {
  const stamps = Stamped.parse(rows).map(({ write_date: stamp }) => (typeof stamp === 'string' ? fromOdooTime(stamp).getTime() : 0));
  return Math.max(0, ...stamps) - now.getTime();
}
const Stamped = rowsOf(z.object({ write_date: z.unknown() }));
