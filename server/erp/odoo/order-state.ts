import { z } from 'zod';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { OrderState } from '../shared/contract.ts';
import { amountText } from '../shared/money.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { HIGHEST_ID } from './domain.ts';
import type { WantedFields } from './fields.ts';
import { currencyOf, numberText } from './mapping.ts';
import { ORDER_STATUS } from './mapping-orders.ts';
import { Id, OrderStateName, Reference, Text } from './raw.ts';
import { recordGone } from './refusals.ts';
import { searchRead } from './search.ts';

/** Enterprise: how often it recurs, from 17 on and on 16. */
const PLANS = ['plan_id', 'recurrence_id'];

/** The head of an order, as far as it can be amended. */
const HEAD: WantedFields = {
  model: 'sale.order',
  needed: ['name', 'state', 'partner_id', 'company_id', 'currency_id', 'amount_untaxed', 'amount_tax', 'amount_total'],
  optional: ['locked', 'pricelist_id', 'user_id', 'payment_term_id', 'client_order_ref', 'warehouse_id', 'project_id', ...PLANS],
};

const RawHead = z.object({
  id: Id,
  name: Text,
  state: OrderStateName,
  partner_id: Id,
  company_id: Id,
  currency_id: Id,
  amount_untaxed: z.number(),
  amount_tax: z.number(),
  amount_total: z.number(),
  locked: z.boolean().optional().default(false),
  pricelist_id: Reference,
  user_id: Reference,
  payment_term_id: Reference,
  client_order_ref: Text,
  warehouse_id: Reference,
  project_id: Reference,
  plan_id: Reference,
  recurrence_id: Reference,
});
export type OrderHead = z.output<typeof RawHead>;

async function findHead({ client, fields }: Connection, id: ErpRecordId, signal: AbortSignal): Promise<OrderHead | null> {
  if (Number(id) > HIGHEST_ID) return null;
  const names = await fields.available(HEAD, signal);
  const search = { model: HEAD.model, domain: [['id', '=', Number(id)]] as const, fields: names };
  return rowsOf(RawHead).parse(await searchRead(client, search, signal))[0] ?? null;
}

export async function readOrderHead(connection: Connection, id: ErpRecordId, signal: AbortSignal): Promise<OrderHead> {
  const head = await findHead(connection, id, signal);
  if (!head) throw recordGone('order');
  return head;
}

/** None where it is gone. */
export async function readOrderStates(
  connection: Connection,
  { id, isChanged }: Pick<OrderState, 'id' | 'isChanged'>,
  signal: AbortSignal,
): Promise<OrderState[]> {
  const head = await findHead(connection, id, signal);
  return head ? [await toOrderState(connection, { head, isChanged }, signal)] : [];
}

export async function toOrderState(
  { references }: Connection,
  { head, isChanged }: { head: OrderHead; isChanged: boolean },
  signal: AbortSignal,
): Promise<OrderState> {
  await references.currencies.ensure([head.currency_id], signal);
  const { code, decimals } = currencyOf(references, head.currency_id);
  return {
    id: erpRecordId(head.id),
    number: numberText(head.name),
    status: ORDER_STATUS[head.state],
    currency: code,
    untaxed: amountText(head.amount_untaxed, decimals),
    tax: amountText(head.amount_tax, decimals),
    total: amountText(head.amount_total, decimals),
    isChanged,
  };
}

/** Until 16 a locked order has a state of its own. */
export const isLocked = ({ locked, state }: OrderHead): boolean => locked || state === 'done';
export const isOpen = ({ state }: OrderHead): boolean => state === 'draft' || state === 'sent';

/** An order lives in its own company, whichever the user works in. */
export const contextOf = ({ company_id }: Pick<OrderHead, 'company_id'>): Record<string, unknown> => ({
  ...QUIET,
  allowed_company_ids: [company_id],
});

/** Whoever makes something follows it, and who is given something is told by mail: neither is meant where nobody sits at the screen. */
const QUIET = { mail_create_nosubscribe: true, mail_auto_subscribe_no_notify: true };
export const contextOfCompany = (id: number): Record<string, unknown> => contextOf({ company_id: id });
