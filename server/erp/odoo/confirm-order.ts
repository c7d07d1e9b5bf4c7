import { z } from 'zod';
import { RecordRejectedError } from '../../shared/errors.ts';
import { compare } from '../../shared/decimals.ts';
import { erpRecordId } from '../../shared/ids.ts';
import type { OrderConfirmation, OrderState } from '../shared/contract.ts';
import { rowsOf } from '../shared/rows.ts';
import { afterwards } from './afterwards.ts';
import type { Connection } from './connection.ts';
import { asksPerson, changedMeanwhile, contractTemplateMissing, planMissing, projectMissing } from './order-refusals.ts';
import { contextOf, isOpen, readOrderHead, toOrderState, type OrderHead } from './order-state.ts';
import { Reference } from './raw.ts';
import { searchRead } from './search.ts';
import { lackingProject, readServices } from './services.ts';
import { lackingTemplate, readRecurringProducts } from './sold-subscriptions.ts';

/** Confirming twice is an error of Odoo's, so the state is read before, and again where somebody was faster. */
export async function confirmOrder(connection: Connection, { id, net }: OrderConfirmation, signal: AbortSignal): Promise<OrderState> {
  const before = await readOrderHead(connection, id, signal);
  if (isConfirmed(before)) return toOrderState(connection, { head: before, isChanged: false }, signal);
  if (isOpen(before)) {
    if (net !== undefined) await demandNet(connection, before, net, signal);
    await demandWhatProductsNeed(connection, before, signal);
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

const RawSoldProducts = rowsOf(z.object({ product_id: Reference }));

/** What would make the whole confirmation fail: a task without a project, a contract without a template. */
async function demandWhatProductsNeed(connection: Connection, order: OrderHead, signal: AbortSignal): Promise<void> {
  const lines = { model: 'sale.order.line', domain: [['order_id', '=', order.id]] as const, fields: ['product_id'] };
  const ids = RawSoldProducts.parse(await searchRead(connection.client, lines, signal)).flatMap(({ product_id }) => product_id ?? []);
  const asked = { context: contextOf(order), signal };
  // One that people name on the order serves every task.
  const services = order.project_id === null ? await readServices(connection, ids, asked) : [];
  const lacking = await lackingProject(connection, services, signal);
  if (lacking) throw projectMissing(lacking.name);
  const recurring = await readRecurringProducts(connection, ids, asked);
  const unnamed = await lackingTemplate(connection, recurring, { companyId: order.company_id, signal });
  if (unnamed) throw contractTemplateMissing(unnamed.name);
  const planned = recurring.find(({ makes }) => makes === 'plan');
  if (planned && (order.plan_id ?? order.recurrence_id) === null) throw planMissing(planned.name);
}
