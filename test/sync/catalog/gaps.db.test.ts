import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { countCatalogGaps } from '../../../server/sync/connection/catalog-gaps.ts';
import { loadProblemGroups } from '../../../server/sync/connection/problem-list.ts';
import { aProduct, CatalogWorld } from '../../support/catalog.ts';
import { useTestDatabase } from '../../support/database.ts';

const db = useTestDatabase();
let world: CatalogWorld;

beforeEach(async () => {
  world = await CatalogWorld.start(db());
});
afterEach(() => world.close());

const gaps = () => countCatalogGaps(db(), world.joined.scope);

describe('what the ERP does not say of products', () => {
  beforeEach(() => {
    world.joined.erp.set('products', aProduct({ id: '1' }), aProduct({ id: '2', sku: null }), aProduct({ id: '3', sku: ' ' }));
    world.joined.erp.set(
      'products',
      aProduct({ id: '4', basePrice: null }),
      aProduct({ id: '5', basePrice: { amount: '0.00', currency: 'MXN' } }),
    );
    world.joined.erp.set('products', aProduct({ id: '6', sku: null, basePrice: null, isSold: false }));
  });

  it('is nothing before anything was chosen', async () => {
    expect(await gaps()).toEqual({ withoutSku: 0, withoutPrice: 0 });
  });

  it('is counted, without those that do not go to HubSpot', async () => {
    await world.begin();
    expect(await gaps()).toEqual({ withoutSku: 2, withoutPrice: 2 });
  });

  it('is what the chosen lists say, where there are any', async () => {
    for (const id of ['1', '2', '3', '4']) world.listed.set(`L1 ${id}`, { amount: id === '3' ? '0' : '8', currency: 'MXN' });
    await world.begin({ priceLists: { MXN: 'L1' } });
    expect(await gaps()).toEqual({ withoutSku: 2, withoutPrice: 2 });
  });
});

describe('problems with several products', () => {
  it('name what any of them has, and of each its own', async () => {
    world.joined.erp.set('products', aProduct({ id: '1' }), aProduct({ id: '2' }));
    await world.begin();
    const idOf = (sku: string) => world.portal.records('products').find(({ properties }) => properties['hs_sku'] === sku)!.id;
    world.portal.users.edit('products', idOf('SKU-1'), { name: 'Mine' });
    world.portal.users.edit('products', idOf('SKU-2'), { price: '99' });
    await world.hear(idOf('SKU-1'), idOf('SKU-2'));
    await world.work();
    const [group] = await loadProblemGroups(db(), world.joined.scope.portalId, () => '');
    expect(String(group?.params['property']).split(', ').sort()).toEqual(['name', 'price']);
    expect(group?.records.map(({ label, detail }) => `${label} | ${detail}`).sort()).toEqual([
      'Product 1 | name: Mine → Product 1',
      'Product 2 | price: 99 → 10.00',
    ]);
  });
});
