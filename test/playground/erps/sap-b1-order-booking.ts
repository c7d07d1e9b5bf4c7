import type { B1Fake } from '../../fakes/sap-b1/index.ts';
import { OBJECT_TYPES, type DocumentRow } from '../../fakes/sap-b1/rows.ts';
import type { ErpOrderAction } from '../api.ts';
import { isOwed } from './sap-b1-office.ts';
import type { OrderSet } from './sap-b1-order-office.ts';

export function documentOf(b1: B1Fake, id: string): { set: OrderSet; row: DocumentRow } | null {
  const [set, entry] = id.split(':') as [OrderSet, string];
  const row = b1.record(set, Number(entry));
  return row ? { set, row } : null;
}

/** What people do with an order in the double; its refusals are thrown. */
export function bookOrder(b1: B1Fake, action: ErpOrderAction): void {
  const found = documentOf(b1, action.orderId);
  if (!found) throw new Error(`There is no document ${action.orderId}`);
  const { set, row } = found;
  const entry = row.DocEntry;
  switch (action.action) {
    case 'confirm':
      return void b1.orderFromQuotation(entry);
    case 'approve':
      b1.approveDraft(entry);
      return void b1.addApproved(entry);
    case 'reject':
      return b1.rejectDraft(entry);
    case 'deliver':
      return void b1.deliver(entry, partsOf(action.quantities));
    case 'invoice':
      return void b1.invoiceOrder(entry);
    case 'pay':
      return pay(b1, entry);
    case 'cancel':
      if (set === 'Drafts') throw new Error('A draft is rejected');
      return b1.cancelAgreed(set, entry);
    case 'reserve':
    case 'unreserve':
    case 'lock':
    case 'unlock':
    case 'editLine':
    case 'finishTask':
    case 'reopenTask':
    case 'logHours':
    case 'invoiceSubscription':
    case 'renewSubscription':
    case 'cancelSubscription':
      throw new Error(`Business One has no “${action.action}” here`);
  }
}

const partsOf = (quantities: Record<string, number>) =>
  Object.entries(quantities).flatMap(([line, quantity]) => (quantity > 0 ? [{ line: Number(line), quantity }] : []));

/** Each invoice drawn from it or from its deliveries, as far as it is open. */
function pay(b1: B1Fake, order: number): void {
  const isDrawn = ({ DocumentLines }: DocumentRow, type: number, entries: ReadonlySet<number>) =>
    DocumentLines.some(({ BaseType, BaseEntry }) => BaseType === type && entries.has(Number(BaseEntry)));
  const orders = new Set([order]);
  const deliveries = new Set(
    b1.records('DeliveryNotes').flatMap((row) => (isDrawn(row, OBJECT_TYPES.Orders, orders) ? [row.DocEntry] : [])),
  );
  const invoices = b1
    .records('Invoices')
    .filter((row) => isDrawn(row, OBJECT_TYPES.Orders, orders) || isDrawn(row, OBJECT_TYPES.DeliveryNotes, deliveries))
    .filter(isOwed);
  for (const { DocEntry } of invoices) b1.incomingPayment({ invoices: [{ set: 'Invoices', entry: DocEntry }] });
}
