import { erpRecordId } from '../../../server/shared/ids.ts';
import type { OrderCommandHarness, OrderWriting } from '../../contract/order-commands-harness.ts';
import type { S4Fake, S4FakeOptions } from '../../fakes/sap-s4/index.ts';
import { s4OrderHarness, type S4OrderHarness } from './orders-harness.ts';

export type S4SellingHarness = S4OrderHarness & OrderCommandHarness;

/** A double with people who sell, and what keeps others from it. */
export async function s4SellingHarness(options: Omit<S4FakeOptions, 'now'> = {}): Promise<S4SellingHarness> {
  const harness = await s4OrderHarness(options);
  return { ...harness, orderWriting: orderWriting(harness.fake) };
}

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
