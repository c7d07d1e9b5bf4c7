import type { FieldChange } from '../../../hubspot-app/app/cards/api/customers.ts';
import type { Db } from '../../db/index.ts';
import { userName } from '../../portals/users.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { StoredEditors } from './field-state.ts';
import type { StoredChange } from './undoable.ts';

/** Of a field: its newest one, and earlier ones below it. */
export const CHANGES_EACH = 11;
const MOST = 300;

/** SQL condition: row `c` of `field_changes` is of the field that row `f` is of. */
export const isOfField = (c: string, f: string): string => `${c}.portal_id = ${f}.portal_id and ${c}.object_type = ${f}.object_type
  and ${c}.record_id = ${f}.record_id and ${c}.connection_id = ${f}.connection_id and ${c}.customer_id = ${f}.customer_id
  and ${c}.property = ${f}.property`;

type HistoryRow = StoredChange &
  Pick<FieldChange, 'connectionId' | 'customerId' | 'lost' | 'rule' | 'by' | 'undoRefused'> & {
    id: number;
    at: Date;
    editedBy: StoredEditors | null;
  };

/** What became of the fields of a record, the newest first: of each field its last changes. */
export async function loadHistory(
  db: Db,
  record: { portalId: PortalId; objectType: CustomerObjectType; recordId: RecordId },
): Promise<HistoryRow[]> {
  const { rows } = await db.raw<{ rows: HistoryRow[] }>(
    `select f.id, f.connection_id, f.customer_id, f.object_type, f.at, f.property, f.field, f.written_to, f.before, f.after, f.lost, f.rule,
       f.edited_by, f.undone_at, f.undo_refused, ${userName('u')} as by
     from (
       select c.*, row_number() over (partition by c.connection_id, c.customer_id, c.property order by c.at desc, c.id desc) as place from field_changes c
       where c.portal_id = :portalId and c.object_type = :objectType and c.record_id = :recordId) f
     join erp_connections k on k.portal_id = f.portal_id and k.id = f.connection_id and k.status <> 'disconnected'
     left join portal_users u on u.portal_id = f.portal_id and u.user_id = f.user_id
     where f.place <= ${CHANGES_EACH}
     order by f.at desc, f.id desc limit ${MOST}`,
    { ...record },
  );
  return rows;
}
