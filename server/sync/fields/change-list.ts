import type { ChangeList, FieldChange } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { Db } from '../../db/index.ts';
import type { RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { NameDeps } from '../shared/record-names.ts';
import { loadEditorNames } from './editor-names.ts';
import type { StoredEditors } from './field-state.ts';
import { nameChanged } from './shown-relations.ts';

const PER_PAGE = 25;

type Row = Omit<FieldChange, 'url' | 'at' | 'editedBy' | 'undoneAt'> & {
  recordId: RecordId;
  at: Date;
  editedBy: StoredEditors | null;
  undoneAt: Date | null;
};

/** What became of the fields of a connection's customers, the newest first. Nobody counts them: a page says only whether there is a next one. */
export async function loadChangePage(
  deps: NameDeps & { db: Db },
  scope: ConnectionScope,
  { page, urlOf }: { page: number; urlOf(objectType: CustomerObjectType, id: string): string },
): Promise<ChangeList> {
  const { db } = deps;
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select f.id, f.object_type, f.record_id, f.at, f.property, f.field, f.written_to, f.before, f.after, f.lost, f.rule,
       f.edited_by, f.undone_at, f.undo_refused, u.email as by, coalesce(c.name, f.customer_id) as customer_name
     from field_changes f
     left join portal_users u on u.portal_id = f.portal_id and u.user_id = f.user_id
     left join erp_customers c on c.portal_id = f.portal_id and c.connection_id = f.connection_id and c.erp_id = f.customer_id
     where f.portal_id = :portalId and f.connection_id = :connectionId
     order by f.id desc limit ${PER_PAGE + 1} offset :skipped`,
    { ...scope, skipped: (page - 1) * PER_PAGE },
  );
  const shown = rows.slice(0, PER_PAGE);
  const named = await loadEditorNames(
    db,
    scope.portalId,
    shown.map(({ editedBy }) => editedBy),
  );
  const inWords = await nameChanged(
    deps,
    scope.portalId,
    shown.map((change) => ({ ...change, connectionId: scope.connectionId })),
  );
  const changes = inWords.map(({ id, connectionId: _, recordId, at, editedBy, undoneAt, ...change }) => ({
    ...change,
    id: String(id),
    url: urlOf(change.objectType, recordId),
    at: at.toISOString(),
    editedBy: named(editedBy),
    undoneAt: undoneAt?.toISOString() ?? null,
  }));
  return { page, pageCount: rows.length > PER_PAGE ? page + 1 : Math.max(1, shown.length > 0 ? page : page - 1), changes };
}
