import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readLineItems } from '../../server/hubspot/line-items.ts';
import { createHubSpotClient } from '../../server/hubspot/client.ts';
import type { HubSpotClient } from '../../server/hubspot/contract.ts';
import { CATALOG_SCOPES } from '../../server/hubspot/scopes.ts';
import { recordId } from '../../server/shared/ids.ts';
import { recordingLog } from '../support/log.ts';
import { startHubSpotFake, type HubSpotFake, type Portal } from './hubspot/index.ts';
import { apiOf, SCOPES, type Api } from './hubspot/test-api.ts';

const KEY = { name: 'erp_product_key', label: 'Key', type: 'string', fieldType: 'text', hasUniqueValue: true } as const;
const PRODUCTS = '/crm/objects/2026-09/products';
const live = { priority: 'live' } as const;
let fake: HubSpotFake;
let portal: Portal;
let api: Api;
let client: HubSpotClient;

beforeEach(async () => {
  fake = await startHubSpotFake();
  portal = fake.addPortal({ portalId: 7, companyCurrency: 'MXN', additionalCurrencies: ['USD', 'EUR'] });
  const token = portal.install([...SCOPES, ...CATALOG_SCOPES]).access_token;
  api = apiOf(fake, token);
  client = createHubSpotClient({
    apiUrl: fake.url,
    accessToken: async () => token,
    refreshAfter401: async () => token,
    lease: async () => undefined,
    log: recordingLog(),
    now: () => new Date(),
  });
  portal.createProperty('products', KEY);
});

afterEach(() => fake.close());

describe('products', () => {
  it('are priced in the currencies of the account, and in no others', async () => {
    const names = (await client.listProperties('products', live)).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('hs_price_'))).toEqual(['hs_price_usd', 'hs_price_eur']);
    const id = portal.users.createProduct({ name: 'Pump', price: '1500.50', hs_price_usd: '90' });
    expect((await api.patch(`${PRODUCTS}/${id}`, { properties: { hs_price_gbp: '70' } })).body.errors[0]?.code).toBe(
      'PROPERTY_DOESNT_EXIST',
    );
    expect((await api.patch(`${PRODUCTS}/${id}`, { properties: { hs_price_usd: '' } })).status).toBe(200);
    expect(portal.record('products', id)?.properties).toMatchObject({ price: '1500.5' });
    expect(portal.value('products', id, 'hs_price_usd')).toBeNull();
  });

  it.each([
    [{ price: '-1' }, 'INVALID_DOUBLE'],
    [{ hs_price_eur: '-0.01' }, 'INVALID_DOUBLE'],
    [{ price: 'free' }, 'INVALID_DOUBLE'],
    [{ hs_status: 'gone' }, 'INVALID_OPTION'],
    [{ hs_product_type: 'goods' }, 'INVALID_OPTION'],
    [{ hs_product_classification: 'x' }, 'READ_ONLY_VALUE'],
    [{ name: 'x'.repeat(65_537) }, 'VALUE_TOO_LONG'],
  ])('do not take %o', async (properties, code) => {
    const { status, body } = await api.post(PRODUCTS, { properties });
    expect([status, body.errors[0]?.code]).toEqual([400, code]);
  });

  it('may share an article number, not our key: one that is taken refuses a whole batch of creations', async () => {
    portal.users.createProduct({ name: 'Pump', hs_sku: 'P-1', erp_product_key: 'odoo:1:7' });
    const inputs = ['odoo:1:8', 'odoo:1:7'].map((key, index) => ({
      properties: { name: key, hs_sku: 'P-1', erp_product_key: key },
      objectWriteTraceId: String(index),
    }));
    const refused = await api.post(`${PRODUCTS}/batch/create`, { inputs });
    expect([refused.status, refused.body.errors[0]?.code]).toEqual([400, 'CONFLICTING_UNIQUE_VALUE']);
    expect(portal.records('products')).toHaveLength(1);
    expect((await api.post(`${PRODUCTS}/batch/create`, { inputs: inputs.slice(0, 1) })).status).toBe(201);
    const bySku = { idProperty: 'hs_sku', inputs: [{ id: 'P-1' }] };
    expect((await api.post(`${PRODUCTS}/batch/read`, bySku)).status).toBe(400);
  });

  it('are upserted by our key, the bad ones left out by name', async () => {
    const known = portal.users.createProduct({ name: 'Pump', erp_product_key: 'odoo:1:7' });
    const { written, refused } = await client.batchUpsert(
      'products',
      {
        idProperty: 'erp_product_key',
        inputs: [
          { id: 'odoo:1:7', properties: { price: '10' } },
          { id: 'odoo:1:8', properties: { name: 'Valve', price: '20.00' } },
          { id: 'odoo:1:9', properties: { price: '-3' } },
        ],
      },
      live,
    );
    const created = portal.records('products').at(-1)!;
    expect(written.map(({ id, key, isNew, properties }) => [id, key, isNew, properties['price']])).toEqual([
      [known, 'odoo:1:7', false, '10'],
      [created.id, 'odoo:1:8', true, '20'],
    ]);
    expect(created.properties['erp_product_key']).toBe('odoo:1:8');
    expect(refused).toMatchObject([{ id: 'odoo:1:9', properties: ['price'] }]);
  });

  it('are listed, searched, archived, merged and restored like every object, and tied to nothing', async () => {
    const [a, b] = ['Pump', 'Valve'].map((name) => portal.users.createProduct({ name }));
    const deal = portal.users.createDeal({ dealname: 'Plant' });
    expect((await client.list('products', { properties: ['name'] }, live)).records.map(({ id }) => id)).toEqual([a, b]);
    const filterGroups = [[{ propertyName: 'name', operator: 'EQ', value: 'valve' } as const]];
    expect((await client.search('products', { filterGroups, properties: [] }, live)).records.map(({ id }) => id)).toEqual([b]);
    expect((await api.put(`${PRODUCTS}/${a}/associations/default/deals/${deal}`)).status).toBe(400);
    expect((await api.delete(`${PRODUCTS}/${a}`)).status).toBe(204);
    expect((await client.batchRead('products', { ids: [a!, b!], properties: [] }, live)).size).toBe(1);
    portal.users.restore('products', a!);
    const merged = portal.users.merge('products', a!, b!);
    expect((await client.batchRead('products', { ids: [a!, b!], properties: [] }, live)).get(a!)?.id).toBe(merged);
  });

  it('tell our app what it subscribes to', async () => {
    fake.webhooks.target = 'http://127.0.0.1:9/nobody';
    Object.assign(fake.webhooks.habits, { delayMs: 1, retryMs: 0 });
    const id = portal.users.createProduct({ name: 'Pump', hs_images: 'https://x.example/pump.png' });
    portal.users.edit('products', id, { price: '10', description: 'Pumps' });
    portal.users.delete('products', id);
    portal.users.restore('products', id);
    await fake.webhooks.settled();
    const told = fake.webhooks.deliveries[0]!.events.map((event) => [event.subscriptionType, event['propertyName'], event['objectTypeId']]);
    expect(told).toEqual([
      ['object.creation', undefined, '0-7'],
      ['object.propertyChange', 'name', '0-7'],
      ['object.propertyChange', 'price', '0-7'],
      ['object.propertyChange', 'description', '0-7'],
      ['object.deletion', undefined, '0-7'],
      ['object.restore', undefined, '0-7'],
    ]);
  });

  it('need their own scopes', async () => {
    portal.withdrawScopes('crm.objects.products.write', 'e-commerce');
    expect((await api.get(PRODUCTS)).status).toBe(200);
    expect((await api.post(PRODUCTS, { properties: { name: 'Pump' } })).body.category).toBe('MISSING_SCOPES');
    expect((await api.post('/crm/properties/2026-09/products', KEY)).body.category).toBe('MISSING_SCOPES');
    portal.withdrawScopes('crm.objects.products.read');
    expect((await api.get(PRODUCTS)).body.category).toBe('MISSING_SCOPES');
    expect((await api.get('/crm/objects/2026-09/companies')).status).toBe(200);
  });
});

