import type { z } from 'zod';
import type { ListRange, Order } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { allOf, inGroups } from '../shared/odata-query.ts';
import { readableRows } from '../shared/rows.ts';
import { mergeReads, parseRows, translateRows, UNREADABLE_STAMP, type TranslatedRecords } from '../shared/translate-rows.ts';
import type { Rows } from './client.ts';
import type { Connection } from './connection.ts';
import { changedFrom, latestOf, watermarksOf, type Between, type Watermarks } from './cursor.ts';
import { daysOf, isSame } from './day-feed.ts';
import { salesChangeStamp, toOrder } from './mapping-orders.ts';
import { checkDeliveries, ordersOfTouched, readDeliveries, readTouchedDeliveries, unlessMissing } from './order-deliveries.ts';
import { billingWatermarks, checkBilled, ordersOfBilling, readBilled, readBillingWatermark } from './order-invoices.ts';
import {
  checkSales,
  RawSales,
  RawSalesStamp,
  readSalesHeads,
  readSalesParts,
  readSchedules,
  rejectSales,
  salesQuery,
} from './order-records.ts';
import { asOrder, ORDER, QUOTATION, SALES_KINDS, salesDocumentOf, salesId, type SalesKind } from './sales-kinds.ts';
import { SERVICES } from './services.ts';
import { keyAt, NOTHING, PAGE, placeOf, SUPPORT, type Entry, type ListStep, type S4Stream, type Step } from './stream.ts';
import { bareKey, instantLiteral } from './values.ts';

/** By rows with our names. */
export async function ordersFrom(
  connection: Connection,
  kind: SalesKind,
  rows: readonly unknown[],
  signal: AbortSignal,
): Promise<TranslatedRecords<Order>> {
  const reject = rejectSales(kind);
  const read = await parseRows(RawSales, rows, reject);
  const numbers = read.parsed.map(({ SalesOrder }) => SalesOrder);
  const parts = await readSalesParts(connection, kind, numbers, signal);
  const orders = kind === ORDER ? numbers : [];
  const deliveries = await unlessMissing(readDeliveries(connection, orders, signal));
  const billed = await readBilled(connection, orders, signal);
  const organisations = read.parsed.map(({ SalesOrganization }) => SalesOrganization);
  const companies = await connection.salesOrganisations.companiesOf(organisations, signal);
  const partners = await connection.partnerNumbers.of(
    read.parsed.map(({ SoldToParty }) => SoldToParty),
    signal,
  );
  const context = {
    ...{ kind, parts, deliveries, billed },
    companyOf: (organisation: string) => companies.get(organisation) ?? null,
    partnerOf: (customer: string | null) => partners.get(customer ?? '') ?? null,
  };
  const wrongIn = (number: string) => parts.rejectionOf(number) ?? deliveries?.rejectionOf(number) ?? billed.rejectionOf(number);
  const whole = read.parsed.filter(({ SalesOrder }) => !wrongIn(SalesOrder));
  const { records, rejected } = await translateRows({ parsed: whole, rejected: read.rejected }, reject, (raw) => [toOrder(raw, context)]);
  return { records, rejected: [...rejected, ...numbers.flatMap((number) => wrongIn(number) ?? [])] };
}

/** Quotations need an arrangement of their own: who has none has no quotations. */
async function pageOf(
  connection: Connection,
  kind: SalesKind,
  { filter, after, select }: { filter: string; after: string; select: z.ZodObject },
  signal: AbortSignal,
): Promise<Rows> {
  const reading = async (): Promise<Rows> => {
    const ofCompanies = await connection.salesOrganisations.filter(kind, signal);
    return connection.client.page(salesQuery(kind, { select, filter: allOf(ofCompanies, filter) }), keyAt(after), PAGE, signal);
  };
  const page = kind === QUOTATION ? await unlessMissing(reading()) : await reading();
  return page === null ? { rows: [], after: null } : { ...page, rows: page.rows.map((row) => asOrder(kind, row)) };
}

