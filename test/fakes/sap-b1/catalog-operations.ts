import { addDocument } from './books/documents.ts';
import { addItem, addItemGroup, addPriceList, addWarehouse, changeItem, priceItem } from './books/items.ts';
import type { ItemInput, PriceListInput } from './books/items.ts';
import { addPartner } from './books/partners.ts';
import type { Amount } from './money.ts';
import type { Tx } from './store.ts';

const VENDOR = 'V00001';

/** What people do with items, lists of prices and warehouses, within one transaction. */
export class CatalogOperations {
  readonly tx: Tx;

  constructor(tx: Tx) {
    this.tx = tx;
  }

  createItem(input: ItemInput): string {
    return addItem(this.tx, input).ItemCode;
  }
  updateItem(code: string, changes: Partial<Omit<ItemInput, 'code' | 'price'>>): void {
    changeItem(this.tx, code, changes);
  }
  freezeItem(code: string, frozen = true): void {
    changeItem(this.tx, code, { frozen });
  }
  /** Refused, as by the real thing, once it stands on documents. */
  removeItem(code: string): void {
    for (const set of [
      'Quotations',
      'Orders',
      'DeliveryNotes',
      'Invoices',
      'CreditNotes',
      'PurchaseOrders',
      'InventoryGenEntries',
    ] as const)
      if (this.tx.store.list(set).some(({ DocumentLines }) => DocumentLines.some(({ ItemCode }) => ItemCode === code)))
        throw new Error(`${code} stands on ${set}`);
    this.tx.get('Items', code);
    this.tx.remove('Items', code);
  }

  createItemGroup(name: string): number {
    return addItemGroup(this.tx, name);
  }
  renameItemGroup(number: number, name: string): void {
    this.tx.patch('ItemGroups', number, { GroupName: name });
  }
  createPriceList(input: PriceListInput): number {
    return addPriceList(this.tx, input);
  }
  deactivatePriceList(number: number): void {
    this.tx.patch('PriceLists', number, { Active: 'tNO' });
  }
  /** Default in the currency of the list; `0` takes the price away. */
  setItemPrice(code: string, list: number, amount: Amount, currency?: string): void {
    priceItem(this.tx, { code, list, amount, currency });
  }
  /** `branch`: its number, where the company has some. */
  createWarehouse(input: { code?: string; name: string; branch?: number }): string {
    return addWarehouse(this.tx, input);
  }
  closeWarehouse(code: string): void {
    this.tx.patch('Warehouses', code, { Inactive: 'tYES' });
  }

  /** Goods receipt. */
  receiveStock(code: string, warehouse: string, quantity: number): number {
    return addDocument(this.tx, 'InventoryGenEntries', { partner: null, lines: [{ item: code, warehouse, quantity, price: 0 }] }).DocEntry;
  }
  /** Goods issue. */
  issueStock(code: string, warehouse: string, quantity: number): number {
    return addDocument(this.tx, 'InventoryGenExits', { partner: null, lines: [{ item: code, warehouse, quantity, price: 0 }] }).DocEntry;
  }
  /** A purchase order for a day; returns its `DocEntry`. */
  orderFromVendor(code: string, warehouse: string, quantity: number, on: string): number {
    const lines = [{ item: code, warehouse, quantity, price: 0, shipDate: on }];
    return addDocument(this.tx, 'PurchaseOrders', { partner: this.vendor(), due: on, lines }).DocEntry;
  }
  /** What was ordered arrives; default all of it. */
  receiveFromVendor(order: number, quantity?: number): number {
    const [line] = this.tx.get('PurchaseOrders', order).DocumentLines;
    const drawn = {
      item: String(line?.ItemCode),
      warehouse: String(line?.WarehouseCode),
      quantity: quantity ?? Number(line?.RemainingOpenQuantity),
      price: 0,
      base: { set: 'PurchaseOrders', entry: order, line: 0 } as const,
    };
    return addDocument(this.tx, 'PurchaseDeliveryNotes', { partner: this.vendor(), lines: [drawn] }).DocEntry;
  }

  private vendor(): string {
    if (!this.tx.find('BusinessPartners', VENDOR)) addPartner(this.tx, { code: VENDOR, name: 'Fundidora Pacífico', type: 'cSupplier' });
    return VENDOR;
  }
}
