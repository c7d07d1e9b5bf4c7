import type { Db } from '../../db/index.ts';
import type { CallOptions, HubSpotClient, HubSpotList } from '../../hubspot/contract.ts';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { InvoicedObjectType } from '../../shared/object-types.ts';

interface Deps {
  db: Db;
  hubspot: HubSpotClient;
  now(): Date;
}
interface ListKey {
  portalId: PortalId;
  subject: string;
  objectType: InvoicedObjectType;
}
interface ListRow {
  objectType: InvoicedObjectType;
  name: string;
  listId: string | null;
  askedAt: Date;
}
type Named = Pick<HubSpotList, 'id' | 'name'>;
export type NamedList = Named & Pick<ListRow, 'objectType'>;

export async function listsOfSubject(db: Db, portalId: PortalId, subject: string): Promise<Set<InvoicedObjectType>> {
  const rows = await db('recordLists').where({ portalId, subject }).select<Pick<ListRow, 'objectType'>[]>('objectType');
  return new Set(rows.map(({ objectType }) => objectType));
}

/** With those names that HubSpot has them by. */
export const loadListsOfSubject = (db: Db, portalId: PortalId, subject: string): Promise<NamedList[]> =>
  db('recordLists')
    .where({ portalId, subject })
    .whereNotNull('listId')
    .orderBy('objectType')
    .select<NamedList[]>('objectType', 'name', 'listId as id');

/** The list of this subject, under today's name: that of before, or a new one where a person deleted it. */
export async function ensureList(deps: Deps, { key, name }: { key: ListKey; name: string }, options: CallOptions): Promise<Named> {
  const row = await findRow(deps.db, key);
  const held = row?.listId ? await deps.hubspot.findList(row.listId, options) : null;
  const list = held
    ? await renamed(deps.hubspot, held, name, options)
    : await makeList(deps, { key, name, gone: row?.listId ?? null }, options);
  await deps.db('recordLists').where(key).update({ listId: list.id, name: list.name });
  return list;
}

/** Names differ by their day. One that another list took meanwhile is no reason to make a second list. */
async function renamed(hubspot: HubSpotClient, list: HubSpotList, name: string, options: CallOptions): Promise<Named> {
  if (list.name === name) return list;
  try {
    await hubspot.renameList(list.id, name, options);
    return { id: list.id, name };
  } catch (error) {
    if (isTaken(error)) return list;
    throw error;
  }
}

const MOST_NAMES = 9;
/** Between HubSpot's clock and ours. */
const CLOCKS_DIFFER_MS = 5 * 60_000;

/**
 * That a list was asked for is noted before HubSpot is asked, so that one whose answer got lost, or that somebody asks for at the same
 * moment, is known again by its name and its time. A list of that name that was made at another time, or is of another subject, is left alone.
 */
async function makeList(
  deps: Deps,
  { key, name, gone }: { key: ListKey; name: string; gone: string | null },
  options: CallOptions,
): Promise<Named> {
  const { listId, askedAt } = await noteAsked(deps, key, { name, gone });
  if (listId !== null) return { id: listId, name };
  for (let nth = 1; ; nth++) {
    const candidate = nth === 1 ? name : `${name} (${nth})`;
    try {
      return await deps.hubspot.createList(key.objectType, candidate, options);
    } catch (error) {
      if (!isTaken(error)) throw error;
      const other = await deps.hubspot.findListByName(key.objectType, candidate, options);
      if (other && isOfOneOf(askedAt, other) && !(await isOfOtherSubject(deps.db, key, other))) return other;
      if (nth === MOST_NAMES) throw error;
    }
  }
}

const isOfOneOf = (times: readonly Date[], { createdAt }: HubSpotList): boolean =>
  createdAt !== null && times.some((time) => Math.abs(createdAt.getTime() - time.getTime()) <= CLOCKS_DIFFER_MS);

const isOfOtherSubject = async (db: Db, { portalId, subject }: ListKey, { id }: HubSpotList): Promise<boolean> =>
  (await db('recordLists').where({ portalId, listId: id }).whereNot({ subject }).first('subject')) !== undefined;

/**
 * `gone`: the list that was there before. Answers the one that somebody else noted just now, if any, and when this one was asked for: now, and
 * perhaps once before.
 */
async function noteAsked(
  { db, now }: Deps,
  key: ListKey,
  { name, gone }: { name: string; gone: string | null },
): Promise<{ listId: string | null; askedAt: Date[] }> {
  const row = { name, listId: null, askedAt: now() };
  const before = await findRow(db, key);
  await db('recordLists')
    .insert({ ...key, ...row })
    .onConflict(['portalId', 'subject', 'objectType'])
    .ignore();
  await db('recordLists')
    .where({ ...key, listId: gone })
    .update(row);
  const { listId } = (await findRow(db, key))!;
  return { listId, askedAt: [row.askedAt, ...(before && gone === null ? [before.askedAt] : [])] };
}

const findRow = (db: Db, key: ListKey): Promise<ListRow | undefined> =>
  db('recordLists').where(key).first<ListRow | undefined>('objectType', 'name', 'listId', 'askedAt');

const isTaken = (error: unknown): boolean => error instanceof RecordRejectedError && error.code === 'hubspot.already_exists';
