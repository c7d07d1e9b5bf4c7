import { beforeEach, describe, expect, it } from '@jest/globals';
import { erpRecordId, type RecordId } from '../../../server/shared/ids.ts';
import { loadChecklist } from '../../../server/sync/orders/checklist.ts';
import { chooseLineProduct, searchLineProducts } from '../../../server/sync/orders/line-products.ts';
import { aProduct } from '../../support/catalog.ts';
import { useTestDatabase } from '../../support/database.ts';
import { aDealWithLines, anOrderingWorld, toStage, VALVES } from '../../support/ordering.ts';
import type { WritingWorld } from '../../support/writing.ts';

const db = useTestDatabase();
const UNKNOWN = { ...VALVES, name: 'Old valve', hs_sku: 'GONE-1' };

let world: WritingWorld;
let acme: RecordId;
let deal: RecordId;
let line: RecordId;

beforeEach(async () => {
  ({ world, acme } = await anOrderingWorld(db()));
  world.erp.set(
    'products',
    aProduct({ id: 'p3', sku: 'VAL-3', name: 'Valve 3in' }),
    aProduct({ id: 'p4', sku: 'TWICE', name: 'Valve twice' }),
    aProduct({ id: 'p5', sku: 'twice', name: 'Valve twice more' }),
    aProduct({ id: 'p6', sku: 'VAL-6', name: 'Valve of old', isSold: false }),
    aProduct({ id: 'p7', sku: null, name: 'Valve without' }),
    aProduct({ id: 'p8', sku: 'VAL-8', name: 'Valve 8%' }),
  );
  await world.pullOnce();
  deal = await aDealWithLines(world, acme, UNKNOWN);
  [line] = (await world.hubspot.associatedIds('deals', [deal], 'line_items')).get(deal)! as [RecordId];
});

const ref = () => ({ portalId: world.scope.portalId, dealId: deal, companyCurrency: 'EUR' });
const search = async (query: string) => (await searchLineProducts(world.deps, ref(), query)).found.map(({ name }) => name);
const choose = (productId: string, lineId = line) => chooseLineProduct(world.deps, ref(), { lineId, productId: erpRecordId(productId) });
const writes = () => world.hubspot.writes.filter(({ objectType }) => objectType === 'line_items');
async function productChecks() {
  const checklist = await loadChecklist(world.deps, ref());
  return (checklist.state === 'ready' ? checklist.checks : []).filter(({ about }) => about === 'product');
}

describe('a line of which the ERP knows no product', () => {
  it('can be said to be one of its products: the line gets its SKU and keeps its name and price', async () => {
    expect(await productChecks()).toMatchObject([
      {
        state: 'blocked',
        reason: { code: 'order.unknown_product' },
        action: 'choose_product',
        lines: [{ lineId: line, name: 'Old valve' }],
      },
    ]);
    await choose('p3');
    expect(writes()).toEqual([{ objectType: 'line_items', id: line, properties: { hs_sku: 'VAL-3' } }]);
    expect(await productChecks()).toMatchObject([{ state: 'ok', action: null, lines: [] }]);
    await choose('p3');
    expect(writes()).toHaveLength(1);
    await toStage(world, deal, 'won');
    await world.settle();
    expect(world.erp.orders.all()).toMatchObject([{ lines: [{ productId: 'p3', unitPrice: '12.5', discount: '10' }] }]);
  });

  it('beside one without a SKU is listed with it, and what is known is not', async () => {
    world.hubspot.addLine(deal, { ...VALVES, name: 'Nameless', hs_sku: '' });
    world.hubspot.addLine(deal, VALVES);
    const [check, ...others] = await productChecks();
    expect(check?.lines.map(({ name }) => name)).toEqual(['Old valve', 'Nameless']);
    expect(others.filter(({ action }) => action !== null)).toEqual([]);
  });

  it('is offered what is sold and has a SKU of its own, by name or SKU, whatever is typed', async () => {
    expect(await search('valve')).toEqual(['Valve', 'Valve 3in', 'Valve 8%']);
    expect(await search('val-3')).toEqual(['Valve 3in']);
    expect(await search('8%')).toEqual(['Valve 8%']);
    expect(await search('__')).toEqual([]);
  });

  it.each([
    ['whose SKU is another’s, too', 'p4'],
    ['that is not sold', 'p6'],
    ['without a SKU', 'p7'],
    ['that is not there', 'p99'],
  ])('is not made one %s', async (_what, productId) => {
    await expect(choose(productId)).rejects.toMatchObject({ code: 'order.product_not_choosable', params: { product: 'Old valve' } });
    expect(writes()).toEqual([]);
  });

  it('of another deal, or of a product of the library that says what it is, stays as it is', async () => {
    const other = world.hubspot.addLine(await aDealWithLines(world, acme), VALVES);
    await expect(choose('p3', other)).rejects.toMatchObject({ code: 'not_found' });
    const linked = { recordId: '900', state: 'linked', linkedAt: world.now };
    await db()('productLinks')
      .where({ ...world.scope, productId: 'p1' })
      .update(linked);
    const made = world.hubspot.addLine(deal, { ...UNKNOWN, hs_product_id: '900' });
    await expect(choose('p3', made)).rejects.toMatchObject({ code: 'order.product_not_choosable' });
    expect(writes()).toEqual([]);
  });

  it('that HubSpot refuses to change is named', async () => {
    world.hubspot.refuse({ applies: (objectType) => objectType === 'line_items', scope: 'input', code: 'hubspot.read_only_property' });
    const refused = { code: 'order.line_refused', params: { product: 'Old valve', message: 'hubspot.read_only_property' } };
    await expect(choose('p3')).rejects.toMatchObject(refused);
  });
});
