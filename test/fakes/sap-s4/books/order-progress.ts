import { keyOf, type Row, type Tx } from '../store.ts';
import { deliveredOf, ORDER } from './sales-documents.ts';

/** How many of an item of an order were billed, without what was cancelled. */
export function billedOf(tx: Tx, { SalesOrder: order, SalesOrderItem: item }: Row): number {
  return tx
    .by('A_BillingDocumentItem', 'SalesDocument', order)
    .filter((row) => row['SalesDocumentItem'] === item && isOwed(tx.get('A_BillingDocument', String(row['BillingDocument']))))
    .reduce((sum, row) => sum + Number(row['BillingQuantity']), 0);
}

const isOwed = (head: Row): boolean =>
  head['SDDocumentCategory'] === 'M' && head['BillingDocumentIsCancelled'] !== true && !head['CancelledBillingDocument'];

const shareOf = (done: number, all: number): 'A' | 'B' | 'C' => (done <= 0 ? 'A' : done < all ? 'B' : 'C');
const overall = (parts: readonly string[]): string =>
  parts.length === 0 ? '' : parts.every((part) => part === 'C') ? 'C' : parts.every((part) => part === 'A') ? 'A' : 'B';

/** Statuses of an order and its items by what was delivered and billed; whoever delivers or bills moves no stamp of it. */
export function noteProgress(tx: Tx, order: string): void {
  const items = tx.by(ORDER.items, 'SalesOrder', order).filter((row) => row['SalesDocumentRjcnReason'] === '');
  for (const item of items) {
    const all = Number(item['RequestedQuantity']);
    const isDelivered = item['DeliveryStatus'] !== '';
    const delivery = isDelivered ? shareOf(deliveredOf(tx, keyOf(item)), all) : '';
    const billing = shareOf(billedOf(tx, item), all);
    tx.patch(ORDER.items, keyOf(item), {
      DeliveryStatus: delivery,
      // What is delivered is billed by its deliveries.
      OrderRelatedBillingStatus: isDelivered ? '' : billing,
      SDProcessStatus: overall([...(isDelivered ? [delivery] : []), billing]),
    });
  }
  const now = tx.by(ORDER.items, 'SalesOrder', order).filter((row) => row['SalesDocumentRjcnReason'] === '');
  const told = (field: string): string => overall(now.map((row) => String(row[field])).filter((status) => status !== ''));
  tx.patch(ORDER.set, order, {
    ...{ OverallDeliveryStatus: told('DeliveryStatus'), OverallTotalDeliveryStatus: told('DeliveryStatus') },
    ...{ OverallOrdReltdBillgStatus: told('OrderRelatedBillingStatus'), OverallSDProcessStatus: told('SDProcessStatus') },
  });
}

const SCHEDULE = 'A_SalesOrderScheduleLine';

/** What is not delivered yet is confirmed, or no longer. */
export function confirmAnew(tx: Tx, order: string, isConfirmed: boolean): void {
  for (const item of tx.by(ORDER.items, 'SalesOrder', order)) {
    const schedule = tx.get(SCHEDULE, `${keyOf(item)}/0001`);
    const [asked, delivered] = [Number(item['RequestedQuantity']), deliveredOf(tx, keyOf(item))];
    const open = isConfirmed ? asked - delivered : 0;
    tx.patch(SCHEDULE, keyOf(schedule), {
      ConfdOrderQtyByMatlAvailCheck: String(open + delivered),
      OpenConfdDelivQtyInOrdQtyUnit: String(open),
      ConfirmedDeliveryDate: open + delivered > 0 ? schedule['RequestedDeliveryDate'] : null,
    });
    tx.patch(ORDER.items, keyOf(item), { ConfdDelivQtyInOrderQtyUnit: String(open + delivered) });
  }
}
