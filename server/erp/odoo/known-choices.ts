/** What was there stays for so long: of those who can be chosen few ever go, and each customer that is made names some. */
const KEPT_MS = 60_000;
const MOST = 5_000;

/** Ids of records that values refer to, as they were found a moment ago. What was not found is asked for anew. */
export interface KnownChoices {
  /** `read` answers the ids of all parts, or throws. */
  ids(named: string, read: () => Promise<number[]>): Promise<number[]>;
}

export function createKnownChoices(now: () => Date): KnownChoices {
  const known = new Map<string, { ids: number[]; readAt: number }>();
  return {
    async ids(named, read) {
      const at = now().getTime();
      const kept = known.get(named);
      if (kept && at - kept.readAt < KEPT_MS) return kept.ids;
      const ids = await read();
      if (known.size >= MOST) known.clear();
      known.set(named, { ids, readAt: at });
      return ids;
    },
  };
}
