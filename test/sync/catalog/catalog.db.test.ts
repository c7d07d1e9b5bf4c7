import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadProblemGroups } from '../../../server/sync/connection/problem-list.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aPrice, aProduct, aStock, CatalogWorld } from '../../support/catalog.ts';

const db = useTestDatabase();
let world: CatalogWorld;

beforeEach(async () => {
  world = await CatalogWorld.start(db());
});
afterEach(() => world.close());

const erp = () => world.joined.erp;

describe('products of an ERP', () => {
  it('are not read before an administrator sets rules, and not written before the rules are approved', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.run();
    expect(erp().calls.filter((call) => call.includes('products'))).toEqual([]);
    await world.begin({}, { isApproved: false });
    expect(await world.states()).toEqual({ '1': 'new' });
    expect(world.portal.records('products')).toEqual([]);
  });

  it('are made a hundred a call, and nothing is written twice', async () => {
    erp().set('products', ...Array.from({ length: 205 }, (_, n) => aProduct({ id: String(n + 1) })));
    await world.begin();
    expect(world.writes().sort()).toEqual(['upsert 100', 'upsert 100', 'upsert 5']);
    expect(world.library('name', 'price', 'hs_status', 'erp_product_key')['SKU-7']).toEqual(['Product 7', '10', 'active', 'memory:db-1:7']);
    await world.run();
    expect(world.writes()).toEqual([]);
  });

  it('are the HubSpot products with the same SKU, whatever its case', async () => {
    const id = world.portal.users.createProduct({ name: 'Old name', hs_sku: ' sku-1 ', price: '3' });
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    expect(world.writes()).toEqual(['update 1']);
    expect(world.portal.records('products')).toHaveLength(1);
    expect(world.portal.record('products', id)?.properties).toMatchObject({ name: 'Product 1', hs_sku: 'SKU-1', price: '10' });
  });

  it('go to a person where the SKU is not unique on either side', async () => {
    for (const name of ['A', 'B']) world.portal.users.createProduct({ name, hs_sku: 'SKU-1' });
    world.portal.users.createProduct({ name: 'C', hs_sku: 'TWICE' });
    erp().set(
      'products',
      aProduct({ id: '1' }),
      aProduct({ id: '2', sku: 'TWICE' }),
      aProduct({ id: '3', sku: 'twice' }),
      aProduct({ id: '4', sku: null }),
    );
    await world.begin();
    expect(await world.states()).toEqual({ '1': 'ambiguous', '2': 'ambiguous', '3': 'ambiguous', '4': 'linked' });
    expect(world.writes()).toEqual(['upsert 1']);
  });

  it('that are not chosen stay out, and come in when the rules change', async () => {
    const pumps = [{ id: '5', name: 'Pumps' }];
    erp().set(
      'products',
      aProduct({ id: '1', categories: pumps }),
      aProduct({ id: '2' }),
      aProduct({ id: '3', categories: pumps, isSold: false }),
    );
    await world.begin({ categoryIds: ['5'] });
    expect(Object.keys(world.library('name'))).toEqual(['SKU-1']);
    await world.begin({ categoryIds: null });
    expect(Object.keys(world.library('name')).sort()).toEqual(['SKU-1', 'SKU-2']);
  });

  it('become inactive when they are not sold any more or are gone, and are never deleted', async () => {
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2' }));
    await world.begin();
    erp().set('products', aProduct({ id: '1', active: false }));
    erp().remove('products', '2');
    await world.run();
    await world.joined.reconcile();
    await world.work();
    expect(world.library('hs_status', 'name')).toEqual({ 'SKU-1': ['inactive', 'Product 1'], 'SKU-2': ['inactive', 'Product 2'] });
  });
});

