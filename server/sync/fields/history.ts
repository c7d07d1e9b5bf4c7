import type { FieldChange } from '../../../hubspot-app/app/cards/api/customers.ts';
import type { Db } from '../../db/index.ts';
import { userName } from '../../portals/users.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { StoredEditors } from './field-state.ts';
import type { StoredChange } from './undoable.ts';

const SHOWN = 20;

type HistoryRow = StoredChange &
  Pick<FieldChange, 'connectionId' | 'customerId' | 'lost' | 'rule' | 'by' | 'undoRefused'> & {
    id: number;
    at: Date;
    editedBy: StoredEditors | null;
  };

/** What became of the fields of a record, the newest first. */
export async function loadHistory(
  db: Db,
  record: { portalId: PortalId; objectType: CustomerObjectType; recordId: RecordId },
): Promise<HistoryRow[]> {
  const { rows } = await db.raw<{ rows: HistoryRow[] }>(
    `select f.id, f.connection_id, f.customer_id, f.object_type, f.at, f.property, f.field, f.written_to, f.before, f.after, f.lost, f.rule,
       f.edited_by, f.undone_at, f.undo_refused, ${userName('u')} as by
     from field_changes f
     join erp_connections k on k.portal_id = f.portal_id and k.id = f.connection_id and k.status <> 'disconnected'
     left join portal_users u on u.portal_id = f.portal_id and u.user_id = f.user_id
     where f.portal_id = :portalId and f.object_type = :objectType and f.record_id = :recordId
     order by f.at desc, f.id desc limit ${SHOWN}`,
    { ...record },
  );
  return rows;
}
