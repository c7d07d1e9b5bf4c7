import { internalNumber } from '../odata/values.ts';
import { keyOf, type Row, type Tx } from '../store.ts';
import { noteProgress } from './order-progress.ts';
import { ORDER } from './sales-documents.ts';
import { moveStock, STOCK } from './stock.ts';

export interface DeliveryInput {
  order: string;
  /** Items of the order by their place, from 0. */
  lines: readonly { line: number; quantity: number }[];
  /** Default true: the goods leave at once. */
  isIssued?: boolean;
  /** Number of the bill of lading. */
  tracking?: string;
}

const DELIVERIES = 'A_OutbDeliveryHeader';
const ITEMS = 'A_OutbDeliveryItem';
const SCHEDULE = 'A_SalesOrderScheduleLine';

/** An outbound delivery of some items. The order knows that it is on its way, and its own stamp does not move. Returns its number. */
export function addDelivery(tx: Tx, { order, lines, isIssued = true, tracking = '' }: DeliveryInput): string {
  const number = internalNumber(order, 10);
  const head = tx.get(ORDER.set, number);
  if (head['SalesDocApprovalStatus'] === 'A' || head['TotalCreditCheckStatus'] === 'B')
    throw new Error(`Order ${order} is blocked for delivery`);
  const delivery = internalNumber(String(tx.store.next('Delivery', 80_000_001)), 10);
  const { today, day, time } = tx.stamp;
  tx.put(DELIVERIES, delivery, {
    ...{ DeliveryDocument: delivery, DeliveryDocumentType: 'LF', SDDocumentCategory: 'J', DeliveryVersion: '0001' },
    ...{ SalesOrganization: head['SalesOrganization'], SoldToParty: head['SoldToParty'], ShipToParty: head['SoldToParty'] },
    ...{ CreationDate: day, CreationTime: time, DocumentDate: today, PlannedGoodsIssueDate: head['RequestedDeliveryDate'] ?? today },
    ...{ OverallGoodsMovementStatus: 'A', OverallPickingStatus: 'A', OverallDelivReltdBillgStatus: 'A', OverallSDProcessStatus: 'A' },
    BillOfLading: tracking,
  });
  const items = tx.by(ORDER.items, 'SalesOrder', number).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  for (const [index, { line, quantity }] of lines.entries()) addItem(tx, { delivery, index, quantity, item: at(items, line) });
  noteProgress(tx, number);
  if (isIssued) issueGoods(tx, delivery);
  return delivery;
}

function at(items: readonly Row[], line: number): Row {
  const item = items[line];
  if (!item) throw new Error(`The order has no item at ${line}`);
  return item;
}

function addItem(tx: Tx, { delivery, index, item, quantity }: { delivery: string; index: number; item: Row; quantity: number }): void {
  const schedule = tx.get(SCHEDULE, `${keyOf(item)}/0001`);
  const open = Number(schedule['OpenConfdDelivQtyInOrdQtyUnit']);
  if (quantity > open) throw new Error(`Only ${open} of material ${String(item['Material'])} are confirmed`);
  const number = String((index + 1) * 10).padStart(6, '0');
  tx.put(ITEMS, `${delivery}/${number}`, {
    ...{ DeliveryDocument: delivery, DeliveryDocumentItem: number, DeliveryDocumentItemCategory: 'TAN', SDDocumentCategory: 'J' },
    ...{ Material: item['Material'], DeliveryDocumentItemText: item['SalesOrderItemText'], Plant: item['ProductionPlant'] },
    ...{ ReferenceSDDocument: item['SalesOrder'], ReferenceSDDocumentItem: item['SalesOrderItem'], ReferenceSDDocumentCategory: 'C' },
    ...{ ActualDeliveryQuantity: String(quantity), DeliveryQuantityUnit: item['RequestedQuantityUnit'], CreationDate: tx.stamp.day },
    ...{ GoodsMovementStatus: 'A', DeliveryRelatedBillingStatus: 'A', SDProcessStatus: 'A', StorageLocation: item['StorageLocation'] },
  });
  tx.patch(SCHEDULE, keyOf(schedule), {
    DeliveredQtyInOrderQtyUnit: String(Number(schedule['DeliveredQtyInOrderQtyUnit']) + quantity),
    OpenConfdDelivQtyInOrdQtyUnit: String(open - quantity),
  });
}

/** The goods leave the warehouse: neither the order nor its items hear of it. */
export function issueGoods(tx: Tx, delivery: string): void {
  for (const item of tx.by(ITEMS, 'DeliveryDocument', delivery)) {
    takeOut(tx, item);
    tx.patch(ITEMS, keyOf(item), { GoodsMovementStatus: 'C', LastChangeDate: tx.stamp.day });
  }
  tx.patch(DELIVERIES, delivery, {
    ...{ OverallGoodsMovementStatus: 'C', OverallPickingStatus: 'C', ActualGoodsMovementDate: tx.stamp.today },
    ...{ LastChangeDate: tx.stamp.day, DeliveryVersion: '0002' },
  });
}

/** From the places of the plant, one after the other. */
function takeOut(tx: Tx, item: Row): void {
  let left = Number(item['ActualDeliveryQuantity']);
  const rows = tx.by(STOCK, 'Material', item['Material']).filter((row) => row['InventoryStockType'] === '01' && row['Supplier'] === '');
  for (const row of rows) {
    const quantity = Math.min(left, Number(row['MatlWrhsStkQtyInMatlBaseUnit']));
    if (quantity <= 0) continue;
    moveStock(tx, {
      product: String(row['Material']),
      place: `${String(row['Plant'])}/${String(row['StorageLocation'])}`,
      quantity: -quantity,
    });
    left -= quantity;
  }
  if (left > 0) throw new Error(`Deficit of unrestricted-use stock of ${String(item['Material'])}`);
}

/** The carrier's number comes later, as a rule. */
export function setTracking(tx: Tx, delivery: string, tracking: string): void {
  tx.patch(DELIVERIES, internalNumber(delivery, 10), { BillOfLading: tracking, LastChangeDate: tx.stamp.day });
}
