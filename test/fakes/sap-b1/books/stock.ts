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
  Orders: () => ({ Committed: 1 }),
  DeliveryNotes: (line) => ({ InStock: -1, ...(isFrom(line, 'Orders') && { Committed: -1 }) }),
  Invoices: (line) => (isFrom(line, 'DeliveryNotes') ? {} : { InStock: -1, ...(isFrom(line, 'Orders') && { Committed: -1 }) }),
  CreditNotes: () => ({ InStock: 1 }),
  PurchaseOrders: () => ({ Ordered: 1 }),
  PurchaseDeliveryNotes: (line) => ({ InStock: 1, ...(isFrom(line, 'PurchaseOrders') && { Ordered: -1 }) }),
  InventoryGenEntries: () => ({ InStock: 1 }),
  InventoryGenExits: () => ({ InStock: -1 }),
};

/** Posting moves the stock of an item, and not its change stamp. Lines of items nobody counts move nothing. */
export function moveStock(tx: Tx, set: DocumentSet, { DocumentLines, CancelStatus }: DocumentRow): void {
  const isReversal = CancelStatus === 'csCancellation';
  for (const line of DocumentLines) {
    const item = typeof line.ItemCode === 'string' ? tx.find('Items', line.ItemCode) : undefined;
    if (item?.InventoryItem !== 'tYES') continue;
    const move = MOVES[set]?.(isReversal ? reversed(tx, set, line) : line) ?? {};
    moveItem(tx, item, line, isReversal ? negative(move) : move);
    if (isFrom(line, 'PurchaseOrders') && !isReversal) closeOrdered(tx, line);
  }
}

const negative = (move: Move): Move => Object.fromEntries(Object.entries(move).map(([what, sign]: [string, number]) => [what, -sign]));

/** The line that a cancellation takes back. */
const reversed = (tx: Tx, set: DocumentSet, line: Row): Row =>
  tx.get(set, Number(line.BaseEntry)).DocumentLines[Number(line.BaseLine)] ?? line;

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

function closeOrdered(tx: Tx, { BaseEntry, BaseLine, Quantity }: Row): void {
  const entry = Number(BaseEntry);
  const order = tx.get('PurchaseOrders', entry);
  const lines = order.DocumentLines.map((one): Row => {
    if (one.LineNum !== BaseLine) return one;
    const open = Math.max(0, Number(one.RemainingOpenQuantity) - Number(Quantity));
    return { ...one, RemainingOpenQuantity: open, LineStatus: open === 0 ? 'bost_Close' : 'bost_Open' };
  });
  const isOpen = lines.some(({ LineStatus }) => LineStatus === 'bost_Open');
  tx.patch('PurchaseOrders', entry, { DocumentLines: lines, DocumentStatus: isOpen ? 'bost_Open' : 'bost_Close' });
}
