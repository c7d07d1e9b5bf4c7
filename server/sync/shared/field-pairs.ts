import type { Db } from '../../db/index.ts';
import type { ErpRecordId, PortalId } from '../../shared/ids.ts';
import type { ConnectionScope } from './job-data.ts';
import type { DueOptions, RecordRef } from './targets.ts';

/** The fields of links that are kept in step: what is due has a revision, as targets do. Rows exist only where rules are live. */
export const ONCE_MORE = `due_revision = p.due_revision + 1, tries = 0, due_at = :now::timestamptz,
  priority = case when p.due_revision > p.done_revision then least(p.priority, :priority) else :priority end`;

// ERPs stamp by the second, and of most mapped fields the mirror holds nothing: an edit in the same second, made after this reading, would show in no
// later one. By then it is made, and the look finds it.
const ONE_STAMP_MS = 2_000;

/**
 * Customers whose record moved in the ERP. Those that the ERP announces are looked at once more if it moves again, so they need not wait until the second is
 * over. Returns how many links are due; the caller enqueues `fields`.
 */
export async function markPairsOfCustomersDue(
  trx: Db,
  scope: ConnectionScope,
  { moved, announced }: { moved: Iterable<ErpRecordId>; announced: ReadonlySet<ErpRecordId> },
  { priority, now }: DueOptions,
): Promise<number> {
  const all = [...moved];
  const atOnce = await markPairsOf(trx, scope, { ids: all.filter((id) => announced.has(id)), priority, now });
  const dueAt = new Date(now.getTime() + ONE_STAMP_MS);
  return atOnce + (await markPairsOf(trx, scope, { ids: all.filter((id) => !announced.has(id)), priority, now: dueAt }));
}

async function markPairsOf(
  trx: Db,
  scope: ConnectionScope,
  { ids, priority, now }: DueOptions & { ids: readonly ErpRecordId[] },
): Promise<number> {
  if (ids.length === 0) return 0;
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `update field_pairs p set ${ONCE_MORE} where (p.portal_id, p.connection_id, p.object_type, p.customer_id) in (
       select l.portal_id, l.connection_id, l.object_type, l.customer_id from field_pairs l
       where l.portal_id = :portalId and l.connection_id = :connectionId and l.customer_id = any(:ids) order by 3, 4 for update)`,
    { ...scope, ids: [...ids], now, priority },
  );
  return rowCount;
}

/** HubSpot records that were edited there. Returns the connections whose `fields` the caller enqueues. */
export async function markPairsOfRecordsDue(
  trx: Db,
  portalId: PortalId,
  records: readonly RecordRef[],
  { priority, now }: DueOptions,
): Promise<ConnectionScope[]> {
  if (records.length === 0) return [];
  const { rows } = await trx.raw<{ rows: ConnectionScope[] }>(
    `with due as (
       update field_pairs p set ${ONCE_MORE} where (p.portal_id, p.connection_id, p.object_type, p.customer_id) in (
         select l.portal_id, l.connection_id, l.object_type, l.customer_id from field_pairs l
         join jsonb_to_recordset(:records::jsonb) as r("objectType" text, "recordId" text)
           on l.object_type = r."objectType" and l.record_id = r."recordId"
         where l.portal_id = :portalId order by 2, 3, 4 for update)
       returning p.portal_id, p.connection_id)
     select distinct portal_id, connection_id from due order by 2`,
    { portalId, records: JSON.stringify(records), now, priority },
  );
  return rows;
}

/** What people froze of a link, or a rule let go one way, as it is kept while there is no link. What was kept before says nothing of rules. */
export interface LeftAlone {
  isFrozen: boolean;
  isOneWay?: boolean;
  frozen: string[];
}

/** SQL: of row `p` not everything is kept in step, and what is not as `LeftAlone`. */
export const IS_LEFT_ALONE = `(p.is_frozen or p.frozen <> '{}')`;
export const LEFT_ALONE = `jsonb_build_object('isFrozen', p.is_frozen, 'isOneWay', p.is_one_way, 'frozen', p.frozen)`;

/**
 * Brings the rows in line with the links: links without one get it, one whose link leads to another record now begins anew, one whose link went goes,
 * and wherever one left a record its other customers are looked at, because one of them may be kept in step now. Returns how many links are new.
 */
