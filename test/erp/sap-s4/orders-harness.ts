import { salesDocumentOf, QUOTATION } from '../../../server/erp/sap-s4/sales-kinds.ts';
import { erpRecordId, type ErpRecordId } from '../../../server/shared/ids.ts';
import type { OrderBusiness, OrderHarness } from '../../contract/orders-harness.ts';
import type { S4Fake, S4FakeOptions } from '../../fakes/sap-s4/index.ts';
import { s4CatalogHarness, type S4CatalogHarness } from './catalog-harness.ts';

export type S4OrderHarness = S4CatalogHarness & OrderHarness;

/** A double with people who sell, deliver and bill. */
export async function s4OrderHarness(options: Omit<S4FakeOptions, 'now'> = {}): Promise<S4OrderHarness> {
  const harness = await s4CatalogHarness(options);
  return { ...harness, orders: orders(harness.fake) };
}

const numberOf = (id: ErpRecordId): string => salesDocumentOf(id)?.number ?? '';
const quotationId = (number: string): ErpRecordId => erpRecordId(`quotation/${number}`);

function orders(fake: S4Fake): OrderBusiness {
  return {
    createQuotation: async ({ customer, warehouse, lines, reference, currency }) =>
      quotationId(
        fake.transaction((erp) =>
          erp.createQuotation({
            partner: customer,
            ...(reference && { reference }),
            ...(currency && { currency }),
            lines: lines.map(({ product, quantity, price, discount = 0 }) => ({
              ...{ material: product, quantity: String(quantity), price, plant: warehouse.split('/')[0] ?? '' },
              ...(discount && { discount: String(discount) }),
            })),
          }),
        ),
      ),
    confirm: async (quotation) => erpRecordId(fake.transaction((erp) => erp.orderFromQuotation(numberOf(quotation)))),
    deliver: async (order, line, quantity) =>
      void fake.transaction((erp) => erp.deliverOrder({ order: numberOf(order), lines: [{ line, quantity }] })),
    invoice: async (order) => erpRecordId(fake.transaction((erp) => erp.invoiceOrder({ order: numberOf(order) }))),
    cancel: async (order) =>
      fake.transaction((erp) =>
        salesDocumentOf(order)?.kind === QUOTATION ? erp.rejectQuotation(numberOf(order)) : erp.rejectSalesOrder(numberOf(order)),
      ),
  };
}
