import { z } from 'zod';
import type { B1Client } from './client.ts';
import { ifRefused } from './errors.ts';
import { itemsByCode } from './items.ts';
import { YesNo } from './raw.ts';
import { fieldsOf, readableRows } from '../shared/rows.ts';

/** Which items are goods. Kept for an hour: the server lets nobody change it once an item was used. */
export interface ItemKinds {
  /** Those among these codes that nobody counts: services and the like. Where the user may not read items, every item is taken for goods. */
  uncounted(codes: readonly string[], signal: AbortSignal): Promise<Set<string>>;
}

const RawCounted = z.object({ ItemCode: z.string(), InventoryItem: YesNo });
const COUNTED = { select: fieldsOf(RawCounted), size: 80 };
const KEPT_MS = 3_600_000;
const MOST_KEPT = 50_000;

export function createItemKinds(client: B1Client, now: () => Date): ItemKinds {
  const kinds = new Map<string, { isCounted: boolean; readAt: number }>();
  return {
    async uncounted(codes, signal) {
      if (kinds.size > MOST_KEPT) kinds.clear();
      const at = now().getTime();
      const isKnown = (code: string): boolean => at - (kinds.get(code)?.readAt ?? -Infinity) < KEPT_MS;
      const rows = await itemsByCode(
        { client },
        COUNTED,
        codes.filter((code) => !isKnown(code)),
        signal,
      ).catch(ifRefused([]));
      const read = new Map(readableRows(RawCounted, rows).map(({ ItemCode, InventoryItem }) => [ItemCode, InventoryItem]));
      for (const [code, isCounted] of read) kinds.set(code, { isCounted, readAt: at });
      return new Set(codes.filter((code) => (read.get(code) ?? kinds.get(code)?.isCounted) === false));
    },
  };
}
