import type { z } from 'zod';
import type { RejectedRecord } from '../shared/contract.ts';
import { unreadableField } from '../shared/isolate-unreadable.ts';
import type { SetQuery } from './client.ts';
import type { Connection } from './connection.ts';
import { keyFilters } from './key-filters.ts';
import { rejectSales } from './order-records.ts';
import { ORDER } from './sales-kinds.ts';
import { bareKey } from './values.ts';

/** Documents that are made of orders, whose items name these. */
interface Source<H, I> {
  head: { schema: z.ZodType<H>; query(filter: string): SetQuery };
  item: { schema: z.ZodType<I>; query(filter: string): SetQuery };
  /** Field of heads and items with the document's number. */
  document: string & keyof H & keyof I;
  /** Field of items with the order's number. */
  order: string & keyof I;
}

/** What was made of some orders. */
interface Drawn<H, I> {
  of(order: string): readonly { head: H; item: I }[];
  /** Of an order of which something cannot be understood. */
  rejectionOf(order: string): RejectedRecord | undefined;
}

type Row = Record<string, unknown>;

/** Items whose document is of another kind, or may not be seen, are left out. */
export async function readDrawn<H, I>(
  { client }: Connection,
  { head, item, document, order }: Source<H, I>,
  orders: readonly string[],
  signal: AbortSignal,
): Promise<Drawn<H, I>> {
  const rejected = new Map<string, RejectedRecord>();
  const reject = (number: string, field: string): void => void rejected.set(number, rejectSales(ORDER)({ SalesOrder: number }, field));
  const items: I[] = [];
  for (const filter of keyFilters(order, orders))
    for (const row of await client.all(item.query(filter), signal)) {
      const { data, error } = item.schema.safeParse(row);
      if (data) items.push(data);
      else if (error) reject(bareKey(String((row as Row)[order])), unreadableField(error));
    }
  const byDocument = Map.groupBy(items, (one) => String(one[document]));
  const heads = new Map<string, H>();
  for (const filter of keyFilters(document, byDocument.keys()))
    for (const row of await client.all(head.query(filter), signal)) {
      const { data, error } = head.schema.safeParse(row);
      if (data) heads.set(String(data[document]), data);
      else if (error)
        for (const one of byDocument.get(bareKey(String((row as Row)[document]))) ?? []) reject(String(one[order]), unreadableField(error));
    }
  const byOrder = new Map<string, { head: H; item: I }[]>();
  for (const one of items) {
    const own = heads.get(String(one[document]));
    if (own === undefined) continue;
    const number = String(one[order]);
    const known = byOrder.get(number);
    if (known) known.push({ head: own, item: one });
    else byOrder.set(number, [{ head: own, item: one }]);
  }
  return { of: (number) => byOrder.get(number) ?? [], rejectionOf: (number) => rejected.get(number) };
}