/** By number; `which` says which of them, null: none. */
const documents =
  (kind: SalesKind, which: (position: Parameters<Step<Order>>[1]) => string | null): Step<Order> =>
  async (connection, position, signal) => {
    const filter = which(position);
    if (filter === null) return NOTHING;
    const page = await pageOf(connection, kind, { filter, after: position.after, select: RawSales }, signal);
    const read = await ordersFrom(connection, kind, page.rows, signal);
    // Nothing proves that a quotation is stamped when an order is made of it.
    const drawnFrom = position.phase === 'all' ? [] : read.records.flatMap(({ quotationId }) => quotationId ?? []);
    const quotations = await unlessMissing(readByIds(connection, drawnFrom, signal));
    return { ...mergeReads([read, quotations ?? NOTHING]), after: placeOf(page) };
  };

const QUOTATIONS = 'quotations';
const watermarksFor = (kind: SalesKind, watermarks: Watermarks): Watermarks =>
  kind === QUOTATION ? watermarksOf(QUOTATIONS, watermarks) : watermarks;

const changed = (kind: SalesKind): Step<Order> =>
  documents(kind, (position) => {
    if (position.phase === 'all') return null;
    const from = changedFrom({ from: watermarksFor(kind, position.from), to: watermarksFor(kind, position.to) });
    return from && changedSince(from);
  });
const changedSince = (iso: string): string => `LastChangeDateTime ge ${instantLiteral(iso)}`;

/** Orders that come further by documents of others, which need not move their own stamp. */
const affected =
  (find: (connection: Connection, position: Between, signal: AbortSignal) => Promise<Found | null>): Step<Order> =>
  async (connection, position, signal) => {
    const found = position.phase === 'all' ? null : await find(connection, position, signal);
    if (found === null) return NOTHING;
    const ids = found.orders.map((number) => salesId(ORDER, number));
    return { ...(await readByIds(connection, ids, signal)), after: placeOf(found) };
  };
type Found = Awaited<ReturnType<typeof ordersOfBilling>>;

const DELIVERIES = 'deliveries';
const areArranged = ({ others }: Watermarks): boolean => !!others?.[DELIVERIES];

const delivered = affected(async (connection, position, signal) => {
  // Once they are arranged, orders that were read before have theirs, too.
  const isNew = !areArranged(position.from) && areArranged(position.to);
  if (!isNew && isSame(position)) return null;
  return unlessMissing(ordersOfTouched(connection, isNew ? null : position, keyAt(position.after), signal));
});
const billed = affected(async (connection, position, signal) => {
  const from = changedFrom({ from: billingWatermarks(position.from), to: billingWatermarks(position.to) });
  return from === null ? null : ordersOfBilling(connection, from, keyAt(position.after), signal);
});

async function rowsOf(
  connection: Connection,
  ids: readonly ErpRecordId[],
  select: z.ZodObject,
  signal: AbortSignal,
): Promise<{ kind: SalesKind; rows: unknown[] }[]> {
  const asked = ids.flatMap((id) => salesDocumentOf(id) ?? []);
  const found: { kind: SalesKind; rows: unknown[] }[] = [];
  for (const kind of SALES_KINDS) {
    const numbers = new Set(asked.filter((one) => one.kind === kind).map(({ number }) => number));
    if (numbers.size === 0) continue;
    const filter = await connection.salesOrganisations.filter(kind, signal);
    const rows = await readSalesHeads(connection, kind, { numbers, select, filter }, signal);
    found.push({ kind, rows: rows.filter((row) => numbers.has(numberIn(row))) });
  }
  return found;
}

const numberIn = (row: unknown): string => bareKey(String((row as Record<string, unknown>)['SalesOrder']));

async function readByIds(connection: Connection, ids: readonly ErpRecordId[], signal: AbortSignal): Promise<TranslatedRecords<Order>> {
  const parts: TranslatedRecords<Order>[] = [];
  for (const { kind, rows } of await rowsOf(connection, ids, RawSales, signal))
    for (const group of inGroups(rows, PAGE)) parts.push(await ordersFrom(connection, kind, group, signal));
  return mergeReads(parts);
}

// ── comparison ──

