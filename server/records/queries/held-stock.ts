import { add, subtract } from '../../shared/decimals.ts';
import type { ConnectionId, ErpRecordId } from '../../shared/ids.ts';
import type { StoredOrder } from './deal-orders.ts';

export interface HeldStock {
  connectionId: ConnectionId;
  productId: ErpRecordId;
  /** Held back for the orders, or delivered with them. */
  kept: string;
  /** Not held back, but counted as given away: an ERP without reservations takes what is ordered off what is available. */
  taken: string;
}

/** What orders of one deal have of the stock, by product. */
export function heldBy(orders: readonly StoredOrder[]): HeldStock[] {
  const found = new Map<string, HeldStock>();
  for (const { connectionId, status, lines } of orders) {
    if (status !== 'confirmed' && status !== 'closed') continue;
    for (const { productId, quantity, reserved, delivered } of lines) {
      if (productId === null) continue;
      const key = `${connectionId} ${productId}`;
      const { kept, taken } = found.get(key) ?? { kept: '0', taken: '0' };
      const left = delivered ?? '0';
      // Nothing more is ordered with a closed one, whatever it lacks.
      const isTaken = reserved === null && status === 'confirmed';
      found.set(key, {
        ...{ connectionId, productId },
        kept: add(kept, left, reserved ?? '0'),
        taken: isTaken ? add(taken, subtract(quantity, left)) : taken,
      });
    }
  }
  return [...found.values()];
}
