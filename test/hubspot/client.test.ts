import { describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { RecordRejectedError, TransientError } from '../../server/shared/errors.ts';
import { recordId } from '../../server/shared/ids.ts';
import { useNock } from '../support/nock.ts';
import { aClient, anUpdate, API, failureOf, live, READ, UPDATE } from './a-client.ts';

useNock();

describe('reading records', () => {
  it('maps merged ids to the record that took them over, several to one', async () => {
    nock(API)
      .post(READ, (body) => body.properties.includes('hs_merged_object_ids') && body.inputs.length === 4)
      .reply(207, {
        results: [
          { id: '9', properties: { name: 'Acme', hs_merged_object_ids: '1;2' }, archived: false },
          { id: '4', properties: { name: 'Other', hs_merged_object_ids: null } },
        ],
        errors: [{ category: 'OBJECT_NOT_FOUND', message: 'Could not get some COMPANY objects', context: { ids: ['3'] } }],
        numErrors: 1,
      });
    const records = await aClient().client.batchRead('companies', { ids: ['1', '2', '3', '4'], properties: ['name'] }, live);
    expect([...records].map(([asked, { id }]) => [asked, id])).toEqual([
      ['1', '9'],
      ['2', '9'],
      ['4', '4'],
    ]);
  });

  it('comes without what the database takes in no text', async () => {
    nock(API)
      .post(READ)
      .reply(200, String.raw`{"results":[{"id":"9","properties":{"na\u0000me":"A\u0000c\ud800me"}}]}`, {
        'content-type': 'application/json',
      });
    const records = await aClient().client.batchRead('companies', { ids: ['9'], properties: ['name'] }, live);
    expect([...records.values()].map(({ properties }) => properties)).toEqual([{ name: 'Ac\ufffdme' }]);
  });

  it('takes a history that cannot be understood for none, and the user from either place', async () => {
    const [at, sourceType] = ['2026-11-12T14:02:00Z', 'CRM_UI'];
    const name = [
      { value: 'Acme SL', timestamp: at, sourceType, sourceId: 'userId:7' },
      { value: 'Acme', timestamp: at, sourceType, updatedByUserId: 8 },
    ];
    nock(API)
      .post(READ, (body) => body.propertiesWithHistory.join() === 'name,phone' && body.properties.length === 1)
      .reply(200, { results: [{ id: '9', propertiesWithHistory: { name, phone: [{ value: '1', timestamp: 'yesterday' }] } }] });
    const request = { ids: [recordId('9')], properties: ['name', 'phone'] };
    expect([...(await aClient().client.propertyHistories('companies', request, live))]).toEqual([
      [
        '9',
        {
          name: [
            { value: 'Acme SL', at: new Date(at), source: sourceType, userId: 7 },
            { value: 'Acme', at: new Date(at), source: sourceType, userId: 8 },
          ],
          phone: [],
        },
      ],
    ]);
  });

  it('says of a user whether it is a super admin, where that may be read', async () => {
    nock(API).get('/settings/users/2026-09/7').reply(200, { id: '7', email: 'a@acme.test', superAdmin: true });
    expect(await aClient().client.findUser(7, live)).toEqual({ email: 'a@acme.test', isSuperAdmin: true });
    nock(API).get('/settings/users/2026-09/7').reply(403, { category: 'MISSING_SCOPES', message: 'no' });
    expect(await failureOf(aClient().client.findUser(7, live))).toMatchObject({ code: 'hubspot.scope_missing' });
  });

  it('finds contacts by any of their e-mail addresses, however it is written', async () => {
    nock(API)
      .post('/crm/objects/2026-09/contacts/batch/read', (body) => body.idProperty === 'email')
      .reply(200, {
        results: [{ id: '7', properties: { email: 'ana@acme.test', hs_additional_emails: 'a.ruiz@acme.test;ar@acme.test' } }],
      });
    const request = { ids: ['Ana@Acme.test', 'ar@acme.test', 'nobody@acme.test'], idProperty: 'email', properties: [] };
    const records = await aClient().client.batchRead('contacts', request, live);
    expect([...records.keys()]).toEqual(['Ana@Acme.test', 'ar@acme.test']);
  });

  it('does not take a half-failed read for deletions', async () => {
    nock(API)
      .post(READ)
      .reply(207, { results: [], errors: [{ category: 'INTERNAL_ERROR', message: 'oops' }] });
    const failure = await failureOf(aClient().client.batchRead('companies', { ids: ['1'], properties: [] }, live));
    expect(failure).toBeInstanceOf(TransientError);
  });

  it('reads associations page after page', async () => {
    const path = '/crm/associations/2026-09/deals/companies/batch/read';
    nock(API)
      .post(path, { inputs: [{ id: '1' }, { id: '2' }] })
      .reply(207, {
        results: [{ from: { id: '1' }, to: [{ toObjectId: 10 }], paging: { next: { after: 'p2' } } }],
        errors: [{ category: 'OBJECT_NOT_FOUND', subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND', message: 'none' }],
      })
      .post(path, { inputs: [{ id: '1', after: 'p2' }] })
      .reply(200, { results: [{ from: { id: '1' }, to: [{ toObjectId: 11 }] }] });
    const associated = await aClient().client.associatedIds('deals', [recordId('1'), recordId('2')], 'companies', live);
    expect([...associated]).toEqual([['1', ['10', '11']]]);
  });

  it('spends the search budget for searches and the general one for the rest', async () => {
    nock(API)
      .post('/crm/objects/2026-09/deals/search', (body) => body.filterGroups[0].filters[0].value === 'SO1')
      .reply(200, { total: 1, results: [{ id: '5', properties: {} }], paging: { next: { after: '100' } } })
      .get('/account-info/2026-09/details')
      .reply(200, { portalId: 1, timeZone: 'America/Mexico_City', companyCurrency: 'MXN', uiDomain: 'app.hubspot.com', extra: true });
    const { client, leases } = aClient();
    const found = await client.search(
      'deals',
      { filterGroups: [[{ propertyName: 'erp_order_number', operator: 'EQ', value: 'SO1' }]], properties: [] },
      live,
    );
    expect(found).toMatchObject({ total: 1, after: '100', records: [{ id: '5' }] });
    await client.accountDetails({ priority: 'interactive' });
    expect(leases).toEqual(['search live', 'general interactive']);
  });

  it('lists the users of all pages, without queues', async () => {
    nock(API)
      .get('/crm/owners/2026-09?limit=100')
      .reply(200, {
        results: [
          {
            id: '1',
            email: 'ana@acme.test',
            userId: 11,
            firstName: 'Ana',
            lastName: 'López',
            teams: [{ id: '3', name: 'Sales', primary: true }],
          },
          { id: '2', email: null },
        ],
        paging: { next: { after: 'n' } },
      })
      .get('/crm/owners/2026-09?limit=100&after=n')
      .reply(200, { results: [{ id: '4', email: 'bo@acme.test', userId: 12 }] });
    expect(await aClient().client.listUsers(live)).toEqual([
      { userId: 11, email: 'ana@acme.test', name: 'Ana López', teams: [{ id: 3, name: 'Sales' }] },
      { userId: 12, email: 'bo@acme.test', teams: [] },
    ]);
  });

  it('lists who can own a record, by the id that records carry, queues too', async () => {
    const results = [
      { id: '1', email: 'ana@acme.test', userId: 11, firstName: 'Ana', lastName: 'López' },
      { id: '2', email: 'support@acme.test' },
      { id: '3', email: null, firstName: '', lastName: null },
    ];
    nock(API).get('/crm/owners/2026-09?limit=100').reply(200, { results });
    expect(await aClient().client.listOwners(live)).toEqual([
      { id: '1', email: 'ana@acme.test', name: 'Ana López' },
      { id: '2', email: 'support@acme.test', name: 'support@acme.test' },
      { id: '3', email: null, name: '3' },
    ]);
  });

  it('knows how many properties still fit, and does not know where the plan does not say', async () => {
    nock(API)
      .get('/crm/limits/2026-09/custom-properties')
      .reply(200, { byObjectType: [{ objectTypeId: '0-2', limit: 10, usage: 4 }], overallLimit: 30 })
      .get('/crm/limits/2026-09/custom-properties')
      .reply(404, {});
    const { client } = aClient();
    expect(await client.remainingCustomProperties('companies', live)).toBe(6);
    expect(await client.remainingCustomProperties('companies', live)).toBeNull();
  });
});

describe('updating a batch', () => {
  it('attributes each refusal to its record by trace id', async () => {
    nock(API)
      .post(UPDATE, (body) => body.inputs[1].objectWriteTraceId === '1')
      .reply(207, {
        results: [{ id: '1', properties: { erp_open_amount: '12.5' } }],
        numErrors: 2,
        errors: [
          {
            category: 'VALIDATION_ERROR',
            message: 'Property values were not valid',
            context: { objectWriteTraceId: ['1'] },
            errors: [{ code: 'INVALID_OPTION', message: 'x is not allowed', context: { propertyName: ['erp_payment_status'] } }],
          },
          { category: 'OBJECT_NOT_FOUND', message: 'gone', context: { ids: ['3'] } },
        ],
      });
    const outcome = await aClient().client.batchUpdate('companies', [anUpdate('1'), anUpdate('2'), anUpdate('3')], live);
    expect(outcome.written.map(({ id, properties }) => [id, properties['erp_open_amount']])).toEqual([['1', '12.5']]);
    expect(outcome.refused).toMatchObject([
      { id: '2', code: 'hubspot.option_refused', properties: ['erp_payment_status'] },
      { id: '3', code: 'hubspot.record_gone', properties: [] },
    ]);
  });

  it('reads errors inside a 200 as well, and lets a nameless one stand for what was not written', async () => {
    nock(API)
      .post(UPDATE)
      .reply(200, { results: [{ id: '1', properties: {} }], errors: [{ message: 'failed for ana@acme.test' }] });
    const outcome = await aClient().client.batchUpdate('companies', [anUpdate('1'), anUpdate('2')], live);
    expect(outcome.refused).toEqual([{ id: '2', code: 'hubspot.refused', message: '', properties: [] }]);
  });

  it.each(["s.o'brien@acme.ie", '"ana garza"@acme.mx', 'josé.núñez@español.mx', '"a@b>c"@acme.mx', 'Ana Garza', '+52 81 8888 7777'])(
    'repeats nothing of the value that was refused: %s',
    async (value) => {
      const said = `${value} is no e-mail address`;
      const error = {
        category: 'VALIDATION_ERROR',
        message: `Property values were not valid: ${JSON.stringify([{ message: said, error: 'INVALID_EMAIL', name: 'email' }])}`,
        errors: [{ message: said, code: 'INVALID_EMAIL', context: { propertyName: ['email', value] } }],
      };
      nock(API)
        .post(UPDATE)
        .reply(207, { results: [], errors: [{ ...error, context: { objectWriteTraceId: ['0'] } }] });
      const outcome = await aClient().client.batchUpdate('companies', [anUpdate('1')], live);
      expect(outcome.refused).toEqual([
        { id: '1', code: 'hubspot.email_refused', message: 'VALIDATION_ERROR, INVALID_EMAIL', properties: ['email'] },
      ]);
      nock(API).post(UPDATE).reply(400, error);
      const failure = (await failureOf(aClient().client.batchUpdate('companies', [anUpdate('1')], live))) as RecordRejectedError;
      expect(failure.message).toBe('HubSpot answered 400 to companies.batch_update: VALIDATION_ERROR, INVALID_EMAIL');
      expect(failure.properties).toEqual(['email']);
    },
  );

  it('names the property when HubSpot refuses the whole batch, and keeps personal data out of the message', async () => {
    const message =
      'Property values were not valid: [{"isValid":false,"message":"Email address ana@x is invalid","error":"INVALID_EMAIL","name":"email"}]';
    nock(API).post(UPDATE).reply(400, { status: 'error', category: 'VALIDATION_ERROR', correlationId: 'c-1', message });
    const failure = (await failureOf(aClient().client.batchUpdate('companies', [anUpdate('1')], live))) as RecordRejectedError;
    expect(failure).toBeInstanceOf(RecordRejectedError);
    expect(failure).toMatchObject({ code: 'hubspot.email_refused', properties: ['email'], correlationId: 'c-1' });
    expect(failure.message).not.toContain('ana@x');
  });

  it('refuses to send one record twice or more than a batch holds', async () => {
    const { client } = aClient();
    await expect(client.batchUpdate('companies', [anUpdate('1'), anUpdate('1')], live)).rejects.toThrow('twice');
    const many = Array.from({ length: 101 }, (_, index) => anUpdate(String(index)));
    await expect(client.batchUpdate('companies', many, live)).rejects.toThrow('100');
  });
});

describe('creating', () => {
  it('creates with the rules of the portal and reports a key that is taken', async () => {
    nock(API)
      .post('/crm/objects/2026-09/companies', (body) => body.properties.erp_customer_key === 'k')
      .reply(201, { id: 77, properties: { erp_customer_key: 'k' } })
      .post('/crm/objects/2026-09/companies')
      .reply(409, { category: 'CONFLICT', message: 'A company with that key exists. Existing ID: 77' });
    const { client } = aClient();
    expect(await client.create('companies', { erp_customer_key: 'k' }, live)).toMatchObject({ id: '77' });
    expect(await failureOf(client.create('companies', { erp_customer_key: 'k' }, live))).toMatchObject({ code: 'hubspot.already_exists' });
  });

  it('treats a group that exists as made, and says which definition of a batch was refused', async () => {
    nock(API)
      .post('/crm/properties/2026-09/deals/groups')
      .reply(409, { category: 'OBJECT_ALREADY_EXISTS' })
      .post('/crm/properties/2026-09/deals/batch/create')
      .reply(207, {
        errors: [{ message: 'taken', subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS', context: { propertyName: ['erp_order_key'] } }],
      });
    const { client } = aClient();
    await client.createPropertyGroup('deals', { name: 'puente', label: 'ERP' }, live);
    expect(await failureOf(client.createProperties('deals', [], live))).toMatchObject({
      code: 'hubspot.already_exists',
      properties: ['erp_order_key'],
    });
  });
});
