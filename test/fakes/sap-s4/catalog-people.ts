import { addPrice, CONDITIONS, changePrice, deletePrice, VALIDITIES, type PriceInput } from './books/pricing.ts';
import { addProduct, changeProduct, removeProduct, setCost, setSalesStatus, type ProductInput } from './books/products.ts';
import { moveStock, type StockMove } from './books/stock.ts';
import type { Amount } from './money.ts';
import type { Row, Store, Tx } from './store.ts';

type ListPrice = Required<Pick<PriceInput, 'product' | 'amount' | 'currency' | 'priceListType'>>;

/** Who keeps products, prices and stock; every call is a transaction of its own. */
export class CatalogPeople {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  createProduct(input: ProductInput): string {
    return this.within((tx) => addProduct(tx, input));
  }
  changeProduct(product: string, changes: { name?: string; isMarkedForDeletion?: boolean }): void {
    this.within((tx) => changeProduct(tx, product, changes));
  }
  setSalesStatus(product: string, status: string, from: string): void {
    this.within((tx) => setSalesStatus(tx, product, status, from));
  }
  setCost(product: string, cost: Amount): void {
    this.within((tx) => setCost(tx, product, cost));
  }
  removeProduct(product: string): void {
    this.within((tx) => removeProduct(tx, product));
  }

  createPrice(input: PriceInput): string {
    return this.within((tx) => addPrice(tx, input));
  }
  deletePrice(record: string): void {
    this.within((tx) => deletePrice(tx, record));
  }
  /** What a list asks: in the record that is there, else in a new one. */
  setListPrice(input: ListPrice): void {
    this.within((tx) => {
      const [known] = this.pricesOf(input);
      if (known) changePrice(tx, String(known['ConditionRecord']), input.amount);
      else addPrice(tx, input);
    });
  }
  removeListPrice(input: Omit<ListPrice, 'amount'>): void {
    for (const price of this.pricesOf(input)) this.deletePrice(String(price['ConditionRecord']));
  }

  moveStock(move: StockMove): void {
    this.within((tx) => moveStock(tx, move));
  }

  /** Condition records of a product in a list that are in use. */
  pricesOf({ product, currency, priceListType }: Omit<ListPrice, 'amount'>): Row[] {
    return this.store
      .table(VALIDITIES)
      .by('Material', product)
      .filter((row) => row['PriceListType'] === priceListType && row['Customer'] === '')
      .map((row) => this.store.table(CONDITIONS).rows.get(String(row['ConditionRecord'])))
      .filter((row) => row !== undefined)
      .filter((row) => row['ConditionCurrency'] === currency && row['ConditionIsDeleted'] !== true);
  }

  private within<T>(work: (tx: Tx) => T): T {
    const tx = this.store.begin();
    const result = work(tx);
    tx.commit();
    return result;
  }
}
