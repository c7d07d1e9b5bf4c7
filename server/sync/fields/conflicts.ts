import type { Conflict, ConflictList } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { Db } from '../../db/index.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import type { NameDeps } from '../shared/record-names.ts';
import { loadConflictGroups } from './conflict-groups.ts';
import { loadEditorNames } from './editor-names.ts';
import type { FieldOrder, FieldState, StoredEditors } from './field-state.ts';
import { hasQuestion, type QuestionsOf } from './questions.ts';
import { nameAsked } from './shown-relations.ts';

/** A link with fields of which a person is asked. */
export interface AskedPair {
  fields: Readonly<Record<string, FieldState>>;
  orders: Readonly<Record<string, FieldOrder>>;
  frozen: readonly string[];
  isFrozen: boolean;
}

type AskedField = Pick<Conflict, 'property' | 'field' | 'hubspot' | 'erp' | 'since'> & {
  editedBy: StoredEditors | undefined;
  isFromBefore: boolean;
};

/** Those that wait for an answer: not the ones that were answered and are being written, nor those that people left alone. */
export function askedFields({ fields, orders, frozen, isFrozen }: AskedPair): AskedField[] {
  if (isFrozen) return [];
  return Object.entries(fields).flatMap(([property, { field, asked, base }]) => {
    if (!asked || orders[property] || frozen.includes(property)) return [];
    const { hubspot, erp, since, editedBy, isFromBefore = base === undefined } = asked;
    return [{ property, field, hubspot, erp, since, editedBy, isFromBefore }];
  });
}

const PER_PAGE = 25;

type Row = AskedPair & Pick<Conflict, 'connectionId' | 'customerId' | 'customerName' | 'objectType' | 'recordId'> & { found: number };

/** Fields that a person has to decide, 25 records a page; and what can be decided for many at once. */
export async function loadConflictPage(
  deps: NameDeps & { db: Db },
  scope: ConnectionScope,
  { page, kind, urlOf }: { page: number; kind: QuestionsOf; urlOf(objectType: CustomerObjectType, id: string): string },
): Promise<ConflictList> {
  const { db } = deps;
  const { rows } = await db.raw<{ rows: Row[] }>(
    `select p.connection_id, p.customer_id, p.object_type, p.record_id, p.fields, p.orders, p.frozen, p.is_frozen,
       coalesce(c.name, p.customer_id) as customer_name, count(*) over () as found
     from field_pairs p
     join customer_rules r on r.portal_id = p.portal_id and r.connection_id = p.connection_id and r.live is not null
     left join erp_customers c on c.portal_id = p.portal_id and c.connection_id = p.connection_id and c.erp_id = p.customer_id
     where p.portal_id = :portalId and p.connection_id = :connectionId and ${hasQuestion('p', kind)}
     order by c.name, p.object_type, p.customer_id limit ${PER_PAGE} offset :skipped`,
    { ...scope, skipped: (page - 1) * PER_PAGE },
  );
  const total = rows[0]?.found ?? 0;
  const all = rows.map((row) => ({ row, fields: askedFields(row).filter(({ isFromBefore }) => isFromBefore === (kind === 'before')) }));
  const asked = all.flatMap(({ fields }) => fields.map(({ editedBy }) => editedBy));
  const named = await loadEditorNames(db, scope.portalId, asked);
  const conflicts = all.flatMap(({ row, fields }) => {
    const { connectionId, customerId, customerName, objectType, recordId } = row;
    const about = { connectionId, customerId, customerName, objectType, recordId, url: urlOf(objectType, recordId) };
    return fields.map(({ editedBy, isFromBefore: _, ...field }) => ({ ...about, ...field, editedBy: named(editedBy) }));
  });
  const shown = await nameAsked(deps, scope.portalId, conflicts);
  return {
    page,
    pageCount: Math.max(1, Math.ceil(total / PER_PAGE)),
    total,
    conflicts: shown,
    groups: await loadConflictGroups(db, scope),
  };
}
