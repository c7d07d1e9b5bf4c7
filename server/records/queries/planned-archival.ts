import type { Notice } from '../../../hubspot-app/app/cards/api/types.ts';
import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import { UNSETTLED_OF } from '../../streams/invoices/statuses.ts';
import type { RecordScope } from './totals.ts';

interface Planned {
  dueAt: Date;
  /** Documents about which a person is asked first. */
  unsettled: number;
  /** Its connection is paused, its rules were stopped, or their first few records are looked at. */
  isPutOff: boolean;
}

/** Of a record that is about to follow its customer, which was archived or deleted in the ERP. Of several customers the one that it follows first. */
export async function loadPlannedArchival(db: Db, { portalId, objectType, recordId }: RecordScope, now: Date): Promise<Notice[]> {
  const rows = await queryPrepared<Planned>(
    db,
    `select a.due_at, case when a.decided_by is null then ${UNSETTLED_OF} else 0 end as unsettled,
       k.status <> 'active' or r.live is null or r.trial is not null as is_put_off
     from customer_archivals a
     join erp_connections k on k.portal_id = a.portal_id and k.id = a.connection_id
     left join customer_rules r on r.portal_id = a.portal_id and r.connection_id = a.connection_id
     where a.portal_id = :portalId and a.side = 'hubspot' and a.object_type = :objectType and a.record_id = :recordId and a.state = 'noticed'
     order by 3, 2, 1 limit 1`,
    { portalId, objectType, recordId },
  );
  return rows.map((row) => noticeOf(row, now));
}

function noticeOf({ dueAt, unsettled, isPutOff }: Planned, now: Date): Notice {
  if (isPutOff) return { code: 'archival.put_off', params: {} };
  if (unsettled > 0) return { code: 'archival.planned_asks', params: { count: unsettled } };
  return { code: 'archival.planned', params: { minutes: Math.max(1, Math.ceil((dueAt.getTime() - now.getTime()) / 60_000)) } };
}
