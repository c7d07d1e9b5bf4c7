import type { ChangeList, FieldChange } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { ChangeFilter } from '../../../hubspot-app/app/settings/api/field-changes.ts';
import type { Db } from '../../db/index.ts';
import { userName } from '../../portals/users.ts';
import type { RecordId } from '../../shared/ids.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { NameDeps } from '../shared/record-names.ts';
import { ALL_CHANGES, isInFilter } from './change-filter.ts';
import { CHANGES_EACH, isOfField } from './history.ts';
import type { AskedPair } from './conflicts.ts';
import { loadEditorNames } from './editor-names.ts';
import type { StoredEditors } from './field-state.ts';
import { loadCustomerRules, type StoredCustomerRules } from './rules.ts';
import { nameChanged } from './shown-relations.ts';
import { isUndoable } from './undoable.ts';

/** Fields. */
const PER_PAGE = 25;

type Row = Omit<FieldChange, 'url' | 'at' | 'editedBy' | 'undoneAt' | 'canUndo' | 'isFrozen'> & {
  newestId: number;
  recordId: RecordId;
  pair: AskedPair | null;
  at: Date;
  editedBy: StoredEditors | null;
  undoneAt: Date | null;
};

/**
 * What became of the fields of a connection's customers, field by field, the one that changed last first; of each the newest changes. Nobody counts them:
 * a page says only whether there is a next one.
 */
export async function loadChangePage(
  deps: NameDeps & { db: Db },
  scope: ConnectionScope,
  { page, filter = ALL_CHANGES, urlOf }: { page: number; filter?: ChangeFilter; urlOf(objectType: CustomerObjectType, id: string): string },
): Promise<ChangeList> {
  const { db } = deps;
  const { rows } = await db.raw<{ rows: Row[] }>(
    `with newest as (
       select f.id, f.portal_id, f.connection_id, f.object_type, f.customer_id, f.record_id, f.property from field_changes f
       where f.portal_id = :portalId and f.connection_id = :connectionId and ${isInFilter('f')} and f.id = (
         select n.id from field_changes n where ${isOfField('n', 'f')} and ${isInFilter('n')} order by n.at desc, n.id desc limit 1)
       order by f.id desc limit ${PER_PAGE + 1} offset :skipped)
     select n.id as newest_id, f.id, f.object_type, f.record_id, f.at, f.property, f.field, f.written_to, f.before, f.after, f.lost, f.rule,
       f.edited_by, f.undone_at, f.undo_refused, ${userName('u')} as by, coalesce(c.name, f.customer_id) as customer_name, f.customer_id,
       case when p.customer_id is not null then jsonb_build_object('fields', p.fields, 'orders', p.orders, 'frozen', p.frozen, 'isFrozen', p.is_frozen) end as pair
     from newest n
     cross join lateral (
       select * from field_changes e where ${isOfField('e', 'n')} and ${isInFilter('e')} order by e.at desc, e.id desc limit ${CHANGES_EACH}) f
     left join portal_users u on u.portal_id = f.portal_id and u.user_id = f.user_id
     left join erp_customers c on c.portal_id = f.portal_id and c.connection_id = f.connection_id and c.erp_id = f.customer_id
     left join field_pairs p on p.portal_id = f.portal_id and p.connection_id = f.connection_id and p.object_type = f.object_type
       and p.customer_id = f.customer_id and p.record_id = f.record_id
     order by n.id desc, f.at desc, f.id desc`,
    { ...scope, ...filter, skipped: (page - 1) * PER_PAGE },
  );
  const fields = [...new Set(rows.map(({ newestId }) => newestId))].slice(0, PER_PAGE);
  const hasNext = rows.some(({ newestId }) => !fields.includes(newestId));
  const shown = rows.filter(({ newestId }) => fields.includes(newestId));
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
  const rules = await loadCustomerRules(db, scope);
  // Of the values as they are kept, and not as they are shown.
  const stored = new Map(shown.map((row) => [row.id, row]));
  const changes = inWords.map(({ id, connectionId: _, newestId: __, recordId, at, editedBy, undoneAt, pair, ...change }) => ({
    ...change,
    canUndo: isUndoable(stored.get(id)!, pair ?? undefined, rules),
    isFrozen: isFrozenIn(pair, rules, change),
    id: String(id),
    url: urlOf(change.objectType, recordId),
    at: at.toISOString(),
    editedBy: named(editedBy),
    undoneAt: undoneAt?.toISOString() ?? null,
  }));
  return { page, pageCount: hasNext ? page + 1 : Math.max(1, shown.length > 0 ? page : page - 1), changes };
}

/** Null: there is nothing to freeze. */
function isFrozenIn(
  pair: AskedPair | null,
  rules: StoredCustomerRules | undefined,
  { objectType, property }: Pick<Row, 'objectType' | 'property'>,
): boolean | null {
  const isKept = rules?.live?.[objectType].mapping.some((line) => line.property === property) ?? false;
  return pair && isKept && !pair.isFrozen ? pair.frozen.includes(property) : null;
}
