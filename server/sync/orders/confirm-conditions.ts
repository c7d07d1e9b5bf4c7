import type { CreateCondition } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { OrderRules, PipelineOrderRules } from '../../../hubspot-app/app/settings/api/orders.ts';

/** In the place of a condition: a quote of the deal is signed. */
export const SIGNED_QUOTE = 'signed_quote';
type ConfirmCondition = CreateCondition | typeof SIGNED_QUOTE;

/** A problem that people see: the account does not let them be read. */
export const QUOTES_WITHHELD = 'order.quotes_withheld';

export interface ConditionTimes {
  /** By pipeline. */
  confirmed: Record<string, { at: string; by: number }>;
  /** By pipeline and condition: since when it confirms by that, if its rules are confirmed; absent: nobody confirmed them with it yet. */
  conditionsSince: Record<string, Record<string, string>>;
}

/** Whatever the order of its keys. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, one: unknown) =>
    one && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );

const keyOf = (condition: ConfirmCondition): string => (condition === SIGNED_QUOTE ? SIGNED_QUOTE : canonical(condition));

/** What confirms the quotations of a pipeline. */
export const confirmConditions = ({ confirmWhen = [], confirmWhenSigned = false }: PipelineOrderRules): ConfirmCondition[] => [
  ...confirmWhen,
  ...(confirmWhenSigned ? ([SIGNED_QUOTE] as const) : []),
];

/**
 * Since when a quotation of this pipeline becomes an order once its deal comes to meet the condition; null: it does not. What was met while changed rules waited
 * to be confirmed once more counts.
 */
export function confirmsSince(
  { confirmed, conditionsSince }: ConditionTimes,
  pipelineId: string,
  condition: ConfirmCondition,
): Date | null {
  const confirmedAt = confirmed[pipelineId]?.at;
  return confirmedAt === undefined ? null : new Date(conditionsSince[pipelineId]?.[keyOf(condition)] ?? confirmedAt);
}

/** Of these rules: what counts already does, and what is new counts from now on where the pipeline is confirmed. */
export function conditionsSinceWhen(
  known: ConditionTimes['conditionsSince'],
  { pipelines }: OrderRules,
  { confirmed, now }: Pick<ConditionTimes, 'confirmed'> & { now: Date },
): ConditionTimes['conditionsSince'] {
  return Object.fromEntries(
    pipelines.flatMap((rules) => {
      const { pipelineId } = rules;
      const keys = confirmConditions(rules).map(keyOf);
      const counted = keys.flatMap((key) => {
        const since = known[pipelineId]?.[key] ?? (confirmed[pipelineId] ? now.toISOString() : undefined);
        return since === undefined ? [] : [[key, since] as const];
      });
      return keys.length === 0 ? [] : [[pipelineId, Object.fromEntries(counted)]];
    }),
  );
}
