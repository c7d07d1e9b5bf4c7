import type { Db } from '../../db/index.ts';
import type { Order } from '../../erp/shared/contract.ts';
import { isZero } from '../../shared/decimals.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { Reason } from '../commands/command-facts.ts';
import type { Command } from '../commands/command-rows.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

type KeptOrder = Pick<Order, 'number' | 'lines'> & { isPaid: boolean };

/** Why a rule does not cancel an order, as it was last read: goods have left, or it was invoiced. Null: neither, or nobody read it yet. */
export async function whyKept(db: Db, { portalId, connectionId }: ConnectionScope, orderId: ErpRecordId): Promise<Reason | null> {
  const { rows } = await db.raw<{ rows: KeptOrder[] }>(
    `select o.number, o.lines, o.invoiced = 'all' and (
       select coalesce(bool_and(coalesce(v.type = 'credit_note' or (v.status <> 'draft' and v.open = 0), false)), false)
       from jsonb_array_elements_text(o.invoice_ids) i(id)
       left join erp_invoices v on v.portal_id = o.portal_id and v.connection_id = o.connection_id and v.erp_id = i.id
       where v.status is distinct from 'cancelled') as is_paid
     from erp_orders o where o.portal_id = :portalId and o.connection_id = :connectionId and o.erp_id = :orderId`,
    { portalId, connectionId, orderId },
  );
  const [order] = rows;
  if (!order) return null;
  const { isPaid, lines } = order;
  const isDelivered = lines.some(({ delivered }) => !isZero(delivered ?? '0'));
  const isInvoiced = lines.some(({ invoiced }) => !isZero(invoiced));
  if (!isDelivered && !isInvoiced) return null;
  const done = [isDelivered && 'delivered', isPaid ? 'paid' : isInvoiced && 'invoiced'].filter(Boolean).join('_');
  return { code: `order.kept_${done}`, params: { number: order.number ?? orderId } };
}

/** Whether a cancellation was refused for that: the same again would come of it. */
export const isKept = ({ waitingFor }: Pick<Command, 'waitingFor'>): boolean => waitingFor?.startsWith('order.kept_') ?? false;
