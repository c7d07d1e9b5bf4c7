import { badRequest } from '../errors.ts';
import { requireScope } from '../installs.ts';
import type { StoredList } from '../lists.ts';
import { OBJECT_TYPE_IDS, type ObjectType } from '../types.ts';
import { ok, type ApiCall, type Route } from './call.ts';

const READ = 'crm.lists.read';
const WRITE = 'crm.lists.write';
const PATH = '/crm/lists/:version';
/** Not documented: what people report of `limit`. */
const MOST_PER_PAGE = 250;
const MOST_LISTS = 500;
/** Not documented: what other batches take. */
const MOST_RECORDS = 100;

export const listRoutes: Route[] = [
  { method: 'POST', path: PATH, scopes: [WRITE], handle: create },
  { method: 'POST', path: `${PATH}/search`, scopes: [READ], handle: search },
  { method: 'POST', path: `${PATH}/records/memberships/batch/read`, scopes: [READ], handle: membershipsOfRecords },
  { method: 'GET', path: `${PATH}/object-type-id/:listed/name/:name`, scopes: [READ], handle: byName },
  { method: 'GET', path: `${PATH}/:listId`, scopes: [READ], handle: byId },
  { method: 'PUT', path: `${PATH}/:listId/update-list-name`, scopes: [WRITE], handle: rename },
  { method: 'GET', path: `${PATH}/:listId/memberships`, scopes: [READ], handle: memberships },
  { method: 'GET', path: `${PATH}/:listId/memberships/join-order`, scopes: [READ], handle: joinOrder },
  { method: 'PUT', path: `${PATH}/:listId/memberships/add-and-remove`, scopes: [WRITE], handle: change },
];

function create({ portal, body }: ApiCall) {
  const { name, processingType } = body;
  if (typeof name !== 'string') throw badRequest('name is required');
  if (processingType !== 'MANUAL' && processingType !== 'SNAPSHOT' && processingType !== 'DYNAMIC') {
    throw badRequest('processingType must be one of: MANUAL, DYNAMIC, SNAPSHOT');
  }
  if (processingType === 'DYNAMIC' && typeof body['filterBranch'] !== 'object') throw badRequest('filterBranch is required');
  return ok({ list: shapeOf(portal.lists.create(listedType(String(body['objectTypeId'])), name, processingType)) });
}

function byId({ portal, path }: ApiCall) {
  return ok({ list: shapeOf(portal.lists.find(path['listId'] ?? '')) });
}

function byName({ portal, path }: ApiCall) {
  return ok({ list: shapeOf(portal.lists.findByName(listedType(path['listed'] ?? ''), path['name'] ?? '')) });
}

function rename(call: ApiCall) {
  const { portal, path, query, grant } = call;
  requireScope(grant, [READ]);
  const list = portal.lists.find(path['listId'] ?? '');
  portal.lists.rename(list, query.get('listName') ?? '');
  return ok({ updatedList: shapeOf(list) });
}

/** Those that were deleted are not found. */
function search({ portal, body }: ApiCall) {
  const { query = '', count = 20, offset = 0, objectTypeId, listIds, processingTypes, additionalProperties } = body;
  if (![listIds, processingTypes, additionalProperties].every((one) => Array.isArray(one)))
    throw badRequest('listIds, processingTypes and additionalProperties are required');
  if (typeof query !== 'string' || typeof offset !== 'number' || offset < 0) throw badRequest('query or offset is not valid');
  if (typeof count !== 'number' || count < 1 || count > MOST_LISTS) throw badRequest(`count must be between 1 and ${MOST_LISTS}`);
  const type = objectTypeId === undefined ? null : listedType(String(objectTypeId));
  const isAsked = (asked: unknown, value: string) => (asked as string[]).length === 0 || (asked as string[]).includes(value);
  const found = portal.lists
    .all()
    .filter((list) => type === null || list.objectType === type)
    .filter((list) => isAsked(listIds, list.listId) && isAsked(processingTypes, list.processingType))
    .filter(({ name }) => name.toLowerCase().includes(query.toLowerCase()));
  const lists = found.slice(offset, offset + count).map(({ members, ...list }) => ({
    ...shapeOf({ ...list, members }),
    additionalProperties: { hs_list_size: String(members.size) },
  }));
  return ok({ lists, hasMore: offset + count < found.length, offset: offset + lists.length, total: found.length });
}

