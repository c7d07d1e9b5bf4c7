import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_CATALOG_RULES, saveCatalogRules } from '../../../server/sync/connection/catalog-rules.ts';
import { CURRENCIES } from '../../../server/records/catalogue/product-price.ts';
import { inboxEntriesOf } from '../../../server/http/webhooks/events.ts';
import { processInbox } from '../../../server/sync/inbox/inbox.ts';
import { receiveEntries } from '../../../server/sync/inbox/received-entries.ts';
import { projectSubscriptions } from '../../fakes/hubspot/subscriptions.ts';
import { loadCatalog } from '../../../server/sync/connection/catalog-overview.ts';
import type { Connectors } from '../../../server/sync/shared/connectors.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aProduct, aStock, CatalogWorld } from '../../support/catalog.ts';

const db = useTestDatabase();
let world: CatalogWorld;

beforeEach(async () => {
  world = await CatalogWorld.start(db());
});
afterEach(() => world.close());

const erp = () => world.joined.erp;
const held = (id: string) => world.portal.record('products', id)!.properties;
const recordOf = (sku: string) => world.portal.records('products').find(({ properties }) => properties['hs_sku'] === sku)!.id;
async function saveRules(rules: Partial<typeof DEFAULT_CATALOG_RULES>) {
  await saveCatalogRules(world.deps, world.joined.scope, { ...DEFAULT_CATALOG_RULES, ...rules });
  await world.run();
}
async function edit(id: string, values: Record<string, string>) {
  world.portal.users.edit('products', id, values);
  await world.hear(id);
  await world.work();
}

describe('what the ERP does not know of a product', () => {
  const kept = {
    description: 'For wells up to 40 m',
    recurringbillingfrequency: 'monthly',
    hs_price_usd: '7',
    hs_recurring_billing_period: 'P12M',
  };

  it('stays as sales keep it when its HubSpot product is found, and whatever changes then', async () => {
    const id = world.portal.users.createProduct({ name: 'Old', hs_sku: 'SKU-1', price: '3', ...kept });
    erp().set('products', aProduct({ id: '1', basePrice: null }));
    await world.begin();
    expect(held(id)).toMatchObject({ name: 'Product 1', price: '3', ...kept });
    erp().set('products', aProduct({ id: '1', basePrice: null, name: 'Renamed', sku: null }));
    await world.run();
    await edit(id, { description: 'For all wells', name: 'Mine', recurringbillingfrequency: 'annually' });
    expect(held(id)).toMatchObject({ name: 'Renamed', price: '3', description: 'For all wells', recurringbillingfrequency: 'annually' });
  });

  it('is emptied where it came from the ERP', async () => {
    erp().set('products', aProduct({ id: '1', description: 'Deep', recurring: { every: 1, unit: 'month' } }));
    await world.begin();
    const id = recordOf('SKU-1');
    expect(held(id)).toMatchObject({ description: 'Deep', recurringbillingfrequency: 'monthly', hs_sku: 'SKU-1' });
    erp().set('products', aProduct({ id: '1', sku: null }));
    await world.run();
    expect([held(id)['description'], held(id)['recurringbillingfrequency'], held(id)['hs_sku']].map((value) => value || null)).toEqual([
      null,
      null,
      null,
    ]);
    world.writes();
    await edit(id, { description: 'By hand' });
    expect([held(id)['description'], world.writes(), await world.openProblems()]).toEqual(['By hand', [], []]);
  });
});

describe('a price list', () => {
  const chosen = { priceLists: { USD: 'L2' } };
  beforeEach(() => {
    world.listed.set('L2 1', { amount: '0.45', currency: 'USD' });
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2' }));
  });

  it('that is taken away from a currency takes its prices along, and no other', async () => {
    await world.begin(chosen);
    const [first, second] = [recordOf('SKU-1'), recordOf('SKU-2')];
    await saveRules({});
    expect(held(first)['hs_price_usd'] || null).toBeNull();
    await edit(second, { hs_price_usd: '5' });
    expect(held(second)['hs_price_usd']).toBe('5');
    world.writes();
    await world.run();
    expect(world.writes()).toEqual([]);
  });

  it('that is replaced by another keeps its prices until the ERP says the new ones', async () => {
    await world.begin(chosen);
    world.listed.set('L3 1', { amount: '0.50', currency: 'USD' });
    await saveCatalogRules(world.deps, world.joined.scope, { ...DEFAULT_CATALOG_RULES, priceLists: { USD: 'L3' } });
    expect(held(recordOf('SKU-1'))['hs_price_usd']).toBe('0.45');
    await world.run();
    expect(held(recordOf('SKU-1'))['hs_price_usd']).toBe('0.5');
  });

  it('without a price for a product empties what people type there, before and after', async () => {
    const id = world.portal.users.createProduct({ name: 'Old', hs_sku: 'SKU-2', hs_price_usd: '9' });
    await world.begin(chosen);
    expect(held(id)['hs_price_usd'] || null).toBeNull();
    for (const price of ['8', '7']) {
      await edit(id, { hs_price_usd: price });
      expect(held(id)['hs_price_usd'] || null).toBeNull();
    }
    expect(await world.openProblems()).toEqual(['product.overwritten']);
  });
});

