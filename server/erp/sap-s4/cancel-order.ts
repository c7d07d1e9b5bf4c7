import type { Order, OrderChange, OrderState } from '../shared/contract.ts';
import type { Change } from './change-set.ts';
import type { Connection } from './connection.ts';
import { entityPath } from './entity-path.ts';
import { readSalesItems } from './order-records.ts';
import { orderRefusals, refusedAs } from './order-refusals.ts';
import { readState } from './order-states.ts';
import { readOrder, requireDocument, stateOf } from './read-order.ts';
import { fieldIn } from './sales-kinds.ts';

/** Nothing is deleted: each item is rejected, with the reason that was entered for this. What came of it already stands in the way. */
export async function cancelOrder(connection: Connection, { id }: OrderChange, signal: AbortSignal): Promise<OrderState> {
  const { kind, number } = requireDocument(id);
  const before = await readOrder(connection, id, signal);
  if (before.status === 'cancelled') return stateOf(before, false);
  const followed = followedBy(before);
  if (followed.length > 0) throw orderRefusals.notCancellable(followed.join(', '));
  if (before.status === 'closed') throw orderRefusals.notCancellable(before.number ?? id);
  const items = await readSalesItems(connection, kind, number, signal);
  const changes = items
    .filter(({ SalesDocumentRjcnReason }) => SalesDocumentRjcnReason === null)
    .map(({ SalesOrderItem }): Change => ({
      method: 'PATCH',
      path: entityPath(kind.items, { [kind.number]: number, [fieldIn(kind, 'SalesOrderItem')]: SalesOrderItem }),
      body: { SalesDocumentRjcnReason: connection.settings.rejectionReason ?? '00' },
      before: { SalesDocumentRjcnReason: '' },
    }));
  try {
    await connection.writer.change(kind.service, changes, signal);
  } catch (error) {
    throw refusedAs(error, orderRefusals.notCancellable);
  }
  return { ...(await readState(connection, id, signal)), isChanged: true };
}

/** Deliveries, or what was invoiced without one. */
function followedBy({ lines, deliveries }: Order): string[] {
  const numbers = deliveries.filter(({ status }) => status !== 'cancelled').map(({ number, id }) => number ?? id);
  if (numbers.length > 0) return numbers;
  const begun = lines.filter(({ delivered, invoiced }) => Number(delivered ?? 0) > 0 || Number(invoiced) > 0);
  return begun.map(({ sku, description }) => sku ?? description);
}
