import type { Db } from '../../db/index.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { TiedOrder } from './order-ties.ts';

interface WithStanding {
  id: RecordId;
  /** The document that stands is among them. */
  ties: readonly TiedOrder[];
}

/**
 * Until when what deals held was said of other documents than the one that stands: they were asked to be confirmed or called off, or were
 * cancelled in the ERP; of one that is not there any more nobody knows, and it counts until the one that stands was made. Deals that had no other are absent.
 */
export async function loadEarlierEnds(
  db: Db,
  portalId: PortalId,
  { deals, isStanding }: { deals: readonly WithStanding[]; isStanding: (tie: TiedOrder) => boolean },
): Promise<ReadonlyMap<RecordId, Date>> {
  const standing = deals.map(({ id, ties }) => {
    const own = ties.filter(isStanding);
    return { dealId: id, orderIds: own.map(({ orderId }) => orderId), madeAt: own.map(({ tiedAt }) => tiedAt).toSorted(byTime)[0] };
  });
  if (standing.length === 0) return new Map();
  const { rows } = await db.raw<{ rows: { dealId: RecordId; at: Date }[] }>(EARLIER_ENDS, { portalId, standing: JSON.stringify(standing) });
  return new Map(rows.map(({ dealId, at }) => [dealId, at]));
}

const byTime = (a: Date, b: Date): number => a.getTime() - b.getTime();

// Of a connection that ended, what was asked stands without its input: only what came of it says of which document it was.
const EARLIER_ENDS = `
  with standing as (
    select s."dealId" as deal_id, array(select jsonb_array_elements_text(s."orderIds")) as order_ids, s."madeAt" as made_at
    from jsonb_to_recordset(:standing::jsonb) as s("dealId" text, "orderIds" jsonb, "madeAt" timestamptz)),
  ended as (
    select c.record_id as deal_id, coalesce(c.input ->> 'id', c.result ->> 'id') as order_id, greatest(c.asked_at, case when c.state = 'done' then c.ended_at end) as at
    from commands c join standing s on s.deal_id = c.record_id
    where c.portal_id = :portalId and c.object_type = '${DEAL}' and (c.name = 'confirmOrder' or c.name = 'cancelOrder' and c.state = 'done')
    union all
    select f.record_id, f.result ->> 'id', greatest(f.asked_at, f.sent_at)
    from former_commands f join standing s on s.deal_id = f.record_id
    where f.portal_id = :portalId and f.object_type = '${DEAL}' and f.name in ('confirmOrder', 'cancelOrder') and f.state = 'done'
    union all
    select t.deal_id, t.order_id, case when o.erp_id is null then s.made_at else least(o.stored_at, o.erp_changed_at) end
    from order_ties t join standing s on s.deal_id = t.deal_id
    left join erp_orders o on o.portal_id = t.portal_id and o.connection_id = t.connection_id and o.erp_id = t.order_id
    where t.portal_id = :portalId and (o.erp_id is null or o.status = 'cancelled'))
  select e.deal_id, max(e.at) as at from ended e join standing s on s.deal_id = e.deal_id
  where e.order_id <> all(s.order_ids) group by e.deal_id`;