async function entriesOf(connection: Connection, kind: SalesKind, rows: readonly unknown[], signal: AbortSignal): Promise<Entry[]> {
  const { parsed, rejected } = await parseRows(RawSalesStamp, rows, rejectSales(kind));
  const numbers = kind === ORDER ? parsed.map(({ SalesOrder }) => SalesOrder) : [];
  const schedules = await readSchedules(connection, numbers, signal);
  const stampOf = (raw: RawSalesStamp): string =>
    schedules.rejected.has(raw.SalesOrder) ? UNREADABLE_STAMP : salesChangeStamp(raw, schedules.of(raw.SalesOrder));
  return [
    ...parsed.map((raw) => ({ id: salesId(kind, raw.SalesOrder), changeStamp: stampOf(raw) })),
    ...rejected.map(({ id }) => ({ id, changeStamp: UNREADABLE_STAMP })),
  ];
}

const listed =
  (kind: SalesKind, filter: string): ListStep =>
  async (connection, after, signal) => {
    const page = await pageOf(connection, kind, { filter, after, select: RawSalesStamp }, signal);
    return { entries: await entriesOf(connection, kind, page.rows, signal), after: placeOf(page) };
  };

const listedAffected =
  (find: (connection: Connection, after: string, signal: AbortSignal) => Promise<Found | null>): ListStep =>
  async (connection, after, signal) => {
    const found = await find(connection, after, signal);
    if (found === null) return { entries: [], after: null };
    const entries: Entry[] = [];
    const ids = found.orders.map((number) => salesId(ORDER, number));
    for (const { kind, rows } of await rowsOf(connection, ids, RawSalesStamp, signal))
      for (const group of inGroups(rows, PAGE)) entries.push(...(await entriesOf(connection, kind, group, signal)));
    return { entries, after: placeOf(found) };
  };

/** What is confirmed of it may be taken away, and given to others, without a stamp. */
const OPEN = "OverallSDProcessStatus ne 'C'";

function list(range: ListRange): ListStep[] {
  if (range.kind === 'all') return SALES_KINDS.map((kind) => listed(kind, ''));
  if (range.kind === 'unsettled') return SALES_KINDS.map((kind) => listed(kind, OPEN));
  const since = range.since.toISOString();
  return [
    ...SALES_KINDS.map((kind) => listed(kind, changedSince(since))),
    listedAffected((connection, after, signal) => unlessMissing(ordersOfTouched(connection, range.since.getTime(), keyAt(after), signal))),
    listedAffected((connection, after, signal) => ordersOfBilling(connection, since, keyAt(after), signal)),
  ];
}

async function latestIn(connection: Connection, kind: SalesKind, signal: AbortSignal): Promise<string | null> {
  const query = salesQuery(kind, { select: RawSalesStamp });
  const newest = await connection.client.latest(query, 'LastChangeDateTime', 1, signal);
  const rows = newest.map((row) => asOrder(kind, row));
  return readableRows(RawSalesStamp, rows)[0]?.LastChangeDateTime ?? null;
}

async function readWatermarks(connection: Connection, before: Watermarks | null, signal: AbortSignal): Promise<Watermarks> {
  const readAt = connection.now().getTime();
  const latest = latestOf(await latestIn(connection, ORDER, signal), before, readAt);
  const quotation = await unlessMissing(latestIn(connection, QUOTATION, signal));
  const deliveries = await unlessMissing(readTouchedDeliveries(connection, before?.readAt ?? readAt, signal));
  return {
    ...{ readAt, latest },
    others: {
      [QUOTATIONS]: latestOf(quotation, before && watermarksFor(QUOTATION, before), readAt),
      [DELIVERIES]: deliveries && { at: new Date(readAt).toISOString(), since: readAt },
      ...(await readBillingWatermark(connection, { before, readAt }, signal)),
    },
    days: daysOf(deliveries ?? []),
  };
}

/** Off until somebody wants it. */
export const orders: S4Stream<'orders'> = {
  support: { ...SUPPORT, translationVersion: 1, listsUnsettled: true },
  isOptional: true,
  described: { service: SERVICES.orders, set: 'A_SalesOrder' },
  readWatermarks,
  steps: {
    all: SALES_KINDS.map((kind) => documents(kind, () => '')),
    since: [...SALES_KINDS.map(changed), delivered, billed],
  },
  readByIds,
  list,
  async check(connection, signal) {
    await checkSales(connection, ORDER, signal);
    await checkBilled(connection, signal);
  },
  checkMore: [(connection, signal) => checkSales(connection, QUOTATION, signal), checkDeliveries],
};
