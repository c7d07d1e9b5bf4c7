import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createHubSpotClient } from '../../../server/hubspot/client.ts';
import type { HubSpotClient } from '../../../server/hubspot/contract.ts';
import { readProperties } from '../../../server/sync/customers/known-shapes.ts';
import { makeProperty } from '../../../server/sync/customers/make-property.ts';
import { startHubSpotFake, type HubSpotFake, type Portal } from '../../fakes/hubspot/index.ts';
import { SCOPES } from '../../fakes/hubspot/test-api.ts';
import { recordingLog } from '../../support/log.ts';
import { aField } from '../../support/erp-fields.ts';

let fake: HubSpotFake;
let portal: Portal;
let hubspot: HubSpotClient;
let lastPortal = 70;

beforeAll(async () => void (fake = await startHubSpotFake()));
afterAll(() => fake.close());
beforeEach(() => {
  portal = fake.addPortal({ portalId: ++lastPortal });
  const { access_token: token } = portal.install([...SCOPES]);
  hubspot = createHubSpotClient({
    apiUrl: fake.url,
    accessToken: async () => token,
    refreshAfter401: async () => token,
    lease: async () => undefined,
    log: recordingLog(),
    now: () => new Date(),
  });
});

const make = (name: string, given: Parameters<typeof aField>[1] = {}, language: 'en' | 'es' = 'en') =>
  makeProperty(hubspot, { objectType: 'companies', field: { ...aField(name, given), kinds: ['customer'] }, language });

describe('a HubSpot property like a field of the ERP', () => {
  it('is one of our group, and of the kind that the field is', async () => {
    const options = [
      { value: '1', label: 'North' },
      { value: '2', label: 'North' },
      { value: '3', label: '' },
    ];
    expect(await make('x_studio_Región.Ventas', { type: 'choice', label: 'Region', options })).toEqual({
      ...{ name: 'erp_field_x_studio_regi_n_ventas', label: 'Region', type: 'choice', isReadOnly: false },
      options: [
        { value: '1', label: 'North' },
        { value: '2', label: 'North (2)' },
        { value: '3', label: '(3)' },
      ],
    });
    const made = (await hubspot.listProperties('companies', { priority: 'live' })).find(({ name }) => name.startsWith('erp_field_'));
    expect(made).toMatchObject({ groupName: 'puente', fieldType: 'select', description: 'x_studio_Región.Ventas' });
    for (const type of ['text', 'number', 'date', 'datetime'] as const) expect(await make(`a_${type}`, { type })).toMatchObject({ type });
    expect(await make('vip', { type: 'boolean' }, 'es')).toMatchObject({
      type: 'boolean',
      options: null,
    });
  });

  it('is text where the ERP does not list what a choice can be', async () => {
    expect(await make('agent', { type: 'reference' })).toMatchObject({ name: 'erp_field_agent', type: 'text', options: null });
  });

  it('is taken as it is where somebody made it before', async () => {
    const first = await make('region', { label: 'Region' });
    expect(await make('region', { label: 'Another name' })).toEqual(first);
  });
});

describe('the properties of HubSpot', () => {
  it('have the people who can own a record as choices', async () => {
    const { companies } = await readProperties(hubspot);
    const { admin } = portal;
    expect(companies.find(({ name }) => name === 'hubspot_owner_id')).toMatchObject({
      type: 'choice',
      options: expect.arrayContaining([{ value: String(1_000_000 + admin.userId), label: expect.stringMatching(/\w/) }]),
    });
  });

  it('are there for whoever may not see these people', async () => {
    const { access_token: token } = portal.install(SCOPES.filter((scope) => scope !== 'crm.objects.owners.read'));
    const withoutOwners = createHubSpotClient({
      apiUrl: fake.url,
      accessToken: async () => token,
      refreshAfter401: async () => token,
      lease: async () => undefined,
      log: recordingLog(),
      now: () => new Date(),
    });
    const { contacts } = await readProperties(withoutOwners);
    expect(contacts.find(({ name }) => name === 'hubspot_owner_id')).toMatchObject({ type: 'choice', options: null });
  });
});
