import { todayOf } from '../shared/today.ts';
import type { Connection } from './connection.ts';
import { readOrganisations, type Organisations } from './organisations.ts';
import type { References } from './references.ts';
import { readPlans, type Plan, type PlanModel } from './subscription-plans.ts';

interface Row {
  partner_id: number | null;
  currency_id: number | null;
}

/** What subscriptions of every module name elsewhere. */
export interface SubscriptionContext<R> {
  references: References;
  organisations: Organisations;
  planOf: (row: R) => Plan | undefined;
  today: string;
}

interface Wanted<R, Column extends string> {
  rows: readonly R[];
  /** By the columns that name one; the first that is filled counts. */
  plans: Record<Column, PlanModel>;
}

export async function readSubscriptionContext<Column extends string, R extends Row & Record<Column, number | null>>(
  connection: Connection,
  { rows, plans }: Wanted<R, Column>,
  signal: AbortSignal,
): Promise<SubscriptionContext<R>> {
  const { references } = connection;
  const columns = Object.keys(plans) as Column[];
  const [organisations, read] = await Promise.all([
    readOrganisations(connection, rows, signal),
    Promise.all(
      columns.map((column) =>
        readPlans(
          connection,
          plans[column],
          rows.flatMap((row) => row[column] ?? []),
          signal,
        ),
      ),
    ),
    references.currencies.ensure(
      rows.flatMap(({ currency_id }) => currency_id ?? []),
      signal,
    ),
  ]);
  const planOf = (row: R): Plan | undefined =>
    columns.map((column, index) => read[index]!.get(row[column] ?? 0)).find((plan) => plan !== undefined);
  return { references, organisations, planOf, today: todayOf(connection) };
}