describe('prices', () => {
  it('come from the list chosen for each currency, and what changes is asked again', async () => {
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2' }));
    world.listed.set('L1 1', { amount: '8.50', currency: 'MXN' });
    world.listed.set('L2 1', { amount: '0.45', currency: 'USD' });
    world.listed.set('L2 2', { amount: '0.90', currency: 'USD' });
    await world.begin({ priceLists: { MXN: 'L1', USD: 'L2' } });
    expect(world.library('price', 'hs_price_usd')).toEqual({ 'SKU-1': ['8.5', '0.45'], 'SKU-2': [null, '0.9'] });
    world.writes();
    world.asked.length = 0;

    world.listed.set('L2 2', { amount: '1.00', currency: 'USD' });
    erp().set('prices', aPrice('77', 'L2', { kind: 'product', id: '2' }, '1.00'));
    await world.run();
    expect(world.asked).toEqual(['L1 2', 'L2 2']);
    expect(world.writes()).toEqual(['update 1']);
    expect(world.library('hs_price_usd')['SKU-2']).toEqual(['1']);

    erp().set('prices', aPrice('78', 'L2', { kind: 'all' }));
    await world.run();
    expect(world.asked.slice(2).sort()).toEqual(['L1 1,2', 'L2 1,2']);
    expect(world.writes()).toEqual([]);
  });

  it('are asked again when a rule begins or ends', async () => {
    const from = new Date(world.joined.clock.now.getTime() + 3_600_000);
    erp().set('products', aProduct({ id: '1', groupId: 'T1' }), aProduct({ id: '2' }));
    erp().set('prices', { ...aPrice('77', 'L1', { kind: 'group', id: 'T1' }), validFrom: from.toISOString() });
    for (const id of ['1', '2']) world.listed.set(`L1 ${id}`, { amount: '5', currency: 'MXN' });
    await world.begin({ priceLists: { MXN: 'L1' } });
    world.asked.length = 0;
    await world.run();
    expect(world.asked).toEqual([]);
    world.joined.clock.now = from;
    world.listed.set('L1 1', { amount: '4', currency: 'MXN' });
    await world.run();
    expect(world.asked).toEqual(['L1 1']);
    expect(world.library('price')).toEqual({ 'SKU-1': ['4'], 'SKU-2': ['5'] });
  });

  it('in another currency than the list was chosen for are no prices, and negative ones are none either', async () => {
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2' }), aProduct({ id: '3' }));
    world.listed.set('L1 1', { amount: '8.50', currency: 'EUR' });
    world.listed.set('L1 2', { amount: '-1.00', currency: 'MXN' });
    world.listed.set('L1 3', { amount: '0.00', currency: 'MXN' });
    await world.begin({ priceLists: { MXN: 'L1' } });
    expect(world.library('price')).toEqual({ 'SKU-1': [null], 'SKU-2': [null], 'SKU-3': ['0'] });
    expect(await world.openProblems()).toEqual(['product.negative_price']);
  });
});

describe('availability', () => {
  it('is what nobody was promised in the warehouses that count, and only what matters is written', async () => {
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2', kind: 'service', isStocked: false }));
    erp().set('stock', {
      ...aStock('1', '12', { reserved: '2' }),
      levels: [...aStock('1', '12', { reserved: '2' }).levels, ...aStock('1', '50', { warehouseId: 'W2' }).levels],
    });
    await world.begin({ warehouseIds: ['W1'], availabilityThreshold: 3 });
    expect(world.library('erp_available')).toEqual({ 'SKU-1': ['10'], 'SKU-2': [null] });
    world.writes();
    for (const [onHand, written] of [
      ['14', []],
      ['9', []],
      ['16', ['update 1']],
      ['2', ['update 1']],
      ['3', ['update 1']],
    ] as const) {
      erp().set('stock', aStock('1', onHand, { reserved: '2' }));
      await world.run();
      expect([onHand, world.writes()]).toEqual([onHand, written]);
    }
    erp().set('stock', aStock('1', '3', { reserved: '2', incoming: '20', expectedOn: '2026-12-12' }));
    await world.run();
    expect(world.library('erp_available', 'erp_incoming', 'erp_expected_on')['SKU-1']).toEqual(['1', '20', '2026-12-12']);
  });
});

describe('what people do in HubSpot', () => {
  it('to a field of the ERP is put right and told', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    const id = world.portal.records('products')[0]!.id;
    world.portal.users.edit('products', id, { price: '99' });
    await world.hear(id);
    await world.work();
    expect(world.library('price')['SKU-1']).toEqual(['10']);
    expect(await world.openProblems()).toEqual(['product.overwritten']);
    const { portalId } = world.joined.scope;
    const [group] = await loadProblemGroups(db(), portalId, (_type, record) => record);
    expect(group).toMatchObject({ records: [{ label: 'Product 1', detail: 'price: 99 → 10.00', url: id }] });
  });

  it('when they delete a product is respected until it comes back', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    const id = world.portal.records('products')[0]!.id;
    world.portal.users.delete('products', id);
    await world.hear(id);
    erp().set('products', aProduct({ id: '1', name: 'Renamed' }));
    await world.run();
    expect([await world.states(), await world.openProblems()]).toEqual([{ '1': 'deleted' }, ['product.deleted_in_hubspot']]);
    expect(world.library('name')).toEqual({});
    world.portal.users.restore('products', id);
    await world.hear(id);
    await world.work();
    expect(world.library('name')).toEqual({ 'SKU-1': ['Renamed'] });
    expect(await world.openProblems()).toEqual([]);
  });

  it('to a SKU finds the ERP product that waited for it', async () => {
    const id = world.portal.users.createProduct({ name: 'A', hs_sku: 'typo' });
    erp().set('products', aProduct({ id: '1' }));
    await world.begin({ createMissing: false });
    expect(await world.states()).toEqual({ '1': 'new' });
    world.portal.users.edit('products', id, { hs_sku: 'SKU-1' });
    await world.hear(id);
    await world.work();
    expect(world.library('name')).toEqual({ 'SKU-1': ['Product 1'] });
  });
});
