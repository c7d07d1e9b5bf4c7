import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startHubSpotFake, type HubSpotFake, type Portal } from './hubspot/index.ts';
import { apiOf, SCOPES, type Api } from './hubspot/test-api.ts';

let fake: HubSpotFake;
let portal: Portal;
let api: Api;
let now: Date;

beforeEach(async () => {
  now = new Date('2026-11-23T09:00:00Z');
  fake = await startHubSpotFake({ now: () => now });
  portal = fake.addPortal({ portalId: 7 });
  api = apiOf(fake, portal.install(SCOPES).access_token);
});

afterEach(() => fake.close());

describe('property definitions', () => {
  it('are created once, restored from the archive, and limited by plan', async () => {
    const free = fake.addPortal({ portalId: 8, tier: 'free', customPropertyLimit: 2 });
    const own = apiOf(fake, free.install(SCOPES).access_token);
    const inputs = ['one', 'two', 'three'].map((name) => ({
      name,
      label: name,
      groupName: 'puente',
      type: 'string',
      fieldType: 'text',
    }));
    expect((await own.post('/crm/properties/2026-09/deals/batch/create', { inputs })).body.numErrors).toBe(3);
    const group = { name: 'puente', label: 'ERP' };
    expect((await own.post('/crm/properties/2026-09/deals/groups', group)).status).toBe(201);
    expect((await own.post('/crm/properties/2026-09/deals/groups', group)).status).toBe(409);
    const { body } = await own.post('/crm/properties/2026-09/deals/batch/create', { inputs });
    expect([body.results.length, body.errors[0]?.subCategory]).toEqual([2, 'Properties.PROPERTY_LIMIT_EXCEEDED']);
    expect((await own.post('/crm/properties/2026-09/deals', inputs[0]!)).status).toBe(409);
    const limits = await own.get('/crm/limits/2026-09/custom-properties');
    expect(limits.body.byObjectType).toContainEqual(expect.objectContaining({ objectTypeId: '0-3', limit: 2, usage: 2 }));
    free.deleteProperty('deals', 'one');
    expect((await own.post('/crm/properties/2026-09/deals', inputs[0]!)).status).toBe(201);
  });
});

describe('calls', () => {
  it('by undated versions find nothing, and without a scope are refused', async () => {
    expect((await api.get('/crm/v3/objects/companies')).status).toBe(404);
    portal.withdrawScopes('crm.objects.companies.read');
    const { status, body } = await api.get('/crm/objects/2026-09/companies');
    expect([status, body.category]).toEqual([403, 'MISSING_SCOPES']);
  });

  it('beyond 110 in ten seconds are refused for that portal alone, searches on their own', async () => {
    fake.rateLimits = true;
    const other = apiOf(fake, fake.addPortal({ portalId: 8 }).install(SCOPES).access_token);
    for (let call = 0; call < 110; call++) expect((await api.get('/account-info/2026-09/details')).status).toBe(200);
    const refused = await api.get('/account-info/2026-09/details');
    expect([refused.status, refused.body.policyName]).toEqual([429, 'TEN_SECONDLY_ROLLING']);
    expect((await other.get('/account-info/2026-09/details')).headers.get('x-hubspot-ratelimit-remaining')).toBe('109');
    const searches = await Promise.all(Array.from({ length: 6 }, () => api.post('/crm/objects/2026-09/deals/search', {})));
    expect(searches.filter(({ status }) => status === 429).map(({ body }) => body.policyName)).toEqual(['SECONDLY']);
    now = new Date(now.getTime() + 10_001);
    expect((await api.get('/account-info/2026-09/details')).status).toBe(200);
    expect(fake.calls({ portalId: 7, status: 429 })).toHaveLength(2);
  });

  it('meet the bad days they are told to: done without an answer, cut off, refused', async () => {
    const id = portal.users.createCompany({ name: 'Acme' });
    const write = (phone: string) => api.post('/crm/objects/2026-03/companies/batch/update', { inputs: [{ id, properties: { phone } }] });
    fake.faults.next({ match: /batch\/update/, kind: 'doneButNoAnswer' });
    await expect(write('1')).rejects.toThrow();
    expect(portal.value('companies', id, 'phone')).toBe('1');
    fake.faults.next({ match: /batch\/update/, kind: 'cutOff' });
    await expect(write('2')).rejects.toThrow();
    expect(portal.value('companies', id, 'phone')).toBe('2');
    fake.faults.next({ match: /batch\/update/, kind: 'reset' });
    await expect(write('3')).rejects.toThrow();
    fake.faults.next({ kind: 'status', status: 477, headers: { 'retry-after': '5' } });
    const migrating = await write('4');
    expect([migrating.status, migrating.headers.get('retry-after')]).toEqual([477, '5']);
    expect(portal.value('companies', id, 'phone')).toBe('2');
    expect(fake.calls({ path: /batch\/update/ }).map(({ status }) => status)).toEqual([0, 0, 0, 477]);
  });
});
