import { z } from 'zod';
import { CLOCK_TOLERANCE_MS, type Cursor } from '../shared/contract.ts';
import type { Leaf } from './domain.ts';
import { fromOdooTime, toOdooTime } from './time.ts';

/**
 * Where a stream is read. Paging by change time loses or repeats rows that share one, so the beginning of a window of change time is fixed
 * first and the window paged by id; a row changed while its window is read is met again in the next. It has no end: what a wrong clock
 * stamped as of tomorrow is read today.
 */
const Part = z.number().int().optional();
const Position = z.discriminatedUnion('phase', [
  /** Everything by id, once, part by part; `begun` is when that began, `at` the same by our clock. */
  z.object({ phase: z.literal('all'), begun: z.string(), at: z.string().optional(), part: Part, after: z.number() }),
  /** Changed from `from` on; what changes after `to` is met again in the next window. */
  z.object({ phase: z.literal('window'), from: z.string(), to: z.string(), at: z.string().optional(), part: Part, after: z.number() }),
  /** All changes before `until` are read. */
  z.object({ phase: z.literal('waiting'), until: z.string(), at: z.string().optional() }),
]);
type Position = z.infer<typeof Position>;
/** A position in which a page can be asked for. */
export type ReadPosition = Exclude<Position, { phase: 'waiting' }>;

// Odoo stamps write_date when the transaction starts, so a slow one appears behind what was read. Reading 10 min twice is cheap.
const OVERLAP_MS = 10 * 60_000;
/** The last seconds are still being written, and two servers' clocks differ by as much. */
const MARGIN_MS = 5_000;

interface Clocks {
  /** What the server says. */
  server: Date;
  /** Ours, which is true. */
  own: Date;
}

export async function startPosition(
  cursor: Cursor | null,
  readClocks: () => Promise<Clocks>,
): Promise<{ position: ReadPosition; aheadMs: number }> {
  const known = cursor === null ? null : Position.parse(JSON.parse(cursor));
  if (known && known.phase !== 'waiting') return { position: known, aheadMs: 0 };
  const clocks = await readClocks();
  const at = toOdooTime(clocks.own);
  const until = toOdooTime(new Date(believable(clocks, known).getTime() - MARGIN_MS));
  const aheadMs = clocks.server.getTime() - clocks.own.getTime();
  if (!known) return { position: { phase: 'all', begun: until, at, after: 0 }, aheadMs };
  // The clock of another server behind the same address may be behind, and an old position may lie in the future.
  const read = until < known.until ? until : known.until;
  const from = toOdooTime(new Date(fromOdooTime(read).getTime() - OVERLAP_MS));
  return { position: { phase: 'window', from, to: until, at, after: 0 }, aheadMs };
}

/**
 * The server's clock where it can be. One in the future would move the position past changes that are still to come; then it is our clock, less
 * what the server's was behind at the last reading. Too early only reads more.
 */
function believable({ server, own }: Clocks, known: { until: string; at?: string | undefined } | null): Date {
  if (server.getTime() - own.getTime() <= CLOCK_TOLERANCE_MS) return server;
  const wasAhead = known?.at === undefined ? 0 : fromOdooTime(known.until).getTime() + MARGIN_MS - fromOdooTime(known.at).getTime();
  return new Date(own.getTime() + Math.min(0, wasAhead));
}

/** The cursor after a page whose last row is `lastId`; null: there were fewer rows than asked for. */
export function nextCursor(position: ReadPosition, lastId: number | null): Cursor {
  const next: Position =
    lastId === null
      ? { phase: 'waiting', until: position.phase === 'all' ? position.begun : position.to, at: position.at }
      : { ...position, after: lastId };
  return JSON.stringify(next);
}

/** The beginning of another part of the stream, in the same position. */
export const startOfPart = (position: ReadPosition, part: number): ReadPosition => ({ ...position, part, after: 0 });

/** In whole seconds: the only bound that means the same in every version. */
export const changedFrom = (field: string, from: string): Leaf[] => [[field, '>=', from]];

export const afterId = (id: number): Leaf => ['id', '>', id];
