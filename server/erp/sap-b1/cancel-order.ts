import type { Order, OrderChange, OrderState } from '../shared/contract.ts';
import { DRAFTS } from './agreed-documents.ts';
import { requireAgreed } from './confirm-order.ts';
import type { Connection } from './connection.ts';
import { orderRefusals, refusedAs } from './order-refusals.ts';
import { readAgreed, readState, stateOf } from './order-state.ts';

/** What was delivered or invoiced stands in the way, and who decides about a draft sits in Business One. */
export async function cancelOrder(connection: Connection, { id }: OrderChange, signal: AbortSignal): Promise<OrderState> {
  const { set, entry } = requireAgreed(id);
  const before = await readAgreed(connection, id, signal);
  if (before.status === 'cancelled') return stateOf(before, false);
  if (set === DRAFTS) throw orderRefusals.notCancellable('Approval: pending');
  const drawn = drawnFrom(before);
  if (drawn.length > 0) throw orderRefusals.notCancellable(drawn.join(', '));
  try {
    await connection.client.act(`${set.name}(${entry})/Cancel`, signal);
  } catch (error) {
    throw refusedAs(error, orderRefusals.notCancellable);
  }
  return { ...(await readState(connection, id, signal)), isChanged: true };
}

const drawnFrom = ({ lines, deliveries }: Order): string[] => {
  const numbers = deliveries.filter(({ status }) => status !== 'cancelled').map(({ number, id }) => number ?? id);
  const isBegun = lines.some(({ delivered, invoiced }) => Number(delivered ?? 0) > 0 || Number(invoiced) > 0);
  return isBegun && numbers.length === 0
    ? lines.filter(({ invoiced }) => Number(invoiced) > 0).map(({ sku, description }) => sku ?? description)
    : numbers;
};
