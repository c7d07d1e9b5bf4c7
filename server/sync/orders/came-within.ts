import type { PropertyVersion } from '../../hubspot/contract.ts';

const CLOCKS_DIFFER_MS = 3_600_000;

interface Within {
  isMet: (value: string) => boolean;
  since: Date;
  now: Date;
}

/** Whether a property came to hold what is meant after that time, and holds it still. The newest version first; the same value may have been written more than once. */
export function cameWithin(versions: readonly Pick<PropertyVersion, 'value' | 'at'>[], { isMet, since, now }: Within): boolean {
  const other = versions.findIndex(({ value }) => !isMet(value));
  const run = other < 0 ? versions : versions.slice(0, other);
  const at = run.at(-1)?.at;
  return at !== undefined && at > since && at.getTime() <= now.getTime() + CLOCKS_DIFFER_MS;
}
