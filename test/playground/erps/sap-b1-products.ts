import type { B1Fake } from '../../fakes/sap-b1/index.ts';
import { text } from '../../fakes/sap-b1/money.ts';
import type { ItemRow, Row } from '../../fakes/sap-b1/rows.ts';
import type { ErpProduct, ErpProductAction } from '../api.ts';
import { amountOf, quantityOf } from './entries.ts';
import type { ProductOffice } from './erp.ts';

const FOUND_AT_MOST = 20;

/** Sales and the warehouse at work in the double. */
export function b1Products(b1: B1Fake): ProductOffice {
  return {
    search: (entered) => search(b1, entered.trim().toLowerCase()),
    book: async (action) => book(b1, action),
  };
}

const search = (b1: B1Fake, words: string): ErpProduct[] =>
  b1
    .records('Items')
    .filter(({ ItemCode, ItemName }) => `${String(ItemName)} ${ItemCode}`.toLowerCase().includes(words))
    .slice(0, FOUND_AT_MOST)
    .map((item) => productOf(b1, item));

function productOf(b1: B1Fake, item: ItemRow): ErpProduct {
  const { ItemCode, ItemName, Frozen, InventoryItem, ItemPrices } = item;
  return {
    id: ItemCode,
    name: String(ItemName),
    sku: ItemCode,
    isArchived: Frozen === 'tYES',
    basePrice: null,
    lists: b1.records('PriceLists').map((list) => ({
      listId: String(list.PriceListNo),
      name: String(list.PriceListName),
      price: priceOf(b1, list, ItemPrices),
      origin: null,
    })),
    stock: InventoryItem === 'tYES' ? stockOf(b1, item) : null,
    expected: expectedOf(b1, ItemCode),
  };
}

const isoOf = (b1: B1Fake, code: string): string => String(b1.record('Currencies', code)?.DocumentsCode ?? code);

/** Zero is no price. */
function priceOf(b1: B1Fake, list: Row, prices: readonly Row[]): ErpProduct['basePrice'] {
  const found = prices.find(({ PriceList }) => PriceList === list.PriceListNo);
  if (!found?.Price) return null;
  return { amount: text(Number(found.Price)), currency: isoOf(b1, String(found.Currency ?? list.DefaultPrimeCurrency)) };
}

const stockOf = (b1: B1Fake, { ItemWarehouseInfoCollection: rows }: ItemRow): ErpProduct['stock'] =>
  rows.map(({ WarehouseCode, InStock }) => ({
    warehouseId: String(WarehouseCode),
    name: String(b1.record('Warehouses', String(WarehouseCode))?.WarehouseName),
    onHand: Number(InStock),
  }));

/** Open lines of purchase orders. */
const expectedOf = (b1: B1Fake, code: string): ErpProduct['expected'] =>
  b1
    .records('PurchaseOrders')
    .flatMap(({ DocumentLines }) => DocumentLines)
    .filter(({ ItemCode, LineStatus }) => ItemCode === code && LineStatus === 'bost_Open')
    .map(({ RemainingOpenQuantity, ShipDate }) => ({ quantity: Number(RemainingOpenQuantity), on: String(ShipDate).slice(0, 10) }))
    .sort((a, b) => a.on.localeCompare(b.on));

function book(b1: B1Fake, action: ErpProductAction): void {
  const code = action.productId;
  switch (action.action) {
    case 'basePrice':
      throw new Error('Business One keeps prices in lists only');
    case 'listPrice':
      return b1.setItemPrice(code, Number(action.listId), amountOf(action.amount));
    case 'receive':
      return void b1.receiveStock(code, action.warehouseId, quantityOf(action.quantity));
    case 'issue':
      return void b1.issueStock(code, action.warehouseId, quantityOf(action.quantity));
    case 'order':
      return void b1.orderFromVendor(code, action.warehouseId, quantityOf(action.quantity), action.on);
    case 'archive':
      return b1.freezeItem(code);
    case 'unarchive':
      return b1.freezeItem(code, false);
  }
}
