import { z } from 'zod';
import type { Commands, OrderState } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import { afterwards } from './afterwards.ts';
import type { Connection } from './connection.ts';
import { isMissingModule } from './errors.ts';
import type { WantedFields } from './fields.ts';
import { contextOf, readOrderHead, toOrderState, type OrderHead } from './order-state.ts';
import { lacksGoods } from './order-details.ts';
import { Id, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';

/** What of an order the warehouse has not done yet; which goods are reserved stands in the moves. */
const OPEN_MOVES: WantedFields = {
  model: 'stock.move',
  needed: ['state', 'picking_id'],
  // From 17 on the first, until 16 the second.
  optional: ['quantity', 'reserved_availability', 'reservation_date'],
};
const RawMove = z.object({
  id: Id,
  state: z.string(),
  picking_id: Reference,
  quantity: z.number().optional(),
  reserved_availability: z.number().optional(),
  reservation_date: Text,
});
type RawMove = z.output<typeof RawMove>;

/**
 * Where goods leave in several steps, those that wait for the step before have nothing to reserve yet. What of an order is held back is told by its
 * lines in the stream.
 */
export async function reserveOrder(
  connection: Connection,
  { id, isReserved, waitsForDay = false }: Commands['reserveOrder']['input'],
  signal: AbortSignal,
): Promise<OrderState> {
  const head = await readOrderHead(connection, id, signal);
  const before = await readOpenMoves(connection, head, signal);
  // Odoo dates goods by their moment in UTC, and its scheduler reserves by that day.
  const today = (await connection.client.serverTime(signal)).toISOString().slice(0, 10);
  const isDue = (move: RawMove): boolean => !waitsForDay || (move.reservation_date ?? '') <= today;
  const touched = before.filter((move) => (isReserved ? lacksGoods(move) && isDue(move) : holdsGoods(move)));
  const transfers = [...new Set(touched.flatMap(({ picking_id }) => picking_id ?? []))];
  if (transfers.length === 0) return toOrderState(connection, { head, isChanged: false }, signal);
  const method = isReserved ? 'action_assign' : 'do_unreserve';
  await connection.client.change('stock.picking', method, { ids: transfers, context: contextOf(head) }, signal);
  return afterwards(async () => {
    const after = await readOpenMoves(connection, head, signal);
    return toOrderState(connection, { head, isChanged: heldBy(after) !== heldBy(before) }, signal);
  });
}

const heldOf = ({ quantity, reserved_availability }: RawMove): number => quantity ?? reserved_availability ?? 0;
const holdsGoods = (move: RawMove): boolean => heldOf(move) > 0;
/** By move, as a text that changes with it. */
const heldBy = (moves: readonly RawMove[]): string =>
  moves
    .filter(holdsGoods)
    .map((move) => `${move.id}:${heldOf(move)}`)
    .join(' ');

async function readOpenMoves({ client, fields }: Connection, order: OrderHead, signal: AbortSignal): Promise<RawMove[]> {
  try {
    const names = await fields.available(OPEN_MOVES, signal);
    const domain = [['sale_line_id.order_id', '=', order.id], ['state', 'not in', ['draft', 'done', 'cancel']]] as const; // prettier-ignore
    return rowsOf(RawMove).parse(await searchRead(client, { model: OPEN_MOVES.model, domain, fields: names }, signal));
  } catch (error) {
    if (isMissingModule(error)) return [];
    throw error;
  }
}
