import type { Order } from '../../erp/shared/contract.ts';
import type { OrderSupport } from '../../erp/shared/orders.ts';
import { add, compare, isZero } from '../../shared/decimals.ts';

type SettlingName = 'cancel' | 'reserve' | 'release';

/**
 * What every ERP would still do of these with an order as it was last read: what has left or was invoiced is cancelled by none, and stock is held back,
 * or let go, for what has not left yet.
 */
export function possibleChanges(
  { status, lines, deliveries }: Pick<Order, 'status' | 'lines' | 'deliveries'>,
  { keepsReturned }: Pick<OrderSupport, 'keepsReturned'> = {},
): ReadonlySet<SettlingName> {
  const isOpen = status === 'quotation' || status === 'confirmed';
  const isUntouched = lines.every(({ delivered, invoiced }) => isZero(delivered ?? '0') && isZero(invoiced));
  const isReturned = keepsReturned === true && deliveries.some((delivery) => delivery.status === 'done');
  const kept = status === 'confirmed' ? lines.flatMap(({ reserved, ...line }) => (reserved === null ? [] : { reserved, ...line })) : [];
  const lacks = kept.some(({ reserved, delivered, quantity }) => compare(add(reserved, delivered ?? '0'), quantity) < 0);
  const holds = kept.some(({ reserved }) => compare(reserved, '0') > 0);
  return new Set<SettlingName>([
    ...(isOpen && isUntouched && !isReturned ? ['cancel' as const] : []),
    ...(lacks ? ['reserve' as const] : []),
    ...(holds ? ['release' as const] : []),
  ]);
}
