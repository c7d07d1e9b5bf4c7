import type { OdooFake } from '../../fakes/odoo/index.ts';
import { minorToText } from '../../fakes/odoo/money.ts';
import type { Row, RowOf, Value } from '../../fakes/odoo/types.ts';
import type { ErpOrder, ErpOrderFile, ErpOrderLine, ErpSubscription, ErpTask } from '../api.ts';
import type { OrderOffice } from './erp.ts';
import { bookOrder } from './odoo-order-booking.ts';
import { keysOf, textOf } from './odoo-customers.ts';
import { currencyOf, stateOf as stateOfInvoice } from './odoo-office.ts';

const FOUND_AT_MOST = 20;

/** Sales at work in the double. */
export function odooOrders(odoo: OdooFake): OrderOffice {
  return {
    search: (text) => search(odoo, text.trim().toLowerCase()),
    ofCustomers: (ids) => newest(odoo, ordersOf(odoo, new Set(ids.map(Number)))),
    order: (id) => fileOf(odoo, Number(id)),
    book: (action) => bookOrder(odoo, action),
  };
}

function search(odoo: OdooFake, text: string): ErpOrder[] {
  const keys = keysOf(odoo, 'sale.order');
  const matches = (order: Row) =>
    [order.name, order.client_order_ref, customerName(odoo, order), keys.get(order.id)].some((field) =>
      String(field ?? '')
        .toLowerCase()
        .includes(text),
    );
  const all = odoo.records('sale.order');
  return newest(odoo, text === '' ? all : all.filter(matches));
}

/** People of an organisation order for it. */
function ordersOf(odoo: OdooFake, customers: ReadonlySet<number>): Row[] {
  const isTheirs = (id: number) => customers.has(id) || customers.has(odoo.record('res.partner', id)?.commercial_partner_id ?? 0);
  return odoo.records('sale.order').filter(({ partner_id: partner }) => isTheirs(Number(partner)));
}

function newest(odoo: OdooFake, orders: readonly Row[]): ErpOrder[] {
  const keys = keysOf(odoo, 'sale.order');
  return orders
    .toSorted((a, b) => b.id - a.id)
    .slice(0, FOUND_AT_MOST)
    .map((order) => orderOf(odoo, order, keys));
}

const customerName = (odoo: OdooFake, { partner_id: partner }: Row): string => odoo.record('res.partner', Number(partner))?.name ?? '';

function orderOf(odoo: OdooFake, order: Row, keys: ReadonlyMap<number, string>): ErpOrder {
  const { name, digits } = currencyOf(odoo, Number(order.currency_id));
  const [state, tone] = stateOf(order);
  return {
    id: String(order.id),
    number: String(order.name),
    customer: customerName(odoo, order),
    orderedOn: order.date_order === null ? null : odoo.db.today(new Date(Number(order.date_order) / 1000)),
    state,
    tone,
    total: minorToText(Number(order.amount_total), digits),
    currency: name,
    reference: textOf(order.client_order_ref),
    puenteKey: keys.get(order.id) ?? null,
  };
}

/** As its list view shows it. */
function stateOf({ state, locked }: Row): [string, ErpOrder['tone']] {
  if (state === 'draft') return ['Quotation', 'default'];
  if (state === 'sent') return ['Quotation Sent', 'info'];
  if (state === 'cancel') return ['Cancelled', 'default'];
  return [locked === true || state === 'done' ? 'Sales Order, locked' : 'Sales Order', 'success'];
}

function fileOf(odoo: OdooFake, id: number): ErpOrderFile | null {
  const order = odoo.record('sale.order', id);
  if (!order) return null;
  const lines = rowsBy(odoo, 'sale.order.line', 'order_id', id);
  const goods = lines.filter(({ display_type: kind, is_downpayment: isDownPayment }) => kind === null && isDownPayment !== true);
  return {
    ...orderOf(odoo, order, keysOf(odoo, 'sale.order')),
    lines: goods.map((line) => lineOf(odoo, order, line)),
    documents: [
      ...transfersOf(odoo, id).map(describeTransfer),
      ...invoicesOf(odoo, order).map((invoice) => describeInvoice(odoo, invoice)),
    ],
    tasks: rowsBy(odoo, 'project.task', 'sale_order_id', id).map((task) => taskOf(odoo, task)),
    subscriptions: contractsOf(odoo, id),
    offers: offersOf(odoo, order),
  };
}

function rowsBy<M extends string>(odoo: OdooFake, model: M, field: string, value: number): RowOf<M>[] {
  const view = odoo.db.store.committed();
  return view.by(model, field, value).flatMap((id) => view.get(model, id) ?? []);
}

