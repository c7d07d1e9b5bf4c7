import { describe, expect, it } from '@jest/globals';
import { RetryLaterError, TransientError } from '../../server/shared/errors.ts';
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
      for (const { users, isStale } of asked) expect([users, isStale]).toEqual([PEOPLE, false]);
      now = new Date(now.getTime() + 20 * 60_000);
    }
  });

  it('are those read last while HubSpot does not answer, and it is asked again after a minute', async () => {
    const { portalId } = await anInstalledPortal(db());
    let now = new Date('2026-11-23T10:00:00Z');
    let asked = 0;
    let listUsers = () => Promise.resolve(PEOPLE);
    const openHubSpot = () => Promise.resolve({ listUsers: () => (asked++, listUsers()) } as Partial<HubSpotClient> as HubSpotClient);
    const deps: UsersDeps = { db: db(), openHubSpot, now: () => now };
    const pass = (minutes: number) => (now = new Date(now.getTime() + minutes * 60_000));
    await loadPortalUsers(deps, portalId);
    pass(20);
    const limit = { code: 'hubspot.rate_limited', retryAt: new Date('2026-11-24T00:00:00Z') };
    for (const down of [new TransientError('x', { code: 'hubspot.unreachable' }), new RetryLaterError('x', limit)]) {
      listUsers = () => Promise.reject(down);
      asked = 0;
      for (let n = 0; n < 5; n++) expect(await loadPortalUsers(deps, portalId)).toEqual({ users: PEOPLE, isStale: true });
      expect(asked).toBe(1);
      pass(2);
    }
    listUsers = () => Promise.resolve([PEOPLE[0]!]);
    expect(await loadPortalUsers(deps, portalId)).toEqual({ users: [PEOPLE[0]], isStale: false });
    listUsers = () => Promise.reject(new RangeError('a bug'));
    pass(20);
    await expect(loadPortalUsers(deps, portalId)).rejects.toThrow('a bug');
  });
});
