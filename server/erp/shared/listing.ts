import { z } from 'zod';
import type { Cursor, ErpListing } from './contract.ts';

/** A part of a listing, paged by its key; `after`: '' at its beginning, then where the page before ended. */
type ListPart<C> = (connection: C, after: string, signal: AbortSignal) => Promise<{ entries: ErpListing['entries']; after: string | null }>;

const Position = z.object({ step: z.number(), after: z.string() });

/** Records with their change stamps, part by part. */
export async function listParts<C>(
  connection: C,
  parts: readonly ListPart<C>[],
  cursor: Cursor | null,
  signal: AbortSignal,
): Promise<ErpListing> {
  const { step, after } = cursor === null ? { step: 0, after: '' } : Position.parse(JSON.parse(cursor));
  const page = await parts[step]?.(connection, after, signal);
  const next = page?.after ? { step, after: page.after } : step + 1 < parts.length ? { step: step + 1, after: '' } : null;
  return { entries: page?.entries ?? [], next: next && JSON.stringify(next) };
}
