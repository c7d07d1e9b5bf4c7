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
  portal = fake.addPortal({ portalId: 7, additionalCurrencies: ['USD'] });
  api = apiOf(fake, portal.install(SCOPES).access_token);
  portal.createProperty('companies', { name: 'erp_key', label: 'Key', type: 'string', fieldType: 'text', hasUniqueValue: true });
  portal.createProperty('companies', { name: 'erp_open', label: 'Open', type: 'number', fieldType: 'number' });
  portal.createProperty('companies', { name: 'erp_paid_at', label: 'Paid', type: 'datetime', fieldType: 'date' });
  const options = ['open', 'paid'].map((value, displayOrder) => ({ value, label: value, displayOrder, hidden: false }));
  portal.createProperty('companies', { name: 'erp_status', label: 'Status', type: 'enumeration', fieldType: 'select', options });
});

afterEach(() => fake.close());

const company = (properties: Record<string, string> = {}) => portal.users.createCompany({ name: 'Acme', ...properties });
const update = (inputs: object[], version = '2026-03') => api.post(`/crm/objects/${version}/companies/batch/update`, { inputs });
const read = (body: object) => api.post('/crm/objects/2026-09/companies/batch/read', body);

describe('values', () => {
  it('of choices are kept by value; what the page calls them is refused', async () => {
    const id = company({ lifecyclestage: 'lead' });
    const refused = await update([{ id, properties: { lifecyclestage: 'Customer' } }]);
    expect([refused.status, portal.value('companies', id, 'lifecyclestage')]).toEqual([400, 'lead']);
    portal.users.edit('companies', id, { lifecyclestage: 'customer', hs_lead_status: 'OPEN_DEAL' });
    const shown = portal.crm
      .definitions('companies')
      .require('hs_lead_status')
      .options.find(({ value }) => value === 'OPEN_DEAL');
    expect([portal.value('companies', id, 'lifecyclestage'), shown?.label]).toEqual(['customer', 'Open Deal']);
  });

  it('are kept as HubSpot keeps them: numbers short, text trimmed, instants as Java prints them, "" as nothing', async () => {
    const id = company({ erp_key: 'k-1' });
    const properties = { name: '  Acme GmbH ', erp_open: '012.50', erp_paid_at: '1795424400000', erp_status: 'paid', erp_key: '' };
    const { body } = await update([{ id, properties }]);
    expect(body.results[0]?.properties).toMatchObject({
      name: 'Acme GmbH',
      erp_open: '12.5',
      erp_paid_at: '2026-11-23T09:00:00Z',
      erp_status: 'paid',
      erp_key: null,
    });
    await update([{ id, properties: { erp_open: '0.00', erp_paid_at: '2026-11-23T10:00:00.120+01:00' } }]);
    expect(portal.record('companies', id)?.properties).toMatchObject({ erp_open: '0', erp_paid_at: '2026-11-23T09:00:00.120Z' });
  });

  it('that do not fit are refused by name', async () => {
    const id = company();
    const bad = { erp_open: 'much', erp_paid_at: '2026-02-31', erp_status: 'Paid', erp_nothing: 'x', hs_object_id: '1' };
    const { status, body } = await api.patch(`/crm/objects/2026-03/companies/${id}`, { properties: bad });
    expect(status).toBe(400);
    expect(body.category).toBe('VALIDATION_ERROR');
    expect(body.errors.map(({ code }) => code)).toEqual([
      'INVALID_DOUBLE',
      'INVALID_LONG',
      'INVALID_OPTION',
      'PROPERTY_DOESNT_EXIST',
      'READ_ONLY_VALUE',
    ]);
    expect(body.errors[3]?.context['propertyName']).toEqual(['erp_nothing']);
    expect(portal.writes()).toEqual([]);
  });

  it('of an e-mail address are lower-cased, checked and held by one contact', async () => {
    const create = (email: string) => api.post('/crm/objects/2026-09/contacts', { properties: { email } });
    const first = await create(' Ana@Example.COM ');
    expect(first.status).toBe(201);
    expect(first.body.properties['email']).toBe('ana@example.com');
    expect((await create('ana@EXAMPLE.com')).status).toBe(409);
    const refused = await create('ana@example');
    expect([refused.status, refused.body.errors[0]?.code]).toEqual([400, 'INVALID_EMAIL']);
  });

  it('of a currency the account does not have are refused', async () => {
    const create = (deal_currency_code: string) =>
      api.post('/crm/objects/2026-09/deals', { properties: { dealname: 'Deal', deal_currency_code } });
    expect((await create('USD')).status).toBe(201);
    expect((await create('MXN')).body.errors[0]?.code).toBe('INVALID_OPTION');
  });

  it('of a unique property belong to one record, also within a batch', async () => {
    const [a, b] = [company({ erp_key: 'k-1' }), company()];
    const { status, body } = await update([{ id: b, properties: { erp_key: 'K-1' } }]);
    expect([status, body.errors[0]?.code]).toEqual([400, 'CONFLICTING_UNIQUE_VALUE']);
    const twice = [a, b].map((id) => ({ id, properties: { erp_key: 'k-2' } }));
    expect((await update(twice)).status).toBe(400);
    expect(portal.value('companies', a, 'erp_key')).toBe('k-1');
  });

  it('give a company its domain from the website', () => {
    expect(portal.value('companies', company({ website: 'https://www.Acme.example/shop?x=1' }), 'domain')).toBe('acme.example');
  });

  it('that an administrator demands are asked for by 2026-09, not by 2026-03', async () => {
    const id = company();
    portal.requireProperties('companies', ['phone']);
    const write = (version: string) => update([{ id, properties: { erp_open: '1' } }], version);
    const refused = await write('2026-09');
    expect([refused.status, refused.body.errors[0]?.code]).toEqual([400, 'MISSING_REQUIRED_PROPERTY']);
    expect((await write('2026-03')).status).toBe(200);
  });
});

