import type { Notice } from '../../../hubspot-app/app/cards/api/types.ts';
import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import type { RecordScope } from './totals.ts';

/** Of a record that is about to follow its customer, which was archived or deleted in the ERP. */
export async function loadPlannedArchival(db: Db, { portalId, objectType, recordId }: RecordScope, now: Date): Promise<Notice[]> {
  const rows = await queryPrepared<{ dueAt: Date }>(
    db,
    `select min(due_at) as due_at from customer_archivals
     where portal_id = :portalId and side = 'hubspot' and object_type = :objectType and record_id = :recordId and state = 'noticed'
     having count(*) > 0`,
    { portalId, objectType, recordId },
  );
  return rows.map(({ dueAt }) => ({
    code: 'archival.planned',
    params: { minutes: Math.max(1, Math.ceil((dueAt.getTime() - now.getTime()) / 60_000)) },
  }));
}
