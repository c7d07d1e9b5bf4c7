import { z } from 'zod';
import type { Subscription } from '../shared/contract.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { amountText } from '../shared/money.ts';
import { rowsOf } from '../shared/rows.ts';
import { todayOf } from '../shared/today.ts';
import { parseRows, translateRows } from '../shared/translate-rows.ts';
import type { Connection } from './connection.ts';
import { changedFrom } from './cursor.ts';
import { anyOf, type Domain } from './domain.ts';
import { companyId, currencyOf, numberText, reference } from './mapping.ts';
import { Id, Ids, OrderStateName, Reference, Text, Time } from './raw.ts';
import { searchRead } from './search.ts';
import { rejectRecord, STAMPS, type StreamQuery } from './stream.ts';
import { readSubscriptionContext, type SubscriptionContext } from './subscription-context.ts';
import { beginsIn, subscriptionIds } from './subscription-part.ts';
import type { PlanModel } from './subscription-plans.ts';
import { toInstant } from './time.ts';

/**
 * Enterprise from 16 on: a subscription is an order that goes on, and each renewal or extension of it another order. Nothing of this was ever run against
 * Enterprise; names are those of its public documentation, and each but the first may be missing.
 */
const query: StreamQuery = {
  model: 'sale.order',
  module: [{ model: 'sale.order', needed: ['is_subscription'], optional: [] }],
  needed: ['name', 'state', 'partner_id', 'company_id', 'currency_id', ...STAMPS],
  optional: [
    ...['start_date', 'next_invoice_date', 'end_date', 'recurring_monthly', 'recurring_total', 'payment_exception', 'invoice_ids'],
    // From 17 on.
    ...['subscription_state', 'plan_id'],
    // On 16.
    ...['stage_category', 'recurrence_id'],
    ...['origin_order_id', 'subscription_id'],
  ],
  filter: (_version, has): Domain => [
    ['is_subscription', '=', true],
    // A quotation, of a renewal too, goes on for nobody yet.
    ['state', 'not in', ['draft', 'sent']],
    // An extension ends in the order that it extends.
    ...(has('subscription_state') ? ([['subscription_state', '!=', '7_upsell']] as const) : []),
  ],
  isSharable: false,
  changed: (when) =>
    anyOf(
      changedFrom('write_date', when.from),
      changedFrom('order_line.write_date', when.from),
      ...(when.has('start_date') ? [beginsIn('start_date', when)] : []),
    ),
  unsettled: [],
  changeStampFields: [
    'write_date',
    'state',
    'partner_id',
    'subscription_state',
    'stage_category',
    'start_date',
    'next_invoice_date',
    'end_date',
  ],
};

const RawOrder = z.object({
  id: Id,
  name: Text,
  state: OrderStateName,
  partner_id: Reference,
  company_id: Reference,
  currency_id: Id,
  start_date: Text,
  next_invoice_date: Text,
  end_date: Text,
  recurring_monthly: z.number().optional(),
  recurring_total: z.number().optional(),
  payment_exception: z.boolean().optional().default(false),
  invoice_ids: Ids,
  subscription_state: Text,
  plan_id: Reference,
  stage_category: Text,
  recurrence_id: Reference,
  origin_order_id: Reference,
  subscription_id: Reference,
  create_date: Time,
  write_date: Time,
});
type RawOrder = z.output<typeof RawOrder>;
const RawChangeStamp = rowsOf(
  RawOrder.pick({
    ...{ id: true, write_date: true, state: true, partner_id: true },
    ...{ subscription_state: true, stage_category: true, start_date: true, next_invoice_date: true, end_date: true },
  }),
);

const PLAN: PlanModel = { model: 'sale.subscription.plan', needed: [], optional: ['name', 'billing_period_unit', 'billing_period_value'] };
const RECURRENCE: PlanModel = { model: 'sale.temporal.recurrence', needed: [], optional: ['name', 'unit', 'duration'] };

const IDS = subscriptionIds('order');
export const enterpriseSubscriptions = IDS.part({
  query,
  translate,
  readChangeStamps: async (connection, rows) => {
    const today = todayOf(connection);
    return RawChangeStamp.parse(rows).map((raw) => [IDS.toId(raw.id), changeStampOf(raw, today)]);
  },
});

interface Context extends SubscriptionContext<RawOrder> {
  /** That another order goes on for, where the state does not say it. */
  renewed: ReadonlySet<number>;
}

