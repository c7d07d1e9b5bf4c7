import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decideProductByPerson } from '../../../server/sync/catalog/reviews.ts';
import { matchProducts } from '../../../server/sync/catalog/match-products.ts';
import { approveCatalog, DEFAULT_CATALOG_RULES, saveCatalogRules, stopCatalog } from '../../../server/sync/connection/catalog-rules.ts';
import { addToInbox } from '../../../server/sync/shared/add-to-inbox.ts';
import { markPortalDue } from '../../../server/sync/shared/targets.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
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
const rules = DEFAULT_CATALOG_RULES;

describe('before the rules are approved', () => {
  it('nothing is written, also where the catalog was stopped and is set up again', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    await stopCatalog(world.deps, scope());
    const { id } = world.portal.records('products')[0]!;
    world.portal.users.edit('products', id, { price: '99' });
    await world.hear(id);
    await world.work();
    expect(await world.openProblems()).toEqual([]);
    await saveCatalogRules(world.deps, scope(), rules);
    await world.provision();
    await world.run();
    world.portal.users.edit('products', id, { price: '98' });
    await world.hear(id);
    await markPortalDue(db(), scope().portalId, { priority: 2, now: world.deps.now() });
    await world.work();
    expect([world.library('price'), await world.openProblems()]).toEqual([{ 'SKU-1': ['98'] }, []]);
    await approveCatalog(world.deps, scope());
    await world.work();
    expect(world.library('price')).toEqual({ 'SKU-1': ['10'] });
  });

  it('nothing is written to products that HubSpot merged', async () => {
    const [a, b] = ['A', 'B'].map((name) => world.portal.users.createProduct({ name, hs_sku: name }));
    erp().set('products', aProduct({ id: '1', sku: 'A' }));
    await world.begin({}, { isApproved: false });
    world.portal.users.merge('products', b!, a!);
    await world.hear(a!, b!);
    await world.work();
    expect(world.writes()).toEqual([]);
  });

  it('what a person decided stays decided', async () => {
    for (const name of ['A', 'B']) world.portal.users.createProduct({ name, hs_sku: 'SKU-1' });
    erp().set('products', aProduct({ id: '1' }));
    await world.begin({}, { isApproved: false });
    await decideProductByPerson(world.deps, scope(), erpRecordId('1'), { kind: 'create' });
    erp().set('products', aProduct({ id: '1', name: 'Renamed' }));
    await world.run();
    await approveCatalog(world.deps, scope());
    await world.work();
    expect([await world.states(), world.writes()]).toEqual([{ '1': 'linked' }, ['upsert 1']]);
  });
});

describe('of two administrators who save rules at once', () => {
  it('the second is told, and a repeated call finds its own', async () => {
    await world.begin();
    const first = { ...rules, availabilityThreshold: 5 };
    await saveCatalogRules(world.deps, scope(), first, { availabilityThreshold: 1 });
    const second = saveCatalogRules(world.deps, scope(), { ...rules, availabilityThreshold: 9 }, { availabilityThreshold: 1 });
    await expect(second).rejects.toMatchObject({ code: 'settings.changed_meanwhile' });
    await saveCatalogRules(world.deps, scope(), first, { availabilityThreshold: 1 });
    const [stored] = await db()('catalogRules').where(scope()).select('rules');
    expect(stored.rules).toMatchObject({ availabilityThreshold: 5 });
  });
});

describe('the library', () => {
  it('is not looked up before all of the products were read: whose SKU is whose alone nobody knows yet', async () => {
    const id = world.portal.users.createProduct({ name: 'A', hs_sku: 'TWICE' });
    erp().pageSize = 1;
    erp().set('products', aProduct({ id: '1', sku: 'TWICE' }), aProduct({ id: '2', sku: 'twice' }));
    await world.joined.pull();
    await saveCatalogRules(world.deps, scope(), rules);
    let reads = 0;
    erp().before = async (call) => {
      if (call !== 'readPage products' || ++reads !== 3) return;
      await matchProducts(world.deps, scope());
      expect(await world.states()).toEqual({ '1': 'due' });
    };
    await world.joined.pull();
    erp().before = () => undefined;
    await world.work();
    expect(await world.states()).toEqual({ '1': 'ambiguous', '2': 'ambiguous' });
    expect(world.portal.record('products', id)?.properties['name']).toBe('A');
  });

  it('is read anew when the catalog begins again: nobody told of it meanwhile', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    await stopCatalog(world.deps, scope());
    world.portal.users.createProduct({ name: 'By hand', hs_sku: 'SKU-2' });
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2' }));
    await world.begin();
    expect(world.portal.records('products').map(({ properties }) => properties['hs_sku'])).toEqual(['SKU-1', 'SKU-2']);
  });

  it('is left alone by a connection that is being taken away', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin({}, { isApproved: false });
    await approveCatalog(world.deps, scope());
    await db()('erpConnections').update({ status: 'disconnected' });
    await world.work();
    expect(world.portal.records('products')).toEqual([]);
  });

  it('is heard of a product whose ERP is stopped without a word of what would be put right', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    const { id } = world.portal.records('products')[0]!;
    await stopCatalog(world.deps, scope());
    world.portal.users.edit('products', id, { price: '99' });
    await addToInbox(db(), scope().portalId, [{ objectType: 'products', recordId: id as never }], world.deps.now());
    await world.hear(id);
    expect(await world.openProblems()).toEqual([]);
  });
});
