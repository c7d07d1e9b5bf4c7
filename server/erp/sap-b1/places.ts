import { z } from 'zod';
import type { Cursor } from '../contract.ts';
import type { LocalTime } from './raw.ts';
import { changedAfter, changedFrom, earlier } from './filters.ts';

const Local = z.object({ date: z.string(), time: z.string() });
/** The latest change a set had when a reading began, in the server's own words, and when we first saw that it was the latest. */
const Head = z.object({ last: Local.nullable(), since: z.number() });
export type Head = z.infer<typeof Head>;

/** How far everything was read when a reading began, by the name of its source: change times of sets, numbers of what is only ever added. */
const Marks = z.object({ heads: z.record(z.string(), Head), numbers: z.record(z.string(), z.number()), at: z.number() });
export type Marks = z.infer<typeof Marks>;

const Place = z.discriminatedUnion('phase', [
  /** Everything by key, source after source. */
  z.object({ phase: z.literal('all'), step: z.number(), after: z.string(), to: Marks }),
  /** What happened between two marks. */
  z.object({ phase: z.literal('since'), step: z.number(), after: z.string(), from: Marks, to: Marks }),
  z.object({ phase: z.literal('waiting'), from: Marks }),
]);
export type Place = z.infer<typeof Place>;
/** A place in which a page can be asked for. */
export type OpenPlace = Exclude<Place, { phase: 'waiting' }>;

/**
 * A slow transaction is stamped with its start and appears behind what was read: the last minutes are read again until nothing newer came
 * for so long. The clock that is put back in autumn is the business of the comparisons.
 */
const OVERLAP_MS = 10 * 60_000;

export async function openPlace(cursor: Cursor | null, readMarks: (before: Marks | null) => Promise<Marks>): Promise<OpenPlace> {
  const place = cursor === null ? null : Place.parse(JSON.parse(cursor));
  if (place && place.phase !== 'waiting') return place;
  if (!place) return { phase: 'all', step: 0, after: '', to: await readMarks(null) };
  return { phase: 'since', step: 0, after: '', from: place.from, to: await readMarks(place.from) };
}

/** The cursor after a page; `after` null: the step is done. */
export function nextPlace(place: OpenPlace, after: string | null, steps: number): { next: Cursor; hasMore: boolean } {
  const isLast = after === null && place.step + 1 >= steps;
  const next: Place = isLast
    ? { phase: 'waiting', from: place.to }
    : after === null
      ? { ...place, step: place.step + 1, after: '' }
      : { ...place, after };
  return { next: JSON.stringify(next), hasMore: !isLast };
}

export function headFrom(last: LocalTime | null, before: Head | undefined, now: number): Head {
  const isSame = before?.last?.date === last?.date && before?.last?.time === last?.time;
  return { last, since: isSame && before ? before.since : now };
}

/** Null: there was nothing then, so everything is new. */
export function changedSince(from: Marks, source: string, fields: readonly [string, string]): string | null {
  const head = from.heads[source];
  if (!head?.last) return null;
  const isSettled = from.at - head.since >= OVERLAP_MS;
  return isSettled ? changedAfter(head.last, fields) : changedFrom(earlier(head.last, OVERLAP_MS), fields);
}
