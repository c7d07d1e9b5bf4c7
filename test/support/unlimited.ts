import type { RateLimits } from '../../server/portals/rate-limits.ts';

/** Calls to HubSpot wait for nothing. */
export const unlimited: RateLimits = { lease: () => Promise.resolve(), block: () => Promise.resolve() };
