import { z } from 'zod';
import type { Cursor } from '../contract.ts';
import type { Leaf } from './domain.ts';
import { fromOdooTime, toOdooTime } from './time.ts';

/**
 * Where a stream is read. Paging by change time loses or repeats rows that share one, so a window of change time is fixed first and paged
 * by id; a row changed while its window is read leaves it and is met in the next.
 */
const Place = z.discriminatedUnion('phase', [
  /** Everything by id, once; `begun` is when that began. */
  z.object({ phase: z.literal('all'), begun: z.string(), after: z.number() }),
  /** Changed from `from` on and before `to`. */
  z.object({ phase: z.literal('window'), from: z.string(), to: z.string(), after: z.number() }),
  /** All changes before `until` are read. */
  z.object({ phase: z.literal('waiting'), until: z.string() }),
]);
type Place = z.infer<typeof Place>;
/** A place in which a page can be asked for. */
export type OpenPlace = Exclude<Place, { phase: 'waiting' }>;

// Odoo stamps write_date when the transaction starts, so a slow one appears behind what was read. Reading 10 min twice is cheap.
const OVERLAP_MS = 10 * 60_000;
/** The last seconds are still being written, and two servers' clocks differ by as much. */
const MARGIN_MS = 5_000;

export async function openPlace(cursor: Cursor | null, serverTime: () => Promise<Date>): Promise<OpenPlace> {
  const place = cursor === null ? null : Place.parse(JSON.parse(cursor));
  if (place && place.phase !== 'waiting') return place;
  const until = toOdooTime(new Date((await serverTime()).getTime() - MARGIN_MS));
  if (!place) return { phase: 'all', begun: until, after: 0 };
  const from = toOdooTime(new Date(fromOdooTime(place.until).getTime() - OVERLAP_MS));
  // The clock of another server behind the same address may be behind.
  return { phase: 'window', from, to: until > place.until ? until : place.until, after: 0 };
}

/** The cursor after a page whose last row is `lastId`; null: there were fewer rows than asked for. */
export function nextCursor(place: OpenPlace, lastId: number | null): Cursor {
  const next: Place =
    lastId === null ? { phase: 'waiting', until: place.phase === 'all' ? place.begun : place.to } : { ...place, after: lastId };
  return JSON.stringify(next);
}

/** Half open and in whole seconds: the only bounds that mean the same in every version. */
export const changedWithin = (field: string, { from, to }: { from: string; to?: string }): Leaf[] => [
  [field, '>=', from],
  ...(to === undefined ? [] : [[field, '<', to] as const]),
];

export const afterId = (id: number): Leaf => ['id', '>', id];
