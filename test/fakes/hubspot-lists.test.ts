import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHubSpotClient } from '../../server/hubspot/client.ts';
import type { HubSpotClient } from '../../server/hubspot/contract.ts';
import { LIST_SCOPES } from '../../server/hubspot/scopes.ts';
import { recordId } from '../../server/shared/ids.ts';
import { recordingLog } from '../support/log.ts';
import { startHubSpotFake, type HubSpotFake, type Portal } from './hubspot/index.ts';
import { apiOf, SCOPES, type Api } from './hubspot/test-api.ts';

// The client's calls about lists, on the double that keeps HubSpot's rules for them.
const options = { priority: 'interactive' } as const;
let fake: HubSpotFake;
let portal: Portal;
let client: HubSpotClient;
let api: Api;

beforeEach(async () => {
  fake = await startHubSpotFake();
  portal = fake.addPortal({ portalId: 7 });
  const token = portal.install([...SCOPES, ...LIST_SCOPES]).access_token;
  api = apiOf(fake, token);
  client = createHubSpotClient({
    ...{ apiUrl: fake.url, accessToken: async () => token, refreshAfter401: async () => token, lease: async () => undefined },
    ...{ log: recordingLog(), now: () => new Date(), timeoutMs: 2_000 },
  });
});
afterEach(() => fake.close());

const companies = (count: number) =>
  portal.bulkLoad(
    'companies',
    Array.from({ length: count }, (_, nth) => ({ properties: { name: `Firm ${nth}` } })),
  );
const add = async (listId: string, ids: string[]) => client.changeMembers(listId, { add: ids.map(recordId), remove: [] }, options);
const members = async (listId: string) => (await client.listMembers(listId, null, options)).ids;

