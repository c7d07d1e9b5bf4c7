import { z } from 'zod';
import type { Order, OrderState } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { failures } from './errors.ts';
import { readSalesHeads } from './order-records.ts';
import { ordersFrom } from './orders.ts';
import { salesDocumentOf, type SalesKind } from './sales-kinds.ts';
import { bareKey } from './values.ts';
import { recordGone } from './write-errors.ts';

export function requireDocument(id: ErpRecordId): { kind: SalesKind; number: string } {
  const found = salesDocumentOf(id);
  if (!found) throw recordGone();
  return found;
}

const RawNumber = z.object({ SalesOrder: z.string() });

/** As the stream has them, whichever company codes were chosen to be read. */
export async function readDocuments(
  connection: Connection,
  kind: SalesKind,
  numbers: readonly string[],
  signal: AbortSignal,
): Promise<Order[]> {
  if (numbers.length === 0) return [];
  const asked = new Set(numbers);
  const rows = await readSalesHeads(connection, kind, { numbers }, signal);
  const own = rows.filter((row) => asked.has(bareKey(RawNumber.parse(row).SalesOrder)));
  const { records, rejected } = await ordersFrom(connection, kind, own, signal);
  const [wrong] = rejected;
  if (wrong) throw failures.unexpectedAnswer('A sales document cannot be understood', wrong.id);
  return records;
}

export async function readOrder(connection: Connection, id: ErpRecordId, signal: AbortSignal): Promise<Order> {
  const { kind, number } = requireDocument(id);
  const [order] = await readDocuments(connection, kind, [number], signal);
  if (!order) throw recordGone();
  return order;
}

export const stateOf = ({ id, number, status, currency, untaxed, tax, total }: Order, isChanged: boolean): OrderState => ({
  ...{ id, number, status, currency, untaxed, tax, total },
  isChanged,
});
