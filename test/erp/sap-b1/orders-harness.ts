import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import type { OrderCommandHarness, OrderWriting } from '../../contract/order-commands-harness.ts';
import type { OrderBusiness } from '../../contract/orders-harness.ts';
import type { B1Fake, B1FakeOptions } from '../../fakes/sap-b1/index.ts';
import { b1CatalogHarness, type B1CatalogHarness } from './catalog-harness.ts';

export type B1OrderHarness = B1CatalogHarness & OrderCommandHarness;

/** A double with people who sell and deliver. */
export async function b1OrderHarness(options: Omit<B1FakeOptions, 'now'> = {}): Promise<B1OrderHarness> {
  const harness = await b1CatalogHarness(options);
  return { ...harness, orders: orders(harness.fake), orderWriting: orderWriting(harness.fake) };
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
    cancel: async (order) => fake.cancelAgreed(order.startsWith('23:') ? 'Quotations' : 'Orders', entryOf(order)),
  };
}

function orderWriting(fake: B1Fake): OrderWriting {
  return {
    // A partner trades in all currencies of the books unless somebody said otherwise.
    allowCurrency: async () => {},
    impossibleCurrency: 'JPY',
    nobody: { customer: erpRecordId('C99999'), order: quotationId(99_999) },
    revokeRightToSell: () => fake.revokeWriting('Quotations'),
    revokeRightToMakeProducts: () => fake.revokeWriting('Items'),
    textsOf: (order) =>
      (fake.record(order.startsWith('23:') ? 'Quotations' : 'Orders', entryOf(order))?.DocumentLines ?? []).map(({ ItemDescription }) =>
        String(ItemDescription),
      ),
    blockCustomer: async (customer, says) =>
      fake.transaction(({ tx }) => void tx.patch('BusinessPartners', customer, { Frozen: 'tYES', Valid: 'tNO', FrozenRemarks: says })),
    limitCredit: async (customer, limit) =>
      fake.transaction(({ tx }) => void tx.patch('BusinessPartners', customer, { CreditLimit: Number(limit) })),
  };
}
