import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { compareDealLines } from '../../server/records/queries/deal-lines.ts';
import type { DealLine } from '../../hubspot-app/app/cards/api/types.ts';
import { recordId } from '../../server/shared/ids.ts';
import { aProduct, aStock, CatalogWorld } from '../support/catalog.ts';
import { useTestDatabase } from '../support/database.ts';

const db = useTestDatabase();
let world: CatalogWorld;

beforeEach(async () => {
  world = await CatalogWorld.start(db());
});
afterEach(() => world.close());

const erp = () => world.joined.erp;
const libraryId = (sku: string): string => world.portal.records('products').find(({ properties }) => properties['hs_sku'] === sku)!.id;

/** As HubSpot answers it; a line names what it is about. */
const lineOf = (properties: Record<string, string>, index: number) => ({
  id: recordId(String(100 + index)),
  properties: { name: 'Line', quantity: '1', price: '10', ...properties },
  archived: false,
});

async function compared(...lines: Record<string, string>[]) {
  const records = lines.map(lineOf);
  const answer = await compareDealLines(db(), world.joined.scope.portalId, {
    records,
    dealCurrency: 'MXN',
    linkTo: (_connection, id) => `https://erp.example/products/${id}`,
  });
  if (answer.state !== 'ready') throw new Error(answer.state);
  return answer;
}
const findings = ({ lines }: { lines: DealLine[] }) => lines.map((line) => line.findings);

