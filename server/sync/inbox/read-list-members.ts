import type { Db } from '../../db/index.ts';
import type { CallOptions, FoundList, HubSpotClient } from '../../hubspot/contract.ts';
import { isScopeMissing } from '../../hubspot/errors.ts';
import type { JobOutcome } from '../../jobs/definition.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { RecordId } from '../../shared/ids.ts';
import { CUSTOMER_OBJECT_TYPES, type CustomerObjectType } from '../../shared/object-types.ts';
import { LIST_GONE, LISTS_WITHHELD, listsIn, raiseWithheld } from '../fields/list-conditions.ts';
import { loadLiveRules, type LiveRules } from '../fields/rules.ts';
import { LISTS } from '../fields/virtual-properties.ts';
import { addToInbox } from '../shared/add-to-inbox.ts';
import { SLICE_MS, type SliceOptions, type SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope, PortalScope } from '../shared/job-data.ts';

/** While nobody joins, a list is looked at less and less often. */
const LEAST_GAP_MINUTES = 2;
const MOST_GAP_MINUTES = 15;
/** Whoever a page did not show is made up for. */
const WHOLE_EVERY_MS = 24 * 60 * 60_000;
const MINUTE_MS = 60_000;

interface ListKey extends ConnectionScope {
  objectType: CustomerObjectType;
  listId: string;
}
interface Reading extends ListKey {
  after: string | null;
  seen: RecordId[];
  wholeReadAt: Date | null;
  gapMinutes: number;
  dueAt: Date;
}
type ReadDeps = SyncDeps & { hubspot: HubSpotClient; endsAt: number; signal: AbortSignal | undefined };

/** Portals in which members of a list become customers, and one was not looked at for its time. */
export async function portalsToReadLists(db: Db, now: Date): Promise<PortalScope[]> {
  const { rows } = await db.raw<{ rows: PortalScope[] }>(
    `select distinct r.portal_id from customer_rules r
     join portals p on p.portal_id = r.portal_id and p.status = 'active'
     join erp_connections k on k.portal_id = r.portal_id and k.id = r.connection_id and k.status <> 'disconnected' and k.approved_at is not null
     cross join lateral jsonb_each(r.live) as o(object_type, rules)
     cross join lateral jsonb_array_elements(o.rules -> 'createWhen') as w(condition)
     cross join lateral jsonb_array_elements_text(w.condition -> 'values') as l(list_id)
     where w.condition ->> 'property' = '${LISTS}' and not exists (
       select 1 from list_readings d
       where d.portal_id = r.portal_id and d.connection_id = r.connection_id and d.object_type = o.object_type and d.list_id = l.list_id
         and d.due_at > :now)
     order by 1`,
    { now },
  );
  return rows;
}

/**
 * HubSpot tells of nobody who joins a list. Members are read in the order in which they joined, from the page that was the last before; who is new there
 * is looked at as if it had been edited. Who left is nobody's matter.
 */
export async function readListMembers(
  deps: SyncDeps,
  { portalId }: PortalScope,
  { signal, sliceMs = SLICE_MS }: SliceOptions = {},
): Promise<JobOutcome> {
  const live = (await loadLiveRules(deps.db, portalId)).filter((one) => keysOf(one).length > 0);
  const due = (await ensureReadings(deps, live.flatMap(keysOf))).filter(({ dueAt }) => dueAt <= deps.now());
  if (due.length === 0) return 'done';
  const hubspot = await deps.openHubSpot(portalId);
  const reading = { ...deps, hubspot, signal, endsAt: performance.now() + sliceMs };
  const held = await heldLists(reading, live);
  if (!held) return 'done';
  for (const one of due) {
    if (performance.now() > reading.endsAt || signal?.aborted) return { againAfterMs: 0 };
    const isHeld = held.some(({ id, objectType }) => id === one.listId && objectType === one.objectType);
    if (!isHeld) await forgetPlace(deps, one);
    else if (!(await readMembers(reading, one))) return { againAfterMs: 0 };
  }
  return 'done';
}

const keysOf = ({ scope, rules }: LiveRules): ListKey[] =>
  CUSTOMER_OBJECT_TYPES.flatMap((objectType) => listsIn(rules[objectType]).map((listId) => ({ ...scope, objectType, listId })));

async function ensureReadings({ db, now }: SyncDeps, keys: readonly ListKey[]): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (const key of keys) {
    await db('listReadings')
      .insert({ ...key, dueAt: now() })
      .onConflict(['portal_id', 'connection_id', 'object_type', 'list_id'])
      .ignore();
    readings.push(await db('listReadings').where(key).first<Reading>());
  }
  return readings;
}

/** The lists that are there; null: none may be read. What is wrong becomes one problem of each connection. */
async function heldLists(deps: ReadDeps, live: readonly LiveRules[]): Promise<FoundList[] | null> {
  const ids = [...new Set(live.flatMap(keysOf).map(({ listId }) => listId))];
  try {
    const held: FoundList[] = [];
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
      const asked = { objectType: null, ids: ids.slice(at, at + IDS_AT_ONCE) };
      held.push(...(await deps.hubspot.searchLists(asked, optionsOf(deps))).lists);
    }
    for (const one of live) await tellGone(deps, one, held);
    return held;
  } catch (error) {
    if (!isScopeMissing(error)) throw error;
    for (const { scope } of live) await raiseWithheld(deps.db, scope, deps.now());
    for (const key of live.flatMap(keysOf)) await forgetPlace(deps, key);
    return null;
  }
}
const IDS_AT_ONCE = 100;

