import type { Db } from '../../db/index.ts';
import type { Order } from '../../erp/shared/contract.ts';
import type { OrderState } from '../../erp/shared/orders.ts';
import type { ConnectionId, ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { tieCopies } from '../shared/tied-orders.ts';
import { isWithinRounding, rounded } from './build-line.ts';

interface Decision {
  userId: number;
  at: string;
  /** The ERP's net, as it was then: of another one nobody decided. */
  net: string;
  /** What the deal sold then, where that differed from what the document was made of. */
  sells?: string;
  /** Of HubSpot, which was signed over something else. */
  quoteId?: string;
}

/** An order of the ERP that belongs to a deal, as it was last read. */
export interface TiedOrder {
  connectionId: ConnectionId;
  orderId: ErpRecordId;
  dealId: RecordId;
  how: 'created' | 'person';
  number: string | null;
  numberWritten: string | null;
  wants: 'quotation' | 'order';
  dealNet: string | null;
  /** Now; null: nobody knows. */
  erpNet: string | null;
  currency: string | null;
  lineCount: number;
  accepted: Decision | null;
  approved: Decision | null;
  /** Nobody makes an order of this net. */
  declined: Decision | null;
  tiedAt: Date;
  /** Null: not read yet, or not there any more. */
  status: Order['status'] | null;
  tax: string | null;
  total: string | null;
}

const COLUMNS = `t.connection_id, t.order_id, t.deal_id, t.how, coalesce(o.number, t.number) as number, t.number_written, t.wants, t.deal_net::text,
  trim_scale(coalesce(o.untaxed, t.erp_net))::text as erp_net, coalesce(o.currency, t.currency) as currency, t.line_count, t.accepted, t.approved, t.declined, t.tied_at,
  o.status, trim_scale(o.tax)::text as tax, trim_scale(o.total)::text as total
  from order_ties t
  left join erp_orders o on o.portal_id = t.portal_id and o.connection_id = t.connection_id and o.erp_id = t.order_id`;

export async function findTie(db: Db, { portalId, connectionId }: ConnectionScope, orderId: string): Promise<TiedOrder | undefined> {
  const { rows } = await db.raw<{ rows: TiedOrder[] }>(
    `select ${COLUMNS} where t.portal_id = :portalId and t.connection_id = :connectionId and t.order_id = :orderId`,
    { portalId, connectionId, orderId },
  );
  return rows[0];
}

/** Of these deals, the newest first. */
export async function loadTies(db: Db, portalId: PortalId, dealIds: readonly RecordId[]): Promise<TiedOrder[]> {
  if (dealIds.length === 0) return [];
  const { rows } = await db.raw<{ rows: TiedOrder[] }>(
    `select ${COLUMNS} where t.portal_id = :portalId and t.deal_id = any(:dealIds) order by t.tied_at desc, t.order_id desc`,
    { portalId, dealIds: [...dealIds] },
  );
  return rows;
}

/** What was made may not have been read yet. */
const SHOWN_WITHIN_MS = 10 * 60_000;

/** Something may still come of it. */
export function isLive({ status, tiedAt }: Pick<TiedOrder, 'status' | 'tiedAt'>, now: Date): boolean {
  if (status === null) return now.getTime() - tiedAt.getTime() < SHOWN_WITHIN_MS;
  return status !== 'cancelled';
}

/** Both nets, where they differ by more than rounding and nobody took the one for the other. */
export function differenceOf({ dealNet, erpNet, currency, lineCount, accepted }: TiedOrder): { deal: string; erp: string } | null {
  if (dealNet === null || erpNet === null || currency === null) return null;
  if (isWithinRounding(dealNet, erpNet, { currency, lineCount }) || accepted?.net === erpNet) return null;
  return { deal: rounded(dealNet, currency), erp: rounded(erpNet, currency) };
}

interface NewTie {
  dealId: RecordId;
  how: TiedOrder['how'];
  wants: TiedOrder['wants'];
  order: Pick<OrderState, 'id' | 'number' | 'untaxed' | 'currency'>;
  dealNet: string | null;
  lineCount: number;
  /** Of the quotation or draft that it was made of: whatever was decided of that counts for this. */
  from?: TiedOrder;
  userId?: number;
  now: Date;
}

/** Twice is the same as once. */
export async function saveTie(trx: Db, { portalId, connectionId }: ConnectionScope, tie: NewTie): Promise<void> {
  const { order, from, now } = tie;
  const facts = { dealId: tie.dealId, number: order.number, wants: tie.wants, dealNet: tie.dealNet, erpNet: order.untaxed };
  const row = { ...facts, currency: order.currency, lineCount: tie.lineCount };
  await trx('orderTies')
    .insert({
      ...{ portalId, connectionId, orderId: order.id, how: tie.how, tiedAt: now, tiedBy: tie.userId ?? null, ...row },
      numberWritten: from?.numberWritten ?? null,
      accepted: from?.accepted ? JSON.stringify(from.accepted) : null,
      approved: from?.approved ? JSON.stringify(from.approved) : null,
    })
    .onConflict(['portalId', 'connectionId', 'orderId'])
    .merge(Object.keys(row));
  await tieCopies(trx, { portalId, connectionId }, [order.id], now);
}

export async function changeTie(
  trx: Db,
  { portalId, connectionId }: ConnectionScope,
  orderId: string,
  change: Partial<Pick<TiedOrder, 'wants' | 'dealNet' | 'erpNet' | 'lineCount' | 'numberWritten' | 'accepted' | 'approved' | 'declined'>>,
): Promise<void> {
  const { accepted, approved, declined, ...plain } = change;
  await trx('orderTies')
    .where({ portalId, connectionId, orderId })
    .update({
      ...plain,
      ...(accepted !== undefined && { accepted: accepted && JSON.stringify(accepted) }),
      ...(approved !== undefined && { approved: approved && JSON.stringify(approved) }),
      ...(declined !== undefined && { declined: declined && JSON.stringify(declined) }),
    });
}
