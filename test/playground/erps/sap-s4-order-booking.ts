import { ORDER, QUOTATION, type SalesKind } from '../../fakes/sap-s4/books/sales-documents.ts';
import type { S4Fake } from '../../fakes/sap-s4/index.ts';
import { external } from '../../fakes/sap-s4/operations.ts';
import type { Row } from '../../fakes/sap-s4/store.ts';
import type { ErpOrderAction } from '../api.ts';

/** Ids are `A_SalesOrder:500001`, `A_SalesQuotation:20000001`. */
export const idOf = (kind: SalesKind, row: Row): string => `${kind.set}:${external(String(row[kind.number]))}`;

export function documentOf(s4: S4Fake, id: string): { kind: SalesKind; row: Row; number: string } | null {
  const [set, number = ''] = id.split(':');
  const kind = [ORDER, QUOTATION].find((one) => one.set === set);
  const row = kind && s4.record(kind.set, number);
  return kind && row ? { kind, row, number } : null;
}

/** What people do with an order in the double; its refusals are thrown. */
export function bookOrder(s4: S4Fake, action: ErpOrderAction): void {
  const found = documentOf(s4, action.orderId);
  if (!found) throw new Error(`There is no document ${action.orderId}`);
  const { kind, number } = found;
  switch (action.action) {
    case 'confirm':
      return void s4.transaction((erp) => erp.orderFromQuotation(number));
    case 'approve':
      return s4.transaction((erp) => erp.approveSalesOrder(number));
    case 'deliver':
      return deliver(s4, number, action.quantities);
    case 'invoice':
      return void s4.transaction((erp) => erp.invoiceOrder({ order: number }));
    case 'reserve':
    case 'unreserve':
      return s4.transaction((erp) => erp.setConfirmed(number, action.action === 'reserve'));
    case 'pay':
      return pay(s4, found.row);
    case 'cancel':
      return s4.transaction((erp) => (kind === QUOTATION ? erp.rejectQuotation(number) : erp.rejectSalesOrder(number)));
    case 'reject':
    case 'lock':
    case 'unlock':
    case 'editLine':
    case 'finishTask':
    case 'reopenTask':
    case 'logHours':
    case 'invoiceSubscription':
    case 'renewSubscription':
    case 'cancelSubscription':
      throw new Error(`S/4HANA has no “${action.action}” here`);
  }
}

/** Quantities by number of the item. */
function deliver(s4: S4Fake, order: string, quantities: Record<string, number>): void {
  const places = itemsOf(s4, ORDER, order).map((row) => external(String(row['SalesOrderItem'])));
  const lines = Object.entries(quantities).flatMap(([item, quantity]) => (quantity > 0 ? [{ line: places.indexOf(item), quantity }] : []));
  if (lines.length === 0) throw new Error('Nothing is to be delivered');
  s4.transaction((erp) => void erp.deliverOrder({ order, lines }));
}

export const itemsOf = (s4: S4Fake, kind: SalesKind, number: string): Row[] =>
  s4.store.table(kind.items).by(kind.number, number.padStart(10, '0'));

/** Billing documents of an order, without what is cancelled or cancels. */
export function invoicesOf(s4: S4Fake, { SalesOrder: order }: Row): Row[] {
  const numbers = new Set(
    s4.store
      .table('A_BillingDocumentItem')
      .by('SalesDocument', order)
      .map((row) => String(row['BillingDocument'])),
  );
  return [...numbers]
    .map((number) => s4.record('A_BillingDocument', number))
    .filter((row) => row !== undefined)
    .filter((row) => row['SDDocumentCategory'] === 'M' && row['BillingDocumentIsCancelled'] !== true && !row['CancelledBillingDocument']);
}

export const isOwed = (s4: S4Fake, { BillingDocument: number }: Row): boolean => Number(s4.billing(String(number)).open) > 0;

function pay(s4: S4Fake, order: Row): void {
  for (const row of invoicesOf(s4, order))
    if (isOwed(s4, row)) s4.incomingPayment({ invoices: [external(String(row['BillingDocument']))] });
}
