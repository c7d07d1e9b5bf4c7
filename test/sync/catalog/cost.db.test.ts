import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_CATALOG_RULES, saveCatalogRules } from '../../../server/sync/connection/catalog-rules.ts';
import { loadProductReviews } from '../../../server/sync/catalog/reviews.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aProduct, aStock, CatalogWorld } from '../../support/catalog.ts';

const db = useTestDatabase();
let world: CatalogWorld;

beforeEach(async () => {
  world = await CatalogWorld.start(db());
  world.joined.erp.set('products', aProduct({ id: '1' }), aProduct({ id: '2' }));
  world.costs.set('1', { amount: '6.25', currency: 'MXN' });
});
afterEach(() => world.close());

const COST = 'hs_cost_of_goods_sold';
const costs = () => world.library(COST);
const asked = () => world.asked.splice(0).filter((call) => call.startsWith('cost'));
const recordOf = (sku: string) => world.portal.records('products').find(({ properties }) => properties['hs_sku'] === sku)!.id;
async function switchCost(showsCost: boolean) {
  await saveCatalogRules(world.deps, world.joined.scope, { ...DEFAULT_CATALOG_RULES, showsCost });
  await world.run();
}
async function edit(sku: string, values: Record<string, string>) {
  const id = recordOf(sku);
  world.portal.users.edit('products', id, values);
  await world.hear(id);
  await world.work();
}

describe('what products cost', () => {
  it('is neither asked for nor written unless an administrator switches it on', async () => {
    await world.begin({ priceLists: { MXN: 'L1' } });
    world.joined.erp.set('products', aProduct({ id: '1', name: 'Renamed' }));
    await world.run();
    expect(asked()).toEqual([]);
    expect(costs()).toEqual({ 'SKU-1': [null], 'SKU-2': [null] });
    expect(await db()('listPrices').where({ listId: '=cost' })).toEqual([]);
  });

  it('comes with the products that are made, and follows what is changed or received at another price', async () => {
    await world.begin({ showsCost: true });
    expect(asked()).toEqual(['cost 1,2']);
    expect(world.writes()).toEqual(['upsert 2']);
    expect(costs()).toEqual({ 'SKU-1': ['6.25'], 'SKU-2': [null] });

    world.costs.set('2', { amount: '3.00', currency: 'MXN' });
    world.joined.erp.set('products', aProduct({ id: '2', changeStamp: '2', barcode: '4' }));
    await world.run();
    expect([asked(), costs()]).toEqual([['cost 2'], { 'SKU-1': ['6.25'], 'SKU-2': ['3'] }]);

    world.costs.set('1', { amount: '6.80', currency: 'MXN' });
    world.joined.erp.set('stock', aStock('1', '40'));
    await world.run();
    expect([asked(), costs()]).toEqual([['cost 1'], { 'SKU-1': ['6.8'], 'SKU-2': ['3'] }]);
    world.writes();
    await world.run();
    expect(world.writes()).toEqual([]);
  });

  it('is emptied when it is switched off again, also of products that are gone or not chosen any more', async () => {
    world.joined.erp.set('products', aProduct({ id: '3', sku: 'GONE' }), aProduct({ id: '4', sku: 'LEFT OUT', companyId: '9' }));
    for (const id of ['3', '4']) world.costs.set(id, { amount: '2', currency: 'MXN' });
    await world.begin({ showsCost: true });
    expect(costs()).toMatchObject({ GONE: ['2'], 'LEFT OUT': ['2'], 'SKU-1': ['6.25'] });
    world.joined.erp.remove('products', '3');
    await world.run();
    await world.joined.reconcile();
    asked();
    await saveCatalogRules(world.deps, world.joined.scope, { ...DEFAULT_CATALOG_RULES, companyIds: ['1'] });
    await world.run();
    expect(costs()).toEqual({ GONE: [null], 'LEFT OUT': [null], 'SKU-1': [null], 'SKU-2': [null] });
    expect(asked()).toEqual([]);
    expect(await db()('listPrices').where({ listId: '=cost' })).toEqual([]);
    world.writes();
    await world.run();
    expect(world.writes()).toEqual([]);
  });

  it('is not shown in another currency than the account’s own, nor any longer when it is not known', async () => {
    world.costs.set('2', { amount: '9', currency: 'EUR' });
    await world.begin({ showsCost: true });
    expect(costs()).toEqual({ 'SKU-1': ['6.25'], 'SKU-2': [null] });
    world.costs.set('1', { amount: '6.25', currency: 'EUR' });
    world.joined.erp.set('products', aProduct({ id: '1', changeStamp: '2', barcode: '4' }));
    await world.run();
    expect(costs()['SKU-1']).toEqual([null]);
  });

  it('is no price', async () => {
    for (const name of ['A', 'B']) world.portal.users.createProduct({ name, hs_sku: 'SKU-1' });
    world.joined.erp.set('products', aProduct({ id: '1', basePrice: null }));
    await world.begin({ showsCost: true });
    const { scope } = world.joined;
    const hubspot = await world.deps.openHubSpot(scope.portalId);
    const { reviews } = await loadProductReviews(db(), hubspot, scope, { page: 1, urlOf: (id) => id });
    expect(reviews.map(({ productId, price }) => [productId, price])).toEqual([['1', null]]);
    expect(world.library('price')['SKU-2']).toEqual(['10']);
  });

  it('is put right when somebody changes it in HubSpot', async () => {
    await world.begin({ showsCost: true });
    await edit('SKU-1', { [COST]: '1' });
    expect(costs()['SKU-1']).toEqual(['6.25']);
  });

  it('stays whatever people typed where we wrote none', async () => {
    world.portal.users.createProduct({ name: 'Pump', hs_sku: 'SKU-1', [COST]: '5' });
    await world.begin();
    await edit('SKU-1', { price: '99' });
    expect(world.library('price', COST)['SKU-1']).toEqual(['10', '5']);
    await edit('SKU-1', { [COST]: '4', price: '98' });
    expect(world.library('price', COST)['SKU-1']).toEqual(['10', '4']);

    await switchCost(true);
    expect(costs()).toEqual({ 'SKU-1': ['6.25'], 'SKU-2': [null] });
    await switchCost(false);
    expect(costs()['SKU-1']).toEqual([null]);
    await edit('SKU-1', { [COST]: '3', price: '97' });
    await edit('SKU-1', { price: '96' });
    expect(world.library('price', COST)['SKU-1']).toEqual(['10', '3']);
  });
});
