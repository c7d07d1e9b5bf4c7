import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ErpRecordId } from '../../server/shared/ids.ts';
import { progressOf } from '../../server/streams/orders/progress.ts';
import type { Order } from '../../server/streams/orders/record.ts';
import type { OrderHarness } from './orders-harness.ts';
import { listAll, readAll, readOne, SETTLED_MS } from './reading.ts';

const LONG_MS = 30 * 60_000;

/** What a connector keeps that declares the stream of orders. */
export function describeOrdersContract(name: string, makeHarness: () => Promise<OrderHarness>): void {
  describe(`the ERP contract of orders: ${name}`, () => {
    let harness: OrderHarness;
    let shop: Awaited<ReturnType<typeof aLittleShop>>;
    const current = () => harness;
    beforeEach(async () => {
      harness = await makeHarness();
      shop = await aLittleShop(harness);
    });
    afterEach(() => harness.close());

    it('reads what was agreed, as the ERP has it', async () => {
      const id = await shop.quote(10);
      const quotation = await order(current(), id);
      expect(quotation).toMatchObject({ status: 'quotation', customerId: shop.customer, currency: harness.baseCurrency, invoiceIds: [] });
      expect(quotation.number).toMatch(/\d/);
      expect(
        quotation.lines.map(({ sku, ...line }) => [sku, Number(line.quantity), Number(line.unitPrice), Number(line.discount)]),
      ).toEqual([
        ['VAL-1', 10, 90, 10],
        ['SRV-1', 1, 50, 0],
      ]);
      expect(quotation.lines.map(({ net }) => Number(net))).toEqual([810, 50]);
      expect(Number(quotation.untaxed)).toBe(860);
      expect(Number(quotation.total)).toBeCloseTo(Number(quotation.untaxed) + Number(quotation.tax), 2);
      expect(progressOf(quotation)).toMatchObject({ delivered: 'none', invoiced: 'none' });
    });

    it('keeps apart what was ordered, delivered and invoiced', async () => {
      const id = await harness.orders.confirm(await shop.quote(10));
      expect(await order(current(), id)).toMatchObject({ status: 'confirmed' });
      await harness.orders.deliver(id, 0, 4);
      expect(progressOf(await order(current(), id))).toMatchObject({ delivered: 'partly', invoiced: 'none' });
      if (harness.orders.reserve) {
        expect(progressOf(await order(current(), id)).reserved).toBe('all');
        await harness.orders.reserve(id, false);
        expect(progressOf(await order(current(), id)).reserved).toBe('partly');
      }
      expect((await order(current(), id)).deliveries.map(({ status }) => status)).toContain('done');
      const invoice = await harness.orders.invoice(id);
      const invoiced = await order(current(), id);
      expect(progressOf(invoiced).invoiced).not.toBe('none');
      expect(invoiced.invoiceIds).toEqual([invoice]);
    });

    it('says that it was cancelled', async () => {
      const id = await harness.orders.confirm(await shop.quote(1));
      await harness.orders.cancel(id);
      expect(await order(current(), id)).toMatchObject({ status: 'cancelled' });
    });

    it('meets whatever happened to an order since, in whichever record the ERP keeps it', async () => {
      const id = await harness.orders.confirm(await shop.quote(10));
      const { reserve } = harness.orders;
      const steps: (() => Promise<unknown>)[] = [
        () => harness.orders.deliver(id, 0, 4),
        () => harness.orders.invoice(id),
        ...(reserve ? [() => reserve(id, false), () => reserve(id, true)] : []),
        () => harness.orders.deliver(id, 0, 6),
      ];
      let next: string | null = null;
      for (const [nth, step] of steps.entries()) {
        // Past what is read twice to be sure; some read it once more when enough time has passed.
        for (let reading = 0; reading < 2; reading++) {
          harness.pass(LONG_MS);
          ({ next } = await changes(current(), next));
        }
        harness.pass(LONG_MS);
        const before = await changes(current(), next);
        expect(before.ids).toEqual([]);
        await step();
        expect([nth, (await changes(current(), before.next)).ids]).toEqual([nth, [id]]);
      }
    });

    it('lists every order with the change stamp its page gave it', async () => {
      const id = await harness.orders.confirm(await shop.quote(10));
      await harness.orders.deliver(id, 0, 4);
      await shop.quote(1);
      harness.pass(SETTLED_MS);
      const { records } = await readAll(harness.connect(), 'orders');
      const stamps = new Map([...records.values()].map((one) => [one.id, one.changeStamp]));
      expect(stamps.size).toBeGreaterThan(1);
      expect(await listAll(harness.connect(), 'orders', { kind: 'all' })).toEqual(stamps);
    });
  });
}

async function aLittleShop({ business, catalog, orders }: OrderHarness) {
  const customer = await business.createCustomer({ name: 'Aceros del Norte' });
  const valve = await catalog.createProduct({ name: 'Válvula', sku: 'VAL-1', price: '100.00' });
  const visit = await catalog.createProduct({ name: 'Visita', sku: 'SRV-1', price: '50.00', kind: 'service' });
  const warehouse = await catalog.createWarehouse('Norte');
  await catalog.receiveStock(valve, warehouse, 12);
  const quote = (quantity: number): Promise<ErpRecordId> =>
    orders.createQuotation({
      customer,
      warehouse,
      lines: [
        { product: valve, quantity, price: '90.00', discount: 10 },
        { product: visit, quantity: 1, price: '50.00' },
      ],
    });
  return { customer, valve, visit, warehouse, quote };
}

async function order(harness: OrderHarness, id: ErpRecordId): Promise<Order> {
  harness.pass(SETTLED_MS);
  return readOne(harness.connect(), 'orders', id);
}

async function changes(harness: OrderHarness, from: string | null) {
  harness.pass(SETTLED_MS);
  const { records, next } = await readAll(harness.connect(), 'orders', from);
  return { ids: [...records.keys()], next };
}