describe('lists', () => {
  it('are made, found by id and by name, and called otherwise', async () => {
    const { id } = await client.createList('companies', 'Owing, 30 Nov', options);
    expect(await client.findList(id, options)).toMatchObject({ id, name: 'Owing, 30 Nov', createdAt: expect.any(Date) });
    await client.renameList(id, 'Owing & late, 1 Dec', options);
    expect(await client.findListByName('companies', 'Owing & late, 1 Dec', options)).toMatchObject({ id });
    expect(await client.findListByName('contacts', 'Owing & late, 1 Dec', options)).toBeNull();
    portal.lists.delete(id);
    expect(await client.findList(id, options)).toBeNull();
  });

  it('are found by part of their name or by their ids, whatever fills them, until they are deleted', async () => {
    const { listId } = portal.lists.create('companies', 'Qualified firms', 'DYNAMIC');
    const { listId: people } = portal.lists.create('contacts', 'Qualified people');
    const search = async (asked: Parameters<HubSpotClient['searchLists']>[0]) =>
      (await client.searchLists(asked, options)).lists.map(({ id, objectType }) => [id, objectType]);
    expect(await search({ objectType: 'companies', query: 'qualified' })).toEqual([[listId, 'companies']]);
    expect(await search({ objectType: null, ids: [listId, people] })).toEqual([
      [listId, 'companies'],
      [people, 'contacts'],
    ]);
    portal.lists.delete(listId);
    expect(await search({ objectType: null, ids: [listId] })).toEqual([]);
    await expect(client.joinedMembers(listId, null, options)).rejects.toMatchObject({ code: 'hubspot.record_gone' });
  });

  it('are told of as many records as one call takes', async () => {
    const list = portal.lists.create('companies', 'Qualified');
    const ids = companies(201).map(recordId);
    portal.lists.setMembers(list, { add: ids.slice(0, 150), remove: [] });
    const held = await client.membershipsOf('companies', ids, options);
    expect(ids.map((id) => held.get(id)!.length)).toEqual(ids.map((_, nth) => (nth < 150 ? 1 : 0)));
    expect(fake.calls({ path: /memberships\/batch\/read/ }).map(({ inputs }) => inputs)).toEqual([100, 100, 1]);
  });

  it('give their members in the order in which they joined, and tell a record its lists', async () => {
    const list = portal.lists.create('companies', 'Qualified', 'DYNAMIC');
    const ids = companies(252).map(recordId);
    portal.lists.setMembers(list, { add: ids.slice(0, 251), remove: [] });
    const first = await client.joinedMembers(list.listId, null, options);
    const last = await client.joinedMembers(list.listId, first.after, options);
    expect([first.ids.length, last]).toEqual([250, { ids: [ids[250]], after: null }]);
    // Who leaves and joins again stands at the end; the place that was read last stays one.
    await new Promise((resolve) => setTimeout(resolve, 2));
    portal.lists.setMembers(list, { add: [], remove: [ids[0]!] });
    portal.lists.setMembers(list, { add: [ids[251]!, ids[0]!], remove: [] });
    const later = (await client.joinedMembers(list.listId, first.after, options)).ids;
    expect([later[0], new Set(later.slice(1))]).toEqual([ids[250], new Set([ids[251], ids[0]])]);
    portal.lists.setMembers(list, { add: [], remove: [ids[1]!] });
    const held = await client.membershipsOf('companies', ids.slice(0, 2), options);
    expect([held.get(ids[0]!), held.get(ids[1]!)]).toEqual([[list.listId], []]);
  });

  it('have names that are taken once in an account', async () => {
    portal.lists.create('contacts', 'Owing');
    await expect(client.createList('companies', 'owing', options)).rejects.toMatchObject({ code: 'hubspot.already_exists' });
    const { id } = await client.createList('companies', 'Late', options);
    await expect(client.renameList(id, 'Owing', options)).rejects.toMatchObject({ code: 'hubspot.already_exists' });
  });

  it('that follow filters are not found: nobody fills them', async () => {
    const { listId } = portal.lists.create('companies', 'All of them', 'DYNAMIC');
    expect(await client.findList(listId, options)).toBeNull();
    await expect(add(listId, companies(1))).rejects.toMatchObject({ code: 'hubspot.refused' });
  });

  it('tell their members page by page, without those that were deleted', async () => {
    const ids = companies(260);
    const { id } = await client.createList('companies', 'Many', options);
    expect(await add(id, ids)).toEqual({ missing: [] });
    portal.users.delete('companies', ids[0]!);
    const first = await client.listMembers(id, null, options);
    expect([first.ids.length, first.after]).toEqual([250, expect.any(String)]);
    const second = await client.listMembers(id, first.after, options);
    expect([second.ids.length, second.after]).toEqual([9, null]);
    expect(new Set([...first.ids, ...second.ids])).toEqual(new Set(ids.slice(1)));
  });

  it('say which records are not there, and take the others', async () => {
    const [one, other] = companies(2) as [string, string];
    const { id } = await client.createList('companies', 'Some', options);
    expect(await add(id, [one, '987654321'])).toEqual({ missing: ['987654321'] });
    await client.changeMembers(id, { add: [recordId(other)], remove: [recordId(one)] }, options);
    expect(await members(id)).toEqual([other]);
  });

  it.each([
    ['of products', { name: 'P', objectTypeId: '0-7', processingType: 'MANUAL' }],
    ['of an unknown kind', { name: 'P', objectTypeId: '0-2', processingType: 'STATIC' }],
    ['without a name', { name: ' ', objectTypeId: '0-2', processingType: 'MANUAL' }],
    ['that follow no filters', { name: 'P', objectTypeId: '0-2', processingType: 'DYNAMIC' }],
  ])('%s are refused', async (_what, body) => {
    expect((await api.post('/crm/lists/2026-09', body)).status).toBe(400);
  });

  it('that are not there, or have no number, are refused', async () => {
    expect((await api.get('/crm/lists/2026-09/99')).status).toBe(404);
    expect((await api.get('/crm/lists/2026-09/abc')).status).toBe(400);
    expect((await api.get('/crm/lists/2026-09/99/memberships?limit=1000')).status).toBe(400);
  });

  it.each([['crm.lists.read'], ['crm.lists.write']])('need both permissions to be changed: %s', async (scope) => {
    const { id } = await client.createList('companies', 'Some', options);
    portal.withdrawScopes(scope);
    await expect(add(id, companies(1))).rejects.toMatchObject({ code: 'hubspot.scope_missing' });
  });
});
