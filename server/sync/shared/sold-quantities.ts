import type { Db } from '../../db/index.ts';
import type { ErpRecordId, PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import type { ConnectionScope } from './job-data.ts';

/** SQL of how much order `o` sells of each product that the project of command `c` is for, as it was last read; null products: of all. */
const QUANTITIES = `(
  select coalesce(jsonb_object_agg(sold.id, sold.quantity), '{}')
  from (
    select line ->> 'productId' as id, trim_scale(sum((line ->> 'quantity')::numeric))::text as quantity
    from jsonb_array_elements(o.lines) line
    where line ->> 'productId' is not null
      and (jsonb_typeof(c.input -> 'productIds') is distinct from 'array' or c.input -> 'productIds' @> jsonb_build_array(line ->> 'productId'))
    group by 1
  ) sold)`;

/** What a project is asked for: by that a change of its order is recognised. */
export async function noteQuantities(trx: Db, portalId: PortalId, key: string): Promise<void> {
  await trx.raw(
    `update commands c set facts = c.facts || jsonb_build_object('quantities', ${QUANTITIES})
     from erp_orders o
     where c.portal_id = :portalId and c.key = :key and o.portal_id = c.portal_id and o.connection_id = c.connection_id and o.erp_id = c.input ->> 'orderId'`,
    { portalId, key },
  );
}

interface ChangedProject {
  /** The command. */
  madeBy: string;
  dealId: RecordId;
  project: { orderId: ErpRecordId; ruleId: string | null; templateId: string };
  quantities: Record<string, string>;
}

/** Of these orders, as they were last read: projects that we made of them for other quantities than they sell now. */
export async function findChangedProjects(
  db: Db,
  { portalId, connectionId }: ConnectionScope,
  orderIds: readonly ErpRecordId[],
): Promise<ChangedProject[]> {
  if (orderIds.length === 0) return [];
  const { rows } = await db.raw<{ rows: ChangedProject[] }>(
    `select c.key as made_by, c.record_id as deal_id, c.facts -> 'project' as project, now.quantities
     from erp_orders o
     join order_ties t on t.portal_id = o.portal_id and t.connection_id = o.connection_id and t.order_id = o.erp_id
     join commands c on c.portal_id = t.portal_id and c.object_type = '${DEAL}' and c.record_id = t.deal_id and c.connection_id = t.connection_id
       and c.name = 'createProject' and c.state = 'done' and c.facts -> 'project' ->> 'orderId' = o.erp_id and c.facts -> 'quantities' is not null
     cross join lateral (select ${QUANTITIES} as quantities) now
     left join lateral (
       select p.facts -> 'quantities' as quantities from commands p
       where p.portal_id = c.portal_id and p.object_type = c.object_type and p.record_id = c.record_id and p.name = 'planProject' and p.facts ->> 'madeBy' = c.key
       order by p.asked_at desc, p.key desc limit 1
     ) last on true
     where o.portal_id = :portalId and o.connection_id = :connectionId and o.erp_id = any(:orderIds) and o.status = 'confirmed'
       and now.quantities <> coalesce(last.quantities, c.facts -> 'quantities')`,
    { portalId, connectionId, orderIds: [...orderIds] },
  );
  return rows;
}
