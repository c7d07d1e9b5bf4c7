import type { ReviewGroup, WaitingCreation } from '../../../hubspot-app/app/settings/api/reviews.ts';
import type { Db } from '../../db/index.ts';
import type { ConnectionId, PortalId, RecordId } from '../../shared/ids.ts';
import { WAITING_REVIEW } from '../commands/undecided.ts';

interface Row extends WaitingCreation {
  connectionId: ConnectionId;
  objectType: ReviewGroup['objectType'];
  recordId: RecordId;
}

type Find = (record: { connectionId: string; objectType: string; recordId: string }) => WaitingCreation | null;

/** Which of these records shall become a customer, and waits because the ERP may have it. */
export async function findWaitingCreations(db: Db, portalId: PortalId, recordIds: readonly RecordId[]): Promise<Find> {
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select c.connection_id, c.object_type, c.record_id, c.key, k.name as erp from commands c
     join erp_connections k on k.portal_id = c.portal_id and k.id = c.connection_id
     where c.portal_id = :portalId and c.name = 'createCustomer' and c.state = 'waiting' and c.waiting_for = '${WAITING_REVIEW}'
       and c.record_id = any(:recordIds)
     order by c.asked_at, c.key`,
    { portalId, recordIds: [...recordIds] },
  );
  return ({ connectionId, objectType, recordId }) => {
    const found = rows.find((row) => row.connectionId === connectionId && row.objectType === objectType && row.recordId === recordId);
    return found ? { key: found.key, erp: found.erp } : null;
  };
}
