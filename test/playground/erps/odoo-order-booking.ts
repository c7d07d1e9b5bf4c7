import type { Operations } from '../../fakes/odoo/operations.ts';
import type { OdooFake } from '../../fakes/odoo/index.ts';
import { writeLine } from '../../fakes/odoo/sales/lines.ts';
import { computeTotals } from '../../fakes/odoo/sales/totals.ts';
import { ADMIN_UID } from '../../fakes/odoo/seed.ts';
import { dayBefore } from '../../fakes/odoo/subscriptions/periods.ts';
import type { ErpOrderAction } from '../api.ts';
import { amountOf, quantityOf } from './entries.ts';

/** What people do with an order in the double; its refusals are thrown. */
export const bookOrder = (odoo: OdooFake, action: ErpOrderAction): Promise<void> => odoo.transaction((erp) => book(erp, action));

function book(erp: Operations, action: ErpOrderAction): void {
  const { sales, projects, subscriptions } = erp;
  const order = Number(action.orderId);
  switch (action.action) {
    case 'confirm':
      return sales.confirmOrder(order);
    case 'reserve':
      return sales.reserveOrder(order);
    case 'unreserve':
      return sales.unreserveOrder(order);
    case 'deliver':
      return sales.deliverOrder(order, allOf(erp, order, action.quantities));
    case 'invoice':
      return erp.post(sales.invoiceOrder(order));
    case 'pay':
      return pay(erp, order);
    case 'cancel':
      return sales.cancelOrder(order);
    case 'lock':
      return sales.lockOrder(order);
    case 'unlock':
      return erp.books.tx.update('sale.order', order, { locked: false });
    case 'approve':
    case 'reject':
      throw new Error('Odoo approves no orders here');
    case 'finishTask':
      return projects.finishTask(Number(action.taskId));
    case 'reopenTask':
      return projects.reopenTask(Number(action.taskId));
    case 'logHours':
      return projects.logHours(Number(action.taskId), quantityOf(action.hours));
    case 'invoiceSubscription':
      return void subscriptions.invoiceContract(Number(action.subscriptionId));
    case 'renewSubscription':
      return subscriptions.renewContract(Number(action.subscriptionId));
    case 'cancelSubscription':
      // Its last day was yesterday.
      return subscriptions.terminateContract(Number(action.subscriptionId), dayBefore(erp.books.today));
    case 'editLine':
      return editLine(erp, action);
  }
}

/** The double delivers whole what is not named. */
function allOf({ books }: Operations, order: number, quantities: Record<string, number>): Map<number, number> {
  const lines = books.tx.by('sale.order.line', 'order_id', order);
  return new Map(lines.map((line) => [line, quantities[String(line)] ?? 0]));
}

/** Whatever is invoiced and open, in one payment. */
function pay(erp: Operations, order: number): void {
  const { tx } = erp.books;
  const lines = tx.by('sale.order.line', 'order_id', order).flatMap((line) => tx.by('account.move.line', 'sale_line_ids', line));
  const invoices = [...new Set(lines.map((id) => tx.row('account.move.line', id).move_id))];
  for (const id of invoices) if (tx.row('account.move', id).state === 'draft') erp.post(id);
  erp.registerPayment(invoices.filter((id) => tx.row('account.move', id).amount_residual > 0));
}

/** What differs is written, as the form does. */
function editLine({ books }: Operations, { orderId, lineId, ...edited }: Extract<ErpOrderAction, { action: 'editLine' }>): void {
  const line = Number(lineId);
  const given = { product_uom_qty: edited.quantity, price_unit: Number(amountOf(edited.price)), discount: edited.discount };
  const before = books.tx.row('sale.order.line', line);
  const changed = Object.entries(given).filter(([name, value]) => Number(before[name]) !== value);
  // Beside another quantity a price and a discount stay only if they are written too.
  const values = changed.some(([name]) => name === 'product_uom_qty') ? given : Object.fromEntries(changed);
  const companyIds = [...books.tx.ids('res.company')];
  writeLine({ books, uid: ADMIN_UID, companyIds, followsNothing: true, tellsNobody: true }, line, values);
  computeTotals(books, Number(orderId));
}
