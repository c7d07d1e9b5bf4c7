import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import { DEAL } from '../../shared/object-types.ts';

/** Commands that wait for this one look again, as of its end: what is asked for after that is another time. */
export async function wakeByCommand(trx: Db, portalId: PortalId, key: string): Promise<void> {
  await trx.raw(
    `update commands w set state = 'planned', due_at = e.ended_at, tries = 0, revision = w.revision + 1
     from commands e
     where e.portal_id = :portalId and e.key = :key and e.state in ('done', 'rejected', 'cancelled')
       and w.portal_id = e.portal_id and w.connection_id = e.connection_id and w.object_type = '${DEAL}' and w.state in ('planned', 'waiting')
       and e.key = any(string_to_array(w.params ->> 'keys', ','))`,
    { portalId, key },
  );
}
