import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { RecordRejectedError, RetryLaterError, UnclearOutcomeError } from '../../server/shared/errors.ts';
import { createHubSpotClient } from '../../server/hubspot/client.ts';
import type { HubSpotClient } from '../../server/hubspot/contract.ts';
import { describeProperties } from '../../server/records/catalogue/index.ts';
import { recordId } from '../../server/shared/ids.ts';
import { recordingLog } from '../support/log.ts';
import { startHubSpotFake, tooMany, type HubSpotFake, type Portal } from './hubspot/index.ts';
import { SCOPES } from './hubspot/test-api.ts';

// The double and the service's client were written apart; this is where they meet.
const options = { priority: 'live' } as const;
let fake: HubSpotFake;
let portal: Portal;
let client: HubSpotClient;

beforeEach(async () => {
  fake = await startHubSpotFake();
  portal = fake.addPortal({ portalId: 7, companyCurrency: 'MXN', additionalCurrencies: ['USD'], timeZone: 'America/Mexico_City' });
  const token = portal.install(SCOPES).access_token;
  client = createHubSpotClient({
    apiUrl: fake.url,
    accessToken: async () => token,
    refreshAfter401: async () => token,
    lease: async () => undefined,
    log: recordingLog(),
    now: () => new Date(),
    timeoutMs: 2_000,
  });
});

afterEach(() => fake.close());

async function provision(): Promise<void> {
  await client.createPropertyGroup('companies', describeProperties('companies', 'en').group, options);
  await client.createProperties('companies', describeProperties('companies', 'en').definitions, options);
}

