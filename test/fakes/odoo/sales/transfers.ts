import type { Books } from '../accounting/books.ts';
import type { Row } from '../types.ts';
import { isDue, reservationDay } from './reservation-days.ts';
import { linesOf } from './totals.ts';

const OPEN = ['waiting', 'confirmed', 'partially_available', 'assigned'];

const movesOf = ({ tx }: Books, transfer: number): Row[] =>
  tx
    .by('stock.move', 'picking_id', transfer)
    .map((id) => tx.row('stock.move', id))
    .filter(({ state }) => OPEN.includes(String(state)));

export const openTransfers = ({ tx }: Books, order: number): number[] =>
  tx.by('stock.picking', 'sale_id', order).filter((id) => !['done', 'cancel'].includes(String(tx.row('stock.picking', id).state)));

/** One delivery of goods of the order, by default of all, reserved as far as they are there and the day for it has come. */
export function createTransfer(books: Books, order: number, of: readonly Row[] = linesOf(books, order)): void {
  const { tx } = books;
  const warehouse = tx.get('stock.warehouse', Number(tx.row('sale.order', order).warehouse_id));
  const lines = of.filter((line) => isGoods(books, line) && Number(line.product_uom_qty) > 0);
  if (!warehouse || lines.length === 0) return;
  const leavesAt = Number(tx.row('sale.order', order).commitment_date ?? tx.at);
  const transfer = insertTransfer(books, { order, after: null, leavesAt });
  for (const line of lines) insertMove(books, transfer, { line, warehouse, quantity: Number(line.product_uom_qty), leavesAt });
  reserveWhatIsDue(books, transfer);
}

function reserveWhatIsDue(books: Books, transfer: number): void {
  if (movesOf(books, transfer).some((move) => isDue(books, move))) reserve(books, transfer);
}

/** What the nightly scheduler does. */
export function reserveAllDue(books: Books): void {
  for (const transfer of books.tx.ids('stock.picking')) reserveWhatIsDue(books, transfer);
}

function isGoods({ tx }: Books, line: Row): boolean {
  const product = tx.get('product.product', Number(line.product_id));
  return product !== undefined && tx.row('product.template', Number(product.product_tmpl_id)).type !== 'service';
}

function insertTransfer({ tx }: Books, { order, after, leavesAt }: { order: number; after: number | null; leavesAt: number }): number {
  const number = tx.ids('stock.picking').length + 1;
  return tx.insert('stock.picking', {
    name: `WH/OUT/${String(number).padStart(5, '0')}`,
    state: 'confirmed',
    sale_id: order,
    backorder_id: after,
    scheduled_date: leavesAt,
    date_done: null,
    carrier_tracking_ref: null,
    company_id: tx.row('sale.order', order).company_id ?? null,
  });
}

interface NewMove {
  line: Row;
  warehouse: Row;
  quantity: number;
  leavesAt: number;
}

function insertMove(books: Books, transfer: number, { line, warehouse, quantity, leavesAt }: NewMove): void {
  const { tx } = books;
  const outside = tx.ids('stock.location').find((id) => tx.row('stock.location', id).usage === 'customer');
  tx.insert('stock.move', {
    product_id: Number(line.product_id),
    product_uom: 1,
    product_uom_qty: quantity,
    quantity: 0,
    quantity_done: 0,
    state: 'confirmed',
    date: leavesAt,
    reservation_date: reservationDay(books, warehouse, leavesAt),
    location_id: Number(warehouse.lot_stock_id),
    location_dest_id: outside ?? tx.insert('stock.location', { name: 'Customers', usage: 'customer', warehouse_id: null, active: true }),
    company_id: tx.ids('res.company')[0] ?? 1,
    picking_id: transfer,
    sale_line_id: line.id,
  });
}

/** Holds back what is there and nobody else holds. */
export function reserve(books: Books, transfer: number): void {
  const { tx } = books;
  for (const move of movesOf(books, transfer)) {
    const wanted = Number(move.product_uom_qty) - Number(move.quantity);
    const taken = holdBack(books, move, wanted);
    const reserved = Number(move.quantity) + taken;
    const state = reserved >= Number(move.product_uom_qty) ? 'assigned' : reserved > 0 ? 'partially_available' : 'confirmed';
    tx.update('stock.move', move.id, { quantity: reserved, state });
  }
  stateOfTransfer(books, transfer);
}

export function unreserve(books: Books, transfer: number): void {
  for (const move of movesOf(books, transfer)) {
    holdBack(books, move, -Number(move.quantity));
    books.tx.update('stock.move', move.id, { quantity: 0, state: 'confirmed' });
  }
  stateOfTransfer(books, transfer);
}

