import { z } from 'zod';
import type { B1Client } from './client.ts';
import type { Connection } from './connection.ts';
import { isRefusal } from './errors.ts';
import { lastKey } from './ledger.ts';
import { latestChanges, LATEST, type LatestChanges, type Watermarks } from './cursor.ts';
import type { LocalTime } from './raw.ts';

/** The last change time of a set (two, where records that were never edited have none). */
export interface Clock {
  source: string;
  set: string;
  key: string;
  fields: readonly [string, string];
  filter?: string;
  /** Passed over where the server refuses it: nothing but an early notice hangs on it. */
  isOptional?: true;
}

/** The highest key of what is only ever added. */
interface LastNumber {
  name: string;
  set: string;
  key: string;
  isOptional?: true;
}

/** Where changes show. */
export interface WatermarkSources {
  clocks: readonly Clock[];
  numbers: readonly LastNumber[];
  /** How many there are of something that leaves no other trace, by name. */
  counts?: Readonly<Record<string, (client: B1Client, signal: AbortSignal) => Promise<number>>>;
}

/** How far the ERP is: a handful of small questions, and where nothing moved they are all there is to ask. */
export async function readWatermarks(
  { client, now }: Connection,
  { clocks, numbers: lastNumbers, counts = {} }: WatermarkSources,
  before: Watermarks | null,
  signal: AbortSignal,
): Promise<Watermarks> {
  const at = now().getTime();
  const heads: Record<string, LatestChanges> = {};
  for (const clock of clocks) {
    const head = before?.heads[clock.source];
    const read = () => readClock(client, clock, signal).then((latest) => latestChanges(latest, head, at));
    const found = clock.isOptional ? await read().catch(unlessRefused(head)) : await read();
    if (found) heads[clock.source] = found;
  }
  const numbers: Record<string, number> = {};
  for (const { name, set, key, isOptional } of lastNumbers) {
    const read = lastKey(client, set, key, signal);
    const found = isOptional ? await read.catch(unlessRefused(before?.numbers[name])) : await read;
    if (found !== undefined) numbers[name] = found;
  }
  for (const [name, count] of Object.entries(counts)) numbers[name] = await count(client, signal);
  return { heads, numbers, at };
}

/** What was known before. */
const unlessRefused =
  <T>(known: T) =>
  (error: unknown): T => {
    if (isRefusal(error)) return known;
    throw error;
  };

async function readClock(
  client: B1Client,
  { set, key, fields, filter }: Clock,
  signal: AbortSignal,
): Promise<{ key: string; at: LocalTime }[]> {
  const [day, time] = fields;
  const query = { select: [key, day, time], orderby: `${day} desc,${time} desc,${key} desc`, top: LATEST, ...(filter && { filter }) };
  const { rows } = await client.page(set, query, LATEST, signal);
  return rows.flatMap((row) => stampOf(row, key, fields) ?? []);
}

function stampOf(row: unknown, key: string, [day, time]: readonly [string, string]): { key: string; at: LocalTime } | null {
  const found = z.record(z.string(), z.unknown()).safeParse(row).data;
  const date = found?.[day];
  if (typeof date !== 'string') return null;
  const clock = found?.[time];
  return { key: String(found?.[key]), at: { date: date.slice(0, 10), time: typeof clock === 'string' ? clock.slice(0, 8) : '00:00:00' } };
}

/** East of everybody it is this much later than by UTC; only what is later still cannot be. */
const EASTERNMOST_MS = 14 * 3_600_000;

/** How far in the future the last change is said to lie, at least. */
export function stampedAhead({ heads, at }: Watermarks): number {
  const stamps = Object.values(heads).map(({ last }) => (last ? Date.parse(`${last.date}T${last.time}Z`) : 0));
  return Math.max(0, ...stamps) - at - EASTERNMOST_MS;
}
