import { internalNumber } from '../odata/values.ts';
import { keyOf, type Row, type Tx } from '../store.ts';
import { addBilling, INVOICE } from './billing.ts';
import type { LineInput } from './billing-items.ts';
import { partnerOf } from './corrections.ts';
import { billedOf, noteProgress } from './order-progress.ts';
import { deliveredOf, ORDER } from './sales-documents.ts';

export interface OrderInvoiceInput {
  order: string;
  date?: string;
  due?: string;
  /** Default true; else it waits for its release to accounting. */
  isPosted?: boolean;
}

/** What was delivered and not billed yet, and what is never delivered. Returns its number. */
export function billOrder(tx: Tx, { order, ...terms }: OrderInvoiceInput): string {
  const number = internalNumber(order, 10);
  const head = tx.get(ORDER.set, number);
  const lines = tx.by(ORDER.items, 'SalesOrder', number).flatMap((item) => lineOf(tx, item));
  if (lines.length === 0) throw new Error(`Nothing of order ${order} can be billed`);
  const billing = addBilling(tx, INVOICE, {
    ...{ partner: partnerOf(tx, String(head['SoldToParty'])), company: String(head['SalesOrganization']) },
    ...{ currency: String(head['TransactionCurrency']), reference: String(head['PurchaseOrderByCustomer'] ?? ''), order: number },
    ...{ lines, ...terms },
  });
  noteProgress(tx, number);
  return billing;
}

function lineOf(tx: Tx, item: Row): LineInput[] {
  if (item['SalesDocumentRjcnReason'] !== '') return [];
  const all = Number(item['RequestedQuantity']);
  const isDelivered = item['DeliveryStatus'] !== '';
  const quantity = (isDelivered ? deliveredOf(tx, keyOf(item)) : all) - billedOf(tx, item);
  if (quantity <= 0) return [];
  const [net, tax] = [Number(item['NetAmount']), Number(item['TaxAmount'])];
  const delivery = tx
    .by('A_OutbDeliveryItem', 'ReferenceSDDocument', item['SalesOrder'])
    .findLast((row) => row['ReferenceSDDocumentItem'] === item['SalesOrderItem']);
  return [
    {
      ...{ material: String(item['Material']), text: String(item['SalesOrderItemText']), quantity },
      ...{ price: 0, amount: ((net * quantity) / all).toFixed(2), taxPercent: net === 0 ? 0 : Math.round((tax / net) * 100) },
      ...{ order: String(item['SalesOrder']), orderItem: String(item['SalesOrderItem']) },
      ...(delivery && { delivery: String(delivery['DeliveryDocument']) }),
    },
  ];
}

/** Sales orders that a billing document is of. */
export const ordersIn = (tx: Tx, billing: string): string[] => [
  ...new Set(
    tx
      .by('A_BillingDocumentItem', 'BillingDocument', billing)
      .map((row) => String(row['SalesDocument']))
      .filter((order) => tx.find(ORDER.set, order)),
  ),
];