describe('batches', () => {
  it('are refused whole for one bad record, unless every input carries a trace id', async () => {
    const [a, b] = [company(), company()];
    const inputs = [
      { id: a, properties: { erp_open: '1' } },
      { id: b, properties: { erp_open: 'x' } },
    ];
    expect((await update(inputs)).status).toBe(400);
    expect(portal.value('companies', a, 'erp_open')).toBeNull();
    const traced = inputs.map((input, index) => ({ ...input, objectWriteTraceId: String(index) }));
    const partial = await update(traced);
    expect(partial.status).toBe(207);
    expect(partial.body.errors[0]?.context['objectWriteTraceId']).toEqual(['1']);
    expect(portal.value('companies', a, 'erp_open')).toBe('1');
    expect((await update(traced, '2026-09')).status).toBe(200);
  });

  it('hold at most 100 records, none twice', async () => {
    const id = company();
    expect((await update(Array.from({ length: 101 }, () => ({ id, properties: {} })))).status).toBe(400);
    const twice = await update([
      { id, properties: { erp_open: '1' } },
      { id, properties: { erp_open: '2' } },
    ]);
    expect(twice.status).toBe(400);
    expect(twice.body.message).toContain('Duplicate IDs');
  });

  it('read what is there and name what is not', async () => {
    const id = company({ erp_key: 'k-1' });
    const { status, body } = await read({ inputs: [{ id }, { id: '1' }], properties: ['erp_key', 'no_such_property'] });
    expect(status).toBe(200);
    expect(body.results.map(({ id: found }) => found)).toEqual([id]);
    expect(Object.keys(body.results[0]?.properties ?? {})).not.toContain('no_such_property');
    expect(body.errors[0]).toMatchObject({ category: 'OBJECT_NOT_FOUND', context: { ids: ['1'] } });
    const byKey = await read({ idProperty: 'erp_key', inputs: [{ id: 'k-1' }], properties: [] });
    expect(byKey.body.results[0]?.id).toBe(id);
    expect((await read({ idProperty: 'name', inputs: [{ id: 'Acme' }] })).status).toBe(400);
  });

  it('upsert by a unique property', async () => {
    const upsert = (name: string) =>
      api.post('/crm/objects/2026-03/companies/batch/upsert', { inputs: [{ idProperty: 'erp_key', id: 'k-9', properties: { name } }] });
    expect((await upsert('One')).body.results[0]?.new).toBe(true);
    const second = await upsert('Two');
    expect(second.body.results[0]?.new).toBe(false);
    expect(portal.value('companies', second.body.results[0]?.id ?? '', 'name')).toBe('Two');
  });
});

