import { z } from 'zod';
import type { Subscription } from '../shared/contract.ts';
import { erpRecordId } from '../../shared/ids.ts';
import { amountText } from '../shared/money.ts';
import { rowsOf } from '../shared/rows.ts';
import { parseRows, translateRows } from '../shared/translate-rows.ts';
import type { Connection } from './connection.ts';
import { changedFrom } from './cursor.ts';
import { anyOf } from './domain.ts';
import { companyId, currencyOf, reference } from './mapping.ts';
import { Id, Ids, Reference, Text, Time } from './raw.ts';
import { searchRead } from './search.ts';
import { rejectRecord, STAMPS, type StreamQuery } from './stream.ts';
import { readSubscriptionContext, type SubscriptionContext } from './subscription-context.ts';
import { subscriptionIds } from './subscription-part.ts';
import type { PlanModel } from './subscription-plans.ts';
import { toInstant } from './time.ts';

/** OCA's `subscription_oca`. Enterprise had another model of this name until 15, without this mark. */
const query: StreamQuery = {
  model: 'sale.subscription',
  module: [{ model: 'sale.subscription', needed: ['in_progress'], optional: [] }],
  needed: ['active', 'partner_id', 'company_id', 'template_id', 'in_progress', 'stage_id', 'currency_id', 'recurring_total', ...STAMPS],
  optional: ['name', 'recurring_next_date', 'date_start', 'date', 'sale_order_id', 'invoice_ids'],
  filter: [],
  isSharable: false,
  changed: ({ from }) => anyOf(changedFrom('write_date', from), changedFrom('sale_subscription_line_ids.write_date', from)),
  unsettled: [],
  changeStampFields: ['write_date', 'active', 'partner_id', 'in_progress', 'stage_id', 'recurring_total', 'recurring_next_date'],
};

const RawSubscription = z.object({
  id: Id,
  name: Text,
  active: z.boolean(),
  partner_id: Reference,
  company_id: Reference,
  template_id: Reference,
  in_progress: z.boolean(),
  stage_id: Reference,
  currency_id: Id,
  recurring_total: z.number(),
  recurring_next_date: Text,
  date_start: Text,
  date: Text,
  sale_order_id: Reference,
  invoice_ids: Ids,
  create_date: Time,
  write_date: Time,
});
type RawSubscription = z.output<typeof RawSubscription>;
const RawChangeStamp = rowsOf(
  RawSubscription.pick({
    ...{ id: true, write_date: true, active: true, partner_id: true, in_progress: true },
    ...{ stage_id: true, recurring_total: true, recurring_next_date: true },
  }),
);

const TEMPLATE: PlanModel = {
  model: 'sale.subscription.template',
  needed: [],
  optional: ['name', 'recurring_rule_type', 'recurring_interval'],
};

const IDS = subscriptionIds('subscription');
export const ocaSubscriptions = IDS.part({
  query,
  translate,
  readChangeStamps: async (_connection, rows) => RawChangeStamp.parse(rows).map((raw) => [IDS.toId(raw.id), changeStampOf(raw)]),
});

interface Context extends SubscriptionContext<RawSubscription> {
  /** Stages that people call closed. */
  closed: ReadonlySet<number>;
}

async function translate(connection: Connection, rows: readonly unknown[], signal: AbortSignal) {
  const read = await parseRows(RawSubscription, rows, IDS.rejectRow);
  const { parsed } = read;
  const [named, closed] = await Promise.all([
    readSubscriptionContext(connection, { rows: parsed, plans: { template_id: TEMPLATE } }, signal),
    readClosedStages(connection, parsed, signal),
  ]);
  const context = { ...named, closed };
  return translateRows(
    read,
    ({ id }, field) => rejectRecord({ id: IDS.toId(id) }, field),
    (raw) => [toSubscription(raw, context)],
  );
}

const RawStages = rowsOf(z.object({ id: Id, type: Text }));

async function readClosedStages(
  { client }: Connection,
  rows: readonly RawSubscription[],
  signal: AbortSignal,
): Promise<ReadonlySet<number>> {
  const ids = [...new Set(rows.flatMap(({ stage_id }) => stage_id ?? []))];
  if (ids.length === 0) return new Set();
  const search = { model: 'sale.subscription.stage', domain: [['id', 'in', ids]] as const, fields: ['type'] };
  const stages = RawStages.parse(await searchRead(client, search, signal));
  return new Set(stages.flatMap(({ id, type }) => (type === 'post' ? [id] : [])));
}

function toSubscription(raw: RawSubscription, { references, organisations, planOf, closed, today }: Context): Subscription {
  const { code, decimals } = currencyOf(references, raw.currency_id);
  const template = planOf(raw);
  const status = statusOf(raw, closed, today);
  const isOver = status === 'ended' || status === 'cancelled';
  const name = raw.name ?? `#${raw.id}`;
  return {
    id: IDS.toId(raw.id),
    name,
    status,
    customerId: reference(raw.partner_id),
    organisationId: raw.partner_id === null ? null : erpRecordId(organisations.get(raw.partner_id) ?? raw.partner_id),
    companyId: companyId(raw.company_id),
    predecessorId: null,
    orderIds: raw.sale_order_id === null ? [] : [erpRecordId(raw.sale_order_id)],
    plan: template?.name ?? null,
    currency: code,
    charges: [{ name: template?.name ?? name, amount: amountText(raw.recurring_total, decimals), period: template?.period ?? null }],
    monthly: null,
    startsOn: raw.date_start,
    nextInvoiceOn: isOver ? null : raw.recurring_next_date,
    endsOn: raw.date,
    invoiceIds: raw.invoice_ids.map((id) => erpRecordId(id)),
    isPaymentFailing: false,
    createdAt: toInstant(raw.create_date),
    changedAt: toInstant(raw.write_date),
    changeStamp: changeStampOf(raw),
  };
}

/** One of a limited time is closed on its last day; the same stage stands for what was given up before. */
function statusOf(
  { active, in_progress, stage_id, date }: RawSubscription,
  closed: ReadonlySet<number>,
  today: string,
): Subscription['status'] {
  if (active && in_progress) return 'active';
  if (active && !closed.has(stage_id ?? 0)) return 'not_started';
  return date !== null && date <= today ? 'ended' : 'cancelled';
}

const changeStampOf = (raw: z.output<typeof RawChangeStamp>[number]): string =>
  [
    ...[raw.write_date, raw.active, raw.partner_id, raw.in_progress],
    ...[raw.stage_id, raw.recurring_total, raw.recurring_next_date ?? ''],
  ].join(' ');
