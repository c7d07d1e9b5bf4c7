import type { ChangeFilter, UndoCount } from '../../../hubspot-app/app/settings/api/field-changes.ts';
import type { Db } from '../../db/index.ts';
import { ONCE_MORE } from '../shared/field-pairs.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import { ALL_CHANGES, isInFilter, isOfTrial } from './change-filter.ts';
import { planUndos, type GroupChange, type GroupPair, type PlannedUndos } from './plan-undos.ts';
import { loadCustomerRules } from './rules.ts';
import { NOT_UNDOABLE } from './undoable.ts';

interface Deps {
  db: Db;
  enqueue: Enqueue;
  now(): Date;
}

/**
 * Changes one by one, or all that a filter shows, or what the rules did to the first few since an instant; `upTo`: none that was made after the
 * person saw how many there are.
 */
export type UndoneGroup =
  { changeIds: readonly string[] } | { filter: ChangeFilter; upTo: string | null } | { trialSince: string; upTo: string | null };

interface Undoing {
  group: UndoneGroup;
  /** Null: only counted. */
  userId: number | null;
}

const MOST_AT_ONCE = 5_000;
/** Links in one transaction. */
const SLICE = 200;
const LIKE_A_CHANGE = 1;

/**
 * Takes many changes back as if a person had pressed for each, the newest first: orders of the pairs, carried out in the background. What cannot be
 * taken back says so in the list.
 */
export async function undoGroup(deps: Deps, scope: ConnectionScope, { group, userId }: Undoing): Promise<UndoCount> {
  const found = await findChanges(deps.db, scope, group);
  const changes = found.slice(0, MOST_AT_ONCE);
  const counted: UndoCount = { taken: 0, refused: 0, upTo: changes[0]?.id ?? null, hasMore: found.length > changes.length };
  const links = [...Map.groupBy(changes, linkOf).values()];
  for (let at = 0; at < links.length; at += SLICE) {
    const { taken, refused } = await undoSlice(deps, scope, { changes: links.slice(at, at + SLICE).flat(), userId });
    counted.taken += taken.length;
    counted.refused += refused.length;
  }
  return counted;
}

const linkOf = ({ objectType, customerId, recordId }: GroupChange): string => `${objectType} ${customerId} ${recordId}`;

/** The newest first. Of a filter those that took something back are left out, as this would do it again. */
async function findChanges(db: Db, scope: ConnectionScope, group: UndoneGroup): Promise<GroupChange[]> {
  const { rows } = await db.raw<{ rows: GroupChange[] }>(
    `select ${COLUMNS} from field_changes f
     where f.portal_id = :portalId and f.connection_id = :connectionId and f.written_to <> 'nobody' and f.undone_at is null
       and coalesce(f.before, '') <> coalesce(f.after, '') and ${isInFilter('f')}
       and (:ids::bigint[] is null or f.id = any(:ids::bigint[])) and (:upTo::bigint is null or f.id <= :upTo::bigint)
       and (:withUndos or f.rule <> 'undo') and (not :ofTrial or ${isOfTrial('f')})
     order by f.id desc limit ${MOST_AT_ONCE + 1}`,
    { ...scope, ...chosenBy(group) },
  );
  return rows;
}

function chosenBy(group: UndoneGroup) {
  if ('changeIds' in group) return { ...ALL_CHANGES, ids: [...group.changeIds], upTo: null, withUndos: true, ofTrial: false };
  const shown = { ids: null, upTo: group.upTo, withUndos: false };
  if ('trialSince' in group) return { ...ALL_CHANGES, ...shown, from: group.trialSince, ofTrial: true };
  return { ...group.filter, ...shown, ofTrial: false };
}

const COLUMNS = `f.id::text as id, f.object_type, f.customer_id, f.record_id, f.property, f.field, f.written_to, f.before, f.after, f.undone_at`;

interface Slice {
  changes: readonly GroupChange[];
  userId: number | null;
}

async function undoSlice({ db, ...deps }: Deps, scope: ConnectionScope, { changes, userId }: Slice): Promise<PlannedUndos> {
  return db.transaction(async (trx) => {
    const lock = userId === null ? '' : 'for update';
    const ids = changes.map(({ id }) => id);
    // Before the pairs, as whoever takes back a single one does.
    const fresh = await trx.raw<{ rows: GroupChange[] }>(
      `select ${COLUMNS} from field_changes f where f.portal_id = :portalId and f.id = any(:ids::bigint[]) order by f.id desc ${lock}`,
      { portalId: scope.portalId, ids },
    );
    const pairs = await loadPairs(trx, scope, changes, lock);
    const planned = planUndos(fresh.rows, pairs, { rules: await loadCustomerRules(trx, scope), userId });
    if (userId === null) return planned;
    await trx.raw(
      `update field_changes f set undo_refused = case when f.id = any(:refused::bigint[]) then :why::jsonb end
       where f.portal_id = :portalId and f.id = any(:ids::bigint[])`,
      { portalId: scope.portalId, ids, refused: planned.refused, why: JSON.stringify(NOT_UNDOABLE) },
    );
    await giveOrders(trx, scope, planned.orders, deps.now());
    if (planned.orders.length > 0) await deps.enqueue(trx, 'fields', scope);
    return planned;
  });
}

async function loadPairs(trx: Db, scope: ConnectionScope, changes: readonly GroupChange[], lock: string): Promise<GroupPair[]> {
  const links = changes.map(({ objectType, customerId, recordId }) => ({ objectType, customerId, recordId }));
  const { rows } = await trx.raw<{ rows: GroupPair[] }>(
    `select p.object_type, p.customer_id, p.record_id, p.fields, p.orders from field_pairs p
     where p.portal_id = :portalId and p.connection_id = :connectionId and (p.object_type, p.customer_id, p.record_id) in (
       select l."objectType", l."customerId", l."recordId"
       from jsonb_to_recordset(:links::jsonb) as l("objectType" text, "customerId" text, "recordId" text))
     order by 1, 2 ${lock}`,
    { ...scope, links: JSON.stringify(links) },
  );
  return rows;
}

async function giveOrders(trx: Db, scope: ConnectionScope, orders: PlannedUndos['orders'], now: Date): Promise<void> {
  await trx.raw(
    `update field_pairs p set ${ONCE_MORE}, orders = p.orders || o.orders
     from jsonb_to_recordset(:orders::jsonb) as o("objectType" text, "customerId" text, orders jsonb)
     where p.portal_id = :portalId and p.connection_id = :connectionId and p.object_type = o."objectType" and p.customer_id = o."customerId"`,
    { ...scope, orders: JSON.stringify(orders), now, priority: LIKE_A_CHANGE },
  );
}
