import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CatalogView } from '../hubspot-app/app/settings/api/catalog.ts';
import type { DealLines } from '../hubspot-app/app/cards/api/types.ts';
import { startOdooFake, type OdooFake } from './fakes/odoo/index.ts';
import { databaseUrl, useTestDatabase } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { startServiceProcess, type ServiceProcess } from './support/service-process.ts';
import { startWorld, type World } from './support/world.ts';

useTestDatabase();

/** The real service between an Odoo and a HubSpot account, driven through the pages alone. */
describe('the catalog of an Odoo', () => {
  let world: World;
  let odoo: OdooFake;
  let service: ServiceProcess;
  let connectionId: string;
  let pump: number;

  beforeEach(async () => {
    world = await startWorld({ databaseUrl: databaseUrl(), companyCurrency: 'MXN', portal: { additionalCurrencies: ['USD'] } });
    odoo = await startOdooFake({ version: 18 });
    service = await startServiceProcess(world.env);
    await world.install();
    pump = await odoo.createProduct({ sku: 'PUMP-1', name: 'Pump', price: '1500.00' });
    connectionId = await world.connect({
      system: 'odoo',
      settings: { url: odoo.url, database: odoo.database, login: odoo.login, apiKey: odoo.apiKey },
    });
    await world.approve(connectionId);
  });

  afterEach(async () => {
    await service.stop();
    await odoo.close();
    await world.close();
  });

  const view = () => world.call<CatalogView>(`/settings/catalog?connectionId=${connectionId}`);
  const inLibrary = () => world.portal.records('products').find(({ properties }) => properties['hs_sku'] === 'PUMP-1');
  async function inState(state: CatalogView['state']): Promise<Extract<CatalogView, { counts: object }>> {
    let seen: CatalogView | undefined;
    await eventually(async () => {
      seen = await view();
      expect(seen.state).toBe(state);
      expect(seen).toMatchObject({ pricesWaiting: 0, counts: { waiting: 0 } });
    });
    return seen as Extract<CatalogView, { counts: object }>;
  }

  it('is chosen, previewed, approved and kept, and the deal card follows', async () => {
    const list = await odoo.createPriceList({ name: 'Distributors', currency: 'MXN' });
    const dollars = await odoo.createPriceList({ name: 'Export', currency: 'USD' });
    await odoo.setListPrice(list, pump, '1400.00');
    await odoo.setListPrice(dollars, pump, '80.00');
    const off = await view();
    expect(off).toMatchObject({ state: 'off', currencies: ['MXN', 'USD'], lacksPermission: false, hubspotTrouble: null });
    world.hubspot.faults.next({ kind: 'status', status: 503, times: Infinity });
    expect(await view()).toMatchObject({ currencies: ['MXN'], hubspotTrouble: { code: 'hubspot.failing' } });
    world.hubspot.faults.clear();
    if (off.state === 'not_offered') throw new Error(off.state);
    expect(off.choices?.priceLists).toEqual(
      expect.arrayContaining([
        { id: String(list), name: 'Distributors', currency: 'MXN' },
        { id: String(dollars), name: 'Export', currency: 'USD' },
      ]),
    );
    const rules = { ...off.rules, priceLists: { MXN: String(list), USD: String(dollars) } };
    await world.call('/settings/catalog', { connectionId, rules });
    const preview = await inState('preview');
    expect(preview.counts.toCreate).toBeGreaterThan(0);
    expect(inLibrary()).toBeUndefined();

    await world.call('/settings/catalog/approve', { connectionId });
    await eventually(() => expect(inLibrary()?.properties).toMatchObject({ name: 'Pump', price: '1400', hs_price_usd: '80' }));
    await eventually(async () => expect((await inState('live')).counts.toCreate).toBe(0));

    const deal = world.portal.users.createDeal({ dealname: 'Two pumps', deal_currency_code: 'MXN' });
    world.portal.users.addLine(deal, { name: 'Pump', quantity: '2', price: '1400', hs_product_id: inLibrary()!.id });
    const lines = () => world.call<Extract<DealLines, { state: 'ready' }>>(`/cards/deal-lines?objectTypeId=0-3&objectId=${deal}`);
    expect(await lines()).toMatchObject({ state: 'ready', drift: [], lines: [{ sku: 'PUMP-1', product: { name: 'Pump' } }] });

    await odoo.setListPrice(list, pump, '1550.00');
    await world.call('/cards/refresh', { objectTypeId: '0-3', objectId: deal });
    await eventually(() => expect(inLibrary()?.properties['price']).toBe('1550'));
    expect(await lines()).toMatchObject({
      drift: [{ amount: '-300', currency: 'MXN' }],
      lines: [
        { findings: expect.arrayContaining(['price_differs']), product: { listPrice: { amount: '1550' }, drift: { amount: '-150' } } },
      ],
    });

    const typed = world.portal.users.createProduct({ name: 'Typed by hand', hs_sku: 'NOT-IN-ERP' });
    world.portal.users.addLine(deal, { name: 'Typed by hand', quantity: '1', price: '5', hs_product_id: typed });
    const findings = async () => (await lines()).lines.map((line) => line.findings);
    expect((await findings())[1]).toEqual(['unknown']);
    world.portal.users.delete('products', typed);
    expect((await findings())[1]).toEqual(['unknown', 'deleted']);

    await world.call('/settings/catalog/stop', { connectionId });
    expect(await view()).toMatchObject({ state: 'off' });
    expect(inLibrary()?.properties).toMatchObject({ name: 'Pump', price: '1550' });
    expect(await lines()).toEqual({ state: 'off' });
  });

  it('is set up by administrators alone', async () => {
    const rep = { userId: 99, email: 'rep@acme.test' };
    const ask = (path: string, body?: object) =>
      world.hubspot.hsFetch(
        world.portal.id,
        rep,
        `${world.publicUrl}/settings/catalog${path}`,
        body ? { method: 'POST', body: { ...body } } : {},
      );
    expect((await ask(`?connectionId=${connectionId}`)).status).toBe(403);
    expect((await ask(`/reviews?connectionId=${connectionId}`)).status).toBe(403);
    for (const path of ['', '/approve', '/stop', '/decide']) expect((await ask(path, { connectionId })).status).toBe(403);
  });

  it('says what is wrong with rules it cannot take', async () => {
    const off = await view();
    if (off.state === 'not_offered') throw new Error(off.state);
    for (const patch of [
      { priceLists: { pesos: '1' } },
      { priceLists: { MXN: '=cost' } },
      { warehouseIds: [''] },
      { availabilityThreshold: -1 },
      { margin: true },
    ])
      await expect(world.call('/settings/catalog', { connectionId, rules: { ...off.rules, ...patch } })).rejects.toThrow(/400/);
    await expect(world.call('/settings/catalog/approve', { connectionId })).rejects.toThrow(/catalog.no_rules/);
    expect(await view()).toMatchObject({ state: 'off' });
  });
});
