import { describe, expect, it } from '@jest/globals';
import { RecordRejectedError } from '../../server/shared/errors.ts';
import { expectRefused, type Desk } from './order-desk.ts';
import { never, SETTLED_MS } from './reading.ts';

/** What orders are made with, before they are made. */
export function describeOrderChoosing(desk: () => Desk): void {
  describe('what an order is made with', () => {
    const support = () => desk().erp.capabilities.orders!;

    it('is there to choose from', async () => {
      const { createPriceList, setListPrice, shownAs } = desk().harness.catalog;
      const list = await createPriceList('Mayoreo', 'USD');
      await setListPrice(list, desk().shop.valve, '5.00');
      const choices = await support().choices(never);
      expect(choices.warehouses.map(({ id }) => id)).toContain(desk().shop.warehouse);
      expect(choices.priceLists.find(({ id }) => id === list)).toMatchObject({ name: shownAs?.(list) ?? 'Mayoreo', currency: 'USD' });
      expect(choices.paymentTerms.length).toBeGreaterThan(0);
      for (const id of choices.companies.map((company) => company.id))
        expect(await desk().create({ ...desk().asked(), companyId: id }, `HS-4711-C${id}-1`)).toMatchObject({ status: 'quotation' });
    });

    it('shows before it is made, and leaves nothing behind', async () => {
      const order = desk().asked([{ productId: desk().shop.valve, quantity: '2' }, { productId: desk().shop.visit, quantity: '3', unitPrice: '45', discount: '5' }]); // prettier-ignore
      const before = desk().harness.everything();
      const preview = await support()
        .preview?.(order, never)
        .catch((error: unknown) => error);
      expect(desk().harness.everything()).toEqual(before);
      if (!preview || preview instanceof RecordRejectedError) return;
      const { untaxed, tax, total, currency } = await desk().create(order);
      expect(preview).toMatchObject({ untaxed, tax, total, currency });
      const { lines } = await desk().read((await desk().find())[0]!.id);
      const kept = lines.map(({ productId, description, quantity, unitPrice, discount, net, taxes }) => ({
        ...{ productId, description, quantity, unitPrice, discount, net, taxes },
      }));
      expect(preview).toMatchObject({ lines: kept });
    });

    it('is refused in a preview as it is when it is made', async () => {
      await desk().harness.catalog.archiveProduct(desk().shop.valve);
      const preview = support().preview?.(desk().asked(), never);
      if (preview) await expectRefused(preview);
    });

    it('is a customer with a standing', async () => {
      const about = { customerId: desk().shop.customer, companyId: null };
      expect(await support().standing(about, never)).toMatchObject({ blockedBy: null });
      const { blockCustomer, limitCredit } = desk().harness.orderWriting;
      if (limitCredit) {
        await limitCredit(desk().shop.customer, '1000.00');
        const { credit } = await support().standing(about, never);
        expect(credit).toMatchObject({ currency: desk().harness.baseCurrency });
        expect(Number(credit!.limit)).toBe(1000);
        expect(Number(credit!.used)).toBe(0);
        await desk().confirm((await desk().create()).id);
        desk().harness.pass(SETTLED_MS);
        expect(Number((await support().standing(about, never)).credit!.used)).toBeGreaterThanOrEqual(810);
      }
      await blockCustomer?.(desk().shop.customer, 'Debe desde marzo');
      if (blockCustomer) expect((await support().standing(about, never)).blockedBy).toContain('Debe desde marzo');
    });
  });
}