describe('the client of the service, on the double', () => {
  it('reads the account and its people', async () => {
    expect(await client.accountDetails(options)).toMatchObject({
      portalId: 7,
      companyCurrency: 'MXN',
      additionalCurrencies: ['USD'],
      timeZone: 'America/Mexico_City',
    });
    expect(await client.listUsers(options)).toContainEqual(
      expect.objectContaining({ userId: 101, email: 'admin@portal-7.example', teams: [{ id: 11, name: 'Finance' }] }),
    );
  });

  it('reads the pipeline of deals, and which of its stages end one', async () => {
    const [pipeline, ...more] = await client.listPipelines('deals', options);
    expect([pipeline?.id, more]).toEqual(['default', []]);
    const outcomes = pipeline?.stages.map(({ id, outcome }) => [id, outcome]);
    expect(outcomes?.slice(-3)).toEqual([
      ['contractsent', 'open'],
      ['closedwon', 'won'],
      ['closedlost', 'lost'],
    ]);
    expect(pipeline?.stages[5]?.label).toBe('Closed Won');
  });

  it('provisions properties and sees them', async () => {
    const before = await client.remainingCustomProperties('companies', options);
    await provision();
    await client.createPropertyGroup('companies', describeProperties('companies', 'en').group, options);
    const key = (await client.listProperties('companies', options)).find(({ name }) => name === 'erp_customer_key');
    expect(key).toMatchObject({ type: 'string', fieldType: 'text', hasUniqueValue: true, groupName: 'puente' });
    expect(await client.remainingCustomProperties('companies', options)).toBe((before ?? 0) - 8);
    await expect(
      client.createProperties('companies', describeProperties('companies', 'en').definitions.slice(0, 1), options),
    ).rejects.toMatchObject({
      code: 'hubspot.already_exists',
    });
  });

  it('creates, writes, reads back, and follows merges', async () => {
    await provision();
    const { id } = await client.create('companies', { name: 'Acme', erp_customer_key: 'k-1' }, options);
    const { written, refused } = await client.batchUpdate('companies', [{ id, properties: { erp_open_amount: '10.50' } }], options);
    expect([written[0]?.properties['erp_open_amount'], refused]).toEqual(['10.5', []]);
    const merged = portal.users.merge('companies', portal.users.createCompany({ name: 'Other' }), id);
    const found = await client.batchRead('companies', { ids: [id, '1'], properties: ['name'] }, options);
    expect([...found].map(([asked, record]) => [asked, record.id])).toEqual([[id, merged]]);
    const byKey = await client.batchRead('companies', { ids: ['k-1'], idProperty: 'erp_customer_key', properties: [] }, options);
    expect(byKey.get('k-1')?.id).toBe(merged);
  });

  it('learns which input was refused, and why', async () => {
    await provision();
    const holder = recordId(portal.users.createCompany({ name: 'Holder', erp_customer_key: 'k-1' }));
    const [good, bad, unknown] = ['A', 'B', 'C'].map((name) => recordId(portal.users.createCompany({ name })));
    const inputs = [
      { id: good!, properties: { erp_open_amount: '1' } },
      { id: bad!, properties: { erp_payment_status: 'nonsense' } },
      { id: unknown!, properties: { erp_gone: 'x' } },
      { id: recordId('1'), properties: { erp_open_amount: '1' } },
    ];
    const { written, refused } = await client.batchUpdate('companies', inputs, options);
    expect(written.map(({ id }) => id)).toEqual([good]);
    expect(refused.map(({ id, code, properties }) => [id, code, properties])).toEqual([
      [bad, 'hubspot.option_refused', ['erp_payment_status']],
      [unknown, 'hubspot.property_gone', ['erp_gone']],
      ['1', 'hubspot.record_gone', []],
    ]);
    const clash = await client.batchUpdate('companies', [{ id: good!, properties: { erp_customer_key: 'k-1' } }], options);
    expect(clash.refused[0]).toMatchObject({ id: good, code: 'hubspot.already_exists', properties: ['erp_customer_key'] });
    expect(portal.value('companies', holder, 'erp_customer_key')).toBe('k-1');
  });

  it('searches, associates and reads ties', async () => {
    await provision();
    const company = recordId(portal.users.createCompany({ name: 'Acme', erp_customer_key: 'k-1' }));
    const deal = recordId(portal.users.createDeal({ dealname: 'Deal' }));
    const filter = { propertyName: 'erp_customer_key', operator: 'EQ', value: 'k-1' } as const;
    const { records, total, after } = await client.search('companies', { filterGroups: [[filter]], properties: ['name'] }, options);
    expect([records.map(({ id }) => id), total, after]).toEqual([[company], 1, null]);
    await client.associate({ objectType: 'deals', id: deal }, { objectType: 'companies', id: company }, options);
    const lonely = recordId(portal.users.createDeal({ dealname: 'Lonely' }));
    expect(await client.associatedIds('deals', [deal, lonely], 'companies', options)).toEqual(new Map([[deal, [company]]]));
  });

  it('moves a contact to another primary company, and a company below another, one at a time', async () => {
    const [acme, beta, gamma] = ['Acme', 'Beta', 'Gamma'].map((name) => recordId(portal.users.createCompany({ name })));
    const ana = recordId(portal.users.createContact({ firstname: 'Ana' }, acme));
    const of = { objectType: 'contacts', id: ana } as const;
    expect(portal.value('contacts', ana, 'associatedcompanyid')).toBe(acme);
    await client.relate(of, { relation: 'primary_company', before: acme!, after: beta! }, options);
    expect(portal.value('contacts', ana, 'associatedcompanyid')).toBe(beta);
    expect(portal.associatedIds('contacts', ana, 'companies')).toEqual([acme, beta]);
    await client.relate(of, { relation: 'primary_company', before: beta!, after: null }, options);
    expect(portal.value('contacts', ana, 'associatedcompanyid')).toBeNull();
    const child = { objectType: 'companies', id: acme! } as const;
    await client.relate(child, { relation: 'parent_company', before: null, after: beta! }, options);
    await client.relate(child, { relation: 'parent_company', before: beta!, after: gamma! }, options);
    expect(portal.value('companies', acme!, 'hs_parent_company_id')).toBe(gamma);
    const gone = { relation: 'primary_company', before: null, after: recordId('1') } as const;
    await expect(client.relate(of, gone, options)).rejects.toThrow(RecordRejectedError);
  });

  it('names its bad days', async () => {
    const id = recordId(portal.users.createCompany({ name: 'Acme' }));
    const write = () => client.batchUpdate('companies', [{ id, properties: { phone: '1' } }], options);
    const next = (fault: Parameters<typeof fake.faults.next>[0]) => fake.faults.next({ match: /batch\/update/, ...fault });
    next({ kind: 'doneButNoAnswer' });
    await expect(write()).rejects.toThrow(UnclearOutcomeError);
    next({ kind: 'cutOff' });
    await expect(write()).rejects.toThrow(UnclearOutcomeError);
    const { status, body } = tooMany('TEN_SECONDLY_ROLLING');
    next({ kind: 'status', status, body });
    await expect(write()).rejects.toThrow(RetryLaterError);
    portal.requireProperties('companies', ['domain']);
    await expect(client.create('companies', { name: 'No domain' }, options)).rejects.toThrow(RecordRejectedError);
    expect((await write()).written).toHaveLength(1);
  });

  it('reads who gave properties their values, the newest first, of at most fifty records', async () => {
    const id = portal.users.createCompany({ name: 'Acme' });
    portal.users.as(102).edit('companies', id, { name: 'Acme Iberia' });
    portal.users.as({ type: 'IMPORT', id: '77' }).edit('companies', id, { name: 'Acme SL' });
    await client.batchUpdate('companies', [{ id: recordId(id), properties: { name: 'Acme Norte' } }], options);
    const request = { ids: [recordId(id), recordId('1')], properties: ['name', 'not_there'] };
    const told = (await client.propertyHistories('companies', request, options)).get(recordId(id));
    expect(told?.['name']).toMatchObject([
      { value: 'Acme Norte', source: 'INTEGRATION', userId: null },
      { value: 'Acme SL', source: 'IMPORT', userId: null },
      { value: 'Acme Iberia', source: 'CRM_UI', userId: 102 },
      { value: 'Acme', source: 'CRM_UI', userId: 101 },
    ]);
    expect(told?.['name']?.[0]?.at).toBeInstanceOf(Date);
    const inputs = Array.from({ length: 51 }, (_, at) => ({ id: String(at) }));
    const answer = await fetch(`${fake.url}/crm/objects/2026-09/companies/batch/read`, {
      method: 'POST',
      headers: { authorization: `Bearer ${portal.install(SCOPES).access_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ inputs, properties: [], propertiesWithHistory: ['name'] }),
    });
    expect(answer.status).toBe(400);
  });
});
