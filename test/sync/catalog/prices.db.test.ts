import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compareDealLines } from '../../../server/records/queries/deal-lines.ts';
import { stopCatalog } from '../../../server/sync/connection/catalog-rules.ts';
import { TransientError } from '../../../server/shared/errors.ts';
import { askPrices } from '../../../server/sync/pull/ask-prices.ts';
import { aPrice, aProduct, CatalogWorld } from '../../support/catalog.ts';
import { useTestDatabase } from '../../support/database.ts';

const db = useTestDatabase();
let world: CatalogWorld;

beforeEach(async () => {
  world = await CatalogWorld.start(db());
});
afterEach(() => world.close());

const erp = () => world.joined.erp;

describe('prices', () => {
  it('of a list that the ERP fails to answer for hold up no other list', async () => {
    erp().set('products', aProduct({ id: '1' }));
    const catalog = erp().capabilities.catalog!;
    const answer = catalog.pricesOf;
    await world.begin({ priceLists: { MXN: 'L1', USD: 'L2' } });
    world.asked.length = 0;
    catalog.pricesOf = async (listId, ids, signal) => {
      if (listId === 'L1') throw new TransientError('A formula is wrong', { code: 'odoo.server_error' });
      return answer(listId, ids, signal);
    };
    erp().set('prices', aPrice('77', 'L1', { kind: 'all' }));
    await world.joined.pull();
    const context = { signal: new AbortController().signal, holdsClaim: async () => true };
    for (let tries = 0; tries < 2; tries++) {
      world.joined.clock.now = new Date(world.joined.clock.now.getTime() + 60_000);
      expect(await askPrices(world.joined.deps, world.joined.scope, context)).toMatchObject({ againAfterMs: expect.any(Number) });
    }
    expect(world.asked).toEqual(['L2 1']);
  });

  it('of a product that the ERP no longer has go with it, and one that comes back keeps its price until it is asked', async () => {
    erp().set('products', aProduct({ id: '1' }));
    world.listed.set('L1 1', { amount: '8', currency: 'MXN' });
    await world.begin({ priceLists: { MXN: 'L1' } });
    erp().remove('products', '1');
    await world.joined.reconcile();
    expect(await db()('listPrices')).toEqual([]);
    await world.work();
    erp().set('products', aProduct({ id: '1' }));
    await world.run();
    expect(world.library('price', 'hs_status')).toEqual({ 'SKU-1': ['8', 'active'] });
  });
});

describe('lines of a deal', () => {
  it('are compared with no ERP whose catalog was stopped', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    const { portalId } = world.joined.scope;
    const line = { id: '5' as never, archived: false, properties: { name: 'x', hs_sku: 'sku-1', quantity: '1', price: '10' } } as never;
    const compare = () => compareDealLines(db(), portalId, { records: [line], dealCurrency: 'MXN', linkTo: () => null });
    expect(await compare()).toMatchObject({ lines: [{ product: { name: 'Product 1' } }] });
    await stopCatalog(world.deps, world.joined.scope);
    expect(await compare()).toMatchObject({ lines: [{ findings: ['unknown'] }] });
  });
});
