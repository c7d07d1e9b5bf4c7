import type { Db } from '../../db/index.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';

/** Deals in these pipelines of which a quotation of ours stands are read afresh: what confirms it nobody may have told us. The caller enqueues `inbox`. */
export async function addStandingDeals(
  db: Db,
  portalId: PortalId,
  { pipelineIds, now }: { pipelineIds: readonly string[]; now: Date },
): Promise<void> {
  if (pipelineIds.length === 0) return;
  const { rows } = await db.raw<{ rows: { recordId: RecordId }[] }>(
    `select distinct t.deal_id as record_id from order_ties t
     join erp_orders o on o.portal_id = t.portal_id and o.connection_id = t.connection_id and o.erp_id = t.order_id
     join deal_stages s on s.portal_id = t.portal_id and s.deal_id = t.deal_id
     where t.portal_id = :portalId and t.how = 'created' and o.status = 'quotation' and s.pipeline = any(:pipelineIds)`,
    { portalId, pipelineIds: [...pipelineIds] },
  );
  const records = rows.map(({ recordId }) => ({ objectType: DEAL, recordId }));
  await addToInbox(db, portalId, records, now);
}
