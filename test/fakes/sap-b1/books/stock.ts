import type { DocumentRow, DocumentSet, ItemRow, Row } from '../rows.ts';
import type { Tx } from '../store.ts';
import { OBJECT_TYPES } from '../rows.ts';
import { noStock } from './items.ts';

interface Move {
  InStock?: number;
  Committed?: number;
  Ordered?: number;
}

const isFrom = (line: Row, set: DocumentSet): boolean => line.BaseType === OBJECT_TYPES[set];

/** What one unit of a line does to the stock of its warehouse. */
const MOVES: Readonly<Partial<Record<DocumentSet, (line: Row) => Move>>> = {
  DeliveryNotes: () => ({ InStock: -1 }),
  Returns: () => ({ InStock: 1 }),
  // What was delivered left already, and a reserve invoice bills what is still to leave.
  Invoices: (line) => (isFrom(line, 'DeliveryNotes') ? {} : { InStock: -1 }),
  CreditNotes: () => ({ InStock: 1 }),
  PurchaseDeliveryNotes: () => ({ InStock: 1 }),
  InventoryGenEntries: () => ({ InStock: 1 }),
  InventoryGenExits: () => ({ InStock: -1 }),
};

/** Posting moves the stock of an item, and not its change stamp. Lines of items nobody counts move nothing. */
export function moveStock(tx: Tx, set: DocumentSet, { DocumentLines, CancelStatus, ReserveInvoice }: DocumentRow): void {
  if (ReserveInvoice === 'tYES') return;
  const isReversal = CancelStatus === 'csCancellation';
  for (const line of DocumentLines) {
    const item = typeof line.ItemCode === 'string' ? tx.find('Items', line.ItemCode) : undefined;
    if (item?.InventoryItem !== 'tYES') continue;
    const move = MOVES[set]?.(isReversal ? reversed(tx, set, line) : line) ?? {};
    moveItem(tx, item, line, isReversal ? negative(move) : move);
  }
}

const negative = (move: Move): Move => Object.fromEntries(Object.entries(move).map(([what, sign]: [string, number]) => [what, -sign]));

/** The line that a cancellation takes back. */
const reversed = (tx: Tx, set: DocumentSet, line: Row): Row =>
  tx.get(set, Number(line.BaseEntry)).DocumentLines[Number(line.BaseLine)] ?? line;

/** What is open of orders is promised to customers, what is open of purchase orders is on its way. */
export function moveOpen(tx: Tx, set: DocumentSet, line: Row, quantity: number): void {
  const what = ({ Orders: 'Committed', PurchaseOrders: 'Ordered' } as const)[set as 'Orders'];
  const item = typeof line.ItemCode === 'string' ? tx.find('Items', line.ItemCode) : undefined;
  if (!what || item?.InventoryItem !== 'tYES' || quantity === 0) return;
  moveItem(tx, item, { ...line, Quantity: quantity }, { [what]: 1 });
}

function moveItem(tx: Tx, item: ItemRow, { WarehouseCode: warehouse, Quantity }: Row, move: Move): void {
  const quantity = Number(Quantity) * Number(item.SalesItemsPerUnit ?? 1);
  const rows = item.ItemWarehouseInfoCollection.some(({ WarehouseCode }) => WarehouseCode === warehouse)
    ? item.ItemWarehouseInfoCollection
    : [...item.ItemWarehouseInfoCollection, noStock(item.ItemCode, String(warehouse))];
  // An order that several invoices were drawn from promises no less than nothing.
  const moved = (row: Row, what: keyof Move): number => {
    const value = Number(row[what]) + (move[what] ?? 0) * quantity;
    return what === 'InStock' ? value : Math.max(0, value);
  };
  const changed = rows.map((row) =>
    row.WarehouseCode === warehouse
      ? { ...row, InStock: moved(row, 'InStock'), Committed: moved(row, 'Committed'), Ordered: moved(row, 'Ordered') }
      : row,
  );
  const total = (what: keyof Move): number => changed.reduce((sum: number, row: Row) => sum + Number(row[what]), 0);
  tx.patch('Items', item.ItemCode, {
    ItemWarehouseInfoCollection: changed,
    QuantityOnStock: total('InStock'),
    QuantityOrderedByCustomers: total('Committed'),
    QuantityOrderedFromVendors: total('Ordered'),
    DataVersion: item.DataVersion + 1,
  });
}
