import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { RecordRef } from '../shared/targets.ts';

/** "Read it afresh": one entry per record, however often it is named. The caller enqueues `inbox`. */
export async function addToInbox(trx: Db, portalId: PortalId, records: readonly RecordRef[], now: Date): Promise<number> {
  if (records.length === 0) return 0;
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `insert into inbox as i (portal_id, object_type, record_id, received_at)
     select distinct :portalId::bigint, r."objectType", r."recordId", :now::timestamptz
     from jsonb_to_recordset(:records::jsonb) as r("objectType" text, "recordId" text)
     order by 2, 3
     on conflict (portal_id, object_type, record_id) do update set revision = i.revision + 1, received_at = excluded.received_at`,
    { portalId, now, records: JSON.stringify(records) },
  );
  return rowCount;
}
