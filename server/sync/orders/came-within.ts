import type { PropertyVersion } from '../../hubspot/contract.ts';

const CLOCKS_DIFFER_MS = 3_600_000;
/** HubSpot keeps so many versions of a property, and of contacts more: an older one that said something else may be gone. */
const KEPT_VERSIONS = 20;

interface Within {
  isMet: (value: string) => boolean;
  since: Date;
  now: Date;
}

type Versions = readonly Pick<PropertyVersion, 'value' | 'at'>[];

/** When a property came to hold what is meant, if that was after that time and it holds it still. The newest version first; the same value may have been written more than once. */
export function cameToHoldAt(versions: Versions, { isMet, since, now }: Within): Date | undefined {
  const other = versions.findIndex(({ value }) => !isMet(value));
  // It may have held it for years, and been written once more now and then.
  if (other < 0 && versions.length >= KEPT_VERSIONS) return undefined;
  const run = other < 0 ? versions : versions.slice(0, other);
  const at = run.at(-1)?.at;
  return at !== undefined && at > since && at.getTime() <= now.getTime() + CLOCKS_DIFFER_MS ? at : undefined;
}

export const cameWithin = (versions: Versions, within: Within): boolean => cameToHoldAt(versions, within) !== undefined;
