import type { Commands, NewOrder, OrderState } from '../shared/contract.ts';
import { afterwards } from './afterwards.ts';
import { lineCommands, readAmendedLines, sameProduct } from './amend-lines.ts';
import type { Connection } from './connection.ts';
import { headVals, prepareOrder, type HeadVals, type PreparedOrder } from './new-order.ts';
import { notAmendable, refusedAs } from './order-refusals.ts';
import { contextOf, isLocked, isOpen, readOrderHead, toOrderState, type OrderHead } from './order-state.ts';
import { readOrganisations } from './organisations.ts';

/** Only what differs is written: the same customer or price list once more, and Odoo computes others anew or refuses. */
export async function amendOrder(
  connection: Connection,
  { id, order }: Commands['amendOrder']['input'],
  signal: AbortSignal,
): Promise<OrderState> {
  const before = await readOrderHead(connection, id, signal);
  const called = before.name ?? `#${id}`;
  if (before.state === 'cancel') throw notAmendable(`${called} is cancelled`);
  if (order.companyId !== null && Number(order.companyId) !== before.company_id) throw notAmendable(`${called} belongs to another company`);
  const standing = await readAmendedLines(connection, before, signal);
  const sold = order.lines.filter((line) => !standing.some((one) => sameProduct(one, line)));
  const asked = { ...order, companyId: String(before.company_id), priceListId: await listToKeep(connection, order, before, signal) };
  const prepared = await prepareOrder(connection, asked, { sold, signal });
  const head = await headChanges(connection, prepared, before, signal);
  const lines = await lineCommands(connection, { prepared, standing, mayDelete: isOpen(before) }, signal);
  const vals = { ...head, ...(lines.length > 0 && { order_line: lines }) };
  if (Object.keys(vals).length === 0) return toOrderState(connection, { head: before, isChanged: false }, signal);
  if (isLocked(before)) throw notAmendable(`${called} is locked`);
  const named = { ids: [before.id], vals, context: contextOf(before) };
  await refusedAs(notAmendable, connection.client.change('sale.order', 'write', named, signal));
  return afterwards(async () => toOrderState(connection, { head: await readOrderHead(connection, id, signal), isChanged: true }, signal));
}

/** The list it has stays where no other is asked for, as long as it has the right currency. */
async function listToKeep({ references }: Connection, order: NewOrder, before: OrderHead, signal: AbortSignal): Promise<string | null> {
  await references.currencies.ensure([before.currency_id], signal);
  const isInCurrency = references.currencies.get(before.currency_id)?.code === order.currency;
  return order.priceListId ?? (isInCurrency && before.pricelist_id !== null ? String(before.pricelist_id) : null);
}

async function headChanges(connection: Connection, prepared: PreparedOrder, before: OrderHead, signal: AbortSignal): Promise<HeadVals> {
  const { company_id: _company, partner_id: partner, user_id: seller, ...others } = headVals(prepared);
  const isMeant = prepared.order.salespersonId !== null;
  const wanted = { ...others, ...(isMeant && { user_id: seller ?? false }) };
  const differing = Object.entries(wanted).filter(([name, value]) => value !== (before[name as keyof OrderHead] ?? false));
  const changes = Object.fromEntries(differing);
  // Odoo would take it for the order, and leave its transfers where they are.
  if (!isOpen(before) && 'warehouse_id' in changes) throw notAmendable('The warehouse of a confirmed order');
  if (!(await isOtherPartner(connection, prepared, before, signal))) return changes;
  // With the customer Odoo would choose who sells it, and the list.
  return { pricelist_id: prepared.priceListId ?? false, user_id: before.user_id ?? false, ...changes, partner_id: partner ?? false };
}

/** Another contact of the same organisation is chosen by people, unless one is asked for before anything is agreed. */
async function isOtherPartner(
  connection: Connection,
  { party, order }: PreparedOrder,
  before: OrderHead,
  signal: AbortSignal,
): Promise<boolean> {
  if (party.partnerId === before.partner_id) return false;
  const organisations = await readOrganisations(connection, [before], signal);
  const isSame = organisations.get(before.partner_id) === party.organisation.id;
  if (!isSame && !isOpen(before)) throw notAmendable('The customer of a confirmed order');
  return !isSame || (isOpen(before) && order.contactId !== null);
}
