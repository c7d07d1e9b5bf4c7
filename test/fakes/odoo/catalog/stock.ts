import type { Books } from '../accounting/books.ts';
import type { Row } from '../types.ts';

/** What people do in a warehouse, inside one transaction. None of it stamps a product. */
export class StockOperations {
  private readonly books: Books;

  constructor(books: Books) {
    this.books = books;
  }

  /** With the place where its goods lie. */
  createWarehouse(name: string, company = this.books.tx.ids('res.company')[0] ?? 1): number {
    const { tx } = this.books;
    const place = tx.insert('stock.location', {
      name: `${name}/Stock`,
      usage: 'internal',
      warehouse_id: null,
      company_id: company,
      active: true,
    });
    const warehouse = tx.insert('stock.warehouse', {
      name,
      code: name.slice(0, 5),
      company_id: company,
      lot_stock_id: place,
      active: true,
    });
    tx.update('stock.location', place, { warehouse_id: warehouse });
    return warehouse;
  }

  /** From a supplier, done. */
  receiveStock(product: number, warehouse: number, quantity: number): void {
    this.move(product, { from: this.outside('supplier'), to: this.placeIn(warehouse), quantity, state: 'done' });
    this.add(product, this.placeIn(warehouse), { quantity });
  }

  /** To a customer, done; more than there is leaves less than nothing. */
  deliverStock(product: number, warehouse: number, quantity: number): void {
    this.move(product, { from: this.placeIn(warehouse), to: this.outside('customer'), quantity, state: 'done' });
    this.add(product, this.placeIn(warehouse), { quantity: -quantity });
  }

  /** For a customer's order, not delivered yet. */
  reserveStock(product: number, warehouse: number, quantity: number): void {
    this.move(product, { from: this.placeIn(warehouse), to: this.outside('customer'), quantity, state: 'assigned' });
    this.add(product, this.placeIn(warehouse), { reserved: quantity });
  }

  /** Ordered from a supplier for a day. Default: into the first warehouse, in the product's own unit. */
  expectDelivery(
    product: number,
    quantity: number,
    on: string,
    {
      warehouse = this.firstWarehouse(),
      unitFactor = 1,
      state = 'assigned',
    }: { warehouse?: number; unitFactor?: number; state?: string } = {},
  ): number {
    const at = Date.parse(`${on}T12:00:00Z`) * 1000;
    return this.move(product, { from: this.outside('supplier'), to: this.placeIn(warehouse), quantity, state, at, unitFactor });
  }

  /** What was expected is here. */
  receiveExpected(move: number): void {
    const { tx } = this.books;
    const row = tx.row('stock.move', move);
    tx.update('stock.move', move, { state: 'done', date: tx.at });
    const quantity = Number(row.product_uom_qty) * Number(row.unit_factor);
    this.add(Number(row.product_id), Number(row.location_dest_id), { quantity });
  }

  private move(
    product: number,
    {
      from,
      to,
      quantity,
      state,
      at,
      unitFactor = 1,
    }: { from: number; to: number; quantity: number; state: string; at?: number; unitFactor?: number },
  ): number {
    const { tx } = this.books;
    return tx.insert('stock.move', {
      product_id: product,
      product_uom: 1,
      product_uom_qty: quantity,
      unit_factor: unitFactor,
      quantity: state === 'done' ? quantity : 0,
      quantity_done: state === 'done' ? quantity : 0,
      state,
      date: at ?? tx.at,
      location_id: from,
      location_dest_id: to,
      company_id: tx.ids('res.company')[0] ?? 1,
    });
  }

  /** What is where; a row with nothing in it is deleted. */
  private add(product: number, location: number, { quantity = 0, reserved = 0 }: { quantity?: number; reserved?: number }): void {
    const { tx } = this.books;
    const id = tx.by('stock.quant', 'product_id', product).find((one) => tx.row('stock.quant', one).location_id === location);
    const old: Partial<Row> = id === undefined ? {} : tx.row('stock.quant', id);
    const sums = { quantity: Number(old.quantity ?? 0) + quantity, reserved_quantity: Number(old.reserved_quantity ?? 0) + reserved };
    if (id === undefined) tx.insert('stock.quant', { product_id: product, location_id: location, ...sums });
    else if (sums.quantity === 0 && sums.reserved_quantity === 0) tx.remove('stock.quant', id);
    else tx.update('stock.quant', id, sums);
  }

  private firstWarehouse(): number {
    return this.books.tx.ids('stock.warehouse')[0] ?? this.createWarehouse('WH');
  }

  private placeIn(warehouse: number): number {
    return Number(this.books.tx.row('stock.warehouse', warehouse).lot_stock_id);
  }

  private outside(usage: 'supplier' | 'customer'): number {
    const { tx } = this.books;
    const found = tx.ids('stock.location').find((id) => tx.row('stock.location', id).usage === usage);
    return found ?? tx.insert('stock.location', { name: usage, usage, warehouse_id: null, company_id: null, active: true });
  }
}
