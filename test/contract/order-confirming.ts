import { describe, expect, it } from '@jest/globals';
import { UnclearOutcomeError } from '../../server/shared/errors.ts';
import { KEY, REFERENCE, expectRefused, type Desk } from './order-desk.ts';
import { failureOf, never } from './reading.ts';

/** Quotations that become orders, and what can be done to those. */
export function describeOrderConfirming(desk: () => Desk): void {
  describe('an order that is confirmed', () => {
    it('is one, with what was quoted', async () => {
      const { id, total } = await desk().create();
      const confirmed = await desk().confirm(id);
      expect(confirmed).toMatchObject({ status: 'confirmed', total, isChanged: true });
      expect(await desk().read(confirmed.id)).toMatchObject({ status: 'confirmed', number: confirmed.number, reference: REFERENCE });
      expect(await desk().figures(confirmed.id)).toEqual([[desk().shop.valve, 10, 90, 10]]);
    });

    it('of another net than the one that was decided on stays a quotation', async () => {
      const { id, untaxed } = await desk().create();
      await desk().amend(id, desk().asked([{ productId: desk().shop.valve, quantity: '11', unitPrice: '90', discount: '10' }]));
      await expectRefused(desk().confirm(id, untaxed), 'order.changed_meanwhile');
      const { status, untaxed: net } = await desk().read(id);
      expect({ status, isSame: net === untaxed }).toEqual({ status: 'quotation', isSame: false });
      expect(await desk().confirm(id, net)).toMatchObject({ status: 'confirmed', untaxed: net });
      // It is one already: nothing is decided any more.
      expect(await desk().confirm(id, untaxed)).toMatchObject({ status: 'confirmed', isChanged: false });
    });

    it('twice is confirmed once', async () => {
      const { id } = await desk().create();
      const confirmed = await desk().confirm(id);
      expect(await desk().confirm(id)).toEqual({ ...confirmed, isChanged: false });
      expect((await desk().all()).filter(({ status }) => status === 'confirmed')).toHaveLength(1);
    });

    it('by two at once is confirmed once', async () => {
      const { id } = await desk().create();
      const connectors = [desk().harness.connect(), desk().harness.connect()];
      const outcomes = await Promise.allSettled(
        connectors.map((one) => one.capabilities.commands!.run('confirmOrder', { key: KEY, input: { id } }, never)),
      );
      const confirmed = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.id] : []));
      expect(confirmed.length).toBeGreaterThan(0);
      expect(new Set(confirmed).size).toBe(1);
      expect((await desk().all()).filter(({ status }) => status === 'confirmed')).toHaveLength(1);
    });

    it('whose answer was lost is confirmed by asking again, once', async () => {
      const { id } = await desk().create();
      desk().harness.writing.loseNextWrite('after');
      expect(await failureOf(desk().confirm(id))).toBeInstanceOf(UnclearOutcomeError);
      expect(await desk().confirm(id)).toMatchObject({ status: 'confirmed', isChanged: false });
      expect((await desk().all()).filter(({ status }) => status === 'confirmed')).toHaveLength(1);
    });

    it('by people is not confirmed again', async () => {
      const { id } = await desk().create();
      const order = await desk().harness.orders.confirm(id);
      expect(await desk().confirm(id)).toMatchObject({ id: order, status: 'confirmed', isChanged: false });
    });

    it('after it was cancelled is refused', async () => {
      const { id } = await desk().create();
      await desk().harness.orders.cancel(id);
      await expectRefused(desk().confirm(id));
    });

    it('and is not there is refused', async () => {
      await expectRefused(desk().confirm(desk().harness.orderWriting.nobody.order), 'erp.record_gone');
    });

    it('can have other quantities and prices, and lines more or less', async () => {
      const { id: quotation } = await desk().create(desk().asked([
        { productId: desk().shop.valve, quantity: '10', unitPrice: '90', discount: '10' },
        { productId: desk().shop.seal, quantity: '4', unitPrice: '5' },
      ])); // prettier-ignore
      const { id } = await desk().confirm(quotation);
      const order = desk().asked([
        { productId: desk().shop.valve, quantity: '8', unitPrice: '88', discount: '12' },
        { productId: desk().shop.visit, unitPrice: '45' },
      ]); // prettier-ignore
      const amended = await desk().amend(id, order);
      expect(amended).toMatchObject({ id, status: 'confirmed', isChanged: true });
      expect(await desk().figures(id)).toEqual([[desk().shop.valve, 8, 88, 12], [desk().shop.visit, 1, 45, 0]]); // prettier-ignore
      expect(await desk().amend(id, order)).toMatchObject({ isChanged: false });
    });

    it('is not amended to less than was delivered', async () => {
      const { id } = await desk().confirm((await desk().create()).id);
      await desk().harness.orders.deliver(id, 0, 4);
      await expectRefused(
        desk().amend(id, desk().asked([{ productId: desk().shop.valve, quantity: '3', unitPrice: '90', discount: '10' }])),
        'order.not_amendable',
      );
      expect(await desk().figures(id)).toEqual([[desk().shop.valve, 10, 90, 10]]);
    });

    it('does not change its currency', async () => {
      await desk().harness.orderWriting.allowCurrency('USD', desk().shop.customer);
      const { id } = await desk().confirm((await desk().create()).id);
      await expectRefused(desk().amend(id, { ...desk().asked(), currency: 'USD' }), 'order.not_amendable');
      expect(await desk().read(id)).toMatchObject({ currency: desk().harness.baseCurrency });
    });

    it('does not change its customer', async () => {
      const { id } = await desk().confirm((await desk().create()).id);
      const other = await desk().harness.business.createCustomer({ name: 'Bombas del Bajío' });
      await expectRefused(desk().amend(id, { ...desk().asked(), customerId: other }), 'order.not_amendable');
      expect(await desk().read(id)).toMatchObject({ customerId: desk().shop.customer });
    });

    it('and closed to changes is refused them, and cancelling, where the ERP has that', async () => {
      const { lock } = desk().harness.orderWriting;
      if (!lock) return;
      const { id } = await desk().confirm((await desk().create()).id);
      await lock(id);
      await expectRefused(
        desk().amend(id, desk().asked([{ productId: desk().shop.valve, quantity: '11', unitPrice: '90', discount: '10' }])),
        'order.not_amendable',
      );
      await expectRefused(desk().cancel(id), 'order.not_cancellable');
      expect(await desk().amend(id, desk().asked())).toMatchObject({ isChanged: false });
      expect(await desk().read(id)).toMatchObject({ status: 'confirmed' });
    });
  });
}