describe('a field that the ERP owns', () => {
  const OWNED = {
    name: 'Product 1',
    description: 'Deep',
    hs_sku: 'SKU-1',
    price: '10',
    hs_price_usd: '0.45',
    hs_cost_of_goods_sold: '6.25',
    hs_status: 'active',
    recurringbillingfrequency: 'monthly',
    erp_available: '12',
    erp_incoming: '20',
    erp_expected_on: '2026-12-12',
    erp_unit: 'Units',
    erp_taxes: 'IVA 16',
  };

  /** What HubSpot tells of an edit, if the app subscribes to it. */
  async function told(id: string, propertyName: string, propertyValue: string): Promise<void> {
    const isTold = projectSubscriptions().some((one) => one.objectType === 'product' && one.propertyName === propertyName);
    const { portalId } = world.joined.scope;
    const event = { portalId, subscriptionType: 'object.propertyChange', objectTypeId: '0-7', objectId: id, propertyName, propertyValue };
    await receiveEntries(world.deps, isTold ? inboxEntriesOf(event) : []);
    world.joined.clock.now = new Date(world.joined.clock.now.getTime() + 6_000);
    await processInbox(world.deps, { portalId });
    await world.work();
  }

  it('is put right at once and listed whichever it is, and our own writes cost no reading', async () => {
    world.listed.set('L2 1', { amount: '0.45', currency: 'USD' });
    world.costs.set('1', { amount: '6.25', currency: 'MXN' });
    const taxes = [{ name: 'IVA 16', percent: '16', isIncluded: false }];
    erp().set('products', aProduct({ id: '1', description: 'Deep', recurring: { every: 1, unit: 'month' }, taxes }));
    erp().set('stock', aStock('1', '12', { incoming: '20', expectedOn: '2026-12-12' }));
    await world.begin({ priceLists: { USD: 'L2' }, showsCost: true });
    const id = recordOf('SKU-1');
    expect(held(id)).toMatchObject(OWNED);
    const others: Partial<Record<string, string>> = {
      hs_status: 'inactive',
      recurringbillingfrequency: 'annually',
      erp_expected_on: '2027-01-01',
    };
    for (const [property, value] of Object.entries(OWNED)) {
      const edited = others[property] ?? '123';
      await db()('problems').delete();
      world.portal.users.edit('products', id, { [property]: edited });
      await told(id, property, edited);
      expect([property, held(id)[property], await world.openProblems()]).toEqual([property, value, ['product.overwritten']]);
      world.hubspot.forgetCalls();
      await told(id, property, value);
      expect([property, world.hubspot.calls()]).toEqual([property, []]);
    }
  });

  it('is one of a price in any currency that an account can have', () => {
    const priced = projectSubscriptions().filter(({ propertyName }) => propertyName?.startsWith('hs_price_'));
    expect(priced.map(({ propertyName }) => propertyName)).toEqual(CURRENCIES.map((currency) => `hs_price_${currency.toLowerCase()}`));
  });
});

describe('products that the rules leave out later', () => {
  const pumps = [{ id: '5', name: 'Pumps' }];

  it('are kept no more: ours become inactive, those that HubSpot had stay as people keep them, and neither counts as in step', async () => {
    const id = world.portal.users.createProduct({ name: 'Old', hs_sku: 'SKU-1' });
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2' }), aProduct({ id: '3', categories: pumps }));
    await world.begin();
    await saveRules({ categoryIds: ['5'] });
    const status = () => world.library('name', 'hs_status');
    const leftOut = { 'SKU-1': ['Product 1', 'active'], 'SKU-2': ['Product 2', 'inactive'], 'SKU-3': ['Product 3', 'active'] };
    expect([status(), await counts()]).toMatchObject([leftOut, { inSync: 1, toCompare: 0, notChosen: 2 }]);
    erp().set('products', ...['1', '2'].map((one) => aProduct({ id: one, name: 'Renamed' })), aProduct({ id: '3', categories: pumps }));
    await world.run();
    await edit(id, { name: 'Mine' });
    expect([status(), await world.openProblems()]).toEqual([{ ...leftOut, 'SKU-1': ['Mine', 'active'] }, []]);
    await saveRules({});
    expect([status(), await counts()]).toMatchObject([
      { 'SKU-1': ['Renamed', 'active'], 'SKU-2': ['Renamed', 'active'] },
      { inSync: 3, notChosen: 0 },
    ]);
  });

  async function counts() {
    const connectors = { openConnector: async () => erp() } as unknown as Connectors;
    const deps = { db: db(), connectors, askChoices: async () => ({ choices: null, trouble: null }) as never };
    const view = await loadCatalog(deps, world.joined.scope, {
      currencies: ['MXN'],
      hubspotTrouble: null,
      lacksPermission: false,
      gaps: { withoutSku: 0, withoutPrice: 0 },
      urlOf: (id) => id,
    });
    return view.state === 'not_offered' ? null : view.counts;
  }
});
