import { describe, expect, it } from '@jest/globals';
import type { PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';
import { RecordRejectedError, TransientError } from '../../../server/shared/errors.ts';
import type { ErpRecordId, RecordId } from '../../../server/shared/ids.ts';
import { DEFAULT_CATALOG_RULES } from '../../../server/sync/connection/catalog-rules.ts';
import { loadChecklist } from '../../../server/sync/orders/checklist.ts';
import { useListPrices } from '../../../server/sync/orders/list-prices.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aProduct } from '../../support/catalog.ts';
import { aDealWithLines, anOrderingWorld, VALVES } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const refOf = (world: WritingWorld, dealId: RecordId) => ({ portalId: world.scope.portalId, dealId, companyCurrency: 'EUR' });

async function priceChecks(world: WritingWorld, deal: RecordId) {
  const checklist = await loadChecklist(world.deps, refOf(world, deal));
  const checks = 'checks' in checklist ? checklist.checks : [];
  return checks.filter(({ about }) => about === 'price').map(({ state, reason: { code, params }, listPrice }) => ({ state, code, list: params['list'] ?? null, listPrice: listPrice?.amount ?? null })); // prettier-ignore
}

/** Ten valves at 12.50, ten percent off; the library shows another price than any list of the ERP. */
async function aPricedWorld(rules: Partial<PipelineOrderRules> = {}) {
  const made = await anOrderingWorld(db(), { rules, isConfirmed: false });
  const { world } = made;
  world.erp.set('products', aProduct({ id: 'p1', sku: 'VAL-2', name: 'Valve', basePrice: { amount: '99', currency: 'EUR' } }));
  await world.pullOnce();
  const rulesOfLibrary = { ...DEFAULT_CATALOG_RULES, priceLists: { EUR: 'library' } };
  await db()('catalogRules').insert({ ...world.scope, rules: JSON.stringify(rulesOfLibrary), approvedAt: world.now });
  const asked: string[] = [];
  const offer = (more: Partial<typeof world.erp.capabilities>) => void (world.erp.capabilities = { ...world.erp.capabilities, ...more });
  const nobodyAsks = () => Promise.reject(new Error('nobody asks'));
  const pricesOf = async (listId: string, ids: readonly ErpRecordId[]) => {
    asked.push(`${listId} ${ids.join()}`);
    return new Map(ids.map((id) => [id, { amount: listId === 'l-EUR' ? '12.00' : '13.00', currency: 'EUR' }]));
  };
  offer({ catalog: { choices: nobodyAsks, costsOf: nobodyAsks, pricesOf } });
  const { preview: _, ...withoutPreviews } = world.erp.capabilities.orders!;
  const withoutPreview = () => offer({ orders: withoutPreviews });
  return { ...made, asked, withoutPreview, deal: await aDealWithLines(world, made.acme) };
}

describe('the price line of the checklist', () => {
  it('compares with what the ERP would ask of this customer for this order, now', async () => {
    const { world, deal, asked } = await aPricedWorld({ priceLists: { EUR: 'l-EUR' } });
    world.erp.orders.reprice = () => '11.25';
    expect(await priceChecks(world, deal)).toEqual([{ state: 'ok', code: 'order.check_price', list: null, listPrice: null }]);
    world.erp.orders.reprice = () => '11';
    expect(await priceChecks(world, deal)).toEqual([{ state: 'warning', code: 'order.price_differs', list: '11', listPrice: '11' }]);
    expect(asked).toEqual([]);
  });

  it('where the ERP cannot say that, compares with the list of the rule, not with the library’s; and the list price is that', async () => {
    const { world, deal, asked, withoutPreview } = await aPricedWorld({ priceLists: { EUR: 'l-EUR' } });
    withoutPreview();
    expect(await priceChecks(world, deal)).toEqual([{ state: 'warning', code: 'order.price_differs', list: '12', listPrice: '12' }]);
    expect(asked).toEqual(['l-EUR p1']);
    const [line] = (await world.hubspot.associatedIds('deals', [deal], 'line_items')).get(deal)!;
    await expect(useListPrices(world.deps, refOf(world, deal), [{ lineId: line!, price: '13' }])).rejects.toMatchObject({
      code: 'order.list_price_changed',
      params: { list: '12' },
    });
    await useListPrices(world.deps, refOf(world, deal), [{ lineId: line!, price: '12' }]);
    expect(world.hubspot.writes.filter(({ objectType }) => objectType === 'line_items')).toMatchObject([{ properties: { price: '12' } }]);
    expect(await priceChecks(world, deal)).toMatchObject([{ state: 'ok' }]);
  });

  it('without a list in the rule takes the library’s, as the order has the deal’s own prices', async () => {
    const { world, deal, asked, withoutPreview } = await aPricedWorld();
    withoutPreview();
    expect(await priceChecks(world, deal)).toMatchObject([{ code: 'order.price_differs', list: '13' }]);
    expect(asked).toEqual(['library p1']);
  });

  it('asks about the deal’s currency: the list of another one says nothing', async () => {
    const { world, acme, asked, withoutPreview } = await aPricedWorld({ priceLists: { EUR: 'l-EUR' } });
    withoutPreview();
    const deal = await aDealWithLines(world, acme);
    await world.edit('deals', deal, { deal_currency_code: 'USD' });
    expect(await priceChecks(world, deal)).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('is left out while the ERP does not answer', async () => {
    const { world, deal, withoutPreview } = await aPricedWorld();
    withoutPreview();
    const pricesOf = () => Promise.reject(new TransientError('away', { code: 'connection.unreachable' }));
    world.erp.capabilities = { ...world.erp.capabilities, catalog: { ...world.erp.capabilities.catalog!, pricesOf } };
    expect(await priceChecks(world, deal)).toEqual([]);
  });
});

describe('the amount of a deal whose line gets the list price', () => {
  it.each([
    ['was the sum of its lines, so it is again', '112.5', '120'],
    ['was typed by somebody, and stays', '500', '500'],
  ])('%s', async (_what, before, after) => {
    const { world, deal } = await aPricedWorld({ priceLists: { EUR: 'l-EUR' } });
    await world.edit('deals', deal, { amount: before });
    world.erp.orders.reprice = () => '12';
    const [line] = (await world.hubspot.associatedIds('deals', [deal], 'line_items')).get(deal)!;
    await useListPrices(world.deps, refOf(world, deal), [{ lineId: line!, price: '12' }]);
    expect(Number(world.hubspot.get('deals', deal)['amount'])).toBe(Number(after));
    const written = world.hubspot.writes.length;
    await useListPrices(world.deps, refOf(world, deal), [{ lineId: line!, price: '12' }]);
    expect(world.hubspot.writes).toHaveLength(written);
  });
});

describe('where the rule lets the ERP give the price, the price line', () => {
  it('says which the ERP will take', async () => {
    const { world, acme } = await aPricedWorld({ prices: 'erp' });
    world.erp.orders.reprice = () => '12';
    const withoutPrice = { name: 'Pump', hs_sku: 'PUMP-3', quantity: '1' };
    const deal = await aDealWithLines(world, acme, VALVES, withoutPrice);
    expect(await priceChecks(world, deal)).toEqual([
      { state: 'warning', code: 'order.erp_price_differs', list: '12', listPrice: '12' },
      { state: 'ok', code: 'order.erp_price', list: '12', listPrice: null },
    ]);
    world.erp.orders.reprice = () => '11.25';
    expect(await priceChecks(world, deal)).toMatchObject([{ code: 'order.erp_price', list: '11.25' }, { code: 'order.check_erp_price' }]);
  });

  it('says that nobody knows before, rather than what another list says', async () => {
    const { world, deal, asked, withoutPreview } = await aPricedWorld({ prices: 'erp' });
    withoutPreview();
    expect(await priceChecks(world, deal)).toMatchObject([{ state: 'unknown', code: 'order.erp_price_later' }]);
    expect(asked).toEqual([]);
  });
});

describe('a question about prices', () => {
  it('that this version of the ERP does not understand blocks no order, and the list is asked', async () => {
    const { world, deal, asked } = await aPricedWorld({ priceLists: { EUR: 'l-EUR' } });
    const tooOld = new RecordRejectedError('too old', { code: 'erp.too_old' });
    const orders = { ...world.erp.capabilities.orders!, preview: () => Promise.reject(tooOld) };
    world.erp.capabilities = { ...world.erp.capabilities, orders };
    expect(await priceChecks(world, deal)).toMatchObject([{ code: 'order.price_differs', list: '12' }]);
    expect(asked).toEqual(['l-EUR p1']);
  });

  it('is not asked of what is sold by no product of its own', async () => {
    const { world, acme, asked, withoutPreview } = await aPricedWorld({ unknownProduct: 'placeholder', placeholderProductId: 'p2' });
    withoutPreview();
    const deal = await aDealWithLines(world, acme, { ...VALVES, hs_sku: 'NO-SUCH' });
    expect(await priceChecks(world, deal)).toEqual([]);
    expect(asked).toEqual([]);
  });
});
