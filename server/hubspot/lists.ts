import { RecordRejectedError } from '../shared/errors.ts';
import type { RecordId } from '../shared/ids.ts';
import { objectTypeOfId, OBJECTS } from '../shared/object-types.ts';
import type { FoundList, HubSpotClient, HubSpotList } from './contract.ts';
import { Anything } from './raw.ts';
import { ListMade, ListsFound, MembersAnswer, MembersChanged, MembershipsAnswer, type ListFacts } from './raw-lists.ts';
import type { Transport } from './transport.ts';
import { API_VERSION } from './versions.ts';

/** HubSpot documents no limit for one call; contacts' lists took as many for years. */
export const MEMBERS_PER_CALL = 500;
const MEMBERS_PER_PAGE = 250;

/** HubSpot documents no limit for memberships either; its other batches take as many. */
const RECORDS_PER_CALL = 100;

/** Batches of the inbox and of commands wait for this answer. */
const MEMBERSHIPS_MS = 10_000;
/** Enough to find one that fails among a hundred. Of several the rest is found the next time. */
const ASKED_AGAIN = 16;

/** HubSpot gives at most 500 at once. */
const LISTS_PER_CALL = 100;

type ListCalls = Pick<
  HubSpotClient,
  | 'createList'
  | 'findList'
  | 'findListByName'
  | 'searchLists'
  | 'renameList'
  | 'membershipsOf'
  | 'joinedMembers'
  | 'listMembers'
  | 'changeMembers'
>;

/** HubSpot's newer pages call them segments. Both scopes may be missing, and the rest works without. */
export function listCalls(send: Transport): ListCalls {
  const base = `/crm/lists/${API_VERSION}`;
  const reading = { isOptional: true, isRepeatable: true } as const;
  const find = async (operation: string, path: string, options: Parameters<HubSpotClient['findList']>[1]) => {
    try {
      const { list } = await send({ ...reading, operation, method: 'GET', path, answer: ListMade }, options);
      return asLiving(list);
    } catch (error) {
      if (error instanceof RecordRejectedError && error.code === 'hubspot.record_gone') return null;
      throw error;
    }
  };
  const pageOf = async (operation: string, path: string, after: string | null, options: Parameters<HubSpotClient['findList']>[1]) => {
    const query = new URLSearchParams({ limit: String(MEMBERS_PER_PAGE), ...(after === null ? {} : { after }) });
    const request = { ...reading, operation, method: 'GET', path: `${path}?${query}`, answer: MembersAnswer } as const;
    const { results, paging } = await send(request, options);
    return { ids: results.map(({ recordId }) => recordId), after: paging?.next?.after ?? null };
  };
  return {
    async createList(objectType, name, options) {
      const body = { name, objectTypeId: OBJECTS[objectType].typeId, processingType: 'MANUAL' };
      const request = {
        operation: 'lists.create',
        method: 'POST',
        path: base,
        isRepeatable: false,
        isOptional: true,
        answer: ListMade,
      } as const;
      return asList((await send({ ...request, body }, options)).list);
    },

    findList: (listId, options) => find('lists.get', `${base}/${listId}`, options),

    findListByName(objectType, name, options) {
      const path = `${base}/object-type-id/${OBJECTS[objectType].typeId}/name/${encodeURIComponent(name)}`;
      return find('lists.get_by_name', path, options);
    },

    async renameList(listId, name, options) {
      const path = `${base}/${listId}/update-list-name?${new URLSearchParams({ listName: name })}`;
      await send({ ...reading, operation: 'lists.rename', method: 'PUT', path, answer: Anything }, options);
    },

    async searchLists({ objectType, query = '', ids = [] }, options) {
      const typeId = objectType && { objectTypeId: OBJECTS[objectType].typeId };
      const body = { query, listIds: ids, ...typeId, count: LISTS_PER_CALL, offset: 0, processingTypes: [], additionalProperties: [] };
      const request = { ...reading, operation: 'lists.search', method: 'POST', path: `${base}/search`, body, answer: ListsFound } as const;
      const { lists, hasMore } = await send(request, options);
      return { lists: lists.filter(({ deletedAt }) => deletedAt === null).map(asFound), hasMore };
    },

    async membershipsOf(objectType, ids, options) {
      const path = `${base}/records/memberships/batch/read`;
      const request = { ...reading, operation: 'lists.memberships', method: 'POST', path, answer: MembershipsAnswer } as const;
      const told = new Map<RecordId, string[]>();
      let again = ASKED_AGAIN;
      const ask = async (asked: readonly RecordId[]): Promise<void> => {
        const inputs = asked.map((recordId) => ({ objectTypeId: OBJECTS[objectType].typeId, recordId }));
        const { results, errors } = await send({ ...request, timeoutMs: MEMBERSHIPS_MS, body: { inputs } }, options);
        if (!errors?.length) for (const id of asked) told.set(id, []);
        for (const { recordId, recordListMemberships } of results) {
          told.set(
            recordId,
            recordListMemberships.map(({ listId }) => listId),
          );
        }
        // Whether it failed for one, or has that one no lists, such an answer does not say: halves do, until the culprits stand alone.
        const untold = asked.filter((id) => !told.has(id));
        if (asked.length === 1 || untold.length === 0) return;
        const half = Math.ceil(untold.length / 2);
        for (const part of [untold.slice(0, half), untold.slice(half)]) if (part.length > 0 && again-- > 0) await ask(part);
      };
      for (let at = 0; at < ids.length; at += RECORDS_PER_CALL) await ask(ids.slice(at, at + RECORDS_PER_CALL));
      return told;
    },

    joinedMembers: (listId, after, options) => pageOf('lists.joined', `${base}/${listId}/memberships/join-order`, after, options),

    listMembers: (listId, after, options) => pageOf('lists.members', `${base}/${listId}/memberships`, after, options),

    async changeMembers(listId, { add, remove }, options) {
      if (add.length + remove.length === 0) return { missing: [] };
      if (add.length + remove.length > MEMBERS_PER_CALL) throw new Error(`At most ${MEMBERS_PER_CALL} members are changed at once`);
      const path = `${base}/${listId}/memberships/add-and-remove`;
      const body = { recordIdsToAdd: add, recordIdsToRemove: remove };
      const request = { ...reading, operation: 'lists.change_members', method: 'PUT', path, body, answer: MembersChanged } as const;
      return { missing: (await send(request, options)).recordIdsMissing };
    },
  };
}

const asList = ({ listId, name, createdAt }: ListFacts): HubSpotList => ({ id: listId, name, createdAt });

const asFound = ({ listId, name, objectTypeId }: ListFacts): FoundList => ({
  ...{ id: listId, name },
  objectType: objectTypeOfId(objectTypeId ?? '') ?? null,
});

/** One that follows filters is nobody's to fill, and HubSpot keeps deleted ones for a while. */
const asLiving = (list: ListFacts): HubSpotList | null =>
  list.processingType === 'MANUAL' && list.deletedAt === null ? asList(list) : null;
