import type { Db } from '../../db/index.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { ORGANISATION, PERSON } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

/**
 * Queues customers for matching: new ones, and those that are not linked yet and changed what they are recognised by. Called in the
 * transaction of the change; the caller enqueues `match` when the answer is above zero. Organisations become companies, persons contacts.
 */
export async function queueMatches(trx: Db, scope: ConnectionScope, customerIds: Iterable<ErpRecordId>): Promise<number> {
  const ids = [...customerIds];
  if (ids.length === 0) return 0;
  await dropOtherKind(trx, scope, ids);
  // What a person or a deletion left out stays so; what is linked stays linked.
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `insert into customer_matches as m (portal_id, connection_id, customer_id, object_type, state)
     select c.portal_id, c.connection_id, c.erp_id, ${OBJECT_TYPE_OF}, 'due'
     from erp_customers c
     where c.portal_id = :portalId and c.connection_id = :connectionId and c.erp_id = any(:ids)
     order by c.erp_id
     on conflict (portal_id, connection_id, object_type, customer_id) do update set state = 'due', checked_at = null
       where m.state in ('unmatched', 'ambiguous', 'due')`,
    { ...scope, ids },
  );
  return rowCount;
}

const OBJECT_TYPE_OF = `case c.kind when 'organisation' then '${ORGANISATION}' else '${PERSON}' end`;

/** A person that became an organisation, or the other way round, is not looked up as what it was. A link made by then stays. */
async function dropOtherKind(trx: Db, scope: ConnectionScope, ids: ErpRecordId[]): Promise<void> {
  await trx.raw(
    `delete from customer_matches m using erp_customers c
     where m.portal_id = :portalId and m.connection_id = :connectionId and m.customer_id = any(:ids) and m.state <> 'linked'
       and c.portal_id = m.portal_id and c.connection_id = m.connection_id and c.erp_id = m.customer_id
       and m.object_type <> ${OBJECT_TYPE_OF}`,
    { ...scope, ids },
  );
}