describe('the lines of a deal', () => {
  it('are compared with the list of their currency and with what is there', async () => {
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2' }), aProduct({ id: '3', active: true }));
    erp().set('stock', aStock('1', '12', { reserved: '2' }), aStock('2', '3', { incoming: '20', expectedOn: '2026-12-12' }));
    for (const [id, amount] of [
      ['1', '10.00'],
      ['2', '8.10'],
    ] as const)
      world.listed.set(`L1 ${id}`, { amount, currency: 'MXN' });
    await world.begin({ priceLists: { MXN: 'L1' } });
    const answer = await compared(
      { hs_product_id: libraryId('SKU-1'), quantity: '10' },
      { hs_product_id: libraryId('SKU-2'), quantity: '5' },
      { hs_product_id: libraryId('SKU-3') },
    );
    expect(findings(answer)).toEqual([[], ['short', 'price_differs'], ['no_list_price']]);
    expect(answer.lines[1]).toMatchObject({
      product: {
        name: 'Product 2',
        listPrice: { amount: '8.1', currency: 'MXN' },
        drift: { amount: '1.9', currency: 'MXN' },
        available: '3',
        incoming: '20',
        expectedOn: '2026-12-12',
        url: 'https://erp.example/products/2',
      },
    });
    expect(answer.lines[2]?.product?.available).toBeNull();
    expect(answer.drift).toEqual([{ amount: '9.5', currency: 'MXN' }]);
  });

  it('are found by their SKU where nobody picked them from the library, and by nothing else', async () => {
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2', sku: 'TWICE' }), aProduct({ id: '3', sku: 'twice' }));
    await world.begin();
    const answer = await compared({ hs_sku: ' sku-1 ' }, { hs_sku: 'twice' }, { name: 'Product 1' }, { hs_product_id: '999' });
    expect(findings(answer)).toEqual([[], ['ambiguous'], ['unknown'], ['unknown']]);
    expect(answer.drift).toEqual([]);
  });

  it('are compared after their discounts, an amount off each unit or a percentage', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    const line = { hs_product_id: libraryId('SKU-1') };
    const answer = await compared(
      { ...line, hs_discount_percentage: '50', quantity: '2' },
      { ...line, discount: '2.5' },
      { ...line, discount: '', hs_discount_percentage: '0' },
      { ...line, price: '12.5', hs_discount_percentage: '20' },
    );
    expect(findings(answer)).toEqual([['price_differs'], ['price_differs'], [], []]);
    expect(answer.lines.map(({ netPrice, product }) => [netPrice?.amount, product?.drift?.amount])).toEqual([
      ['5', '-5'],
      ['7.5', '-2.5'],
      [undefined, '0'],
      ['10', '0'],
    ]);
    expect(answer.drift).toEqual([{ amount: '-12.5', currency: 'MXN' }]);
  });

  it('of one product are short together', async () => {
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2' }));
    erp().set('stock', aStock('1', '122'), aStock('2', '122'));
    await world.begin();
    const line = (sku: string) => ({ hs_product_id: libraryId(sku), quantity: '100' });
    const answer = await compared(line('SKU-1'), line('SKU-2'), { hs_sku: 'SKU-1', quantity: '100' });
    expect(findings(answer)).toEqual([['short'], [], ['short']]);
    expect(answer.lines.map(({ product }) => [product?.wanted, product?.isOnSeveralLines])).toEqual([
      ['200', true],
      ['100', false],
      ['200', true],
    ]);
  });

  it('whose SKU only an archived product has are of that one; a living one goes before it', async () => {
    erp().set('products', aProduct({ id: '1', sku: 'OLD', active: false }), aProduct({ id: '2', sku: 'OLDER', active: false }));
    erp().set('products', aProduct({ id: '3', sku: 'OLDER', active: false }), aProduct({ id: '4', sku: 'NEW', active: false }));
    erp().set('products', aProduct({ id: '5', sku: 'NEW' }));
    await world.begin();
    const answer = await compared({ hs_sku: 'OLD' }, { hs_sku: 'OLDER' }, { hs_sku: 'NEW' });
    expect(findings(answer)).toEqual([['inactive'], ['inactive'], []]);
    expect(answer.lines[2]?.product?.name).toBe('Product 5');
  });

  it('with which the ERP takes money off have no price to be compared with', async () => {
    erp().set('products', aProduct({ id: '1', basePrice: { amount: '-50.00', currency: 'MXN' } }));
    await world.begin();
    const answer = await compared({ hs_product_id: libraryId('SKU-1'), price: '0' });
    expect(findings(answer)).toEqual([['negative_price']]);
    expect(answer).toMatchObject({ drift: [], lines: [{ product: { listPrice: null, drift: null } }] });
  });

  it('say that HubSpot has their product no more, and are found by their SKU', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    const deletedProducts = new Set(['998', '999']);
    const answer = await compareDealLines(db(), world.joined.scope.portalId, {
      records: [
        lineOf({ hs_product_id: '999', hs_sku: 'SKU-1' }, 1),
        lineOf({ hs_product_id: '998' }, 2),
        lineOf({ hs_product_id: libraryId('SKU-1') }, 3),
      ],
      ...{ dealCurrency: 'MXN', deletedProducts, linkTo: () => null },
    });
    expect(answer).toMatchObject({ lines: [{ findings: ['deleted'] }, { findings: ['unknown', 'deleted'] }, { findings: [] }] });
  });

  it.each([
    ['held back by an ERP that reserves', { available: '0', reserved: '3', delivered: '0' }, [], ['3', '3', '0', null, '3']],
    [
      'held back, though others were promised more than is there',
      { available: '-5', reserved: '2', delivered: '1' },
      [],
      ['2', '2', '0', '1', '2'],
    ],
    ['held back in part', { available: '0', reserved: '1', delivered: '1' }, ['short'], ['1', '1', '0', '1', '2']],
    [
      'taken off what is there by an ERP without reservations',
      { available: '0', reserved: null, delivered: '0' },
      [],
      ['3', null, '3', null, '3'],
    ],
    ['taken off by it, and never there', { available: '-3', reserved: null, delivered: '0' }, ['short'], ['0', null, '0', null, '3']],
    ['delivered in part by it', { available: '0', reserved: null, delivered: '1' }, [], ['2', null, '2', '1', '2']],
    ['delivered all of it, and much is there', { available: '7', reserved: '0', delivered: '3' }, [], ['7', null, '7', '3', '0']],
  ] as const)('are no shortage where the deal’s own order has them: %s', async (_what, stock, found, own) => {
    erp().set('products', aProduct({ id: '1' }));
    erp().set('stock', aStock('1', '10', { reserved: String(10 - Number(stock.available)) }));
    await world.begin();
    const { reserved, delivered } = stock;
    const { connectionId, portalId } = world.joined.scope;
    const order = { connectionId, status: 'confirmed', lines: [{ productId: '1', quantity: '3', reserved, delivered }] };
    const compare = (orders: object[]) =>
      compareDealLines(db(), portalId, {
        records: [lineOf({ hs_product_id: libraryId('SKU-1'), quantity: '3' }, 1)],
        ...{ dealCurrency: 'MXN', orders: orders as never, linkTo: () => null },
      });
    const answer = await compare([order]);
    const [available, held, more, gone, wanted] = own;
    expect(answer).toMatchObject({ lines: [{ findings: found, product: { available, held, more, delivered: gone, wanted } }] });
    const without = {
      findings: Number(stock.available) < 3 ? ['short'] : [],
      product: { available: stock.available, held: null, delivered: null },
    };
    for (const none of [[], [{ ...order, status: 'quotation' }]]) expect(await compare(none)).toMatchObject({ lines: [without] });
  });

  it('are short of nothing that nobody counts, whatever was delivered of it', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    const { connectionId, portalId } = world.joined.scope;
    const lines = [{ productId: '1', quantity: '10', reserved: null, delivered: '4' }];
    const answer = await compareDealLines(db(), portalId, {
      records: [lineOf({ hs_product_id: libraryId('SKU-1'), quantity: '10' }, 1)],
      ...{ dealCurrency: 'MXN', orders: [{ connectionId, status: 'confirmed', lines }] as never, linkTo: () => null },
    });
    expect(answer).toMatchObject({ lines: [{ findings: [], product: { available: null } }] });
  });

  it('beside the prices of their order: what it has none for is not called as in the ERP', async () => {
    erp().set('products', aProduct({ id: '1' }), aProduct({ id: '2', sku: 'SKU-2' }));
    await world.begin();
    const orderPrices = { currency: 'MXN', prices: new Map([['101', '1200']]), listName: 'Distributors' };
    const answer = await compareDealLines(db(), world.joined.scope.portalId, {
      records: [
        lineOf({ hs_product_id: libraryId('SKU-1'), price: '1000', quantity: '2' }, 1),
        lineOf({ hs_product_id: libraryId('SKU-2'), price: '1000' }, 2),
      ],
      ...{ dealCurrency: 'MXN', orderPrices, linkTo: () => null },
    });
    expect(answer).toMatchObject({
      ...{ pricedBy: 'order', priceList: 'Distributors', drift: [{ amount: '-400', currency: 'MXN' }] },
      lines: [
        { findings: ['price_differs'], product: { listPrice: { amount: '1200' }, drift: { amount: '-200' } } },
        { findings: ['no_list_price'], product: { listPrice: null, drift: null } },
      ],
    });
  });

  it('say that a product is not sold any more, though it stays in the library', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    erp().set('products', aProduct({ id: '1', active: false }));
    await world.run();
    expect(findings(await compared({ hs_product_id: libraryId('SKU-1') }))).toEqual([['inactive']]);
  });

  it('in a currency that no list was chosen for have no list price, unless the base price is in it', async () => {
    erp().set('products', aProduct({ id: '1' }));
    await world.begin();
    const answer = await compared(
      { hs_product_id: libraryId('SKU-1'), hs_line_item_currency_code: 'USD' },
      { hs_product_id: libraryId('SKU-1'), price: '' },
      { hs_product_id: libraryId('SKU-1'), price: '9' },
    );
    expect(findings(answer)).toEqual([['no_list_price'], [], ['price_differs']]);
  });
});
