import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_CATALOG_RULES, saveCatalogRules } from '../../../server/sync/connection/catalog-rules.ts';
import { sweepPortal } from '../../../server/sync/inbox/sweep.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aProduct, CatalogWorld } from '../../support/catalog.ts';

const db = useTestDatabase();
let world: CatalogWorld;

beforeEach(async () => {
  world = await CatalogWorld.start(db());
  world.joined.erp.set('products', aProduct({ id: '1', basePrice: { amount: '9.00', currency: 'EUR' } }));
  world.listed.set('L9 1', { amount: '1500', currency: 'JPY' });
  await world.begin();
});
afterEach(() => world.close());

const yen = () => world.library('hs_price_jpy')['SKU-1'];
async function chooseYen() {
  const rules = { ...DEFAULT_CATALOG_RULES, priceLists: { JPY: 'L9' } };
  await saveCatalogRules(world.deps, world.joined.scope, rules);
  await world.run();
  await world.provision();
}
const sweep = () => sweepPortal({ ...world.deps, askWhetherInstalled: async () => undefined }, { portalId: world.joined.scope.portalId });
const isProvisionDue = async () => (await db()('portals').whereNotNull('provisionDueAt')).length > 0;

describe('a currency that was added in HubSpot', () => {
  it('has its prices as soon as a list is chosen for it', async () => {
    world.portal.addCurrency('JPY');
    await chooseYen();
    expect(yen()).toEqual(['1500']);
  });

  it('has them by the next night where the list was chosen before', async () => {
    await chooseYen();
    expect(yen()).toEqual([null]);
    world.portal.addCurrency('JPY');
    await sweep();
    await world.provision();
    expect(yen()).toEqual(['1500']);
  });

  it('shows by the next night what the ERP says without a list', async () => {
    world.portal.addCurrency('EUR');
    await sweep();
    await world.provision();
    expect(world.library('hs_price_eur')['SKU-1']).toEqual(['9']);
  });
});

it('properties are not looked for again where nothing new came', async () => {
  await saveCatalogRules(world.deps, world.joined.scope, { ...DEFAULT_CATALOG_RULES, priceLists: { USD: 'L2' } });
  await sweep();
  expect(await isProvisionDue()).toBe(false);
});
