import { describe, expect, it } from '@jest/globals';
import type { NewProduct } from '../../../server/erp/shared/contract.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { selling } from './selling-harness.ts';

const { fake, commands } = selling();

const NEW: NewProduct = { sku: 'BRI-9', name: 'Brida', kind: 'goods', categoryId: null, price: null, priceListId: null };
const make = (more: Partial<NewProduct> = {}) =>
  commands().run('createProduct', { key: 'HS-4711-D9-1', input: { ...NEW, ...more } }, never);
const item = (code: string) => fake().record('Items', code);

describe('an item that is made', () => {
  it('is in the manual series and has the company’s own tax', async () => {
    await make();
    expect(item('BRI-9')).toMatchObject({
      ItemName: 'Brida',
      ItemType: 'itItems',
      InventoryItem: 'tYES',
      SalesItem: 'tYES',
      ArTaxCode: 'IVAT16',
    });
  });

  it('that is a service is counted by nobody', async () => {
    await make({ kind: 'service' });
    expect(item('BRI-9')).toMatchObject({ ItemType: 'itLabor', InventoryItem: 'tNO' });
  });

  it('has a name that fits', async () => {
    await make({ name: 'Brida '.repeat(30) });
    expect(String(item('BRI-9')?.ItemName)).toHaveLength(100);
  });

  it('takes the manual series where others number by themselves', async () => {
    fake().addItemSeries({ name: 'Auto', firstNumber: 500 });
    expect(await make()).toMatchObject({ id: 'BRI-9' });
  });
});

describe('no item is made', () => {
  it('of a code that is longer than the column', async () => {
    const error = await failureOf(make({ sku: 'B'.repeat(51) }));
    expect(error).toMatchObject({ code: 'order.sku_too_long', params: { most: 50 } });
    expect(await make({ sku: 'B'.repeat(50) })).toMatchObject({ isChanged: true });
  });

  it('where every series of items numbers by itself', async () => {
    fake().addItemSeries({ name: 'Auto', firstNumber: 500 });
    fake().lockSeries(3);
    expect(await failureOf(make())).toMatchObject({ code: 'order.no_manual_codes', params: { product: 'BRI-9' } });
    expect(item('BRI-9')).toBeUndefined();
  });
});
