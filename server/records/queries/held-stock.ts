import type { ConnectionId, ErpRecordId } from '../../shared/ids.ts';
import { heldBy, type Held } from '../../streams/orders/held-stock.ts';
import type { StoredOrder } from './deal-orders.ts';

export interface HeldStock extends Held {
  connectionId: ConnectionId;
  productId: ErpRecordId;
  /** Stock that was asked for before this does not know of it; null: it does. */
  since: number | null;
}

/** What orders of one deal have of the stock, each by itself. */
export const heldByOrders = (orders: readonly StoredOrder[]): HeldStock[] =>
  orders.flatMap(({ connectionId, heldOrder: since, ...order }) =>
    [...heldBy(order)].map(([productId, held]) => ({ connectionId, productId, since, ...held })),
  );

/**
 * SQL: what they hold of one product in all, as far as the stock that is shown knows of it; `uncounted`: what it does not know of.
 * `held`: those of the above; `stock`: a row of `erp_stock`. Whether stock that did not change since was read again, its stream tells.
 */
export const heldInStock = (held: string, stock: string): string => `
    select sum(h.kept) filter (where h.is_known) as kept, sum(h.delivered) filter (where h.is_known) as delivered,
      sum(h.taken) filter (where h.is_known) as taken, sum(h.kept - h.delivered) filter (where not h.is_known) as uncounted
    from (
      select h.*, h.since is null or h.since < coalesce(greatest(${stock}.read_order, (
          select f.settled_order from erp_streams f
          where f.portal_id = ${stock}.portal_id and f.connection_id = ${stock}.connection_id and f.stream = 'stock')), 0) as is_known
      from jsonb_to_recordset(${held}) as h("connectionId" uuid, "productId" text, since bigint, kept numeric, delivered numeric, taken numeric)
      where h."connectionId" = ${stock}.connection_id and h."productId" = ${stock}.erp_id
    ) h`;
