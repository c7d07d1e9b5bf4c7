import type { ItemInput, PriceListInput } from './books/items.ts';
import type { Amount } from './money.ts';
import type { Operations } from './operations.ts';

/** The people of a company who keep items, prices and stock; every call is a transaction of its own. */
export abstract class CatalogPeople {
  protected abstract act<T>(work: (erp: Operations) => T): T;

  createItem(input: ItemInput): string {
    return this.act((erp) => erp.createItem(input));
  }
  updateItem(code: string, changes: Partial<Omit<ItemInput, 'code' | 'price'>>): void {
    this.act((erp) => erp.updateItem(code, changes));
  }
  freezeItem(code: string, frozen = true): void {
    this.act((erp) => erp.freezeItem(code, frozen));
  }
  removeItem(code: string): void {
    this.act((erp) => erp.removeItem(code));
  }
  createItemGroup(name: string): number {
    return this.act((erp) => erp.createItemGroup(name));
  }
  renameItemGroup(number: number, name: string): void {
    this.act((erp) => erp.renameItemGroup(number, name));
  }
  createPriceList(input: PriceListInput): number {
    return this.act((erp) => erp.createPriceList(input));
  }
  deactivatePriceList(number: number): void {
    this.act((erp) => erp.deactivatePriceList(number));
  }
  setItemPrice(code: string, list: number, amount: Amount, currency?: string): void {
    this.act((erp) => erp.setItemPrice(code, list, amount, currency));
  }
  createWarehouse(input: { code?: string; name: string; branch?: number }): string {
    return this.act((erp) => erp.createWarehouse(input));
  }
  closeWarehouse(code: string): void {
    this.act((erp) => erp.closeWarehouse(code));
  }
  receiveStock(code: string, warehouse: string, quantity: number): number {
    return this.act((erp) => erp.receiveStock(code, warehouse, quantity));
  }
  issueStock(code: string, warehouse: string, quantity: number): number {
    return this.act((erp) => erp.issueStock(code, warehouse, quantity));
  }
  orderFromVendor(code: string, warehouse: string, quantity: number, on: string): number {
    return this.act((erp) => erp.orderFromVendor(code, warehouse, quantity, on));
  }
  receiveFromVendor(order: number, quantity?: number): number {
    return this.act((erp) => erp.receiveFromVendor(order, quantity));
  }
}
