import { describe, expect, it } from '@jest/globals';
import type { HubSpotClient } from '../../server/hubspot/contract.ts';
import { loadPortalUsers, type UsersDeps } from '../../server/portals/users.ts';
import { useTestDatabase } from '../support/database.ts';
import { anInstalledPortal } from '../support/portals.ts';

const db = useTestDatabase();
const PEOPLE = [
  { userId: 5, email: 'ana@acme.test', teams: [{ id: 31, name: 'Sales' }] },
  { userId: 6, email: 'bo@acme.test', teams: [] },
];

describe('the users of a portal', () => {
  it('may be read by several cards in the same moment', async () => {
    const { portalId } = await anInstalledPortal(db());
    let now = new Date('2026-11-23T10:00:00Z');
    const openHubSpot = () => Promise.resolve({ listUsers: () => Promise.resolve(PEOPLE) } as Partial<HubSpotClient> as HubSpotClient);
    const deps: UsersDeps = { db: db(), openHubSpot, now: () => now };
    for (let round = 0; round < 5; round++) {
      const asked = await Promise.all(Array.from({ length: 6 }, () => loadPortalUsers(deps, portalId)));
      for (const users of asked) expect(users).toEqual(PEOPLE);
      now = new Date(now.getTime() + 20 * 60_000);
    }
  });
});
