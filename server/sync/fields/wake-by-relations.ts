import type { Db } from '../../db/index.ts';
import { ORGANISATION } from '../../shared/object-types.ts';
import { ONCE_MORE } from '../shared/field-pairs.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { UNLINKED_COMPANY, UNLINKED_ORGANISATION } from './relations.ts';

const LIKE_A_CHANGE = 1;

/** Records that could not follow because a company or an organisation was not linked are looked at again once it is. */
export async function wakeByRelations(trx: Db, { portalId, connectionId }: ConnectionScope, now: Date): Promise<void> {
  await trx.raw(
    `update field_pairs p set ${ONCE_MORE} where (p.portal_id, p.connection_id, p.object_type, p.customer_id) in (
       select w.portal_id, w.connection_id, w.object_type, w.customer_id from field_pairs w
       join problems b on b.portal_id = w.portal_id and b.connection_id = w.connection_id and b.subject_kind = w.object_type
         and b.subject = w.record_id and b.resolved_at is null and b.code in ('${UNLINKED_COMPANY}', '${UNLINKED_ORGANISATION}')
       join links l on l.portal_id = w.portal_id and l.connection_id = w.connection_id and l.object_type = '${ORGANISATION}' and l.state = 'active'
         and (l.record_id = b.params ->> 'recordId' or l.customer_id = b.params ->> 'customerId')
       where w.portal_id = :portalId and w.connection_id = :connectionId order by 3, 4 for update of w)`,
    { portalId, connectionId, now, priority: LIKE_A_CHANGE },
  );
}
