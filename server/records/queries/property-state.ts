import type { RecordView } from '../../../hubspot-app/app/cards/api/types.ts';
import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import type { RecordScope } from './totals.ts';

type PropertyState = Extract<RecordView, { state: 'linked' }>['properties'];

/** How far the record's properties are behind the mirror. */
export async function loadPropertyState(db: Db, { portalId, objectType, recordId }: RecordScope): Promise<PropertyState> {
  const [row] = await queryPrepared<{ state: PropertyState }>(
    db,
    `select case
       when due_revision <= pushed_revision then case when written is null then 'nothing' else 'in_step' end
       when due_revision <= refused_revision then 'refused'
       else 'waiting' end as state
     from targets where portal_id = :portalId and object_type = :objectType and record_id = :recordId`,
    { portalId, objectType, recordId },
  );
  return row?.state ?? 'nothing';
}
