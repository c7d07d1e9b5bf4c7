import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_CATALOG_RULES, saveCatalogRules, stopCatalog } from '../../../server/sync/connection/catalog-rules.ts';
import { loadProblemGroups } from '../../../server/sync/connection/problem-list.ts';
import { retryProblems } from '../../../server/sync/connection/retry.ts';
import { aProduct, CatalogWorld } from '../../support/catalog.ts';
import { useTestDatabase } from '../../support/database.ts';

const db = useTestDatabase();
let world: CatalogWorld;

beforeEach(async () => {
  world = await CatalogWorld.start(db());
});
afterEach(() => world.close());

const erp = () => world.joined.erp;
const RULES = { priceLists: { MXN: 'L1' } };

/** Products `1` to `count`, each at 8 on the list. */
function stockUp(count: number) {
  const ids = Array.from({ length: count }, (_, index) => String(index + 1));
  erp().set('products', ...ids.map((id) => aProduct({ id })));
  for (const id of ids) world.listed.set(`L1 ${id}`, { amount: '8', currency: 'MXN' });
  return ids;
}
const connection = () => db()('erpConnections').first<{ failures: number; notBefore: Date | null }>('failures', 'notBefore');
const open = () => db()('problems').whereNull('resolvedAt').orderBy('subject').select('code', 'subject', 'params');

describe('a price that the ERP refuses to say', () => {
  it('is set aside alone; every other is known, and the connection goes on', async () => {
    stockUp(100);
    world.refused.set('L1 37', 'No base');
    await world.begin(RULES);
    expect(await connection()).toEqual({ failures: 0, notBefore: null });
    const prices = Object.entries(world.library('price'));
    expect(prices).toHaveLength(100);
    expect(prices.filter(([, [price]]) => price !== '8')).toEqual([['SKU-37', [null]]]);
    // 100, two halves at each of seven steps.
    expect(world.asked.length).toBeLessThanOrEqual(15);
    const params = { list: 'Mayoreo', reason: 'odoo.refused', message: 'No base' };
    expect(await open()).toEqual([{ code: 'price.refused', subject: 'L1:37', params }]);
    const [group] = await loadProblemGroups(db(), world.joined.scope.portalId, () => '');
    expect(group).toMatchObject({ canRetry: true, records: [{ label: 'Product 37 · Mayoreo' }] });
  });

  it('stays what it was in HubSpot, and is asked again when the product changes; that closes the problem', async () => {
    stockUp(2);
    await world.begin(RULES);
    world.refused.set('L1 1', 'No base');
    world.listed.set('L1 1', { amount: '9', currency: 'MXN' });
    erp().set('products', aProduct({ id: '1', name: 'Renamed' }));
    await world.run();
    expect(world.library('price', 'name')['SKU-1']).toEqual(['8', 'Renamed']);
    expect(await world.openProblems()).toEqual(['price.refused']);
    world.refused.clear();
    erp().set('products', aProduct({ id: '1' }));
    await world.run();
    expect(world.library('price')['SKU-1']).toEqual(['9']);
    expect(await world.openProblems()).toEqual([]);
  });

  it('is asked again when a person says so', async () => {
    stockUp(2);
    world.refused.set('L1 1', 'No base');
    await world.begin(RULES);
    world.refused.clear();
    const { portalId, connectionId } = world.joined.scope;
    await retryProblems(world.joined.deps, portalId, { code: 'price.refused', connectionId });
    expect(world.joined.enqueued).toContain('prices');
    await world.work();
    expect(world.library('price')['SKU-1']).toEqual(['8']);
  });

  it.each([
    ['product', async () => erp().remove('products', '1')],
    ['list', () => saveCatalogRules(world.deps, world.joined.scope, { ...DEFAULT_CATALOG_RULES })],
    ['catalog', () => stopCatalog(world.deps, world.joined.scope)],
  ])('is no problem any longer once its %s is gone', async (_what, end) => {
    stockUp(2);
    world.refused.set('L1 1', 'No base');
    await world.begin(RULES);
    expect(await world.openProblems()).toEqual(['price.refused']);
    await end();
    await world.joined.reconcile();
    await world.work();
    expect(await world.openProblems()).toEqual([]);
  });
});

describe('a list of which the ERP says no price at all', () => {
  it('is set aside whole after a few questions, and asked again when a person says so', async () => {
    const ids = stockUp(250);
    for (const id of ids) world.refused.set(`L1 ${id}`, 'A formula is wrong');
    await world.begin(RULES);
    expect(world.asked.length).toBeLessThanOrEqual(20);
    expect(Object.keys(world.library('name'))).toHaveLength(250);
    expect(await open()).toMatchObject([{ code: 'price.list_refused', subject: 'L1', params: { list: 'Mayoreo' } }]);
    expect(await connection()).toEqual({ failures: 0, notBefore: null });
    world.refused.clear();
    const { portalId, connectionId } = world.joined.scope;
    await retryProblems(world.joined.deps, portalId, { code: 'price.list_refused', connectionId });
    await world.work();
    expect(Object.values(world.library('price')).every(([price]) => price === '8')).toBe(true);
    expect(await world.openProblems()).toEqual([]);
  });
});

describe('a cost that the ERP refuses to say', () => {
  it('keeps no other from being known', async () => {
    stockUp(3);
    for (const id of ['1', '2', '3']) world.costs.set(id, { amount: '5', currency: 'MXN' });
    world.refused.set('cost 2', 'No valuation');
    await world.begin({ showsCost: true });
    expect(world.library('hs_cost_of_goods_sold')).toEqual({ 'SKU-1': ['5'], 'SKU-2': [null], 'SKU-3': ['5'] });
    expect(await open()).toMatchObject([{ code: 'price.refused', subject: '=cost:2', params: { list: null } }]);
  });
});
