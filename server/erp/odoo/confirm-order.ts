import { z } from 'zod';
import { RecordRejectedError } from '../../shared/errors.ts';
import { compare } from '../../shared/decimals.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { OrderConfirmation, OrderState } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import { afterwards } from './afterwards.ts';
import type { Connection } from './connection.ts';
import type { WantedFields } from './fields.ts';
import { asksPerson, changedMeanwhile, projectMissing } from './order-refusals.ts';
import { contextOf, isOpen, readOrderHead, toOrderState, type OrderHead } from './order-state.ts';
import { Id, Reference, Text } from './raw.ts';
import { searchRead } from './search.ts';

/** Confirming twice is an error of Odoo's, so the state is read before, and again where somebody was faster. */
export async function confirmOrder(connection: Connection, { id, net }: OrderConfirmation, signal: AbortSignal): Promise<OrderState> {
  const before = await readOrderHead(connection, id, signal);
  if (isConfirmed(before)) return toOrderState(connection, { head: before, isChanged: false }, signal);
  if (isOpen(before)) {
    if (net !== undefined) await demandNet(connection, before, net, signal);
    await demandProjects(connection, before, signal);
  }
  const isChanged = await confirm(connection, before, signal);
  const head = await afterwards(() => readOrderHead(connection, id, signal));
  if (isOpen(head)) throw asksPerson(head.name ?? `#${id}`);
  return toOrderState(connection, { head, isChanged }, signal);
}

async function demandNet(connection: Connection, head: OrderHead, net: string, signal: AbortSignal): Promise<void> {
  const { untaxed } = await toOrderState(connection, { head, isChanged: false }, signal);
  if (compare(untaxed, net) !== 0) throw changedMeanwhile(untaxed);
}

const isConfirmed = ({ state }: OrderHead): boolean => state === 'sale' || state === 'done';

/** False: somebody else had done it meanwhile. */
async function confirm(connection: Connection, order: OrderHead, signal: AbortSignal): Promise<boolean> {
  try {
    await connection.client.change('sale.order', 'action_confirm', { ids: [order.id], context: contextOf(order) }, signal);
    return true;
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    if (isConfirmed(await readOrderHead(connection, erpRecordId(order.id), signal))) return false;
    throw error;
  }
}

/** Read where the module for projects is installed. */
const SERVICES: WantedFields = { model: 'product.product', needed: ['display_name'], optional: ['service_tracking', 'project_id'] };
const RawServices = rowsOf(z.object({ id: Id, display_name: Text, service_tracking: Text, project_id: Reference }));
const RawSoldProducts = rowsOf(z.object({ product_id: Reference }));

/** Until then such a service only makes no task. */
const FIRST_THAT_FAILS = 18;
const NEEDS_PROJECT = 'task_global_project';
const MAKES_PROJECT = ['project_only', 'task_in_project'];

/** A service whose task belongs into a project that nobody named makes the whole confirmation fail; another line's project serves it too. */
async function demandProjects({ client, fields }: Connection, order: OrderHead, signal: AbortSignal): Promise<void> {
  const names = await fields.available(SERVICES, signal);
  if (order.project_id !== null || !names.includes('service_tracking') || (await client.server(signal)).version < FIRST_THAT_FAILS) return;
  const lines = { model: 'sale.order.line', domain: [['order_id', '=', order.id]] as const, fields: ['product_id'] };
  const ids = RawSoldProducts.parse(await searchRead(client, lines, signal)).flatMap(({ product_id }) => product_id ?? []);
  const search = { model: SERVICES.model, domain: [['id', 'in', ids]] as const, fields: names, context: contextOf(order) };
  const services = RawServices.parse(await searchRead(client, search, signal));
  const needing = services.filter(({ service_tracking }) => service_tracking === NEEDS_PROJECT);
  const isThere =
    needing.some(({ project_id }) => project_id !== null) ||
    services.some(({ service_tracking: kind }) => MAKES_PROJECT.includes(kind ?? ''));
  const [lacking] = isThere ? [] : needing;
  if (lacking) throw projectMissing(lacking.display_name ?? `#${lacking.id}`);
}
