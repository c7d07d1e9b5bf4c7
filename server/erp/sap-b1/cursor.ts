import { z } from 'zod';
import type { Cursor } from '../shared/contract.ts';
import type { LocalTime } from './raw.ts';
import { earlier } from './filters.ts';

const Local = z.object({ date: z.string(), time: z.string() });
/**
 * The latest changes a set had when a reading began, in the server's own words, and when we first saw that they are the latest. Nobody says
 * the server's zone, so a change stamped as of later today cannot be told from the others, and the very latest alone would hide what comes
 * before it. A new change shows among the latest.
 */
const LatestChanges = z.object({
  last: Local.nullable(),
  /** `2026-11-28T10:15:00 key`, the newest first. */
  latest: z.array(z.string()).optional(),
  since: z.number(),
});
export type LatestChanges = z.infer<typeof LatestChanges>;

/** How far everything was read when a reading began, by the name of its source: change times of sets, numbers of what is only ever added. */
const Watermarks = z.object({ heads: z.record(z.string(), LatestChanges), numbers: z.record(z.string(), z.number()), at: z.number() });
export type Watermarks = z.infer<typeof Watermarks>;

const Position = z.discriminatedUnion('phase', [
  /** Everything by key, source after source. */
  z.object({ phase: z.literal('all'), step: z.number(), after: z.string(), to: Watermarks }),
  /** What happened between two readings of the watermarks. */
  z.object({ phase: z.literal('since'), step: z.number(), after: z.string(), from: Watermarks, to: Watermarks }),
  z.object({ phase: z.literal('waiting'), from: Watermarks }),
]);
type Position = z.infer<typeof Position>;
/** A position in which a page can be asked for. */
export type ReadPosition = Exclude<Position, { phase: 'waiting' }>;

/**
 * A slow transaction is stamped with its start and appears behind what was read: the last minutes are read again until nothing newer came
 * for so long. The clock that is put back in autumn is the business of the comparisons.
 */
const OVERLAP_MS = 10 * 60_000;

export async function startPosition(
  cursor: Cursor | null,
  readWatermarks: (before: Watermarks | null) => Promise<Watermarks>,
): Promise<ReadPosition> {
  const position = cursor === null ? null : Position.parse(JSON.parse(cursor));
  if (position && position.phase !== 'waiting') return position;
  if (!position) return { phase: 'all', step: 0, after: '', to: await readWatermarks(null) };
  return { phase: 'since', step: 0, after: '', from: position.from, to: await readWatermarks(position.from) };
}

/** The cursor after a page; `after` null: the step is done. */
export function nextCursor(position: ReadPosition, after: string | null, steps: number): { next: Cursor; hasMore: boolean } {
  const isLast = after === null && position.step + 1 >= steps;
  const next: Position = isLast
    ? { phase: 'waiting', from: position.to }
    : after === null
      ? { ...position, step: position.step + 1, after: '' }
      : { ...position, after };
  return { next: JSON.stringify(next), hasMore: !isLast };
}

/** So many are kept: more than are stamped wrong, and few enough to be asked for at every reading. */
export const LATEST = 10;

export function latestChanges(
  latest: readonly { key: string; at: LocalTime }[],
  before: LatestChanges | undefined,
  now: number,
): LatestChanges {
  const names = latest.map(({ key, at }) => `${at.date}T${at.time} ${key}`);
  const isSame = before?.latest?.join('\n') === names.join('\n');
  return { last: latest[0]?.at ?? null, latest: names, since: isSame ? before.since : now };
}

/** From when on the changes between two readings are read; `all`: there was nothing, so everything is new; `nothing`: nothing moved. */
export function changedSince(from: Watermarks, to: Watermarks, source: string): LocalTime | 'all' | 'nothing' {
  const [head, now] = [from.heads[source], to.heads[source]?.latest ?? []];
  if (!head?.last) return 'all';
  const known = head.latest ?? [stampOf(head.last)];
  const fresh = now.filter((one) => !known.includes(one));
  const isSettled = from.at - head.since >= OVERLAP_MS;
  const starts = [...fresh.slice(-1), ...(isSettled ? [] : [stampOf(earlier(head.last, OVERLAP_MS))])];
  // There may be more new ones than these.
  if (fresh.length >= LATEST) starts.push(...known.slice(-1));
  const first = starts.sort()[0];
  return first === undefined ? 'nothing' : { date: first.slice(0, 10), time: first.slice(11, 19) };
}

const stampOf = ({ date, time }: LocalTime): string => `${date}T${time}`;
