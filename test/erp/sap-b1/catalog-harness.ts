import { erpRecordId } from '../../../server/shared/ids.ts';
import type { CatalogBusiness, CatalogHarness } from '../../contract/catalog-harness.ts';
import type { B1Fake, B1FakeOptions } from '../../fakes/sap-b1/index.ts';
import { b1Harness, type B1Harness } from './harness.ts';

export type B1CatalogHarness = B1Harness & CatalogHarness;

/** A double with people who keep items, lists and stock. */
export async function b1CatalogHarness(options: Omit<B1FakeOptions, 'now'> = {}): Promise<B1CatalogHarness> {
  const harness = await b1Harness(options);
  return {
    ...harness,
    catalog: catalog(harness.fake),
    everything: () => harness.fake.snapshot().tables.filter(([, rows]) => rows.size > 0),
  };
}

function catalog(fake: B1Fake): CatalogBusiness {
  return {
    createProduct: async ({ name, sku, price, cost, kind = 'stocked' }) =>
      erpRecordId(
        fake.createItem({
          name,
          ...(sku && { code: sku }),
          ...(price && { price }),
          ...(cost && { cost }),
          ...(kind === 'service' && { kind, isStocked: false }),
        }),
      ),
    renameProduct: async (id, name) => fake.updateItem(id, { name }),
    setCost: async (id, cost) => fake.updateItem(id, { cost }),
    archiveProduct: async (id) => fake.freezeItem(id),
    deleteProduct: async (id) => fake.removeItem(id),
    createPriceList: async (name, currency) => String(fake.createPriceList({ name, ...(currency && { currency }) })),
    setListPrice: async (list, product, amount) => fake.setItemPrice(product, Number(list), amount),
    createWarehouse: async (name) => fake.createWarehouse({ name }),
    receiveStock: async (product, warehouse, quantity) => void fake.receiveStock(product, warehouse, quantity),
    deliverStock: async (product, warehouse, quantity) => void fake.issueStock(product, warehouse, quantity),
    expectDelivery: async (product, warehouse, quantity, on) => void fake.orderFromVendor(product, warehouse, quantity, on),
    async reserveStock(product, warehouse, quantity) {
      const partner = fake.createPartner({ name: 'Reserva' });
      fake.createOrder({ partner, lines: [{ item: product, warehouse, quantity, price: 1 }] });
    },
    removeListPrice: async (list, product) => fake.setItemPrice(product, Number(list), '0'),
  };
}
