import { z } from 'zod';
import type { StreamName } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { CREATED, UPDATED } from './filters.ts';
import { CUSTOMERS } from './read-by-ids.ts';
import { countCancelled, lastKey } from './ledger.ts';
import { latestChanges, LATEST, type LatestChanges, type Watermarks } from './cursor.ts';
import type { LocalTime } from './raw.ts';
import { DOCUMENT_SETS } from './document-sets.ts';

/** Where changes show: the last change time of a set (two, where records that were never edited have none). */
interface Clock {
  source: string;
  set: string;
  key: string;
  fields: readonly [string, string];
  filter?: string;
}

export const PARTNERS_UPDATED: Clock = { source: 'updated', set: 'BusinessPartners', key: 'CardCode', fields: UPDATED, filter: CUSTOMERS };
export const PARTNERS_CREATED: Clock = { source: 'created', set: 'BusinessPartners', key: 'CardCode', fields: CREATED, filter: CUSTOMERS };
const CLOCKS: Record<StreamName, readonly Clock[]> = {
  customers: [PARTNERS_UPDATED, PARTNERS_CREATED],
  invoices: DOCUMENT_SETS.map(({ name }) => ({ source: name, set: name, key: 'DocEntry', fields: UPDATED })),
  payments: [],
};

export const PAYMENTS_NUMBER = 'payments';
export const RECONCILIATIONS_NUMBER = 'reconciliations';
export const CANCELLED_COUNT = 'cancelled';
const MONEY_NUMBERS: readonly [string, string, string][] = [
  [PAYMENTS_NUMBER, 'IncomingPayments', 'DocEntry'],
  [RECONCILIATIONS_NUMBER, 'InternalReconciliations', 'ReconNum'],
];
const NUMBERS: Record<StreamName, readonly [string, string, string][]> = {
  customers: [],
  invoices: [...DOCUMENT_SETS.map(({ name }): [string, string, string] => [name, name, 'DocEntry']), ...MONEY_NUMBERS],
  payments: MONEY_NUMBERS,
};

/** How far the ERP is: a handful of small questions, and where nothing moved they are all there is to ask. */
export async function readWatermarks(
  { client, now }: Connection,
  stream: StreamName,
  before: Watermarks | null,
  signal: AbortSignal,
): Promise<Watermarks> {
  const at = now().getTime();
  const heads: Record<string, LatestChanges> = {};
  for (const { source, set, key, fields, filter } of CLOCKS[stream]) {
    const [day, time] = fields;
    const query = { select: [key, day, time], orderby: `${day} desc,${time} desc,${key} desc`, top: LATEST, ...(filter && { filter }) };
    const { rows } = await client.page(set, query, LATEST, signal);
    heads[source] = latestChanges(
      rows.flatMap((row) => stampOf(row, key, fields) ?? []),
      before?.heads[source],
      at,
    );
  }
  const numbers: Record<string, number> = {};
  for (const [name, set, key] of NUMBERS[stream]) numbers[name] = await lastKey(client, set, key, signal);
  if (stream !== 'customers') numbers[CANCELLED_COUNT] = await countCancelled(client, signal);
  return { heads, numbers, at };
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
