import { z } from 'zod';
import type { OrderChange, OrderState } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import { afterwards } from './afterwards.ts';
import type { Connection } from './connection.ts';
import { asksPerson, notCancellable, refusedAs } from './order-refusals.ts';
import { contextOf, isLocked, readOrderHead, toOrderState, type OrderHead } from './order-state.ts';
import { searchRead } from './search.ts';

/** Odoo asks in a window first whether the customer is to be told. */
const WITHOUT_WINDOW = { disable_cancel_warning: true };

const RawProgress = rowsOf(z.object({ name: z.string(), qty_delivered: z.number(), qty_invoiced: z.number() }));

export async function cancelOrder(connection: Connection, { id }: OrderChange, signal: AbortSignal): Promise<OrderState> {
  const { client } = connection;
  const before = await readOrderHead(connection, id, signal);
  if (before.state === 'cancel') return toOrderState(connection, { head: before, isChanged: false }, signal);
  if (isLocked(before)) throw notCancellable(`${before.name ?? id} is locked`);
  await demandUntouched(connection, before, signal);
  const named = { ids: [before.id], context: { ...contextOf(before), ...WITHOUT_WINDOW } };
  await refusedAs(notCancellable, client.change('sale.order', 'action_cancel', named, signal));
  const head = await afterwards(() => readOrderHead(connection, id, signal));
  if (head.state !== 'cancel') throw asksPerson(head.name ?? `#${id}`);
  return toOrderState(connection, { head, isChanged: true }, signal);
}

/** Odoo itself calls off what has left the house or was invoiced, and leaves transfers and invoices as they are. Drafts of invoices count. */
async function demandUntouched({ client }: Connection, order: OrderHead, signal: AbortSignal): Promise<void> {
  const fields = ['name', 'qty_delivered', 'qty_invoiced'];
  const search = { model: 'sale.order.line', domain: [['order_id', '=', order.id]] as const, fields };
  const lines = RawProgress.parse(await searchRead(client, search, signal));
  const delivered = lines.find(({ qty_delivered }) => qty_delivered !== 0);
  if (delivered) throw notCancellable(`Delivered: ${delivered.name}`);
  const invoiced = lines.find(({ qty_invoiced }) => qty_invoiced !== 0);
  if (invoiced) throw notCancellable(`Invoiced: ${invoiced.name}`);
}
