import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ListedRecords, RecordList, RecordLists } from '../../hubspot-app/app/settings/api/lists.ts';
import { loadOpenWork } from '../../server/sync/connection/open-work.ts';
import { LIST_SCOPES } from '../../server/hubspot/scopes.ts';
import { raiseProblems, resolveProblems } from '../../server/portals/problems.ts';
import { ReconnectError, RetryLaterError, UnclearOutcomeError } from '../../server/shared/errors.ts';
import type { ConnectionId, PortalId } from '../../server/shared/ids.ts';
import type { SubjectKind } from '../../server/shared/subject-kinds.ts';
import { approvedConnection, connectionId } from '../support/customers-app.ts';
import { ask, company, hubspot, now, REP, useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

const database = useSettingsApp(() => new WritableErp());
const CODE = 'record.refused';
const PORTAL = 7 as PortalId;

beforeEach(async () => {
  await approvedConnection();
  hubspot.now = () => now;
  await database()('portals').update({ scopes: [...LIST_SCOPES] });
});

const names = (what: string) => ({ companies: `${what} (companies)`, contacts: `${what} (contacts)`, deals: `${what} (deals)` });
const request = (listed: ListedRecords, what = 'Refused') => ask('/lists', { body: { listed, names: names(what) } });
const problem = (code = CODE): ListedRecords => ({ about: 'problem', code, connectionId });
async function make(listed: ListedRecords = problem(), what?: string): Promise<RecordList[]> {
  return ((await request(listed, what).expect(200)).body as RecordLists).lists;
}

const raise = (subjects: [SubjectKind, string][], code = CODE) =>
  raiseProblems(
    database(),
    PORTAL,
    subjects.map(([subjectKind, subject]) => ({ code, connectionId: connectionId as ConnectionId, subjectKind, subject })),
    now,
  );
const membersOf = (name: string) => [...(hubspot.lists.find((list) => list.name === name)?.members ?? [])];

describe('a list of the records that a problem touches', () => {
  it('is made for each type, with a way to it', async () => {
    const deal = hubspot.add('deals', { dealname: 'Bombas' });
    await raise([
      ...([
        ['companies', company],
        ['deals', deal],
        ['products', '9'],
      ] as [SubjectKind, string][]),
    ]);
    expect(await make()).toEqual([
      {
        objectType: 'companies',
        name: 'Refused (companies)',
        url: 'https://app.hubspot.com/contacts/7/objectLists/100',
        count: 1,
        left: 0,
      },
      { objectType: 'deals', name: 'Refused (deals)', url: 'https://app.hubspot.com/contacts/7/objectLists/101', count: 1, left: 0 },
    ]);
    expect([membersOf('Refused (companies)'), membersOf('Refused (deals)')]).toEqual([[company], [deal]]);
  });

  it('is known later, of its own connection or of all, whoever asks', async () => {
    await raise([['companies', company]]);
    const known = async (query: string) => (await ask(`/lists?${query}`).expect(200)).body as unknown;
    await ask(`/lists?about=problem&code=${CODE}&connectionId=00000000-0000-4000-8000-000000000404`).expect(404, /not_found/);
    await ask(`/lists?about=failing&connectionId=00000000-0000-4000-8000-000000000404`).expect(404, /not_found/);
    expect(await known(`about=problem&code=${CODE}&connectionId=${connectionId}`)).toEqual({ lists: [] });
    await make();
    await make({ about: 'matches', connectionId: null });
    const url = 'https://app.hubspot.com/contacts/7/objectLists/100';
    const lists = [{ objectType: 'companies', name: 'Refused (companies)', url }];
    expect(await known(`about=problem&code=${CODE}&connectionId=${connectionId}`)).toEqual({ lists });
    expect(await known('about=matches')).toEqual({ lists: [] });
    await make(problem(), 'Rechazado');
    expect(await known(`about=problem&code=${CODE}&connectionId=${connectionId}`)).toEqual({
      lists: [{ ...lists[0], name: 'Rechazado (companies)' }],
    });
    expect(hubspot.lists).toHaveLength(1);
  });

  it.each([
    ['customer', '1'],
    ['invoice', 'a'],
  ] as [SubjectKind, string][])('holds the record that shows a %s of the ERP', async (kind, subject) => {
    await raise([[kind, subject]]);
    expect(await make()).toMatchObject([{ objectType: 'companies', count: 1 }]);
    expect(membersOf('Refused (companies)')).toEqual([company]);
  });

  it('is none where nothing of it is in HubSpot', async () => {
    await raise([['customer', 'unknown']]);
    expect(await make()).toEqual([]);
    expect(hubspot.lists).toEqual([]);
  });

  it('is the same list when it is asked for again, with the members and the day of now', async () => {
    const add = (name: string) => hubspot.add('companies', { name });
    const { gone, stays, comes } = { gone: add('Gone'), stays: add('Stays'), comes: add('Comes') };
    await raise([
      ['companies', gone],
      ['companies', stays],
    ]);
    await make(problem(), 'Refused, 23 Nov');
    await resolveProblems(database(), PORTAL, { subjects: [gone] }, now);
    await raise([['companies', comes]]);
    expect(await make(problem(), 'Refused, 24 Nov')).toMatchObject([{ name: 'Refused, 24 Nov (companies)', count: 2 }]);
    expect(hubspot.lists).toHaveLength(1);
    expect(membersOf('Refused, 24 Nov (companies)').toSorted()).toEqual([stays, comes].toSorted());
    await resolveProblems(database(), PORTAL, {}, now);
    expect(await make(problem(), 'Refused, 24 Nov')).toMatchObject([{ count: 0 }]);
    expect(membersOf('Refused, 24 Nov (companies)')).toEqual([]);
  });

  it('is made anew where a person deleted it', async () => {
    await raise([['companies', company]]);
    await make();
    hubspot.lists.splice(0);
    await make();
    expect(membersOf('Refused (companies)')).toEqual([company]);
  });

  it('counts no record that HubSpot does not have', async () => {
    await raise([
      ['companies', company],
      ['companies', '404'],
    ]);
    expect(await make()).toMatchObject([{ count: 1, left: 0 }]);
  });

  it('leaves a list of the same name alone that somebody else made', async () => {
    const others = {
      id: '55',
      name: 'Refused (companies)',
      createdAt: new Date('2026-01-01'),
      objectType: 'companies',
      members: new Set(),
    } as const;
    hubspot.lists.push({ ...others, members: new Set() });
    await raise([['companies', company]]);
    expect(await make()).toMatchObject([{ name: 'Refused (companies) (2)' }]);
    expect(membersOf('Refused (companies)')).toEqual([]);
  });

  it('is found again where the answer about it got lost: there is no second one', async () => {
    await raise([['companies', company]]);
    const { createList } = hubspot;
    hubspot.createList = async (objectType, name) => {
      await createList.call(hubspot, objectType, name);
      throw new UnclearOutcomeError('lost', { code: 'hubspot.timeout' });
    };
    expect((await request(problem()).expect(503)).body).toMatchObject({ code: 'record_lists.not_now', who: 'you' });
    hubspot.createList = createList;
    await make();
    expect(hubspot.lists).toHaveLength(1);
    expect(membersOf('Refused (companies)')).toEqual([company]);
  });

  it('is not the one of another subject of that name, which keeps its members', async () => {
    await raise([['companies', company]]);
    const other = hubspot.add('companies', { name: 'Other' });
    await raise([['companies', other]], 'record.gone');
    await make(problem());
    expect(await make(problem('record.gone'))).toMatchObject([{ name: 'Refused (companies) (2)', count: 1 }]);
    expect([membersOf('Refused (companies)'), membersOf('Refused (companies) (2)')]).toEqual([[company], [other]]);
  });

  it('is not one that a person made since the first attempt', async () => {
    await raise([['companies', company]]);
    const { createList } = hubspot;
    hubspot.createList = async () => {
      throw new UnclearOutcomeError('lost', { code: 'hubspot.timeout' });
    };
    await request(problem()).expect(503);
    hubspot.createList = createList;
    await database()('recordLists').update({ askedAt: new Date(now.getTime() - 86_400_000) });
    const createdAt = new Date(now.getTime() - 3_600_000);
    hubspot.lists.push({ id: '55', name: 'Refused (companies)', createdAt, objectType: 'companies', members: new Set() });
    expect(await make()).toMatchObject([{ name: 'Refused (companies) (2)' }]);
    expect(membersOf('Refused (companies)')).toEqual([]);
  });

  it('is asked for again by a person where HubSpot is at its limit: nobody else goes on with it', async () => {
    await raise([['companies', company]]);
    const { changeMembers } = hubspot;
    hubspot.changeMembers = async () => {
      throw new RetryLaterError('slow down', { code: 'hubspot.rate_limited', retryAt: now });
    };
    expect((await request(problem()).expect(503)).body).toMatchObject({ code: 'record_lists.not_now' });
    hubspot.changeMembers = changeMembers;
    expect(await make()).toMatchObject([{ count: 1 }]);
    expect(hubspot.lists).toHaveLength(1);
  });

  it('is one, where two ask for it at the same moment', async () => {
    await raise([['companies', company]]);
    await Promise.all([make(), make()]);
    expect(hubspot.lists).toHaveLength(1);
  });
});

describe('a list of what waits for a decision', () => {
  it('holds the records that customers could be, those of commands that wait, and those not written', async () => {
    const db = database();
    const other = hubspot.add('contacts', { email: 'ana@acme.test' });
    const candidates = JSON.stringify([{ recordId: company, name: 'Aceros', rule: 'tax_id' }]);
    await db('customerMatches').where({ customerId: '1', objectType: 'companies' }).update({ state: 'ambiguous', candidates });
    expect(await make({ about: 'matches', connectionId: null }, 'Matches')).toMatchObject([{ objectType: 'companies', count: 1 }]);
    // It has invoices: the overview counts it as left out, and not beside.
    expect(await make({ about: 'matchesWithoutInvoices', connectionId }, 'Without')).toEqual([]);
    await db('erpInvoices').delete();
    const open = await loadOpenWork(db, { portalId: PORTAL, connectionId: connectionId as ConnectionId });
    expect(open.find(({ kind }) => kind === 'matches')).toEqual({ kind: 'matches', count: 1, records: 1 });
    expect(await make({ about: 'matchesWithoutInvoices', connectionId }, 'Without')).toMatchObject([{ count: 1 }]);

    const command = { key: 'HS-1', name: 'customer.create', recordId: other, state: 'waiting', waitingFor: 'command.missing_field' };
    const given = { portalId: 7, connectionId, objectType: 'contacts', askedBy: '{}', askedAt: now, dueAt: now };
    await db('commands').insert({ ...given, ...command });
    expect(await make({ about: 'customersWaiting', connectionId }, 'Waiting')).toMatchObject([{ objectType: 'contacts', count: 1 }]);
    expect(await make({ about: 'ordersWaiting', connectionId }, 'Orders')).toEqual([]);
    // A customer that shall be made, and may be there already.
    expect(await make({ about: 'creations', connectionId: null }, 'New')).toEqual([]);
    await db('commands').update({ name: 'createCustomer', waitingFor: 'command.waiting_review' });
    expect(await make({ about: 'creations', connectionId: null }, 'New')).toMatchObject([{ objectType: 'contacts', count: 1 }]);
    await db('commands').update({ name: 'customer.create', waitingFor: 'command.missing_field' });

    expect(await make({ about: 'failing', connectionId }, 'Failing')).toEqual([]);
    await raise([
      ['companies', company],
      ['companies', 'of another connection'],
    ]);
    expect(await make({ about: 'failing', connectionId }, 'Failing')).toMatchObject([{ objectType: 'companies', count: 1 }]);
    expect(membersOf('Failing (companies)')).toEqual([company]);
  });

  it('holds the records whose fields both sides changed, and those that are to be archived', async () => {
    const db = database();
    const row = { portalId: 7, connectionId, objectType: 'companies', customerId: '1', recordId: company };
    expect(await make({ about: 'fields', connectionId }, 'Fields')).toEqual([]);
    await db('customerRules').insert({ portalId: 7, connectionId, live: '{}', changedAt: now });
    await db('fieldPairs').insert({
      ...row,
      fields: JSON.stringify({ phone: { asked: { isFromBefore: false } } }),
      isAsked: true,
      dueAt: now,
    });
    expect(await make({ about: 'fields', connectionId }, 'Fields')).toMatchObject([{ objectType: 'companies', count: 1 }]);
    expect(await make({ about: 'archivals', connectionId }, 'Archivals')).toEqual([]);
    await db('customerArchivals').insert({ ...row, side: 'hubspot', state: 'held', noticedAt: now, dueAt: now });
    expect(await make({ about: 'archivals', connectionId }, 'Archivals')).toMatchObject([{ objectType: 'companies', count: 1 }]);
  });
});

describe('lists that a condition may speak of', () => {
  const search = (query: Record<string, string>, as = {}) => ask(`/lists/search?${new URLSearchParams(query)}`, as);

  it('are found by part of their name, those of such records', async () => {
    await hubspot.createList('companies', 'Distributors');
    await hubspot.createList('companies', 'Partners');
    await hubspot.createList('contacts', 'Distributors, people');
    expect((await search({ objectType: 'companies', query: ' Distri ' }).expect(200)).body).toEqual({
      lists: [{ id: expect.any(String), name: 'Distributors' }],
      hasMore: false,
    });
    await search({ objectType: 'deals', query: '' }).expect(400);
  });

  it('are not told without the permission for lists, nor to who is no administrator', async () => {
    hubspot.withholdsLists = true;
    expect((await search({ objectType: 'companies' }).expect(403)).body).toMatchObject({ code: 'record_lists.no_permission' });
    await search({ objectType: 'companies' }, { as: REP }).expect(403);
  });
});

describe('who may have lists made', () => {
  it('is an administrator', async () => {
    await ask('/lists', { body: { listed: problem(), names: names('x') }, as: REP }).expect(403);
  });

  it('is told when HubSpot gave no permission for lists, whether we know it or hear of it', async () => {
    await raise([['companies', company]]);
    hubspot.createList = async () => {
      throw new ReconnectError('refused', { code: 'hubspot.scope_missing' });
    };
    expect((await request(problem()).expect(403)).body).toMatchObject({ code: 'record_lists.no_permission', who: 'administrator' });
    await database()('portals').update({ scopes: [] });
    expect((await request(problem()).expect(403)).body).toMatchObject({ code: 'record_lists.no_permission' });
  });

  it('cannot ask about another account’s connection, or about nothing', async () => {
    const stranger = '11111111-1111-4111-8111-111111111111';
    await request({ about: 'failing', connectionId: stranger }).expect(404);
    await request({ about: 'nothing' } as unknown as ListedRecords).expect(400);
  });
});