function membershipsOfRecords({ portal, body }: ApiCall) {
  const { inputs } = body;
  if (!Array.isArray(inputs) || inputs.length === 0) throw badRequest('inputs is required');
  if (inputs.length > MOST_RECORDS) throw badRequest(`No more than ${MOST_RECORDS} inputs are taken`);
  const results = inputs.map(({ objectTypeId, recordId }: { objectTypeId: unknown; recordId: unknown }) => {
    if (typeof recordId !== 'string') throw badRequest('recordId is required');
    const type = listedType(String(objectTypeId));
    const holding = portal.lists.all().filter(({ objectType, members }) => objectType === type && members.has(recordId));
    const recordListMemberships = holding.map(({ listId, version, joinedAt }) => {
      const at = joinedAt.get(recordId)!.toISOString();
      return { listId, listVersion: version, firstAddedTimestamp: at, lastAddedTimestamp: at, isPublicList: false };
    });
    return { objectTypeId, recordId, recordListMemberships };
  });
  const at = portal.lists.now().toISOString();
  return ok({ status: 'COMPLETE', results, startedAt: at, completedAt: at });
}

/** In the order in which they joined. The mark names a member and its time, so that who leaves moves nobody. */
function joinOrder({ portal, crm, path, query }: ApiCall) {
  const list = portal.lists.find(path['listId'] ?? '');
  const after = query.get('after');
  const place = ([id, at]: [string, Date]) => `${String(at.getTime()).padStart(15, '0')}-${id.padStart(15, '0')}`;
  if (after !== null && !/^\d{15}-\d{15,}$/.test(after)) throw badRequest('after is not valid');
  const rest = [...list.joinedAt]
    .filter(([id]) => list.members.has(id) && crm.table(list.objectType).living(id))
    .sort((one, other) => (place(one) < place(other) ? -1 : 1))
    .filter((one) => after === null || place(one) > after);
  const page = rest.slice(0, limitIn(query));
  return ok({
    results: page.map(([recordId, at]) => ({ recordId, membershipTimestamp: at.toISOString() })),
    ...(rest.length > page.length ? { paging: { next: { after: place(page.at(-1)!) } } } : {}),
    total: list.members.size,
  });
}

function limitIn(query: URLSearchParams): number {
  const limit = Number(query.get('limit') ?? 100);
  if (!(limit >= 1 && limit <= MOST_PER_PAGE)) throw badRequest(`limit must be between 1 and ${MOST_PER_PAGE}`);
  return limit;
}

function memberships({ portal, crm, path, query }: ApiCall) {
  const limit = limitIn(query);
  const list = portal.lists.find(path['listId'] ?? '');
  const after = query.get('after');
  const living = [...list.members].filter((id) => crm.table(list.objectType).living(id)).sort(byNumber);
  const rest = after === null ? living : living.filter((id) => byNumber(id, after) > 0);
  const page = rest.slice(0, limit);
  return ok({
    results: page.map((recordId) => ({ recordId, membershipTimestamp: list.joinedAt.get(recordId)!.toISOString() })),
    ...(rest.length > limit ? { paging: { next: { after: page.at(-1)! } } } : {}),
  });
}

function change({ portal, crm, path, body, grant }: ApiCall) {
  requireScope(grant, [READ]);
  const list = portal.lists.find(path['listId'] ?? '');
  const [add, remove] = [idsIn(body['recordIdsToAdd']), idsIn(body['recordIdsToRemove'])];
  const isThere = (id: string) => crm.table(list.objectType).living(id) !== undefined;
  const added = add.filter((id) => isThere(id) && !list.members.has(id));
  const removed = remove.filter((id) => list.members.has(id));
  portal.lists.change(list, { add: added, remove: removed });
  // HubSpot spells the first one like this.
  return ok({ recordsIdsAdded: added, recordIdsRemoved: removed, recordIdsMissing: [...add, ...remove].filter((id) => !isThere(id)) });
}

function idsIn(value: unknown): string[] {
  if (!Array.isArray(value) || !value.every((id) => typeof id === 'string'))
    throw badRequest('recordIdsToAdd and recordIdsToRemove are required');
  return [...new Set(value)];
}

/** HubSpot keeps lists of contacts, companies, deals, tickets and custom objects. */
function listedType(typeId: string): ObjectType {
  const type = (['contacts', 'companies', 'deals'] as const).find((one) => OBJECT_TYPE_IDS[one] === typeId);
  if (!type) throw badRequest(`Lists are not supported for object type ${typeId}`);
  return type;
}

const byNumber = (a: string, b: string): number => (BigInt(a) < BigInt(b) ? -1 : Number(a !== b));

const shapeOf = ({ listId, name, objectType, processingType, createdAt, updatedAt, version, members }: StoredList) => ({
  ...{ listId, name, processingType, listVersion: version, processingStatus: 'COMPLETE', objectTypeId: OBJECT_TYPE_IDS[objectType] },
  ...{ createdAt: createdAt.toISOString(), updatedAt: updatedAt.toISOString(), size: members.size },
});