describe('records', () => {
  it('that are merged become a new one, which the old ids lead to', async () => {
    const [a, b] = [company({ erp_key: 'k-a' }), company({ erp_key: 'k-b', city: 'León' })];
    const contact = portal.users.createContact({ email: 'x@acme.example' }, b);
    const merged = portal.users.merge('companies', a, b);
    expect([a, b]).not.toContain(merged);
    const { body } = await read({ inputs: [{ id: a }, { id: b }], properties: ['erp_key', 'city', 'hs_merged_object_ids'] });
    expect(body.results).toHaveLength(1);
    expect(body.results[0]).toMatchObject({
      id: merged,
      properties: { erp_key: 'k-a', city: 'León', hs_merged_object_ids: `${a};${b}` },
    });
    expect(portal.associatedIds('contacts', contact, 'companies')).toEqual([merged]);
    await update([{ id: a, properties: { erp_open: '5' } }]);
    expect(portal.value('companies', merged, 'erp_open')).toBe('5');
  });

  it('that are deleted are not found, can be read as archived, and come back', async () => {
    const id = company({ erp_key: 'k-1' });
    portal.users.delete('companies', id);
    expect((await api.get(`/crm/objects/2026-09/companies/${id}`)).status).toBe(404);
    expect(
      (await api.post('/crm/objects/2026-09/companies/batch/read?archived=true', { inputs: [{ id }] })).body.results[0]?.archived,
    ).toBe(true);
    portal.users.restore('companies', id);
    expect((await read({ idProperty: 'erp_key', inputs: [{ id: 'k-1' }] })).body.results[0]?.id).toBe(id);
  });

  it('that are cloned carry all values except unique ones', () => {
    portal.createProperty('deals', { name: 'erp_order_key', label: 'Key', type: 'string', fieldType: 'text', hasUniqueValue: true });
    portal.createProperty('deals', { name: 'erp_number', label: 'Number', type: 'string', fieldType: 'text' });
    const deal = portal.users.createDeal({ dealname: 'Deal', erp_order_key: 'k', erp_number: 'S-1' });
    const clone = portal.users.clone(deal);
    expect([portal.value('deals', clone, 'erp_order_key'), portal.value('deals', clone, 'erp_number')]).toEqual([null, 'S-1']);
  });

  it('remember who changed what, and list what the app wrote', async () => {
    const id = company({ erp_open: '1' });
    await update([{ id, properties: { erp_open: '2' } }]);
    await update([{ id, properties: { erp_open: '2.0' } }]);
    expect(portal.history('companies', id, 'erp_open').map(({ value, source }) => [value, source.type])).toEqual([
      ['1', 'CRM_UI'],
      ['2', 'INTEGRATION'],
    ]);
    expect(portal.writes().map(({ changed }) => changed)).toEqual([['erp_open'], []]);
  });

  it('are found by search when its index has come so far', async () => {
    fake.searchLagMs = 5_000;
    const find = async (value: string) => {
      const filters = [{ propertyName: 'erp_key', operator: 'IN', values: [value, 'other'] }];
      const { body } = await api.post('/crm/objects/2026-09/companies/search', { filterGroups: [{ filters }], properties: ['erp_key'] });
      return body.total;
    };
    const id = company({ erp_key: 'k-1' });
    expect(await find('k-1')).toBe(0);
    now = new Date(now.getTime() + 6_000);
    expect(await find('k-1')).toBe(1);
    portal.users.edit('companies', id, { erp_key: 'k-2' });
    expect([await find('k-1'), await find('k-2')]).toEqual([1, 0]);
    now = new Date(now.getTime() + 6_000);
    expect([await find('k-1'), await find('k-2')]).toEqual([0, 1]);
  });

  it('are found by a list of texts in lower case only', async () => {
    company({ erp_key: 'K-1' });
    const find = async (value: string) => {
      const filters = [{ propertyName: 'erp_key', operator: 'IN', values: [value] }];
      return (await api.post('/crm/objects/2026-09/companies/search', { filterGroups: [{ filters }] })).body.total;
    };
    expect([await find('k-1'), await find('K-1')]).toEqual([1, 0]);
  });

  it('are searched by comparison and presence, sorted and in pages', async () => {
    for (const amount of ['9', '10', '200', '']) company({ erp_open: amount });
    const search = (after?: string) =>
      api.post('/crm/objects/2026-09/companies/search', {
        filterGroups: [{ filters: [{ propertyName: 'erp_open', operator: 'GTE', value: '9.5' }] }],
        sorts: [{ propertyName: 'erp_open', direction: 'DESCENDING' }],
        properties: ['erp_open'],
        limit: 1,
        ...(after === undefined ? {} : { after }),
      });
    const first = await search();
    expect([first.body.total, first.body.results[0]?.properties['erp_open']]).toEqual([2, '200']);
    const second = await search(first.body.paging.next.after);
    expect([second.body.results[0]?.properties['erp_open'], second.body.paging]).toEqual(['10', undefined]);
  });

  it('are listed in pages, without the deleted', async () => {
    const ids = ['a', 'b', 'c', 'd'].map((name) => company({ name }));
    portal.users.delete('companies', ids[1]!);
    const first = await api.get('/crm/objects/2026-09/companies?limit=2');
    const second = await api.get(`/crm/objects/2026-09/companies?limit=2&after=${first.body.paging.next.after}`);
    expect([first, second].map(({ body }) => body.results.map(({ id }) => id))).toEqual([[ids[0], ids[2]], [ids[3]]]);
    expect(second.body.paging).toBeUndefined();
  });

  it('are tied by default associations, and the lack of ties is an error item', async () => {
    const [a, b] = [company(), company()];
    const deal = portal.users.createDeal({ dealname: 'Deal' });
    await api.put(`/crm/objects/2026-09/deals/${deal}/associations/default/companies/${a}`);
    const { body } = await api.post('/crm/associations/2026-09/companies/deals/batch/read', { inputs: [{ id: a }, { id: b }] });
    expect(body.results[0]?.to.map(({ toObjectId }) => toObjectId)).toEqual([Number(deal)]);
    expect(body.errors[0]?.subCategory).toBe('crm.associations.NO_ASSOCIATIONS_FOUND');
    const dead = await api.put(`/crm/objects/2026-09/deals/${deal}/associations/default/companies/1`);
    expect([dead.status, dead.body.context['INVALID_OBJECT_IDS']]).toEqual([400, ['1']]);
  });

  it('number a hundred thousand and are still found at once', async () => {
    const rows = Array.from({ length: 100_000 }, (_, index) => ({ properties: { name: `C ${index}`, erp_key: `key-${index}` } }));
    const ids = portal.bulkLoad('companies', rows);
    await read({ idProperty: 'erp_key', inputs: [{ id: 'key-1' }] });
    const startedAt = performance.now();
    for (let batch = 0; batch < 100; batch++) {
      const inputs = ids.slice(batch * 100, batch * 100 + 100).map((id) => ({ id, properties: { erp_open: String(batch) } }));
      expect((await update(inputs)).status).toBe(200);
    }
    // 10,000 writes; a scan per record would take minutes.
    expect(performance.now() - startedAt).toBeLessThan(60_000);
  });
});
