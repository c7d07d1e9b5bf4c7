import { CONDITIONS, VALIDITIES } from '../../fakes/sap-s4/books/pricing.ts';
import { STOCK } from '../../fakes/sap-s4/books/stock.ts';
import type { S4Fake } from '../../fakes/sap-s4/index.ts';
import type { Row } from '../../fakes/sap-s4/store.ts';
import type { ErpProduct, ErpProductAction } from '../api.ts';
import { amountOf, quantityOf } from './entries.ts';
import type { ProductOffice } from './erp.ts';

const FOUND_AT_MOST = 20;

/** Sales and the warehouse at work in the double. */
export const s4Products = (s4: S4Fake): ProductOffice => ({
  search: (entered) => search(s4, entered.trim().toLowerCase()),
  book: async (action) => book(s4, action),
});

const nameOf = (s4: S4Fake, code: string): string =>
  String(s4.record('A_ProductDescription', `${code}\tES`)?.['ProductDescription'] ?? code);

const search = (s4: S4Fake, words: string): ErpProduct[] =>
  s4
    .records('A_Product')
    .filter(({ Product }) => `${nameOf(s4, String(Product))} ${String(Product)}`.toLowerCase().includes(words))
    .slice(0, FOUND_AT_MOST)
    .map((row) => productOf(s4, row));

function productOf(s4: S4Fake, row: Row): ErpProduct {
  const code = String(row['Product']);
  return {
    id: code,
    name: nameOf(s4, code),
    sku: code,
    isArchived: row['IsMarkedForDeletion'] === true,
    basePrice: null,
    lists: listsOf(s4).map((list) => {
      const [price] = s4.catalog.pricesOf({ product: code, ...list });
      return {
        listId: `${list.priceListType}/${list.currency}`,
        name: `PPR0 ${list.priceListType} ${list.currency}`,
        price: price ? { amount: String(price['ConditionRateValue']), currency: list.currency } : null,
        origin: null,
      };
    }),
    stock: row['ProductType'] === 'SERV' ? null : stockOf(s4, code),
    expected: [],
  };
}

/** By price list type and currency, as condition records have them. */
function listsOf(s4: S4Fake): { priceListType: string; currency: string }[] {
  const found = new Map<string, { priceListType: string; currency: string }>();
  for (const { ConditionRecord: record, PriceListType: type } of s4.records(VALIDITIES)) {
    const list = { priceListType: String(type), currency: String(s4.record(CONDITIONS, String(record))?.['ConditionCurrency']) };
    found.set(`${list.priceListType}/${list.currency}`, list);
  }
  return [...found.values()];
}

const stockOf = (s4: S4Fake, code: string): ErpProduct['stock'] =>
  s4.store
    .table(STOCK)
    .by('Material', code)
    .filter((row) => row['InventoryStockType'] === '01' && row['InventorySpecialStockType'] === '')
    .map((row) => {
      const place = `${String(row['Plant'])}/${String(row['StorageLocation'])}`;
      return { warehouseId: place, name: place, onHand: Number(row['MatlWrhsStkQtyInMatlBaseUnit']) };
    });

function book({ catalog }: S4Fake, action: ErpProductAction): void {
  const product = action.productId;
  switch (action.action) {
    case 'basePrice':
      throw new Error('S/4HANA keeps prices in condition records only');
    case 'listPrice': {
      const [priceListType = '', currency = ''] = action.listId.split('/');
      return catalog.setListPrice({ product, amount: amountOf(action.amount), currency, priceListType });
    }
    case 'receive':
      return catalog.moveStock({ product, place: action.warehouseId, quantity: quantityOf(action.quantity) });
    case 'issue':
      return catalog.moveStock({ product, place: action.warehouseId, quantity: -quantityOf(action.quantity) });
    case 'order':
      throw new Error('Purchase orders are not part of this playground');
    case 'archive':
      return catalog.changeProduct(product, { isMarkedForDeletion: true });
    case 'unarchive':
      return catalog.changeProduct(product, { isMarkedForDeletion: false });
  }
}
