import { z } from 'zod';
import { PuenteError } from '../../shared/errors.ts';
import { add } from '../../shared/decimals.ts';
import type { Delivery, RejectedRecord } from '../shared/contract.ts';
import { allOf, anyOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import type { KeyValues, Rows, SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import type { Between } from './cursor.ts';
import { firstDay, isChanged, type DayRow } from './day-feed.ts';
import { readDrawn } from './drawn-documents.ts';
import { keyFilters } from './key-filters.ts';
import { CATEGORY } from './sales-kinds.ts';
import { SERVICES } from './services.ts';
import { dayLiteral, DayText, DecimalText, Key, NeededKey, Text } from './values.ts';

const RawDelivery = z.object({
  DeliveryDocument: NeededKey,
  CreationDate: DayText,
  LastChangeDate: DayText,
  PlannedGoodsIssueDate: DayText,
  ActualGoodsMovementDate: DayText,
  OverallGoodsMovementStatus: Text,
  OverallPickingStatus: Text,
  BillOfLading: Text,
});
type RawDelivery = z.output<typeof RawDelivery>;

const RawDeliveryItem = z.object({
  DeliveryDocument: NeededKey,
  DeliveryDocumentItem: NeededKey,
  ReferenceSDDocument: Key,
  ReferenceSDDocumentItem: Key,
  ActualDeliveryQuantity: DecimalText,
  GoodsMovementStatus: Text,
});
type RawDeliveryItem = z.output<typeof RawDeliveryItem>;

/** Returns and deliveries between plants are documents of other categories. */
const deliveriesQuery = (filter: string): SetQuery => ({
  service: SERVICES.deliveries,
  set: 'A_OutbDeliveryHeader',
  key: ['DeliveryDocument'],
  select: fieldsOf(RawDelivery),
  filter: allOf(`SDDocumentCategory eq '${CATEGORY.delivery}'`, filter),
});
const itemsQuery = (filter: string): SetQuery => ({
  service: SERVICES.deliveries,
  set: 'A_OutbDeliveryItem',
  key: ['DeliveryDocument', 'DeliveryDocumentItem'],
  select: fieldsOf(RawDeliveryItem),
  filter: allOf(`ReferenceSDDocumentCategory eq '${CATEGORY.order}'`, filter),
});

/** What is on its way from some orders, or left. */
export interface Deliveries {
  of(order: string): readonly Delivery[];
  /** What left of an item. */
  left(order: string, item: string): string;
  rejectionOf(order: string): RejectedRecord | undefined;
}

/** Who has no arrangement for deliveries learns from orders alone how far they came. */
export async function unlessMissing<T>(reading: Promise<T>): Promise<T | null> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof PuenteError && error.code === 'sap-s4.missing_scenario') return null;
    throw error;
  }
}

const SOURCE = {
  head: { schema: RawDelivery, query: deliveriesQuery },
  item: { schema: RawDeliveryItem, query: itemsQuery },
  document: 'DeliveryDocument',
  order: 'ReferenceSDDocument',
} as const;

export async function readDeliveries(connection: Connection, orders: readonly string[], signal: AbortSignal): Promise<Deliveries> {
  const drawn = await readDrawn<RawDelivery, RawDeliveryItem>(connection, SOURCE, orders, signal);
  return {
    of: (order) => [...new Set(drawn.of(order).map(({ head }) => head))].map(toDelivery),
    left: (order, number) =>
      drawn
        .of(order)
        .filter(({ head, item }) => item.ReferenceSDDocumentItem === number && hasLeft(item, head))
        .reduce((sum, { item }) => add(sum, item.ActualDeliveryQuantity), '0'),
    rejectionOf: drawn.rejectionOf,
  };
}

/** An item nothing of which is moved is done with its delivery. */
const hasLeft = ({ GoodsMovementStatus }: RawDeliveryItem, { OverallGoodsMovementStatus }: RawDelivery): boolean =>
  (GoodsMovementStatus ?? OverallGoodsMovementStatus ?? 'C') === 'C';

function toDelivery(raw: RawDelivery): Delivery {
  const isDone = (raw.OverallGoodsMovementStatus ?? 'C') === 'C';
  return {
    id: raw.DeliveryDocument,
    number: raw.DeliveryDocument,
    status: isDone ? 'done' : (raw.OverallPickingStatus ?? 'C') === 'C' ? 'ready' : 'waiting',
    at: (isDone ? raw.ActualGoodsMovementDate : null) ?? raw.PlannedGoodsIssueDate ?? null,
    tracking: raw.BillOfLading,
  };
}

// ── what moved ──

/** A delivery carries the days on which it was made, changed and issued, and nothing else. */
function touchedSince(since: number): string {
  const from = dayLiteral(firstDay(since));
  return anyOf(['CreationDate', 'LastChangeDate', 'ActualGoodsMovementDate'].map((field) => `${field} ge ${from}`));
}

const toRow = (raw: RawDelivery): DayRow => ({
  id: raw.DeliveryDocument,
  day: raw.LastChangeDate ?? raw.CreationDate ?? '',
  stamp: JSON.stringify(toDelivery(raw)),
});

export async function readTouchedDeliveries({ client }: Connection, since: number, signal: AbortSignal): Promise<DayRow[]> {
  const rows: DayRow[] = [];
  const keep = (page: readonly unknown[]): void => {
    for (const row of readableRows(RawDelivery, page)) rows.push(toRow(row));
  };
  await client.each(deliveriesQuery(touchedSince(since)), keep, signal);
  return rows;
}

const PAGE = 500;

/** Orders of deliveries that moved; of two readings, of those that lie in parts that differ; null: of all. */
export async function ordersOfTouched(
  { client }: Connection,
  since: number | Between | null,
  after: KeyValues | null,
  signal: AbortSignal,
): Promise<{ orders: string[]; after: Rows['after'] }> {
  const [from, between] = typeof since === 'object' && since !== null ? [since.from.readAt, since] : [since, null];
  const page = await client.page(deliveriesQuery(from === null ? '' : touchedSince(from)), after, PAGE, signal);
  const moved = readableRows(RawDelivery, page.rows).filter((raw) => between === null || isChanged(between, toRow(raw)));
  const orders = new Set<string>();
  for (const filter of keyFilters(
    'DeliveryDocument',
    moved.map(({ DeliveryDocument }) => DeliveryDocument),
  ))
    for (const { ReferenceSDDocument } of readableRows(RawDeliveryItem, await client.all(itemsQuery(filter), signal)))
      if (ReferenceSDDocument) orders.add(ReferenceSDDocument);
  return { orders: [...orders], after: page.after };
}

export async function checkDeliveries({ client, now }: Connection, signal: AbortSignal): Promise<void> {
  await client.page(deliveriesQuery(touchedSince(now().getTime())), null, 1, signal);
  await client.page(itemsQuery(''), null, 1, signal);
}
