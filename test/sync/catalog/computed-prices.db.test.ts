import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findWorkWithoutJob } from '../../../server/sync/shared/work-without-job.ts';
import { aPrice, aProduct, aStock, CatalogWorld } from '../../support/catalog.ts';
import { useTestDatabase } from '../../support/database.ts';

const db = useTestDatabase();
let world: CatalogWorld;

/** `L1`: in the products' own currency. `L2`: dollars, with an amount of its own for product 2 and a formula for product 3. */
beforeEach(async () => {
  world = await CatalogWorld.start(db());
  erp().set(
    'products',
    aProduct({ id: '1' }),
    aProduct({ id: '2', groupId: 'G2' }),
    aProduct({ id: '3', categories: [{ id: 'C', name: 'C' }] }),
  );
  erp().set('prices', aPrice('1', 'L2', { kind: 'group', id: 'G2' }, '4.00'), aPrice('2', 'L2', { kind: 'category', id: 'C' }));
  for (const id of ['1', '2', '3']) {
    world.listed.set(`L1 ${id}`, { amount: '10', currency: 'MXN' });
    world.listed.set(`L2 ${id}`, { amount: '0.5', currency: 'USD' });
  }
  await world.begin({ priceLists: { MXN: 'L1', USD: 'L2' } });
  world.asked.length = 0;
});
afterEach(() => world.close());

const erp = () => world.joined.erp;
const asked = () => world.asked.splice(0);
function pass(minutes: number) {
  world.joined.clock.now = new Date(world.joined.clock.now.getTime() + minutes * 60_000);
}
const isDue = async () => (await findWorkWithoutJob(db(), world.joined.clock.now)).prices.length > 0;

describe('a new exchange rate', () => {
  it('has asked again, minutes later, what the ERP computes with it, and nothing else', async () => {
    world.rates = 'MXN 1, USD 0.1';
    world.listed.set('L2 1', { amount: '1.1', currency: 'USD' });
    expect(await isDue()).toBe(false);
    pass(10);
    expect(await isDue()).toBe(true);
    await world.work();
    expect(asked()).toEqual(['L2 1,3']);
    expect(world.library('hs_price_usd')['SKU-1']).toEqual(['1.1']);
    expect(await isDue()).toBe(false);
  });

  it('that is none has nothing asked', async () => {
    pass(10);
    await world.work();
    expect(asked()).toEqual([]);
  });
});

describe('what the ERP computes', () => {
  it('is asked when stock moves, as it may start from the cost', async () => {
    erp().set('stock', aStock('3', '5'), aStock('1', '5'));
    await world.run();
    expect(asked()).toEqual(['L2 3']);
  });

  it('is asked once a night', async () => {
    await world.joined.reconcile('hourly');
    await world.work();
    expect(asked()).toEqual([]);
    await world.joined.reconcile('nightly');
    expect(world.joined.enqueued.at(-1)).toBe('prices');
    await world.work();
    expect(asked()).toEqual(['L2 1,3']);
  });
});

describe('what the ERP refused to say', () => {
  it('is asked once a night, until it does', async () => {
    world.refused.set('L1 2', 'No base');
    erp().set('products', aProduct({ id: '2', groupId: 'G2', name: 'Renamed' }));
    await world.run();
    expect(await world.openProblems()).toEqual(['price.refused']);
    world.refused.clear();
    asked();
    await world.joined.reconcile('nightly');
    await world.work();
    expect(asked()).toContain('L1 2');
    expect(await world.openProblems()).toEqual([]);
  });
});
