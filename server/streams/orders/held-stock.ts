import { add, compare, subtract } from '../../shared/decimals.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { Order, OrderLine } from './record.ts';

type Holding = Pick<Order, 'status'> & { lines: readonly Pick<OrderLine, 'productId' | 'quantity' | 'reserved' | 'delivered'>[] };

export interface Held {
  /** Held back for the order, or delivered with it. */
  kept: string;
  /** The part of it that was delivered. */
  delivered: string;
  /** Not held back, but counted as given away: an ERP without reservations takes what is ordered off what is available. */
  taken: string;
}

const NOTHING: Held = { kept: '0', delivered: '0', taken: '0' };

/** What an order has of the stock, by product. */
export function heldBy({ status, lines }: Holding): Map<ErpRecordId, Held> {
  const found = new Map<ErpRecordId, Held>();
  if (status !== 'confirmed' && status !== 'closed') return found;
  for (const { productId, quantity, reserved, delivered: left } of lines) {
    if (productId === null) continue;
    const { kept, delivered, taken } = found.get(productId) ?? NOTHING;
    const gone = left ?? '0';
    // Nothing more is ordered with a closed one, whatever it lacks.
    const isTaken = reserved === null && status === 'confirmed';
    found.set(productId, {
      kept: add(kept, gone, reserved ?? '0'),
      delivered: add(delivered, gone),
      taken: isTaken ? add(taken, subtract(quantity, gone)) : taken,
    });
  }
  return found;
}

/** What is delivered of what was held moves nothing that is available. */
export function holdsTheSame(before: Holding, after: Holding): boolean {
  const [a, b] = [heldBy(before), heldBy(after)];
  const sumOf = (held: Held | undefined): string => (held ? add(held.kept, held.taken) : '0');
  return [...new Set([...a.keys(), ...b.keys()])].every((productId) => compare(sumOf(a.get(productId)), sumOf(b.get(productId))) === 0);
}
