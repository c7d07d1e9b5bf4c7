import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CatalogRules } from '../../../hubspot-app/app/settings/api/catalog.ts';
import { countProducts } from '../../../server/sync/connection/catalog-counts.ts';
import { loadDifferences } from '../../../server/sync/connection/catalog-differences.ts';
import { approveCatalog, DEFAULT_CATALOG_RULES, saveCatalogRules, stopCatalog } from '../../../server/sync/connection/catalog-rules.ts';
import { findWorkWithoutJob } from '../../../server/sync/shared/work-without-job.ts';
import { aProduct, CatalogWorld } from '../../support/catalog.ts';
import { useTestDatabase } from '../../support/database.ts';

const db = useTestDatabase();
let world: CatalogWorld;

beforeEach(async () => {
  world = await CatalogWorld.start(db());
});
afterEach(() => world.close());

const erp = () => world.joined.erp;
const scope = () => world.joined.scope;
const byHand = (sku: string, more: Record<string, string> = {}) =>
  world.portal.users.createProduct({ name: `Product ${sku.slice(4)}`, hs_sku: sku, price: '10', hs_status: 'active', ...more });
const preview = (rules: Partial<CatalogRules> = {}) => world.begin(rules, { isApproved: false });

/** Without what is none. */
async function counts(): Promise<Record<string, number>> {
  return Object.fromEntries(Object.entries(await countProducts(db(), scope())).filter(([, count]) => count > 0));
}

async function changes(): Promise<Record<string, string[]>> {
  const { samples } = await loadDifferences(db(), scope(), (id) => id);
  return Object.fromEntries(
    samples.map(({ name, changes: of }) => [name, of.map(({ property, before, after }) => `${property}: ${before} → ${after}`)]),
  );
}

describe('what is to be approved', () => {
  it('is what HubSpot shows otherwise, product by product, and nothing else is written', async () => {
    byHand('SKU-1');
    byHand('SKU-2', { price: '12', name: 'Old name' });
    byHand('SKU-3', { description: 'By sales', hs_price_usd: '3' });
    erp().set('products', ...['1', '2', '3', '4'].map((id) => aProduct({ id })));
    await preview();
    expect(await counts()).toEqual({ total: 4, toChange: 1, toComplete: 2, toCreate: 1 });
    expect(await changes()).toEqual({ 'Product 2': ['name: Old name → Product 2', 'price: 12 → 10.00'] });
    const { byProperty } = await loadDifferences(db(), scope(), (id) => id);
    expect(byProperty.map(({ property, count }) => [property, count])).toEqual([
      ['name', 1],
      ['price', 1],
    ]);
    expect(world.writes()).toEqual([]);
    await approveCatalog(world.deps, scope());
    await world.work();
    expect(world.library('description', 'hs_price_usd')['SKU-3']).toEqual(['By sales', '3']);
    expect(await counts()).toEqual({ total: 4, inSync: 4 });
  });

  it('is none where HubSpot holds everything already: the catalog was stopped and is set up again', async () => {
    erp().set('products', ...['1', '2', '3'].map((id) => aProduct({ id })));
    await world.begin();
    await stopCatalog(world.deps, scope());
    const edited = world.portal.records('products').find(({ properties }) => properties['hs_sku'] === 'SKU-2')!.id;
    // Nobody tells us of products meanwhile.
    world.portal.users.edit('products', edited, { price: '99' });
    await preview();
    expect(await counts()).toEqual({ total: 3, inSync: 2, toChange: 1 });
    world.writes();
    await approveCatalog(world.deps, scope());
    await world.work();
    expect([world.writes(), world.library('price')]).toEqual([['update 1'], { 'SKU-1': ['10'], 'SKU-2': ['10'], 'SKU-3': ['10'] }]);
  });

  it('follows both sides until it is approved', async () => {
    const id = byHand('SKU-1');
    erp().set('products', aProduct({ id: '1' }));
    await preview();
    erp().set('products', aProduct({ id: '1', name: 'New name' }));
    await world.run();
    expect(await changes()).toEqual({ 'New name': ['name: Product 1 → New name'] });
    world.portal.users.edit('products', id, { name: 'New name', price: '11' });
    await world.hear(id);
    await world.work();
    expect(await changes()).toEqual({ 'New name': ['price: 11 → 10.00'] });
    await saveCatalogRules(world.deps, scope(), { ...DEFAULT_CATALOG_RULES, priceLists: { MXN: 'L1' } });
    expect(await counts()).toEqual({ total: 1, waiting: 1 });
    world.listed.set('L1 1', { amount: '11', currency: 'MXN' });
    await world.provision();
    expect(await counts()).toEqual({ total: 1, toComplete: 1 });
  });

  it('is read a hundred a call, and is found again by whoever looks for work after a crash', async () => {
    const ids = Array.from({ length: 250 }, (_, n) => String(n + 1));
    for (const id of ids) byHand(`SKU-${id}`, { price: '12' });
    erp().set('products', ...ids.map((id) => aProduct({ id })));
    await preview();
    expect(await counts()).toEqual({ total: 250, toChange: 250 });
    expect((await loadDifferences(db(), scope(), (id) => id)).samples).toHaveLength(10);
    await db()('productLinks').update({ differences: null, comparedRevision: null });
    expect(await counts()).toEqual({ total: 250, waiting: 250 });
    expect((await findWorkWithoutJob(db(), world.deps.now())).catalogs).toEqual([scope()]);
    world.hubspot.forgetCalls();
    await world.work();
    expect(world.hubspot.calls().map(({ path, inputs }) => `${path.split('/').at(-1)} ${inputs}`)).toEqual([
      'read 100',
      'read 100',
      'read 50',
    ]);
    expect((await findWorkWithoutJob(db(), world.deps.now())).catalogs).toEqual([]);
  });

  it('leaves out what is deleted in HubSpot meanwhile', async () => {
    const [gone] = [byHand('SKU-1', { price: '12' }), byHand('SKU-2', { price: '12' })];
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2' }));
    await preview();
    world.portal.users.delete('products', gone);
    erp().set('products', aProduct({ id: '1', name: 'Renamed' }), aProduct({ id: '2' }));
    await world.run();
    await world.hear();
    expect(await counts()).toEqual({ total: 2, toChange: 1, keptOut: 1 });
  });
});

describe('an approval', () => {
  it('waits until every product was compared, and its prices are known', async () => {
    byHand('SKU-1');
    erp().set('products', aProduct({ id: '1' }));
    await preview();
    await saveCatalogRules(world.deps, scope(), { ...DEFAULT_CATALOG_RULES, priceLists: { MXN: 'L1' } });
    const tooEarly = () => expect(approveCatalog(world.deps, scope())).rejects.toMatchObject({ code: 'catalog.still_comparing' });
    await tooEarly();
    // Compared with the price that is known, while the list was not asked yet.
    await db()('productLinks').update({ differences: '{}' });
    await tooEarly();
    await world.provision();
    await approveCatalog(world.deps, scope());
    expect(await counts()).toEqual({ total: 1, toCompare: 1 });
  });

  it('is of the rules that were looked at, and no others', async () => {
    byHand('SKU-1');
    erp().set('products', aProduct({ id: '1' }));
    await preview();
    const others = { ...DEFAULT_CATALOG_RULES, createMissing: false };
    await expect(approveCatalog(world.deps, scope(), others)).rejects.toMatchObject({ code: 'settings.changed_meanwhile' });
    await approveCatalog(world.deps, scope(), DEFAULT_CATALOG_RULES);
    await world.work();
    expect(await counts()).toEqual({ total: 1, inSync: 1 });
  });
});
