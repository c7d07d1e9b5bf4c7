import { cancel as cancelInvoice } from '../accounting/invoices.ts';
import { demand, modelOf } from '../env.ts';
import { userError } from '../errors.ts';
import { releaseProjects } from '../projects/made-by-orders.ts';
import { invoicesOf } from '../schema/sales.ts';
import { confirmOrder } from '../sales/confirmation.ts';
import { createOrder, writeOrder, type LineCommand } from '../sales/forms.ts';
import { insertLine, removeLine, writeLine } from '../sales/lines.ts';
import type { Seller } from '../sales/seller.ts';
import { computeTotals, linesOf } from '../sales/totals.ts';
import { cancelTransfers, reserve, unreserve } from '../sales/transfers.ts';
import type { Row, Value } from '../types.ts';
import { existing, requiredBooks } from './method.ts';
import type { Call, Method } from './method.ts';
import { commandsOf, rowValues, type Vals } from './values.ts';

const LINE = 'sale.order.line';
const [OWN_DOCUMENTS, ALL_DOCUMENTS] = ['sales_team.group_sale_salesman', 'sales_team.group_sale_salesman_all_leads'];

const sellerOf = (call: Call): Seller => ({
  books: requiredBooks(call),
  uid: call.env.uid,
  sellsForItself: call.env.rights.hasGroup(OWN_DOCUMENTS) && !call.env.rights.hasGroup(ALL_DOCUMENTS),
  companyIds: call.env.companyIds,
  ...(typeof call.context.tz === 'string' && { timeZone: call.context.tz }),
  followsNothing: call.context.mail_create_nosubscribe === true,
  tellsNobody: call.context.mail_auto_subscribe_no_notify === true,
});

/** What is read only is passed over: the currency comes from the price list. */
const headValues = ({ env }: Call, vals: Vals, current?: Row): Record<string, Value> => {
  const { currency_id: _readOnly, ...values } = rowValues(env, 'sale.order', vals, current, ['order_line']);
  return values;
};

export function createOrderFrom(call: Call, vals: Vals): number {
  const lines = commandsOf(vals.order_line).map(([, , given]) => rowValues(call.env, LINE, given as Vals, undefined));
  return createOrder(sellerOf(call), headValues(call, vals), lines);
}

/** As `load` converted them. */
export const loadOrder = (call: Call, values: Record<string, Value>, lines: readonly Record<string, Value>[]): number => {
  const { currency_id: _readOnly, ...given } = values;
  return createOrder(sellerOf(call), given, lines);
};

export function writeOrderFrom(call: Call, id: number, vals: Vals): void {
  const { env } = call;
  const commands = commandsOf(vals.order_line).map(([kind, line, given]): LineCommand => {
    const current = kind === 1 ? env.view.get(LINE, line) : undefined;
    return [kind, line, given ? rowValues(env, LINE, given as Vals, current) : {}];
  });
  writeOrder(sellerOf(call), id, headValues(call, vals, env.view.get('sale.order', id)), commands);
}

export function createLineFrom(call: Call, vals: Vals): number {
  const { order_id: order, ...values } = rowValues(call.env, LINE, vals, undefined);
  const line = insertLine(sellerOf(call), Number(order), values);
  computeTotals(requiredBooks(call), Number(order));
  return line;
}

export function writeLineFrom(call: Call, id: number, vals: Vals): void {
  const row = existing(call, id);
  writeLine(sellerOf(call), id, rowValues(call.env, LINE, vals, row));
  computeTotals(requiredBooks(call), Number(row.order_id));
}

export function removeLineFrom(call: Call, id: number): void {
  const { order_id: order } = existing(call, id);
  removeLine(sellerOf(call), id);
  computeTotals(requiredBooks(call), Number(order));
}

const button = (work: (call: Call, id: number) => unknown, limits: Pick<Method, 'since' | 'until'> = {}): Method => ({
  level: 'record',
  params: [],
  writes: true,
  ...limits,
  run: (call) => {
    demand(call.env, modelOf(call.env, call.model), 'write');
    const answers = call.ids.map((id) => work(call, existing(call, id).id));
    return answers.find((answer) => typeof answer === 'object') ?? answers[0];
  },
});

export const SALES: Readonly<Record<string, Readonly<Record<string, Method>>>> = {
  'sale.order': {
    action_confirm: button((call, id) => {
      if (call.db.asksBeforeConfirming) return windowOf('Approve', 'sale.order.approval');
      confirmOrder(requiredBooks(call), id);
      return true;
    }),
    action_cancel: button(cancelOrder),
    action_lock: button((call, id) => requiredBooks(call).tx.update('sale.order', id, { locked: true }), { since: 17 }),
    action_unlock: button((call, id) => requiredBooks(call).tx.update('sale.order', id, { locked: false }), { since: 17 }),
    default_get: {
      level: 'model',
      params: ['fields'],
      required: ['fields'],
      run: ({ env, args }) => ((args.fields as string[]).includes('company_id') ? { company_id: env.companyIds[0] } : {}),
    },
  },
  'stock.picking': {
    action_assign: button((call, id) => {
      reserve(requiredBooks(call), id);
      return true;
    }),
    do_unreserve: button((call, id) => unreserve(requiredBooks(call), id)),
  },
};

const windowOf = (name: string, model: string) => ({
  name,
  view_mode: 'form',
  res_model: model,
  type: 'ir.actions.act_window',
  target: 'new',
});

/** The window that asks whether the customer is to be told, until 18; what is delivered or invoiced stays. */
function cancelOrder(call: Call, id: number): unknown {
  const { env, context } = call;
  const books = requiredBooks(call);
  const order = books.tx.row('sale.order', id);
  if (order.locked === true || order.state === 'done') throw userError('You cannot cancel a locked order. Please unlock it first.');
  if (env.version <= 18 && order.state !== 'draft' && context.disable_cancel_warning !== true)
    return windowOf('Cancel Sales Order', 'sale.order.cancel');
  const drafts = invoicesOf(books.tx, order).filter((invoice) => books.tx.row('account.move', invoice).state === 'draft');
  if (drafts.length > 0) demand(env, modelOf(env, 'account.move'), 'write');
  for (const invoice of drafts) cancelInvoice(books, invoice);
  cancelTransfers(books, id);
  books.tx.update('sale.order', id, { state: 'cancel' });
  releaseProjects(books, id);
  for (const line of linesOf(books, id)) books.tx.update(LINE, line.id, {}, { force: true });
  return true;
}