export async function pairLinks(trx: Db, scope: ConnectionScope, now: Date): Promise<number> {
  await dropUnlinked(trx, scope, now);
  const moved = await followLinks(trx, scope, now);
  const added = await trx.raw<{ rowCount: number }>(
    `insert into field_pairs (portal_id, connection_id, object_type, customer_id, record_id, due_at, is_frozen, is_one_way, frozen)
     select l.portal_id, l.connection_id, l.object_type, l.customer_id, l.record_id, :now,
       coalesce((f.left_alone ->> 'isFrozen')::boolean, false), coalesce((f.left_alone ->> 'isOneWay')::boolean, false),
       array(select jsonb_array_elements_text(f.left_alone -> 'frozen'))
     from links l
     join erp_connections k on k.portal_id = l.portal_id and k.id = l.connection_id
     left join former_links f on f.portal_id = l.portal_id and f.identity_key = k.identity_key and f.object_type = l.object_type
       and f.customer_id = l.customer_id and f.record_id = l.record_id
     where ${withoutPair('l')} and l.portal_id = :portalId and l.connection_id = :connectionId
     order by l.object_type, l.customer_id
     on conflict do nothing`,
    { ...scope, now },
  );
  if (added.rowCount > 0) await forgetLeftAlone(trx, scope);
  return moved + added.rowCount;
}

/** What was left alone when the ERP was disconnected is so again; what people decide from now on stands in the rows. */
async function forgetLeftAlone(trx: Db, scope: ConnectionScope): Promise<void> {
  await trx.raw(
    `update former_links f set left_alone = null from erp_connections k
     where k.portal_id = :portalId and k.id = :connectionId and f.portal_id = k.portal_id and f.identity_key = k.identity_key
       and f.left_alone is not null and exists (
         select 1 from field_pairs p where p.portal_id = k.portal_id and p.connection_id = k.id and p.object_type = f.object_type
           and p.customer_id = f.customer_id and p.record_id = f.record_id)`,
    { ...scope },
  );
}

async function followLinks(trx: Db, scope: ConnectionScope, now: Date): Promise<number> {
  const { rows } = await trx.raw<{ rows: { moved: number }[] }>(
    `with moving as (
       select p.portal_id, p.connection_id, p.object_type, p.customer_id, p.record_id as former, l.record_id from field_pairs p
       join links l on ${IS_LINK_OF} and p.record_id <> l.record_id
       where p.portal_id = :portalId and p.connection_id = :connectionId for update of p),
     moved as (
       update field_pairs p set record_id = m.record_id, fields = '{}', orders = '{}', is_asked = false, awaited_record = null, awaited_customer = null,
         due_revision = p.due_revision + 1, due_at = :now, tries = 0
       from moving m
       where p.portal_id = m.portal_id and p.connection_id = m.connection_id and p.object_type = m.object_type and p.customer_id = m.customer_id),
     left_behind as (
       update field_pairs p set due_revision = p.due_revision + 1, due_at = :now, tries = 0
       where exists (
           select 1 from moving m where p.portal_id = m.portal_id and p.object_type = m.object_type and p.record_id = m.former)
         and (p.portal_id, p.connection_id, p.object_type, p.customer_id) not in (
           select m.portal_id, m.connection_id, m.object_type, m.customer_id from moving m))
     select count(*)::integer as moved from moving`,
    { ...scope, now },
  );
  return rows[0]!.moved;
}

const IS_LINK_OF = `l.portal_id = p.portal_id and l.connection_id = p.connection_id and l.object_type = p.object_type
  and l.customer_id = p.customer_id and l.state = 'active'`;

async function dropUnlinked(trx: Db, scope: ConnectionScope, now: Date): Promise<void> {
  await trx.raw(
    `with gone as (
       delete from field_pairs p where p.portal_id = :portalId and p.connection_id = :connectionId and not exists (select 1 from links l where ${IS_LINK_OF})
       returning p.portal_id, p.object_type, p.customer_id, p.record_id)
     update field_pairs p set due_revision = p.due_revision + 1, due_at = :now, tries = 0 from gone
     where p.portal_id = gone.portal_id and p.object_type = gone.object_type and p.record_id = gone.record_id
       and (p.connection_id <> :connectionId or p.customer_id <> gone.customer_id)`,
    { ...scope, now },
  );
}

/** SQL condition on a row of `links`: nothing is known of its fields yet. */
export const withoutPair = (l: string): string => `${l}.state = 'active' and not exists (
  select 1 from field_pairs fp where fp.portal_id = ${l}.portal_id and fp.connection_id = ${l}.connection_id
    and fp.object_type = ${l}.object_type and fp.customer_id = ${l}.customer_id and fp.record_id = ${l}.record_id)`;

export const IS_PAIR_DUE = 'p.due_revision > p.done_revision';
