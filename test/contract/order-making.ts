import { describe, expect, it } from '@jest/globals';
import { RecordRejectedError, ReconnectError, TransientError, UnclearOutcomeError } from '../../server/shared/errors.ts';
import { KEY, REFERENCE, expectNothingMade, expectRefused, type Desk } from './order-desk.ts';
import { failureOf, never } from './reading.ts';

/** Making quotations. */
export function describeOrderMaking(desk: () => Desk): void {
  describe('an order that is made', () => {
    it('is a quotation with what was asked for, known to the stream and found by the key', async () => {
      const made = await desk().create(
        desk().asked([
          { productId: desk().shop.valve, quantity: '10', unitPrice: '90.50', discount: '10' },
          { productId: desk().shop.visit, quantity: '2', unitPrice: '45', description: 'Puesta en marcha' },
        ]),
      );
      expect(made).toMatchObject({ status: 'quotation', currency: desk().harness.baseCurrency, isChanged: true });
      expect(await desk().find()).toEqual([made]);
      const order = await desk().read(made.id);
      expect(order).toMatchObject({
        ...{ id: made.id, number: made.number, status: 'quotation', customerId: desk().shop.customer, reference: REFERENCE },
        ...{ untaxed: made.untaxed, tax: made.tax, total: made.total },
      });
      expect(await desk().figures(made.id)).toEqual([[desk().shop.valve, 10, 90.5, 10], [desk().shop.visit, 2, 45, 0]]); // prettier-ignore
      expect(Number(made.untaxed)).toBe(814.5 + 90);
      expect(order.lines[1]!.description).toContain('Puesta en marcha');
    });

    it('has the price of the ERP where none is given, beside lines that were agreed', async () => {
      const made = await desk().create(desk().asked([{ productId: desk().shop.valve, quantity: '2' }, { productId: desk().shop.visit, unitPrice: '45', discount: '5' }])); // prettier-ignore
      expect(await desk().figures(made.id)).toEqual([[desk().shop.valve, 2, 100, 0], [desk().shop.visit, 1, 45, 5]]); // prettier-ignore
    });

    it('can have several lines of a product', async () => {
      const made = await desk().create(desk().asked([{ productId: desk().shop.valve, unitPrice: '90' }, { productId: desk().shop.valve, unitPrice: '80' }])); // prettier-ignore
      expect(await desk().figures(made.id)).toEqual([[desk().shop.valve, 1, 90, 0], [desk().shop.valve, 1, 80, 0]]); // prettier-ignore
    });

    it('is in the currency of the deal, where one is set up', async () => {
      await desk().harness.orderWriting.allowCurrency('USD', desk().shop.customer);
      const made = await desk().create({ ...desk().asked(), currency: 'USD' });
      expect(made.currency).toBe('USD');
      expect(await desk().read(made.id)).toMatchObject({ currency: 'USD', untaxed: made.untaxed });
    });

    it('twice with two keys is two', async () => {
      const [first, second] = [await desk().create(), await desk().create(desk().asked(), 'HS-4711-D77-2')];
      expect(second.id).not.toBe(first.id);
      expect(await desk().find()).toEqual([first]);
      expect(await desk().all()).toHaveLength(2);
    });

    it('is not found by another key', async () => {
      await desk().create();
      expect(await desk().find('HS-4711-D78-1')).toEqual([]);
    });

    it('is found as it stands now', async () => {
      const made = await desk().create();
      await desk().harness.orders.cancel(made.id);
      const [found, ...others] = await desk().find();
      expect(others).toEqual([]);
      expect(found).toMatchObject({ id: made.id, status: 'cancelled' });
    });
  });

  describe('exactly one is made', () => {
    it('when a connector that says so is asked again, whatever became of it and of what is sold', async () => {
      const made = await desk().create();
      if (!desk().erp.capabilities.commands!.isIdempotent) return;
      await desk().harness.catalog.archiveProduct(desk().shop.valve);
      await desk().harness.orders.cancel(made.id);
      expect(await desk().create()).toMatchObject({ id: made.id, status: 'cancelled' });
      expect(await desk().all()).toHaveLength(1);
    });

    it('when the answer was lost after it was made: the outcome is unclear, and it is found', async () => {
      await desk().create(desk().asked(), 'HS-4711-D1-1');
      desk().harness.writing.loseNextWrite('after');
      expect(await failureOf(desk().create())).toBeInstanceOf(UnclearOutcomeError);
      expect(await desk().find()).toHaveLength(1);
      expect(await desk().all()).toHaveLength(2);
    });

    it('when the answer was lost before: the outcome is unclear, nothing is found, and it can be made', async () => {
      desk().harness.writing.loseNextWrite('before');
      expect(await failureOf(desk().create())).toBeInstanceOf(UnclearOutcomeError);
      await expectNothingMade(desk());
      const made = await desk().create();
      expect(await desk().find()).toEqual([made]);
      expect(await desk().all()).toHaveLength(1);
    });

    it('when the ERP was still working on it', async () => {
      desk().harness.writing.delayNextWrite(400);
      const stop = new AbortController();
      setTimeout(() => stop.abort(new Error('the service stops')), 100);
      await failureOf(desk().erp.capabilities.commands!.run('createOrder', { key: KEY, input: desk().asked() }, stop.signal));
      await new Promise((resolve) => setTimeout(resolve, 600));
      if (desk().erp.capabilities.commands!.isIdempotent || (await desk().find()).length === 0) await desk().create();
      expect(await desk().find()).toHaveLength(1);
      expect(await desk().all()).toHaveLength(1);
    });

    it('when a connector that says so is asked twice at once with one key', async () => {
      if (!desk().erp.capabilities.commands!.isIdempotent) return;
      const connectors = [desk().harness.connect(), desk().harness.connect()];
      const outcomes = await Promise.allSettled(
        connectors.map((one) => one.capabilities.commands!.run('createOrder', { key: KEY, input: desk().asked() }, never)),
      );
      const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
      expect(made.length).toBeGreaterThan(0);
      expect(await desk().find()).toHaveLength(1);
      expect(await desk().all()).toHaveLength(1);
      for (const one of made) expect(one).toEqual((await desk().find())[0]);
    });
  });

  describe('nothing is made', () => {
    it('of a product that is not in use any more', async () => {
      await desk().harness.catalog.archiveProduct(desk().shop.valve);
      const error = await expectRefused(desk().create(), 'order.product_not_sold');
      expect(error.params['product']).toMatch(/VAL-1|Válvula/);
      await expectNothingMade(desk());
    });

    it('when one of several lines cannot be', async () => {
      const gone = await desk().harness.catalog.createProduct({ name: 'Brida', sku: 'BRI-1' });
      await desk().harness.catalog.deleteProduct(gone);
      await expectRefused(desk().create(desk().asked([{ productId: desk().shop.valve, unitPrice: '90' }, { productId: gone, unitPrice: '10' }]))); // prettier-ignore
      await expectNothingMade(desk());
    });

    it('in a currency that the ERP has no prices in', async () => {
      const { impossibleCurrency: currency } = desk().harness.orderWriting;
      const error = await expectRefused(desk().create({ ...desk().asked(), currency }), 'order.no_price_list');
      expect(error.params['currency']).toBe(currency);
      await expectNothingMade(desk());
    });

    it('for a customer that is not there', async () => {
      await expectRefused(desk().create({ ...desk().asked(), customerId: desk().harness.orderWriting.nobody.customer }));
      await expectNothingMade(desk());
    });

    it('for a customer that is not in use any more', async () => {
      await desk().harness.business.deactivateCustomer(desk().shop.customer);
      const { code } = await expectRefused(desk().create());
      expect(['order.customer_archived', 'order.customer_blocked']).toContain(code);
      await expectNothingMade(desk());
    });

    it('of a company that is not there', async () => {
      await expectRefused(desk().create({ ...desk().asked(), companyId: '999999' }));
      await expectNothingMade(desk());
    });

    it('from a warehouse that is not there', async () => {
      await expectRefused(desk().create({ ...desk().asked(), warehouseId: '999999' }));
      await expectNothingMade(desk());
    });

    it('when the user may not sell', async () => {
      desk().harness.orderWriting.revokeRightToSell();
      const error = await failureOf(desk().create());
      expect([RecordRejectedError, ReconnectError].some((refusal) => error instanceof refusal)).toBe(true);
      await expectNothingMade(desk());
    });

    it('when the ERP is down', async () => {
      desk().harness.fail('unavailable');
      const error = await failureOf(desk().create());
      expect(error).toBeInstanceOf(TransientError);
      expect(error).not.toBeInstanceOf(UnclearOutcomeError);
      desk().harness.recover();
      await expectNothingMade(desk());
    });

    it('for a customer whom nobody may sell to, where the ERP knows that', async () => {
      const { blockCustomer } = desk().harness.orderWriting;
      if (!blockCustomer) return;
      await blockCustomer(desk().shop.customer, 'Debe desde marzo');
      const error = await expectRefused(desk().create(), 'order.customer_blocked');
      expect(error.params['message']).toContain('Debe desde marzo');
      await expectNothingMade(desk());
    });
  });
}
