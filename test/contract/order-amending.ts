import { describe, expect, it } from '@jest/globals';
import { UnclearOutcomeError } from '../../server/shared/errors.ts';
import { expectRefused, type Desk } from './order-desk.ts';
import { failureOf } from './reading.ts';

/** Quotations that are amended. */
export function describeOrderAmending(desk: () => Desk): void {
  describe('a quotation that is amended', () => {
    it('has the new lines, without those that were left out, at the prices that were agreed', async () => {
      const { id } = await desk().create(desk().asked([
        { productId: desk().shop.valve, quantity: '10', unitPrice: '90', discount: '10' },
        { productId: desk().shop.visit, unitPrice: '45' },
      ])); // prettier-ignore
      const amended = await desk().amend(id, desk().asked([
        { productId: desk().shop.valve, quantity: '7', unitPrice: '90', discount: '10' },
        { productId: desk().shop.seal, quantity: '3', unitPrice: '5.25' },
      ])); // prettier-ignore
      expect(amended).toMatchObject({ id, status: 'quotation', isChanged: true });
      expect(await desk().figures(id)).toEqual([[desk().shop.valve, 7, 90, 10], [desk().shop.seal, 3, 5.25, 0]]); // prettier-ignore
      expect(Number(amended.untaxed)).toBe(567 + 15.75);
      expect(await desk().read(id)).toMatchObject({ untaxed: amended.untaxed, total: amended.total });
    });

    it('to what it is already is not changed', async () => {
      const order = desk().asked([{ productId: desk().shop.valve, quantity: '10', unitPrice: '90.50', discount: '10' }, { productId: desk().shop.visit }]); // prettier-ignore
      const { id } = await desk().create(order);
      expect(await desk().amend(id, order)).toMatchObject({ id, isChanged: false });
    });

    it('twice is as good as once', async () => {
      const { id } = await desk().create();
      const order = desk().asked([{ productId: desk().shop.valve, quantity: '3', unitPrice: '70', discount: '2.5' }]);
      expect(await desk().amend(id, order)).toMatchObject({ isChanged: true });
      expect(await desk().amend(id, order)).toMatchObject({ isChanged: false });
      expect(await desk().figures(id)).toEqual([[desk().shop.valve, 3, 70, 2.5]]);
    });

    it('to figures with more digits than the ERP keeps is amended once', async () => {
      const { id } = await desk().create();
      const order = desk().asked([{ productId: desk().shop.valve, quantity: '2.5556789', unitPrice: '33.3335555', discount: '12.5' }]);
      const amended = await desk().amend(id, order);
      expect(amended).toMatchObject({ isChanged: true });
      expect(await desk().amend(id, order)).toEqual({ ...amended, isChanged: false });
    });

    it('back to the price of the ERP has that', async () => {
      const { id } = await desk().create();
      await desk().amend(id, desk().asked([{ productId: desk().shop.valve, quantity: '10' }]));
      expect(await desk().figures(id)).toEqual([[desk().shop.valve, 10, 100, 0]]);
    });

    it('has the new reference', async () => {
      const { id } = await desk().create();
      await desk().amend(id, { ...desk().asked(), reference: 'PO 12' });
      expect(await desk().read(id)).toMatchObject({ reference: 'PO 12' });
    });

    it('keeps what people put between its lines', async () => {
      const { addHeading, textsOf } = desk().harness.orderWriting;
      if (!addHeading) return;
      const { id } = await desk().create();
      await addHeading(id, 'Equipos');
      await desk().amend(id, desk().asked([{ productId: desk().shop.seal, unitPrice: '5' }]));
      expect(textsOf(id)).toContain('Equipos');
      expect(await desk().figures(id)).toEqual([[desk().shop.seal, 1, 5, 0]]);
    });

    it('with a product that is not sold any more stays as it was', async () => {
      const { id } = await desk().create();
      await desk().harness.catalog.archiveProduct(desk().shop.seal);
      await expectRefused(desk().amend(id, desk().asked([{ productId: desk().shop.seal, unitPrice: '5' }])), 'order.product_not_sold');
      expect(await desk().figures(id)).toEqual([[desk().shop.valve, 10, 90, 10]]);
    });

    it('whose answer was lost is amended by asking again', async () => {
      const { id } = await desk().create();
      const order = desk().asked([{ productId: desk().shop.valve, quantity: '3', unitPrice: '70' }]);
      desk().harness.writing.loseNextWrite('after');
      expect(await failureOf(desk().amend(id, order))).toBeInstanceOf(UnclearOutcomeError);
      await desk().amend(id, order);
      expect(await desk().figures(id)).toEqual([[desk().shop.valve, 3, 70, 0]]);
    });
  });
}
