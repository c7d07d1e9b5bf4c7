import type { Notice } from '../../../hubspot-app/app/cards/api/types.ts';
import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import type { RecordScope } from '../../records/queries/totals.ts';

/** What stops something on this very record, said where people work and not only in settings. */
export async function loadRecordNotices(db: Db, { portalId, objectType, recordId }: RecordScope): Promise<Notice[]> {
  return queryPrepared<Notice>(
    db,
    `select code, params from problems
     where portal_id = :portalId and subject_kind = :objectType and subject = :recordId and resolved_at is null
     order by first_seen_at limit 5`,
    { portalId, objectType, recordId },
  );
}