function lineOf(odoo: OdooFake, order: Row, line: Row): ErpOrderLine {
  const view = odoo.db.store.committed();
  const field = (name: string): Value => odoo.db.schema.get('sale.order.line')?.fields[name]?.get?.(view, line) ?? line[name] ?? null;
  const moves = rowsBy(odoo, 'stock.move', 'sale_line_id', line.id);
  const waiting = moves.filter(({ state }) => state !== 'done' && state !== 'cancel');
  return {
    id: String(line.id),
    name: String(line.name),
    quantity: Number(line.product_uom_qty),
    price: Number(line.price_unit).toFixed(2),
    discount: Number(line.discount),
    net: minorToText(Number(line.price_subtotal), currencyOf(odoo, Number(order.currency_id)).digits),
    isGoods: moves.length > 0,
    reserved: moves.length === 0 ? null : waiting.reduce((sum, { quantity }) => sum + Number(quantity), 0),
    delivered: Number(field('qty_delivered')),
    invoiced: Number(field('qty_invoiced')),
  };
}

/** Where the module for contracts is installed. */
function contractsOf(odoo: OdooFake, order: number): ErpSubscription[] {
  if (!odoo.db.store.hasTable('contract.line')) return [];
  const lines = rowsBy(odoo, 'sale.order.line', 'order_id', order).flatMap((line) =>
    rowsBy(odoo, 'contract.line', 'sale_order_line_id', line.id),
  );
  return [...Map.groupBy(lines, ({ contract_id: contract }) => Number(contract))].map(([contract, own]) => {
    const { name, is_terminated: isOver } = odoo.record('contract.contract', contract)!;
    const days = (field: string): string[] => own.flatMap((line) => (typeof line[field] === 'string' ? [line[field]] : [])).toSorted();
    return {
      id: String(contract),
      name: String(name),
      nextInvoiceOn: days('recurring_next_date')[0] ?? null,
      endsOn: days('date_end').at(-1) ?? null,
      isOver: isOver === true,
    };
  });
}

/** Until 16 a stage closes it. */
function taskOf(odoo: OdooFake, task: Row): ErpTask {
  const isClosed = odoo.record('project.task.type', Number(task.stage_id))?.fold === true;
  return {
    id: String(task.id),
    name: String(task.name),
    project: String(odoo.record('project.project', Number(task.project_id))?.name ?? ''),
    isDone: odoo.version === 16 ? isClosed : task.state === '1_done',
    plannedHours: Number(task.allocated_hours ?? task.planned_hours ?? 0),
    spentHours: Number(task.effective_hours),
  };
}

const transfersOf = (odoo: OdooFake, order: number): Row[] => rowsBy(odoo, 'stock.picking', 'sale_id', order);

/** Those that its lines are on. */
function invoicesOf(odoo: OdooFake, order: Row) {
  const lines = rowsBy(odoo, 'sale.order.line', 'order_id', order.id);
  const moves = lines.flatMap(({ id }) => rowsBy(odoo, 'account.move.line', 'sale_line_ids', id).map((line) => line.move_id));
  return [...new Set(moves)].flatMap((id) => odoo.record('account.move', id) ?? []);
}

const TRANSFER_STATES: Record<string, string> = {
  ...{ draft: 'Draft', waiting: 'Waiting Another Operation', confirmed: 'Waiting', assigned: 'Ready', done: 'Done', cancel: 'Cancelled' },
};

const describeTransfer = ({ id, name, state }: Row): ErpOrderFile['documents'][number] => ({
  id: `transfer ${id}`,
  title: String(name),
  state: TRANSFER_STATES[String(state)] ?? String(state),
  amount: null,
  currency: null,
});

function describeInvoice(odoo: OdooFake, move: ReturnType<typeof invoicesOf>[number]): ErpOrderFile['documents'][number] {
  const { name, digits } = currencyOf(odoo, move.currency_id);
  return {
    id: `invoice ${move.id}`,
    title: move.name ?? `Draft (* ${move.id})`,
    state: stateOfInvoice(move)[0],
    amount: minorToText(move.amount_total, digits),
    currency: name,
  };
}

/** The buttons of its form. */
function offersOf(odoo: OdooFake, order: Row): ErpOrderFile['offers'] {
  const { state, locked } = order;
  if (state === 'cancel') return [];
  if (state === 'draft' || state === 'sent') return ['confirm', 'editLine', 'cancel'];
  const hasTransfers = transfersOf(odoo, order.id).some((transfer) => transfer.state !== 'done' && transfer.state !== 'cancel');
  const isToInvoice = odoo.db.schema.get('sale.order')?.fields['invoice_status']?.get?.(odoo.db.store.committed(), order) === 'to invoice';
  const isOwed = invoicesOf(odoo, order).some((move) => move.state === 'draft' || (move.state === 'posted' && move.amount_residual > 0));
  return [
    ...(hasTransfers ? (['reserve', 'unreserve', 'deliver'] as const) : []),
    ...(isToInvoice ? (['invoice'] as const) : []),
    ...(isOwed ? (['pay'] as const) : []),
    'editLine',
    'cancel',
    ...(odoo.version === 16 ? [] : ([locked === true ? 'unlock' : 'lock'] as const)),
  ];
}
