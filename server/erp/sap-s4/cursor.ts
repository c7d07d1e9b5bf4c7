import { z } from 'zod';
import type { Cursor } from '../shared/contract.ts';

/** The latest change stamp, and when we first saw that it is the latest. */
const Latest = z.object({ at: z.string(), since: z.number() });

/** How far the system was when a reading began. */
const Watermarks = z.object({
  readAt: z.number(),
  /** Of records that carry an instant. */
  latest: Latest.nullable(),
  /** Of other sets that the stream hangs on, by their names: see `watermarksOf`. */
  others: z.record(z.string(), Latest.nullable()).optional(),
  /** Of records that carry a day: what each day holds, see `day-feed.ts`. */
  days: z.record(z.string(), z.string()),
});
export type Watermarks = z.infer<typeof Watermarks>;

const Position = z.discriminatedUnion('phase', [
  /** Everything by key. */
  z.object({ phase: z.literal('all'), step: z.number(), after: z.string(), to: Watermarks }),
  /** What happened between two readings of the watermarks. */
  z.object({ phase: z.literal('since'), step: z.number(), after: z.string(), from: Watermarks, to: Watermarks }),
  z.object({ phase: z.literal('waiting'), from: Watermarks }),
]);
type Position = z.infer<typeof Position>;
/** A position in which a page can be asked for. */
export type ReadPosition = Exclude<Position, { phase: 'waiting' }>;
export type Between = Extract<ReadPosition, { phase: 'since' }>;

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

/** A slow transaction is stamped with its start and appears behind what was read: the last minutes are read again until nothing newer came for so long. */
const OVERLAP_MS = 10 * 60_000;
const NOTHING_YET = '1900-01-01T00:00:00.000Z';

/** A stamp from the future is no watermark: it would hide what is stamped rightly. */
export function latestOf(stamp: string | null, before: Watermarks | null, readAt: number): Watermarks['latest'] {
  if (stamp === null) return null;
  const at = new Date(Math.min(Date.parse(stamp), readAt)).toISOString();
  return { at, since: before?.latest?.at === at ? before.latest.since : readAt };
}

/** The watermarks of another set than the stream's own. */
export const watermarksOf = (set: string, watermarks: Watermarks): Watermarks => ({
  ...watermarks,
  latest: watermarks.others?.[set] ?? null,
});

/** From when on changes are read; null: nothing changed. Stamps are finer than what is answered of them, so the last one is asked for by the next millisecond. */
export function changedFrom({ from, to }: Pick<Between, 'from' | 'to'>): string | null {
  if (to.latest === null) return null;
  if (from.latest === null) return NOTHING_YET;
  const last = Date.parse(from.latest.at);
  if (from.readAt - from.latest.since < OVERLAP_MS) return new Date(last - OVERLAP_MS).toISOString();
  return to.latest.at === from.latest.at ? null : new Date(last + 1).toISOString();
}
