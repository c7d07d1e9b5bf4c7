import { z } from 'zod';
import { add } from '../../shared/decimals.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { RejectedRecord } from '../shared/contract.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import type { KeyValues, Rows, SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import { latestOf, watermarksOf, type Watermarks } from './cursor.ts';
import { readDrawn } from './drawn-documents.ts';
import { keyFilters } from './key-filters.ts';
import { CATEGORY } from './sales-kinds.ts';
import { SERVICES } from './services.ts';
import { DecimalText, Flag, InstantText, instantLiteral, Key, NeededKey, Text } from './values.ts';

const RawBilled = z.object({
  BillingDocument: NeededKey,
  SDDocumentCategory: Text,
  BillingDocumentIsCancelled: Flag,
  CancelledBillingDocument: Key,
  LastChangeDateTime: InstantText,
});
type RawBilled = z.output<typeof RawBilled>;

const RawBilledItem = z.object({
  BillingDocument: NeededKey,
  BillingDocumentItem: NeededKey,
  BillingQuantity: DecimalText,
  SalesDocument: Key,
  SalesDocumentItem: Key,
});
type RawBilledItem = z.output<typeof RawBilledItem>;

// Of all company codes: what an order was billed with is not a matter of who may see it.
const billedQuery = (filter: string): SetQuery => ({
  service: SERVICES.billing,
  set: 'A_BillingDocument',
  key: ['BillingDocument'],
  select: fieldsOf(RawBilled),
  filter,
});
const itemsQuery = (filter: string): SetQuery => ({
  service: SERVICES.billing,
  set: 'A_BillingDocumentItem',
  key: ['BillingDocument', 'BillingDocumentItem'],
  select: fieldsOf(RawBilledItem),
  filter,
});

/** What some orders were billed with. */
export interface Billed {
  of(order: string): readonly ErpRecordId[];
  /** How many of an item. */
  quantity(order: string, item: string): string;
  rejectionOf(order: string): RejectedRecord | undefined;
}

const SOURCE = {
  head: { schema: RawBilled, query: billedQuery },
  item: { schema: RawBilledItem, query: itemsQuery },
  document: 'BillingDocument',
  order: 'SalesDocument',
} as const;

/** Items of billing documents name their order, also where they were made of a delivery. */
export async function readBilled(connection: Connection, orders: readonly string[], signal: AbortSignal): Promise<Billed> {
  const drawn = await readDrawn<RawBilled, RawBilledItem>(connection, SOURCE, orders, signal);
  const owed = (order: string) => drawn.of(order).filter(({ head }) => isOwed(head));
  return {
    of: (order) => [...new Set(owed(order).map(({ head }) => erpRecordId(head.BillingDocument)))],
    quantity: (order, number) =>
      owed(order)
        .filter(({ item }) => item.SalesDocumentItem === number)
        .reduce((sum, { item }) => add(sum, item.BillingQuantity), '0'),
    rejectionOf: drawn.rejectionOf,
  };
}

/** Neither cancelled, nor cancelling, nor of another category. */
const isOwed = (raw: RawBilled): boolean =>
  raw.SDDocumentCategory === CATEGORY.invoice && !raw.BillingDocumentIsCancelled && raw.CancelledBillingDocument === null;

// ── what moved ──

const BILLING = 'billing';
export const billingWatermarks = (watermarks: Watermarks): Watermarks => watermarksOf(BILLING, watermarks);

export async function readBillingWatermark(
  { client }: Connection,
  watermarks: { before: Watermarks | null; readAt: number },
  signal: AbortSignal,
) {
  const newest = await client.latest(billedQuery(''), 'LastChangeDateTime', 1, signal);
  const stamp = readableRows(RawBilled, newest)[0]?.LastChangeDateTime ?? null;
  return { [BILLING]: latestOf(stamp, watermarks.before && billingWatermarks(watermarks.before), watermarks.readAt) };
}

const PAGE = 500;

/** What billing documents that changed since were made of. */
export async function ordersOfBilling(
  { client }: Connection,
  since: string,
  after: KeyValues | null,
  signal: AbortSignal,
): Promise<{ orders: string[]; after: Rows['after'] }> {
  const page = await client.page(billedQuery(`LastChangeDateTime ge ${instantLiteral(since)}`), after, PAGE, signal);
  const numbers = new Set<string>();
  // A cancellation names what it cancels, whose items are those of the order.
  for (const raw of readableRows(RawBilled, page.rows))
    for (const number of [raw.BillingDocument, raw.CancelledBillingDocument]) if (number) numbers.add(number);
  const orders = new Set<string>();
  for (const filter of keyFilters('BillingDocument', numbers))
    for (const { SalesDocument } of readableRows(RawBilledItem, await client.all(itemsQuery(filter), signal)))
      if (SalesDocument) orders.add(SalesDocument);
  return { orders: [...orders], after: page.after };
}

export async function checkBilled({ client, now }: Connection, signal: AbortSignal): Promise<void> {
  await client.page(billedQuery(`LastChangeDateTime ge ${instantLiteral(now().toISOString())}`), null, 1, signal);
  await client.page(itemsQuery("SalesDocument eq ''"), null, 1, signal);
}
