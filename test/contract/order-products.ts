import { describe, expect, it } from '@jest/globals';
import type { NewProduct } from '../../server/erp/shared/contract.ts';
import { RecordRejectedError, ReconnectError, UnclearOutcomeError } from '../../server/shared/errors.ts';
import { expectRefused, type Desk } from './order-desk.ts';
import { failureOf, never, readAll, readOne, SETTLED_MS } from './reading.ts';

const KEY = 'HS-4711-D77-9';

/** Making the products that orders are of. */
export function describeOrderProducts(desk: () => Desk): void {
  const asked = (more: Partial<NewProduct> = {}): NewProduct => ({
    ...{ sku: 'BRI-9', name: 'Brida 9 pulgadas', kind: 'goods', categoryId: null, priceListId: null },
    price: { amount: '31.50', currency: desk().harness.baseCurrency },
    ...more,
  });
  const make = (more: Partial<NewProduct> = {}, key = KEY) => desk().run('createProduct', asked(more), key);
  const withSku = async (sku: string) => {
    desk().harness.pass(SETTLED_MS);
    const { records } = await readAll(desk().harness.connect(), 'products');
    return [...records.values()].filter((product) => product.sku?.toUpperCase() === sku.toUpperCase());
  };

  describe('a product that a deal sells and the ERP does not know', () => {
    it.each(['goods', 'service'] as const)('is made, known to the stream, and can be ordered at once (%s)', async (kind) => {
      const made = await make({ kind });
      expect(made).toMatchObject({ number: 'BRI-9', isChanged: true });
      const product = { id: made.id, sku: 'BRI-9', name: 'Brida 9 pulgadas', kind, isSold: true, active: true };
      expect(await readOne(desk().harness.connect(), 'products', made.id)).toMatchObject(product);
      const order = await desk().create(desk().asked([{ productId: made.id, quantity: '2', unitPrice: '31.5' }]));
      expect(Number(order.untaxed)).toBe(63);
    });

    it('has the price of the deal, in the list where the ERP has lists alone', async () => {
      const [list] = (await desk().erp.capabilities.orders!.choices(never)).priceLists;
      const made = await make({ priceListId: list?.id ?? null });
      const { basePrice } = await readOne(desk().harness.connect(), 'products', made.id);
      const listed = list && (await desk().erp.capabilities.catalog!.pricesOf(list.id, [made.id], never)).get(made.id);
      expect(Number((basePrice ?? listed)?.amount)).toBe(31.5);
    });

    it('has no price where the deal is in another currency than the books', async () => {
      const made = await make({ price: { amount: '31.50', currency: 'USD' } });
      const { basePrice } = await readOne(desk().harness.connect(), 'products', made.id);
      expect(Number(basePrice?.amount ?? 0)).not.toBe(31.5);
    });

    it('is of the category that was chosen', async () => {
      const { categories } = await desk().erp.capabilities.orders!.choices(never);
      const category = categories.at(-1)!;
      const made = await make({ categoryId: category.id });
      const product = await readOne(desk().harness.connect(), 'products', made.id);
      expect(product.categories.map(({ id }) => id)).toContain(category.id);
    });
  });

  describe('one product is made of a SKU', () => {
    it('whoever asks again, with whatever key and case', async () => {
      const made = await make();
      expect(await make()).toMatchObject({ id: made.id, isChanged: false });
      expect(await make({ sku: 'bri-9', name: 'Otra' }, 'HS-4711-D78-1')).toMatchObject({ id: made.id, isChanged: false });
      expect(await withSku('BRI-9')).toMatchObject([{ name: 'Brida 9 pulgadas' }]);
    });

    it('where people made it before, and where it is like that of another', async () => {
      const there = await desk().harness.catalog.createProduct({ name: 'Brida', sku: 'BRI-9' });
      const longer = await make({ sku: 'BRI-99' });
      expect(longer.id).not.toBe(there);
      expect(await make()).toEqual({ id: there, number: 'BRI-9', isChanged: false });
      expect(await withSku('BRI-9')).toHaveLength(1);
    });

    it.each(['before', 'after'] as const)('when the answer was lost %s it was made', async (when) => {
      desk().harness.writing.loseNextWrite(when);
      expect(await failureOf(make())).toBeInstanceOf(UnclearOutcomeError);
      expect(await withSku('BRI-9')).toHaveLength(when === 'after' ? 1 : 0);
      const made = await make();
      expect(made.isChanged).toBe(when === 'before');
      expect(await withSku('BRI-9')).toMatchObject([{ id: made.id }]);
    });

    it('when two ask at once', async () => {
      const connectors = [desk().harness.connect(), desk().harness.connect()];
      const outcomes = await Promise.allSettled(
        connectors.map((one) => one.capabilities.commands!.run('createProduct', { key: KEY, input: asked() }, never)),
      );
      expect(outcomes.some(({ status }) => status === 'fulfilled')).toBe(true);
      expect(await withSku('BRI-9')).toHaveLength(1);
    });
  });

  describe('no product is made', () => {
    it('of a SKU that is not sold any more', async () => {
      const gone = await desk().harness.catalog.createProduct({ name: 'Brida', sku: 'BRI-9' });
      await desk().harness.catalog.archiveProduct(gone);
      const error = await expectRefused(make(), 'order.product_not_sold');
      expect(error.params['product']).toBe('BRI-9');
      expect(await withSku('BRI-9')).toHaveLength(1);
    });

    it('of a category that is not there', async () => {
      await expectRefused(make({ categoryId: '999999' }));
      expect(await withSku('BRI-9')).toEqual([]);
    });

    it('when the user may not make products', async () => {
      desk().harness.orderWriting.revokeRightToMakeProducts();
      const error = await failureOf(make());
      expect([RecordRejectedError, ReconnectError].some((refusal) => error instanceof refusal)).toBe(true);
      expect(await withSku('BRI-9')).toEqual([]);
    });
  });
}
