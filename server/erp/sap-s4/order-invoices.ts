import { z } from 'zod';
import { add } from '../../shared/decimals.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { RejectedRecord } from '../shared/contract.ts';
import { anyOf } from '../shared/odata-query.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';
import type { KeyValues, Rows, SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import { latestOf, marksOf, type Marks } from './cursor.ts';
import { keyFilters } from './key-filters.ts';
import { rejectSales } from './order-records.ts';
import { CATEGORY, ORDER } from './sales-kinds.ts';
import { SERVICES } from './services.ts';
import { DecimalText, Flag, InstantText, instantLiteral, Key, NeededKey, Text } from './values.ts';

const RawBilled = z.object({
  BillingDocument: NeededKey,
  SDDocumentCategory: Text,
  BillingDocumentIsCancelled: Flag,
  CancelledBillingDocument: Key,
  LastChangeDateTime: InstantText,
});

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

/** Items of billing documents name their order, also where they were made of a delivery. */
export async function readBilled({ client }: Connection, orders: readonly string[], signal: AbortSignal): Promise<Billed> {
  const rejected = new Map<string, RejectedRecord>();
  const items: RawBilledItem[] = [];
  for (const filter of keyFilters('SalesDocument', orders))
    for (const row of await client.all(itemsQuery(filter), signal)) {
      const { data, error } = RawBilledItem.safeParse(row);
      if (data) items.push(data);
      else noteUnread(rejected, row, error.issues[0]?.path.join('.') ?? 'BillingDocument');
    }
  const invoices = await readInvoices(client, new Set(items.map(({ BillingDocument }) => BillingDocument)), signal);
  const counted = items.filter(({ BillingDocument }) => invoices.has(BillingDocument));
  const byOrder = Map.groupBy(counted, ({ SalesDocument }) => SalesDocument ?? '');
  return {
    of: (order) => [...new Set((byOrder.get(order) ?? []).map(({ BillingDocument }) => erpRecordId(BillingDocument)))],
    quantity: (order, item) =>
      (byOrder.get(order) ?? [])
        .filter(({ SalesDocumentItem }) => SalesDocumentItem === item)
        .reduce((sum, { BillingQuantity }) => add(sum, BillingQuantity), '0'),
    rejectionOf: (order) => rejected.get(order),
  };
}

const Named = z.object({ SalesDocument: NeededKey });

function noteUnread(rejected: Map<string, RejectedRecord>, row: unknown, field: string): void {
  const { data } = Named.safeParse(row);
  if (data) rejected.set(data.SalesDocument, rejectSales(ORDER)({ SalesOrder: data.SalesDocument }, field));
}

/** Those that are owed: neither cancelled, nor cancelling, nor of another category. */
async function readInvoices(client: Connection['client'], numbers: Iterable<string>, signal: AbortSignal): Promise<Set<string>> {
  const found = new Set<string>();
  for (const filter of keyFilters('BillingDocument', numbers))
    for (const raw of readableRows(RawBilled, await client.all(billedQuery(filter), signal)))
      if (raw.SDDocumentCategory === CATEGORY.invoice && !raw.BillingDocumentIsCancelled && raw.CancelledBillingDocument === null)
        found.add(raw.BillingDocument);
  return found;
}

// ── what moved ──

const BILLING = 'billing';
export const billingMarks = (marks: Marks): Marks => marksOf(BILLING, marks);

export async function readBillingMark({ client }: Connection, marks: { before: Marks | null; readAt: number }, signal: AbortSignal) {
  const newest = await client.latest(billedQuery(''), 'LastChangeDateTime', 1, signal);
  const stamp = readableRows(RawBilled, newest)[0]?.LastChangeDateTime ?? null;
  return { [BILLING]: latestOf(stamp, marks.before && billingMarks(marks.before), marks.readAt) };
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
  const changed = anyOf([`LastChangeDateTime ge ${instantLiteral(now().toISOString())}`]);
  await client.page(billedQuery(changed), null, 1, signal);
  await client.page(itemsQuery("SalesDocument eq ''"), null, 1, signal);
}
