import type { Notice } from '../../../hubspot-app/app/cards/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { RecordScope } from '../../mirror/queries/totals.ts';

/** What stops something on this very record, said where people work and not only in settings. */
export async function loadRecordNotices(db: Db, { portalId, objectType, recordId }: RecordScope): Promise<Notice[]> {
  return db('problems')
    .where({ portalId, subjectKind: objectType, subject: recordId })
    .whereNull('resolvedAt')
    .orderBy('firstSeenAt')
    .limit(5)
    .select<Notice[]>('code', 'params');
}
