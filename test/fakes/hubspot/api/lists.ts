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

export const listRoutes: Route[] = [
  { method: 'POST', path: PATH, scopes: [WRITE], handle: create },
  { method: 'GET', path: `${PATH}/object-type-id/:listed/name/:name`, scopes: [READ], handle: byName },
  { method: 'GET', path: `${PATH}/:listId`, scopes: [READ], handle: byId },
  { method: 'PUT', path: `${PATH}/:listId/update-list-name`, scopes: [WRITE], handle: rename },
  { method: 'GET', path: `${PATH}/:listId/memberships`, scopes: [READ], handle: memberships },
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

function memberships({ portal, crm, path, query }: ApiCall) {
  const limit = Number(query.get('limit') ?? 100);
  if (!(limit >= 1 && limit <= MOST_PER_PAGE)) throw badRequest(`limit must be between 1 and ${MOST_PER_PAGE}`);
  const list = portal.lists.find(path['listId'] ?? '');
  const after = query.get('after');
  const living = [...list.members].filter((id) => crm.table(list.objectType).living(id)).sort(byNumber);
  const rest = after === null ? living : living.filter((id) => byNumber(id, after) > 0);
  const page = rest.slice(0, limit);
  return ok({
    results: page.map((recordId) => ({ recordId, membershipTimestamp: list.updatedAt.toISOString() })),
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