async function translate(connection: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const read = await parseRows(RawOrder, rows, IDS.rejectRow);
  const { parsed } = read;
  const [named, renewed] = await Promise.all([
    readSubscriptionContext(connection, { rows: parsed, plans: { plan_id: PLAN, recurrence_id: RECURRENCE } }, signal),
    readRenewed(connection, parsed, signal),
  ]);
  const context = { ...named, renewed };
  return translateRows(
    read,
    ({ id }, field) => rejectRecord({ id: IDS.toId(id) }, field),
    (raw) => [toSubscription(raw, context)],
  );
}

const RawFollower = rowsOf(z.object({ id: Id, subscription_id: Reference }));

/** On 16 one that was renewed is closed like one that was given up; the order that follows names it. */
async function readRenewed({ client }: Connection, rows: readonly RawOrder[], signal: AbortSignal): Promise<ReadonlySet<number>> {
  const closed = rows.filter(({ stage_category }) => stage_category === 'closed').map(({ id }) => id);
  if (closed.length === 0) return new Set();
  const domain = [
    ['subscription_id', 'in', closed],
    ['is_subscription', '=', true],
    ['state', 'in', ['sale', 'done']],
  ] as const;
  const followers = RawFollower.parse(await searchRead(client, { model: query.model, domain, fields: ['subscription_id'] }, signal));
  return new Set(followers.flatMap(({ subscription_id }) => subscription_id ?? []));
}

function toSubscription(raw: RawOrder, { references, organisations, planOf, renewed, today }: Context): Subscription {
  const { code, decimals } = currencyOf(references, raw.currency_id);
  const plan = planOf(raw);
  const status = statusOf(raw, renewed, today);
  const isOver = status === 'renewed' || status === 'cancelled';
  const inCurrency = (value: number): string => amountText(value, decimals);
  const name = numberText(raw.name) ?? `#${raw.id}`;
  return {
    id: IDS.toId(raw.id),
    name,
    status,
    customerId: reference(raw.partner_id),
    organisationId: raw.partner_id === null ? null : erpRecordId(organisations.get(raw.partner_id) ?? raw.partner_id),
    companyId: companyId(raw.company_id),
    predecessorId: raw.subscription_id === null || raw.subscription_id === raw.id ? null : IDS.toId(raw.subscription_id),
    // A deal has the order that all of them go back to.
    orderIds: [...new Set([raw.id, raw.origin_order_id ?? raw.id])].map((id) => erpRecordId(id)),
    plan: plan?.name ?? null,
    currency: code,
    charges:
      raw.recurring_total === undefined
        ? []
        : [{ name: plan?.name ?? name, amount: inCurrency(raw.recurring_total), period: plan?.period ?? null }],
    monthly: raw.recurring_monthly === undefined ? null : inCurrency(raw.recurring_monthly),
    startsOn: raw.start_date,
    nextInvoiceOn: isOver ? null : raw.next_invoice_date,
    endsOn: raw.end_date,
    invoiceIds: raw.invoice_ids.map((id) => erpRecordId(id)),
    isPaymentFailing: raw.payment_exception,
    createdAt: toInstant(raw.create_date),
    changedAt: toInstant(raw.write_date),
    changeStamp: changeStampOf(raw, today),
  };
}

const RUNNING: ReadonlySet<string | null> = new Set(['3_progress', 'progress']);
const PAUSED: ReadonlySet<string | null> = new Set(['4_paused', 'paused']);
const OVER: ReadonlySet<string | null> = new Set(['6_churn', 'closed']);

function statusOf(raw: RawOrder, renewed: ReadonlySet<number>, today: string): Subscription['status'] {
  const { state, subscription_state, stage_category } = raw;
  const word = subscription_state ?? stage_category;
  if (word === '5_renewed' || renewed.has(raw.id)) return 'renewed';
  if (state === 'cancel' || OVER.has(word)) return 'cancelled';
  if (PAUSED.has(word)) return 'paused';
  return RUNNING.has(word) && hasBegun(raw, today) ? 'active' : 'not_started';
}

const hasBegun = ({ start_date }: Pick<RawOrder, 'start_date'>, today: string): boolean => start_date === null || start_date <= today;

/** That the day came on which it begins is written nowhere. */
const changeStampOf = (raw: z.output<typeof RawChangeStamp>[number], today: string): string =>
  [
    ...[raw.write_date, raw.state, raw.partner_id, raw.subscription_state ?? raw.stage_category ?? ''],
    ...[raw.next_invoice_date ?? '', raw.end_date ?? '', hasBegun(raw, today)],
  ].join(' ');
