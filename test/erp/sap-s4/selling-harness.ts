import { erpRecordId } from '../../../server/shared/ids.ts';
import type { OrderCommandHarness, OrderWriting } from '../../contract/order-commands-harness.ts';
import type { OrderBusiness } from '../../contract/orders-harness.ts';
import type { S4Fake, S4FakeOptions } from '../../fakes/sap-s4/index.ts';
import { s4OrderHarness, type S4OrderHarness } from './orders-harness.ts';

type S4SellingHarness = S4OrderHarness & OrderCommandHarness;

/** A double with people who sell, and what keeps others from it. */
export async function s4SellingHarness(options: Omit<S4FakeOptions, 'now'> = {}): Promise<S4SellingHarness> {
  const harness = await s4OrderHarness(options);
  return { ...harness, orders: { ...harness.orders, invoice: invoice(harness) }, orderWriting: orderWriting(harness.fake) };
}

/** Goods are billed by their deliveries: of what was never delivered all leaves first. */
const invoice =
  ({ fake, orders }: S4OrderHarness): OrderBusiness['invoice'] =>
  async (order) => {
    const items = fake.records('A_SalesOrderItem').filter((row) => Number(row['SalesOrder']) === Number(order));
    if (items.every(({ DeliveryStatus: status }) => status === 'A'))
      for (const [line, item] of items.entries()) await orders.deliver(order, line, Number(item['RequestedQuantity']));
    return orders.invoice(order);
  };

function orderWriting(fake: S4Fake): OrderWriting {
  return {
    // Documents can be in every currency that has a rate.
    allowCurrency: async () => {},
    impossibleCurrency: 'CHF',
    nobody: { customer: erpRecordId('99999'), order: erpRecordId('quotation/29999999') },
    revokeRightToSell: () => fake.revokeWriting('A_SalesQuotation'),
    revokeRightToMakeProducts: () => fake.revokeWriting('A_Product'),
    textsOf: (order) => {
      const [number = '', set = 'A_SalesOrderItem', text = 'SalesOrderItemText'] = order.startsWith('quotation/')
        ? [order.slice('quotation/'.length), 'A_SalesQuotationItem', 'SalesQuotationItemText']
        : [order];
      const field = set.replace('A_', '').replace('Item', '');
      return fake
        .records(set)
        .filter((row) => Number(row[field]) === Number(number))
        .map((row) => String(row[text]));
    },
  };
}
