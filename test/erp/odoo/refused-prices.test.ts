import { afterEach, describe, expect, it } from '@jest/globals';
import { RecordRejectedError, TransientError } from '../../../server/shared/errors.ts';
import { erpRecordId } from '../../../server/shared/ids.ts';
import { failureOf, never } from '../../contract/reading.ts';
import { odooHarness, type OdooHarness } from './harness.ts';

let harness: OdooHarness;
afterEach(() => harness.close());

const amounts = async (list: number, products: readonly number[]) => {
  const prices = await harness.connect().capabilities.catalog!.pricesOf(String(list), products.map(erpRecordId), never);
  return products.map((id) => prices.get(erpRecordId(id))?.amount);
};

describe.each([
  ['16', { version: 16 } as const],
  ['17', { version: 17 } as const],
  ['18', { version: 18 } as const],
  ['19, without the right to quote', { version: 19 } as const],
])('a price that Odoo %s refuses to compute', (_version, options) => {
  it('concerns the products of the question, in the words of Odoo', async () => {
    harness = await odooHarness(options);
    const [one, other] = [await harness.fake.createProduct({ name: 'Una' }), await harness.fake.createProduct({ name: 'Otra' })];
    const list = await harness.fake.createPriceList({ name: 'Mayoreo' });
    harness.fake.refusePrice(one, 'Falta la tarifa base');
    const failure = await failureOf(amounts(list, [one, other]));
    expect(failure).toBeInstanceOf(RecordRejectedError);
    expect(failure).toMatchObject({ code: 'odoo.refused', params: { message: 'Falta la tarifa base' } });
    expect(await amounts(list, [other])).toEqual(['100.00']);
  });
});

describe('a list without a currency that can be read', () => {
  it('concerns itself: other lists can be chosen and asked', async () => {
    harness = await odooHarness({ version: 18 });
    const product = await harness.fake.createProduct({ name: 'Una' });
    const [odd, list] = [await harness.fake.createPriceList({ name: 'Rara' }), await harness.fake.createPriceList({ name: 'Mayoreo' })];
    await harness.fake.transaction(({ books }) => books.tx.update('product.pricelist', odd, { currency_id: null }));
    const { priceLists } = await harness.connect().capabilities.catalog!.choices(never);
    expect(priceLists).toEqual([
      { id: String(odd), name: 'Rara', currency: null },
      { id: String(list), name: 'Mayoreo', currency: 'MXN' },
    ]);
    expect(await failureOf(amounts(odd, [product]))).toBeInstanceOf(RecordRejectedError);
    expect(await amounts(list, [product])).toEqual(['100.00']);
  });
});

describe('a database that is busy', () => {
  it('concerns no product', async () => {
    harness = await odooHarness({ version: 18 });
    const product = await harness.fake.createProduct({ name: 'Una' });
    const list = await harness.fake.createPriceList({ name: 'Mayoreo' });
    const fault = { kind: 'error', name: 'psycopg2.errors.SerializationFailure', message: 'busy', status: 500 } as const;
    harness.fake.faults.once(fault, { method: 'onchange' });
    expect(await failureOf(amounts(list, [product]))).toBeInstanceOf(TransientError);
  });
});
