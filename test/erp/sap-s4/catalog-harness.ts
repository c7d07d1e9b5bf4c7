import { erpRecordId } from '../../../server/shared/ids.ts';
import type { CatalogBusiness, CatalogHarness } from '../../contract/catalog-harness.ts';
import type { S4Fake, S4FakeOptions } from '../../fakes/sap-s4/index.ts';
import { s4Harness, type S4Harness } from './harness.ts';

export type S4CatalogHarness = S4Harness & CatalogHarness;

/** A double with people who keep products, condition records and stock. */
export async function s4CatalogHarness(options: Omit<S4FakeOptions, 'now'> = {}): Promise<S4CatalogHarness> {
  const harness = await s4Harness(options);
  return {
    ...harness,
    catalog: business(harness.fake),
    everything: () => harness.fake.store.dump().tables.filter(([, rows]) => rows.size > 0),
  };
}

function business({ catalog }: S4Fake): CatalogBusiness {
  let lists = 0;
  let places = 0;
  const keyOf = (list: string) => {
    const [, , , priceListType = '', currency = ''] = list.split('/');
    return { priceListType, currency };
  };
  return {
    createProduct: async ({ name, sku, price, cost, kind = 'stocked' }) => {
      const product = catalog.createProduct({
        name,
        type: kind === 'service' ? 'SERV' : 'HAWA',
        ...(sku && { number: sku }),
        ...(cost && { cost }),
      });
      if (price) catalog.createPrice({ product, amount: price, currency: 'MXN' });
      return erpRecordId(product);
    },
    renameProduct: async (id, name) => catalog.changeProduct(id, { name }),
    setCost: async (id, amount) => catalog.setCost(id, amount),
    archiveProduct: async (id) => catalog.changeProduct(id, { isMarkedForDeletion: true }),
    deleteProduct: async (id) => catalog.removeProduct(id),
    // A price list type is customizing; its list is there with its first price.
    createPriceList: async (_name, currency = 'MXN') => `PPR0/1010/10/${String(++lists).padStart(2, '0')}/${currency}`,
    setListPrice: async (list, product, amount) => catalog.setListPrice({ product, amount, ...keyOf(list) }),
    removeListPrice: async (list, product) => catalog.removeListPrice({ product, ...keyOf(list) }),
    createWarehouse: async () => `1010/10${++places}A`,
    receiveStock: async (product, place, quantity) => catalog.moveStock({ product, place, quantity }),
    deliverStock: async (product, place, quantity) => catalog.moveStock({ product, place, quantity: -quantity }),
    shownAs: (id) => (id.startsWith('PPR0') ? id.replaceAll('/', ' ') : id),
  };
}