async function tellGone({ db, now }: SyncDeps, one: LiveRules, held: readonly FoundList[]): Promise<void> {
  const { portalId, connectionId } = one.scope;
  const gone = keysOf(one).filter(({ listId, objectType }) => !held.some((list) => list.id === listId && list.objectType === objectType));
  const conditions = CUSTOMER_OBJECT_TYPES.flatMap((type) => one.rules[type].createWhen);
  const nameOf = (id: string) => conditions.flatMap(({ names }) => names?.[id] ?? [])[0] ?? id;
  await resolveProblems(db, portalId, { codes: gone.length > 0 ? [LISTS_WITHHELD] : [LISTS_WITHHELD, LIST_GONE], connectionId }, now());
  if (gone.length === 0) return;
  const lists = gone.map(({ listId }) => `"${nameOf(listId)}"`).join(', ');
  const subject = { connectionId, subjectKind: 'connection' as const, subject: connectionId };
  await raiseProblems(db, portalId, [{ code: LIST_GONE, ...subject, params: { lists } }], now());
}

/** Once it may be read again, all of its members are looked at. */
async function forgetPlace({ db, now }: SyncDeps, { portalId, connectionId, objectType, listId }: ListKey): Promise<void> {
  const dueAt = new Date(now().getTime() + MOST_GAP_MINUTES * MINUTE_MS);
  const start = { after: null, seen: '[]', wholeReadAt: null, gapMinutes: LEAST_GAP_MINUTES, dueAt };
  await db('listReadings').where({ portalId, connectionId, objectType, listId }).update(start);
}

/** False: there is more than fits into this slice. */
async function readMembers(deps: ReadDeps, reading: Reading): Promise<boolean> {
  const { portalId, connectionId, objectType, listId } = reading;
  const key = { portalId, connectionId, objectType, listId };
  const isOld = reading.wholeReadAt !== null && deps.now().getTime() - reading.wholeReadAt.getTime() >= WHOLE_EVERY_MS;
  const isWhole = reading.wholeReadAt === null || isOld;
  let [after, seen] = isOld ? [null, []] : [reading.after, reading.seen];
  let joined = 0;
  for (;;) {
    const page = await pageAfter(deps, key, after);
    if (!page) return true;
    const fresh = page.ids.filter((id) => !seen.includes(id));
    const news = isWhole ? await withoutCustomer(deps.db, key, fresh) : fresh;
    joined += news.length;
    const isLast = page.after === null;
    const place = isLast ? { after, seen: JSON.stringify(page.ids) } : { after: page.after, seen: '[]' };
    const wholeReadAt = isWhole ? (isLast ? deps.now() : null) : reading.wholeReadAt;
    const gapMinutes = joined > 0 ? LEAST_GAP_MINUTES : Math.min(reading.gapMinutes * 2, MOST_GAP_MINUTES);
    const pace = isLast && { gapMinutes, dueAt: new Date(deps.now().getTime() + gapMinutes * MINUTE_MS) };
    await deps.db.transaction(async (trx) => {
      await addToInbox(
        trx,
        portalId,
        news.map((recordId) => ({ objectType, recordId })),
        deps.now(),
      );
      await trx('listReadings')
        .where(key)
        .update({ ...place, wholeReadAt, ...pace });
      if (news.length > 0) await deps.enqueue(trx, 'inbox', { portalId });
    });
    if (page.after === null) return true;
    if (performance.now() > deps.endsAt || deps.signal?.aborted) return false;
    [after, seen] = [page.after, []];
  }
}

/** Null: the list went, or HubSpot does not know the place any more; all members are read next time. */
async function pageAfter(deps: ReadDeps, key: ListKey, after: string | null): ReturnType<typeof orNull> {
  const page = await orNull(deps.hubspot.joinedMembers(key.listId, after, optionsOf(deps)));
  if (!page) await forgetPlace(deps, key);
  return page;
}

async function orNull(asking: ReturnType<HubSpotClient['joinedMembers']>) {
  try {
    return await asking;
  } catch (error) {
    if (error instanceof RecordRejectedError) return null;
    throw error;
  }
}

const optionsOf = ({ signal }: ReadDeps): CallOptions => ({ priority: 'live', ...(signal ? { signal } : {}) });

/** Of all members those that are no customers, and of which nothing stands or was decided. */
async function withoutCustomer(db: Db, { portalId, connectionId, objectType }: ListKey, ids: readonly RecordId[]): Promise<RecordId[]> {
  if (ids.length === 0) return [];
  const { rows } = await db.raw<{ rows: { id: RecordId }[] }>(
    `select m.id from jsonb_array_elements_text(:ids::jsonb) with ordinality as m(id, place)
     where not exists (
       select 1 from links l
       where l.portal_id = :portalId and l.connection_id = :connectionId and l.object_type = :objectType and l.record_id = m.id)
     and not exists (
       select 1 from commands c
       where c.portal_id = :portalId and c.connection_id = :connectionId and c.object_type = :objectType and c.record_id = m.id
         and c.name = 'createCustomer' and c.state <> 'cancelled')
     order by m.place`,
    { portalId, connectionId, objectType, ids: JSON.stringify(ids) },
  );
  return rows.map(({ id }) => id);
}
