import type { CustomerCard } from '../../../hubspot-app/app/cards/api/customers.ts';
import type { Db } from '../../db/index.ts';
import type { CustomerFieldKind } from '../../erp/shared/contract.ts';
import type { ConnectionId, ErpRecordId } from '../../shared/ids.ts';
import { isLeading, kindSql } from '../fields/due-pairs.ts';
import { CHECK_DIGIT, NOWHERE, toErp } from '../fields/convert-value.ts';
import { countriesOf } from '../fields/evaluate.ts';
import { askedFields, type AskedPair } from '../fields/conflicts.ts';
import { loadEditorNames } from '../fields/editor-names.ts';
import type { FieldState, StoredEditors } from '../fields/field-state.ts';
import { loadHistory } from '../fields/history.ts';
import type { CompiledRules, StoredCustomerRules } from '../fields/rules.ts';
import { nameAsked, nameChanged } from '../fields/shown-relations.ts';
import { isUndoable } from '../fields/undoable.ts';
import { IS_PAIR_DUE } from '../shared/field-pairs.ts';
import type { NameDeps } from '../shared/record-names.ts';
import type { CardRecord } from './offers.ts';

/** What is live in a connection. */
export interface RuledConnection {
  connectionId: ConnectionId;
  connectionName: string;
  live: CompiledRules;
  writes: StoredCustomerRules['writes'];
}

interface PairRow extends AskedPair {
  connectionId: ConnectionId;
  customerId: ErpRecordId;
  kind: CustomerFieldKind | null;
  isDue: boolean;
}

/** The fields of a record: what is kept in step, what waits for a person, what became of them. */
export async function loadRecordFields(
  deps: NameDeps & { db: Db },
  record: CardRecord,
  connections: readonly RuledConnection[],
): Promise<Pick<CustomerCard, 'pairs' | 'conflicts' | 'changes' | 'labels'>> {
  const { db } = deps;
  const { objectType } = record;
  const rulesOf = new Map(connections.map((connection) => [connection.connectionId, connection]));
  const [all, history, labels] = await Promise.all([loadPairs(db, record), loadHistory(db, record), loadLabels(db, record)]);
  const pairs = all.filter(({ connectionId }) => rulesOf.has(connectionId));
  const asked = pairs.flatMap((pair) =>
    askedFields(pair).map((one) => ({ connectionId: pair.connectionId, customerId: pair.customerId, ...one })),
  );
  const named = await loadEditorNames(db, record.portalId, [
    ...[...asked, ...history].map(({ editedBy }) => editedBy),
    ...pairs.flatMap(({ fields }) => Object.values(fields).map(leftBy)),
  ]);
  const changes = history.map((change) => {
    const { objectType: _, ...shown } = change;
    const pair = pairs.find(({ connectionId, customerId }) => connectionId === shown.connectionId && customerId === shown.customerId);
    const canUndo = isUndoable(change, pair, rulesOf.get(shown.connectionId as ConnectionId));
    const [at, undoneAt] = [shown.at.toISOString(), shown.undoneAt?.toISOString() ?? null];
    return { ...shown, id: String(shown.id), at, editedBy: named(shown.editedBy), undoneAt, canUndo };
  });
  const conflicts = asked.map((conflict) => ({ ...conflict, editedBy: named(conflict.editedBy) }));
  return {
    pairs: pairs.map((pair) =>
      viewPair(pair, rulesOf.get(pair.connectionId)!.live[objectType].mapping, (state) => named(leftBy(state)).hubspot?.name ?? null),
    ),
    conflicts: await nameAsked(deps, record.portalId, conflicts),
    changes: await nameChanged(deps, record.portalId, changes),
    labels,
  };
}

/** Of customers that share a record only the one linked first is kept in step with it. */
async function loadPairs(db: Db, record: CardRecord): Promise<PairRow[]> {
  const { rows } = await db.raw<{ rows: PairRow[] }>(
    `select p.connection_id, p.customer_id, p.fields, p.orders, p.frozen, p.is_frozen, ${IS_PAIR_DUE} as is_due,
       ${kindSql('l')} as kind
     from field_pairs p
     join links l on l.portal_id = p.portal_id and l.connection_id = p.connection_id and l.object_type = p.object_type
       and l.customer_id = p.customer_id and l.record_id = p.record_id and l.state = 'active'
     where p.portal_id = :portalId and p.object_type = :objectType and p.record_id = :recordId and ${isLeading('l')}
     order by p.connection_id, p.customer_id`,
    { ...record },
  );
  return rows;
}

type Mapping = CompiledRules[CardRecord['objectType']]['mapping'];

/** The person by whose word both sides differ: people of Puente are HubSpot's users. */
const leftBy = ({ apart }: FieldState): StoredEditors | null =>
  apart && apart.userId !== null ? { hubspot: { kind: 'user', at: apart.since, userId: apart.userId } } : null;

function viewPair(pair: PairRow, mapping: Mapping, nameOf: (state: FieldState) => string | null): CustomerCard['pairs'][number] {
  const { connectionId, customerId, isFrozen, frozen, isDue, kind, fields } = pair;
  const own = mapping.filter(({ fieldShape }) => kind !== null && fieldShape.kinds.includes(kind)).map(({ property }) => property);
  return {
    ...{ connectionId, customerId, isFrozen, isDue },
    properties: own,
    frozen: frozen.filter((property) => own.includes(property)),
    refused: own.flatMap((property) => {
      const refused = fields[property]?.refused;
      return refused ? [{ property, reason: refused.finding }] : [];
    }),
    waits: own.flatMap((property) => {
      const waits = fields[property]?.waits;
      return waits && !frozen.includes(property) ? [{ property, reason: waits.finding }] : [];
    }),
    warnings: warningsOf(mapping, fields).filter(({ property }) => own.includes(property)),
    differs: own.flatMap((property) => {
      const state = fields[property];
      if (!state?.apart || state.asked || frozen.includes(property)) return [];
      return [{ property, since: state.apart.since, rule: state.apart.rule, by: nameOf(state) }];
    }),
  };
}

/** Of a tax id that reached both sides, as they were last in step. */
function warningsOf(mapping: Mapping, fields: PairRow['fields']): CustomerCard['pairs'][number]['warnings'] {
  const held = Object.fromEntries(mapping.map(({ property }) => [property, fields[property]?.base?.hubspot ?? null]));
  const { country } = countriesOf(mapping, held);
  return mapping.flatMap((mapped) => {
    if (mapped.fieldShape.role !== 'tax_id') return [];
    const { warning } = toErp(mapped, held[mapped.property] ?? null, { ...NOWHERE, country });
    return warning?.code === CHECK_DIGIT ? [{ property: mapped.property, reason: warning }] : [];
  });
}

/** Of rules that were stopped as well: their history stays. Where a property and a field have one name, the property's label stands. */
async function loadLabels(db: Db, { portalId, objectType }: CardRecord): Promise<Record<string, string>> {
  const { rows } = await db.raw<{ rows: { mapping: Mapping | null }[] }>(
    `select coalesce(r.live, r.draft) -> :objectType -> 'mapping' as mapping from customer_rules r
     join erp_connections k on k.portal_id = r.portal_id and k.id = r.connection_id and k.status <> 'disconnected'
     where r.portal_id = :portalId order by k.name, r.connection_id`,
    { portalId, objectType },
  );
  const lines = rows.flatMap(({ mapping }) => mapping ?? []);
  return {
    ...Object.fromEntries(lines.map(({ field, fieldShape }) => [field, fieldShape.label])),
    ...Object.fromEntries(lines.map(({ property, propertyLabel }) => [property, propertyLabel])),
  };
}
