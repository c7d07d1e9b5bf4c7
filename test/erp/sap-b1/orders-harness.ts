import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import type { OrderBusiness, OrderHarness } from '../../contract/orders-harness.ts';
import type { B1Fake, B1FakeOptions } from '../../fakes/sap-b1/index.ts';
import { b1CatalogHarness, type B1CatalogHarness } from './catalog-harness.ts';

export type B1OrderHarness = B1CatalogHarness & OrderHarness;

/** A double with people who sell and deliver. */
export async function b1OrderHarness(options: Omit<B1FakeOptions, 'now'> = {}): Promise<B1OrderHarness> {
  const harness = await b1CatalogHarness(options);
  return { ...harness, orders: orders(harness.fake) };
}

export const entryOf = (id: ErpRecordId): number => Number(id.split(':')[1]);
export const quotationId = (entry: number): ErpRecordId => erpRecordId(`23:${entry}`);
export const orderId = (entry: number): ErpRecordId => erpRecordId(`17:${entry}`);
export const draftId = (entry: number): ErpRecordId => erpRecordId(`112:${entry}`);

function orders(fake: B1Fake): OrderBusiness {
  return {
    createQuotation: async ({ customer, warehouse, lines, reference, currency }) =>
      quotationId(
        fake.createQuotation({
          partner: customer,
          ...(reference && { reference }),
          ...(currency && { currency }),
          lines: lines.map(({ product, quantity, price, discount = 0 }) => ({
            item: product,
            description: product,
            warehouse,
            quantity,
            price,
            discountPercent: discount,
            taxPercent: 16,
          })),
        }),
      ),
    confirm: async (quotation) => orderId(fake.orderFromQuotation(entryOf(quotation))),
    deliver: async (order, line, quantity) => void fake.deliver(entryOf(order), [{ line, quantity }]),
    invoice: async (order) => erpRecordId(`13:${fake.invoiceOrder(entryOf(order))}`),
    cancel: async (order) => fake.cancelAgreed('Orders', entryOf(order)),
  };
}
