import type { StreamName } from '../../server/erp/shared/contract.ts';
import type { ErpRecordId } from '../../server/shared/ids.ts';
import type { ErpHarness } from './harness.ts';

/** Streams that are off until somebody wants them; nothing of them is needed for the others. */
export const CATALOG_STREAMS: readonly StreamName[] = ['products', 'prices', 'stock'];

interface NewProduct {
  name: string;
  sku?: string;
  /** Decimal text in the books' own currency: the price before any list, or in the list that ERPs of lists alone begin with. */
  price?: string;
  /** What it costs the company itself, in the books' own currency; default nothing is known. */
  cost?: string;
  kind?: 'stocked' | 'service';
}

/** Business with products, in the words of no ERP; each call is one transaction. Ids of lists and warehouses are the connector's own. */
export interface CatalogBusiness {
  createProduct(input: NewProduct): Promise<ErpRecordId>;
  renameProduct(id: ErpRecordId, name: string): Promise<void>;
  setCost(id: ErpRecordId, amount: string): Promise<void>;
  archiveProduct(id: ErpRecordId): Promise<void>;
  /** Only of products never used. */
  deleteProduct(id: ErpRecordId): Promise<void>;
  /** Default in the books' own currency. */
  createPriceList(name: string, currency?: string): Promise<string>;
  /** What a list asks for a product. */
  setListPrice(list: string, product: ErpRecordId, amount: string): Promise<void>;
  createWarehouse(name: string): Promise<string>;
  receiveStock(product: ErpRecordId, warehouse: string, quantity: number): Promise<void>;
  deliverStock(product: ErpRecordId, warehouse: string, quantity: number): Promise<void>;
  // What not every ERP has.
  /** Ordered for a day. */
  expectDelivery?(product: ErpRecordId, warehouse: string, quantity: number, on: string): Promise<void>;
  /** How people see a list or a warehouse that the connector cannot learn the name of. */
  shownAs?(id: string): string;
  /** The price before any list. */
  setPrice?(product: ErpRecordId, amount: string): Promise<void>;
  reserveStock?(product: ErpRecordId, warehouse: string, quantity: number): Promise<void>;
  /** Of all products in the list, on their price before any list. */
  addPercentageRule?(list: string, percent: string): Promise<void>;
  /** Of one product, what its price before any list says, less a percentage, plus an amount. */
  addFormulaRule?(list: string, product: ErpRecordId, rule: { discount: string; surcharge: string }): Promise<void>;
  /** One that people can delete. */
  removeListPrice?(list: string, product: ErpRecordId): Promise<void>;
}

export type CatalogHarness = ErpHarness & {
  catalog: CatalogBusiness;
  /** All that was written by the connector's calls, in whatever words: to be the same before and after. */
  everything(): unknown;
};

/** Two products, a list with a price, and some stock. */
export async function aLittleCatalog({ catalog }: CatalogHarness) {
  const valve = await catalog.createProduct({ name: 'Válvula', sku: 'VAL-1', price: '100.00' });
  const visit = await catalog.createProduct({ name: 'Visita', sku: 'SRV-1', price: '50.00', kind: 'service' });
  const list = await catalog.createPriceList('Mayoreo');
  await catalog.setListPrice(list, valve, '80.00');
  const warehouse = await catalog.createWarehouse('Norte');
  await catalog.receiveStock(valve, warehouse, 12);
  return { valve, visit, list, warehouse };
}
