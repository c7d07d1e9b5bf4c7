import type { Db } from '../../db/index.ts';
import { ORGANISATION } from '../../shared/object-types.ts';
import { ONCE_MORE } from '../shared/field-pairs.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

const LIKE_A_CHANGE = 1;

/** Records that could not follow because a company or an organisation was not linked are looked at again once it is. */
export async function wakeByRelations(trx: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<void> {
  await trx.raw(
    `update field_pairs p set ${ONCE_MORE}, awaited_record = null, awaited_customer = null
     where (p.portal_id, p.connection_id, p.object_type, p.customer_id) in (
       select w.portal_id, w.connection_id, w.object_type, w.customer_id from field_pairs w
       where w.portal_id = :portalId and w.connection_id = :connectionId and (w.awaited_record is not null or w.awaited_customer is not null)
         and exists (
           select 1 from links l where l.portal_id = w.portal_id and l.connection_id = w.connection_id and l.object_type = '${ORGANISATION}'
             and l.state = 'active' and (l.record_id = w.awaited_record or l.customer_id = w.awaited_customer))
       order by 3, 4 for update)`,
    { portalId, connectionId, now, priority: LIKE_A_CHANGE },
  );
}