describe('the lines of a deal', () => {
  it('take over what the product says, once, and are added up by HubSpot', async () => {
    const deal = portal.users.createDeal({ dealname: 'Plant' });
    const product = portal.users.createProduct({ name: 'Pump', hs_sku: 'P-1', price: '1500', hs_price_usd: '90' });
    const line = portal.users.addLine(deal, { hs_product_id: product, quantity: '2', hs_discount_percentage: '10' });
    const dollars = portal.users.addLine(deal, { hs_product_id: product, hs_line_item_currency_code: 'USD', discount: '5' });
    portal.users.addLine(deal, { name: 'Travel', price: '100', quantity: '0.5' });
    portal.users.edit('products', product, { price: '1600' });
    const properties = ['name', 'hs_sku', 'price', 'quantity', 'amount', 'hs_product_id'];
    const lines = await readLineItems(client, { objectType: 'deals', ids: [recordId(deal)], properties }, live);
    const shown = lines.get(recordId(deal))!.map(({ properties: of }) => properties.slice(0, 5).map((name) => of[name]));
    expect(shown).toEqual([
      ['Pump', 'P-1', '1500', '2', '2700'],
      ['Pump', 'P-1', '90', '1', '85'],
      ['Travel', null, '100', '0.5', '50'],
    ]);
    portal.users.edit('line_items', line, { quantity: '3' });
    expect([portal.value('line_items', line, 'amount'), portal.value('line_items', dollars, 'hs_product_id')]).toEqual(['4050', product]);
    expect((await api.patch(`/crm/objects/2026-09/line_items/${line}`, { properties: { amount: '1' } })).status).toBe(400);
    const priced = { price: '1400', discount: '', hs_discount_percentage: '' };
    const { written } = await client.batchUpdate('line_items', [{ id: recordId(line), properties: priced }], live);
    expect([written.length, portal.value('line_items', line, 'amount')]).toEqual([1, '4200']);
  });

  it('belong to one deal, and are created with it in one call', async () => {
    const [deal, other] = [portal.users.createDeal({ dealname: 'A' }), portal.users.createDeal({ dealname: 'B' })];
    const types = [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 20 }];
    const input = { properties: { name: 'Travel', price: '100' }, associations: [{ to: { id: deal }, types }] };
    const { status, body } = await api.post('/crm/objects/2026-09/line_items/batch/create', { inputs: [input] });
    const line = body.results[0]!.id;
    expect([status, portal.associatedIds('deals', deal, 'line_items')]).toEqual([201, [line]]);
    expect((await api.put(`/crm/objects/2026-09/line_items/${line}/associations/default/deals/${other}`)).status).toBe(400);
    expect((await api.put(`/crm/objects/2026-09/line_items/${line}/associations/default/deals/${deal}`)).status).toBe(200);
  });

  it('are read with the scope of lines', async () => {
    const deal = recordId(portal.users.createDeal({ dealname: 'A' }));
    portal.users.addLine(deal, { name: 'Travel', price: '100' });
    portal.withdrawScopes('crm.objects.line_items.read', 'e-commerce');
    await expect(client.associatedIds('deals', [deal], 'line_items', live)).rejects.toMatchObject({ code: 'hubspot.scope_missing' });
  });
});
