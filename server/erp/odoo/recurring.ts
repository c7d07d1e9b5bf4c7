import { z } from 'zod';
import type { Product } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { isMissingModule, isRefusal } from './errors.ts';
import type { WantedFields } from './fields.ts';
import { Id } from './raw.ts';
import { searchRead } from './search.ts';
import { rowsOf } from '../shared/rows.ts';

/** What modules add to products that are sold by the period; which of them is installed shows in the fields. */
export const RECURRING_FIELDS = [
  // OCA's `subscription_oca`: the period stands in a template.
  'subscribable',
  'subscription_template_id',
  // OCA's `product_contract`: here, by a number only since some build of 17.
  'is_contract',
  'recurring_rule_type',
  'recurring_interval',
  // Enterprise: the period is the plan's, which is chosen for each order.
  'recurring_invoice',
];

// Other modules have fields of these names too: what is no such value is none, and makes no product unreadable.
const Flag = z.boolean().optional().default(false).catch(false);
const Word = z.string().nullish().catch(null);
const Count = z.number().int().optional().catch(undefined);
const One = z.number().int().nullish().catch(null);

export const RawRecurring = z.object({
  subscribable: Flag,
  subscription_template_id: One,
  is_contract: Flag,
  recurring_rule_type: Word,
  recurring_interval: Count,
  recurring_invoice: Flag,
});
type RawRecurring = z.output<typeof RawRecurring>;

type Period = Product['recurring'];
export type PeriodOf = (raw: RawRecurring) => Period;

const DAY = { every: 1, unit: 'day' } as const;
const WEEK = { every: 1, unit: 'week' } as const;
const MONTH = { every: 1, unit: 'month' } as const;
const YEAR = { every: 1, unit: 'year' } as const;

/** As each of the three modules names them. */
const UNITS = new Map<string | null | undefined, NonNullable<Period>>([
  ...Object.entries({ days: DAY, weeks: WEEK, months: MONTH, years: YEAR }),
  ...Object.entries({ daily: DAY, weekly: WEEK, monthly: MONTH, monthlylastday: MONTH, yearly: YEAR }),
  ...Object.entries({ quarterly: { ...MONTH, every: 3 }, semesterly: { ...MONTH, every: 6 } }),
  ...Object.entries({ day: DAY, week: WEEK, month: MONTH, year: YEAR }),
]);

/** Null: no such unit, or no times. */
export function periodOf(unit: string | null | undefined, times: number): Period {
  const one = UNITS.get(unit);
  return one && times > 0 ? { every: one.every * times, unit: one.unit } : null;
}

interface PeriodModel extends WantedFields {
  optional: readonly [unit: string, times: string];
}
const TEMPLATE: PeriodModel = { model: 'sale.subscription.template', needed: [], optional: ['recurring_rule_type', 'recurring_interval'] };
/** Never seen on a running server. */
const PLAN: PeriodModel = { model: 'sale.subscription.plan', needed: [], optional: ['billing_period_unit', 'billing_period_value'] };

/** Reads what it takes to tell the periods of these products. */
export async function readPeriods(connection: Connection, rows: readonly RawRecurring[], signal: AbortSignal): Promise<PeriodOf> {
  const templates = new Set(rows.flatMap((row) => (row.subscribable ? (row.subscription_template_id ?? []) : [])));
  const ofTemplates = templates.size === 0 ? NONE : await readModel(connection, TEMPLATE, { ids: [...templates] }, signal);
  const ofPlans = rows.some((row) => row.recurring_invoice) ? await readModel(connection, PLAN, { limit: 2 }, signal) : NONE;
  // Of several plans the order chooses.
  const [plan = null] = ofPlans.size === 1 ? ofPlans.values() : [];
  return (raw) => {
    if (raw.is_contract) return periodOf(raw.recurring_rule_type, raw.recurring_interval ?? 1);
    if (raw.subscribable) return ofTemplates.get(raw.subscription_template_id ?? 0) ?? null;
    return raw.recurring_invoice ? plan : null;
  };
}

const NONE: ReadonlyMap<number, Period> = new Map();
const RawPeriods = rowsOf(z.object({ id: Id }).catchall(z.unknown()));

/** What the user may not read, or is no longer there, says no period: products are read all the same. */
async function readModel(
  connection: Connection,
  source: PeriodModel,
  { ids, limit }: { ids?: number[]; limit?: number },
  signal: AbortSignal,
): Promise<ReadonlyMap<number, Period>> {
  const [unit, times] = source.optional;
  const { model } = source;
  try {
    const fields = await connection.fields.available(source, signal);
    if (!fields.includes(unit) || !fields.includes(times)) return NONE;
    const which = ids ? { domain: [['id', 'in', ids]] as const } : { domain: [], context: { active_test: true } };
    const rows = await searchRead(connection.client, { model, fields, ...which, ...(limit !== undefined && { limit }) }, signal);
    const periods = RawPeriods.parse(rows).map((row) => [row.id, periodOf(Word.parse(row[unit]), Count.parse(row[times]) ?? 0)] as const);
    return new Map(periods);
  } catch (error) {
    if (isMissingModule(error) || isRefusal(error)) return NONE;
    throw error;
  }
}