/** Of goods that are counted; others are always there. Returns how many. */
function holdBack({ tx }: Books, move: Row, wanted: number): number {
  const product = tx.row('product.product', Number(move.product_id));
  if (tx.row('product.template', Number(product.product_tmpl_id)).is_storable !== true) return wanted;
  const quant = tx.by('stock.quant', 'product_id', product.id).find((id) => tx.row('stock.quant', id).location_id === move.location_id);
  if (quant === undefined) return 0;
  const { quantity, reserved_quantity: reserved } = tx.row('stock.quant', quant);
  const taken = wanted < 0 ? wanted : Math.max(0, Math.min(wanted, Number(quantity) - Number(reserved)));
  if (taken !== 0) tx.update('stock.quant', quant, { reserved_quantity: Number(reserved) + taken });
  return taken;
}

/** One that can leave in part is called ready too. */
function stateOfTransfer(books: Books, transfer: number): void {
  const isSome = movesOf(books, transfer).some(({ state }) => state === 'assigned' || state === 'partially_available');
  books.tx.update('stock.picking', transfer, { state: isSome ? 'assigned' : 'confirmed' });
}

/** `delivered`: how many of each line leave; what is not named leaves whole. The rest waits in a transfer of its own. */
export function deliver(books: Books, transfer: number, delivered: ReadonlyMap<number, number> = new Map()): void {
  const { tx } = books;
  const rest: NewMove[] = [];
  const { sale_id: order, scheduled_date: leavesAt } = tx.row('stock.picking', transfer);
  const warehouse = tx.row('stock.warehouse', Number(tx.row('sale.order', Number(order)).warehouse_id));
  for (const move of movesOf(books, transfer)) {
    const line = tx.row('sale.order.line', Number(move.sale_line_id));
    const done = delivered.get(line.id) ?? Number(move.product_uom_qty);
    holdBack(books, move, -Number(move.quantity));
    leave(books, move, done);
    if (done < Number(move.product_uom_qty))
      rest.push({ line, warehouse, quantity: Number(move.product_uom_qty) - done, leavesAt: Number(move.date) });
    tx.update('stock.move', move.id, { product_uom_qty: done, quantity: done, quantity_done: done, state: 'done', date: tx.at });
    // What is delivered is kept with the line.
    tx.update('sale.order.line', line.id, {}, { force: true });
  }
  tx.update('sale.order', Number(tx.row('stock.picking', transfer).sale_id), {}, { force: true });
  tx.update('stock.picking', transfer, { state: 'done', date_done: tx.at });
  if (rest.length === 0) return;
  const next = insertTransfer(books, { order: Number(order), after: transfer, leavesAt: Number(leavesAt) });
  for (const part of rest) insertMove(books, next, part);
  reserveWhatIsDue(books, next);
}

function leave({ tx }: Books, move: Row, done: number): void {
  const quant = tx
    .by('stock.quant', 'product_id', Number(move.product_id))
    .find((id) => tx.row('stock.quant', id).location_id === move.location_id);
  if (quant !== undefined) tx.update('stock.quant', quant, { quantity: Number(tx.row('stock.quant', quant).quantity) - done });
}

export function cancelTransfers(books: Books, order: number): void {
  for (const transfer of openTransfers(books, order)) {
    unreserve(books, transfer);
    for (const move of movesOf(books, transfer)) books.tx.update('stock.move', move.id, { state: 'cancel' });
    books.tx.update('stock.picking', transfer, { state: 'cancel' });
  }
}

export const deliveredOf = ({ tx }: Books, line: number): number =>
  tx
    .by('stock.move', 'sale_line_id', line)
    .map((id) => tx.row('stock.move', id))
    .filter(({ state }) => state === 'done')
    .reduce((sum, move) => sum + Number(move.quantity), 0);

/** What is still to leave follows the line: in its open move, or in a new one. */
export function changeDemand(books: Books, line: number): void {
  const { tx } = books;
  const row = tx.row('sale.order.line', line);
  const open = tx
    .by('stock.move', 'sale_line_id', line)
    .map((id) => tx.row('stock.move', id))
    .find(({ state }) => OPEN.includes(String(state)));
  if (!open) return createTransfer(books, Number(row.order_id), [row]);
  const demand = Number(row.product_uom_qty) - deliveredOf(books, line);
  holdBack(books, open, -Number(open.quantity));
  tx.update('stock.move', open.id, { product_uom_qty: demand, quantity: 0, state: demand > 0 ? 'confirmed' : 'cancel' });
  const transfer = Number(open.picking_id);
  if (movesOf(books, transfer).length > 0) reserveWhatIsDue(books, transfer);
  else tx.update('stock.picking', transfer, { state: 'cancel' });
}
