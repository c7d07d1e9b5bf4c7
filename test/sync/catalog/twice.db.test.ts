import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { matchProducts } from '../../../server/sync/catalog/match-products.ts';
import { approveCatalog } from '../../../server/sync/connection/catalog-rules.ts';
import { sweepPortal } from '../../../server/sync/inbox/sweep.ts';
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
const linked = async () => (await db()('productLinks').where({ state: 'linked' }).distinct('recordId')).length;

describe('products are made once', () => {
  it('by two processes at the same time', async () => {
    erp().set('products', ...Array.from({ length: 150 }, (_, n) => aProduct({ id: `a/ñ "${n}"` })));
    await world.begin({}, { isApproved: false });
    await approveCatalog(world.deps, scope());
    await Promise.all([matchProducts(world.deps, scope()), matchProducts(world.deps, scope()), matchProducts(world.deps, scope())]);
    await world.work();
    expect([world.portal.records('products').length, await linked()]).toEqual([150, 150]);
  });

  it('although the answer was lost, or the process with it', async () => {
    erp().set('products', ...Array.from({ length: 5 }, (_, n) => aProduct({ id: String(n) })));
    await world.begin({}, { isApproved: false });
    await approveCatalog(world.deps, scope());
    world.hubspot.faults.next({ kind: 'doneButNoAnswer', match: /batch\/upsert/, times: 5 });
    await matchProducts(world.deps, scope()).catch(() => undefined);
    world.hubspot.faults.clear();
    await world.hear(...world.portal.records('products').map(({ id }) => id));
    await world.work();
    expect([world.portal.records('products').length, await linked()]).toEqual([5, 5]);
  });

  it('and not beside one whose SKU was typed without a word to us', async () => {
    const id = world.portal.users.createProduct({ name: 'A', hs_sku: 'typo' });
    await world.begin();
    world.portal.users.edit('products', id, { hs_sku: 'SKU-1' });
    await sweepPortal({ ...world.deps, askWhetherInstalled: async () => undefined }, { portalId: scope().portalId });
    await world.hear();
    erp().set('products', aProduct({ id: '1' }));
    await world.run();
    expect(world.portal.records('products')).toHaveLength(1);
  });
});
