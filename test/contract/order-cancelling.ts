import { describe, expect, it } from '@jest/globals';
import { progressOf } from '../../server/streams/orders/progress.ts';
import { expectRefused, type Desk } from './order-desk.ts';

/** Calling orders off, and holding goods back for them. */
export function describeOrderCancelling(desk: () => Desk): void {
  describe('an order that is cancelled', () => {
    it.each(['quotation', 'order'] as const)('is called off, be it a %s, and twice is as good as once', async (kind) => {
      const { id: quotation } = await desk().create();
      const { id } = kind === 'order' ? await desk().confirm(quotation) : { id: quotation };
      expect(await desk().cancel(id)).toMatchObject({ id, status: 'cancelled', isChanged: true });
      expect(await desk().read(id)).toMatchObject({ status: 'cancelled' });
      expect(await desk().cancel(id)).toMatchObject({ id, status: 'cancelled', isChanged: false });
    });

    it('lets go what was held back for it', async () => {
      const { id } = await desk().confirm((await desk().create()).id);
      await desk().cancel(id);
      const other = await desk().confirm(
        (await desk().create(desk().asked([{ productId: desk().shop.valve, quantity: '12', unitPrice: '90' }]), 'HS-4711-D9-1')).id,
      );
      const { reserved } = progressOf(await desk().read(other.id));
      // Nothing is, where the ERP does not hold goods back by order.
      expect(['all', 'nothing']).toContain(reserved);
    });

    it('is refused once something of it was delivered', async () => {
      const { id } = await desk().confirm((await desk().create()).id);
      await desk().harness.orders.deliver(id, 0, 4);
      await expectRefused(desk().cancel(id), 'order.not_cancellable');
      expect(await desk().read(id)).toMatchObject({ status: 'confirmed' });
    });

    it('is refused once something of it was invoiced', async () => {
      const { id } = await desk().confirm((await desk().create()).id);
      await desk().harness.orders.invoice(id);
      await expectRefused(desk().cancel(id), 'order.not_cancellable');
      expect(await desk().read(id)).toMatchObject({ status: 'confirmed' });
    });

    it('and is not there is refused', async () => {
      await expectRefused(desk().cancel(desk().harness.orderWriting.nobody.order), 'erp.record_gone');
    });

    it('is not amended any more', async () => {
      const { id } = await desk().create();
      await desk().cancel(id);
      await expectRefused(
        desk().amend(id, desk().asked([{ productId: desk().shop.valve, quantity: '1', unitPrice: '90' }])),
        'order.not_amendable',
      );
    });
  });

  describe('goods of an order', () => {
    it('are held back and let go, as many as there are, where the ERP does that by order', async () => {
      if (!desk().offers('reserveOrder')) return;
      const { id } = await desk().confirm(
        (await desk().create(desk().asked([{ productId: desk().shop.valve, quantity: '20', unitPrice: '90' }]))).id,
      );
      const reserve = (isReserved: boolean) => desk().run('reserveOrder', { id, isReserved });
      const reserved = async () => Number((await desk().read(id)).lines[0]!.reserved);
      await reserve(false);
      expect(await reserved()).toBe(0);
      expect(await reserve(false)).toMatchObject({ id, isChanged: false });
      expect(await reserve(true)).toMatchObject({ id, isChanged: true });
      expect(await reserved()).toBe(12);
      expect(await reserve(true)).toMatchObject({ isChanged: false });
      await desk().harness.catalog.receiveStock(desk().shop.valve, desk().shop.warehouse, 5);
      expect(await reserve(true)).toMatchObject({ isChanged: true });
      expect(await reserved()).toBe(17);
    });

    it('of one that binds nobody are not held back, and that is no failure', async () => {
      if (!desk().offers('reserveOrder')) return;
      const { id } = await desk().create();
      expect(await desk().run('reserveOrder', { id, isReserved: true })).toMatchObject({ id, status: 'quotation', isChanged: false });
    });
  });
}
