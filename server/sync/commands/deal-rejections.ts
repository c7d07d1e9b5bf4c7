import type { CommandName } from '../../erp/shared/contract.ts';
import type { Db } from '../../db/index.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';
import { ORDER_REJECTED, ORDER_REJECTIONS } from './command-rows.ts';

/**
 * Refusals of these deals are over, but for those that another refused command of the deal still stands for: a quotation that was sent by e-mail says
 * nothing of why it became no order. `except`: of this kind of command the last one counts, which is the one that ended.
 */
export async function resolveDealRejections(
  trx: Db,
  portalId: PortalId,
  { dealIds, except = null, now }: { dealIds: readonly RecordId[]; except?: CommandName | null; now: Date },
): Promise<void> {
  if (dealIds.length === 0) return;
  await trx.raw(
    `update problems p set resolved_at = :now
     where p.portal_id = :portalId and p.subject_kind = '${DEAL}' and p.subject = any(:dealIds) and p.code = any(:codes) and p.resolved_at is null
       and not exists (
         select 1 from commands c
         where c.portal_id = p.portal_id and c.object_type = '${DEAL}' and c.record_id = p.subject and c.connection_id = p.connection_id
           and c.state = 'rejected' and c.name is distinct from :except and (
             c.waiting_for = p.code or c.waiting_for = 'order.refused' and p.code = '${ORDER_REJECTED}'
             or c.facts -> 'reasons' @> jsonb_build_array(jsonb_build_object('code', p.code))))`,
    { portalId, dealIds: [...dealIds], codes: [...ORDER_REJECTIONS], except, now },
  );
}
