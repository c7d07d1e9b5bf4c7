import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadProductReviews, decideProductByPerson } from '../../../server/sync/catalog/reviews.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { aProduct, CatalogWorld } from '../../support/catalog.ts';
import { useTestDatabase } from '../../support/database.ts';

const db = useTestDatabase();
let world: CatalogWorld;
let twins: string[];

/** Two HubSpot products and two of the ERP under one SKU. */
beforeEach(async () => {
  world = await CatalogWorld.start(db());
  twins = ['Pump, old', 'Pump, new'].map((name) => world.portal.users.createProduct({ name, hs_sku: 'PUMP' }));
  world.joined.erp.set('products', aProduct({ id: '1', sku: 'PUMP', name: 'Pump A' }), aProduct({ id: '2', sku: 'pump', name: 'Pump B' }));
  await world.begin();
});
afterEach(() => world.close());

const reviews = async () =>
  loadProductReviews(db(), await world.deps.openHubSpot(world.joined.scope.portalId), world.joined.scope, {
    page: 1,
    urlOf: (id) => `https://hubspot.example/${id}`,
  });
const decide = async (id: string, decision: Parameters<typeof decideProductByPerson>[3]) => {
  await decideProductByPerson(world.deps, world.joined.scope, erpRecordId(id), decision);
  await world.work();
};

describe('products that share a SKU', () => {
  it('wait for a person with what tells them apart, and nothing of them is written', async () => {
    expect(await reviews()).toMatchObject({
      total: 2,
      reviews: [
        {
          productId: '1',
          name: 'Pump A',
          price: { amount: '10.00', currency: 'MXN' },
          withSameSku: 2,
          candidates: [
            { recordId: twins[0], name: 'Pump, old', url: `https://hubspot.example/${twins[0]}` },
            { recordId: twins[1], name: 'Pump, new' },
          ],
        },
        { productId: '2' },
      ],
    });
    expect(world.writes()).toEqual([]);
  });

  it('become what the person says', async () => {
    await decide('1', { kind: 'link', recordId: twins[1]! });
    await decide('2', { kind: 'create' });
    expect((await reviews()).total).toBe(0);
    const names = world.portal.records('products').map(({ properties }) => properties['name']);
    expect(names).toEqual(['Pump, old', 'Pump A', 'Pump B']);
  });

  it('stay out where the person says so, whatever changes in the ERP', async () => {
    await decide('1', { kind: 'leave_out' });
    world.joined.erp.set('products', aProduct({ id: '1', sku: 'OTHER', name: 'Pump A2' }));
    await world.run();
    expect(world.portal.records('products').map(({ properties }) => properties['hs_sku'])).toEqual(['PUMP', 'PUMP']);
    expect((await reviews()).reviews.map(({ productId }) => productId)).toEqual(['2']);
  });

  it('are linked only to what was offered', async () => {
    await expect(decide('1', { kind: 'link', recordId: '999' })).rejects.toMatchObject({ code: 'product.unknown' });
    await expect(decide('9', { kind: 'create' })).rejects.toMatchObject({ code: 'product.unknown' });
    expect((await reviews()).total).toBe(2);
  });
});

describe('products of one ERP that share a SKU which HubSpot does not have', () => {
  const twins = (...more: Parameters<typeof aProduct>[0][]) => world.joined.erp.set('products', ...more.map(aProduct));
  beforeEach(() => twins({ id: '3', sku: 'HOSE' }, { id: '4', sku: ' hose' }));

  it('wait for a person, who may have both made or leave one out', async () => {
    await world.run();
    expect([await world.states(), world.writes()]).toEqual([
      { '1': 'ambiguous', '2': 'ambiguous', '3': 'ambiguous', '4': 'ambiguous' },
      [],
    ]);
    expect(
      (await reviews()).reviews
        .filter(({ sku }) => sku?.trim() !== 'PUMP')
        .map(({ productId, candidates, withSameSku }) => [productId, candidates, withSameSku]),
    ).toEqual(
      expect.arrayContaining([
        ['3', [], 2],
        ['4', [], 2],
      ]),
    );
    await decide('3', { kind: 'create' });
    await decide('4', { kind: 'leave_out' });
    expect(world.portal.records('products').map(({ properties }) => properties['name'])).toContain('Product 3');
    await world.run();
    expect(await world.states()).toMatchObject({ '3': 'linked', '4': 'left_out' });
  });

  it('are made without asking where only one of them goes to HubSpot', async () => {
    twins({ id: '4', sku: 'HOSE', isSold: false });
    await world.run();
    expect(await world.states()).toMatchObject({ '3': 'linked', '4': 'not_wanted' });
  });

  it('are asked about also when one comes later, whether the first is made already or only about to be', async () => {
    twins({ id: '4', sku: 'OTHER' });
    await world.run();
    expect(await world.states()).toMatchObject({ '3': 'linked', '4': 'linked' });
    twins({ id: '5', sku: 'hose' });
    await world.run();
    expect(await world.states()).toMatchObject({ '3': 'linked', '5': 'ambiguous' });
    await db()('catalogRules').update({ approvedAt: null });
    twins({ id: '6', sku: 'TAP' });
    await world.run();
    twins({ id: '7', sku: 'tap' });
    await world.run();
    expect(await world.states()).toMatchObject({ '6': 'ambiguous', '7': 'ambiguous' });
  });

  it('wait no more when a person leaves the other one out', async () => {
    await world.run();
    await decide('4', { kind: 'leave_out' });
    expect(await world.states()).toMatchObject({ '3': 'linked', '4': 'left_out' });
  });

  it('wait no more when the other one gets another SKU', async () => {
    await world.run();
    twins({ id: '4', sku: 'HOSE-2' });
    await world.run();
    expect(await world.states()).toMatchObject({ '3': 'linked', '4': 'linked' });
  });
});
