import { z } from 'zod';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { isMissingModule, isRefusal } from './errors.ts';
import type { WantedFields } from './fields.ts';
import { Id, Text } from './raw.ts';
import { periodOf } from './recurring.ts';
import { searchRead } from './search.ts';

type Period = ReturnType<typeof periodOf>;

/** How often it is invoiced, in each module's own words: unit and number of times. */
export interface PlanModel extends WantedFields {
  optional: readonly [name: 'name', unit: string, times: string];
}

export interface Plan {
  name: string | null;
  period: Period;
}
type Plans = ReadonlyMap<number, Plan>;

const RawPlans = rowsOf(z.object({ id: Id, name: Text }).catchall(z.unknown()));
const Unit = z.string().nullish().catch(null);
const Times = z.coerce.number().int().catch(0);

/** What the user may not read, or is no longer there, says nothing: subscriptions are read all the same. */
export async function readPlans(connection: Connection, source: PlanModel, ids: readonly number[], signal: AbortSignal): Promise<Plans> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const { model } = source;
  const [, unit, times] = source.optional;
  try {
    const fields = await connection.fields.available(source, signal);
    const rows = await searchRead(connection.client, { model, domain: [['id', 'in', wanted]], fields }, signal);
    return new Map(
      RawPlans.parse(rows).map((row) => [row.id, { name: row.name, period: periodOf(Unit.parse(row[unit]), Times.parse(row[times])) }]),
    );
  } catch (error) {
    if (isMissingModule(error) || isRefusal(error)) return new Map();
    throw error;
  }
}
