import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import type { Leaf } from './domain.ts';
import { isMissingModule } from './errors.ts';
import type { WantedFields } from './fields.ts';
import { Id, Ids, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';

export const ORDER_LINES: WantedFields = {
  model: 'sale.order.line',
  needed: ['order_id', 'name', 'product_uom_qty', 'price_unit', 'price_subtotal', 'qty_invoiced'],
  // The names of unit and taxes from 19 on come first.
  optional: [
    'display_type',
    'is_downpayment',
    'sequence',
    'product_id',
    'product_uom_id',
    'product_uom',
    'discount',
    'tax_ids',
    'tax_id',
    'qty_delivered',
    'qty_delivered_method',
  ],
};
/** What the warehouse does for an order; with the module for stock alone. */
const MOVES: WantedFields = {
  model: 'stock.move',
  needed: ['sale_line_id', 'state', 'product_uom', 'product_uom_qty', 'location_id'],
  // What is reserved of it, or done.
  optional: ['quantity', 'reserved_availability', 'reservation_date'],
};
const TRANSFERS: WantedFields = {
  model: 'stock.picking',
  needed: ['sale_id', 'name', 'state', 'picking_type_code', 'scheduled_date', 'date_done'],
  optional: ['carrier_tracking_ref'],
};

export const RawOrderLine = z.object({
  id: Id,
  order_id: Id,
  display_type: Text,
  is_downpayment: z.boolean().optional().default(false),
  sequence: z.number().optional().default(0),
  name: Text,
  product_id: Reference,
  product_uom_id: Reference,
  product_uom: Reference,
  product_uom_qty: z.number(),
  price_unit: z.number(),
  discount: z.number().optional().default(0),
  price_subtotal: z.number(),
  tax_ids: Ids,
  tax_id: Ids,
  qty_delivered: z.number().optional().default(0),
  /** `stock_move`: the warehouse delivers it. */
  qty_delivered_method: Text,
  qty_invoiced: z.number(),
});
export type RawOrderLine = z.output<typeof RawOrderLine>;

export const RawStockMove = z.object({
  id: Id,
  sale_line_id: Id,
  state: z.string(),
  product_uom: Id,
  product_uom_qty: z.number(),
  location_id: Id,
  quantity: z.number().optional(),
  reserved_availability: z.number().optional(),
  /** By how many days before it leaves its kind of transfer reserves; the day of the confirmation where that reserves at once. */
  reservation_date: Text,
});
export type RawStockMove = z.output<typeof RawStockMove>;

/** More of it could be held back now. */
export const lacksGoods = ({ state }: Pick<RawStockMove, 'state'>): boolean => state === 'confirmed' || state === 'partially_available';

export const RawTransfer = z.object({
  id: Id,
  sale_id: Id,
  name: Text,
  state: z.string(),
  picking_type_code: Text,
  scheduled_date: Text,
  date_done: Text,
  carrier_tracking_ref: Text,
});
export type RawTransfer = z.output<typeof RawTransfer>;

/** What belongs to orders but stands in other records, by order or by line. */
export interface OrderDetails {
  lines: ReadonlyMap<number, RawOrderLine[]>;
  /** By line: transfers that are still to be done. */
  moves: ReadonlyMap<number, RawStockMove[]>;
  transfers: ReadonlyMap<number, RawTransfer[]>;
}

/** Three calls, whatever their number. */
export async function readOrderDetails(connection: Connection, orderIds: readonly number[], signal: AbortSignal): Promise<OrderDetails> {
  if (orderIds.length === 0) return { lines: new Map(), moves: new Map(), transfers: new Map() };
  const ofOrders = (field: string, ...more: Leaf[]): Leaf[] => [[field, 'in', orderIds], ...more];
  const [lines, moves, transfers] = await Promise.all([
    read(connection, ORDER_LINES, ofOrders('order_id'), signal),
    readOfStock(connection, MOVES, ofOrders('sale_line_id.order_id', ['state', 'not in', ['done', 'cancel']]), signal),
    readOfStock(connection, TRANSFERS, ofOrders('sale_id', ['picking_type_code', '=', 'outgoing']), signal),
  ]);
  return {
    lines: Map.groupBy(rowsOf(RawOrderLine).parse(lines), ({ order_id }) => order_id),
    moves: Map.groupBy(rowsOf(RawStockMove).parse(moves), ({ sale_line_id }) => sale_line_id),
    transfers: Map.groupBy(rowsOf(RawTransfer).parse(transfers), ({ sale_id }) => sale_id),
  };
}

async function read({ client, fields }: Connection, wanted: WantedFields, domain: Leaf[], signal: AbortSignal): Promise<unknown[]> {
  const names = await fields.available(wanted, signal);
  return searchRead(client, { model: wanted.model, domain, fields: names }, signal);
}

async function readOfStock(connection: Connection, wanted: WantedFields, domain: Leaf[], signal: AbortSignal): Promise<unknown[]> {
  try {
    return await read(connection, wanted, domain, signal);
  } catch (error) {
    // Without that module nothing is moved for an order.
    if (isMissingModule(error)) return [];
    throw error;
  }
}
