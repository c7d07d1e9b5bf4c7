import { setTimeout as sleep } from 'node:timers/promises';
import type { Person } from '../fakes/hubspot/types.ts';
import type { Random } from '../fakes/company/random.ts';
import { beginInstall, comeBack, type Agreed } from '../support/install-journey.ts';
import type { World } from '../support/world.ts';

export const OTHER_PORTAL_ID = 4712;
/** May install, but becomes no administrator by it. */
const COLLEAGUE_ID = 102;
export const SECOND_ADMIN: Person = {
  userId: 103,
  email: 'second.admin@portal-4711.example',
  firstName: 'Eva',
  lastName: 'Gil',
  isSuperAdmin: true,
  teams: [],
};

/** What happens to the app's access. The last two take nothing away. */
const FAULTS = [
  'revoked',
  'uninstalled',
  'uninstalled on our page',
  'scope withdrawn',
  'installed over it',
  'access tokens expired',
] as const;

/** People who take the app's access away and install it again, while the service is killed. */
export interface AppInstalls {
  /** How often each thing was done. */
  readonly counts: Record<string, number>;
  /** Whether the second super admin is an administrator by now. */
  hasSecondAdmin(): boolean;
  /** Something happens, or nothing. An install goes on through kills, as people try again. */
  disturb(): void;
  /** Waits for the installs on their way. */
  settled(): Promise<void>;
  /** Leaves the app installed. */
  putRight(): Promise<void>;
}

export function createAppInstalls(world: World, random: Random): AppInstalls {
  const { portal, hubspot } = world;
  portal.people.push(SECOND_ADMIN);
  const other = hubspot.addPortal({ portalId: OTHER_PORTAL_ID });
  const counts: Record<string, number> = {};
  const installers = new Set<number>();
  let underWay: Promise<void>[] = [];
  let leaving = Promise.resolve();
  let isAway = false;

  const count = (what: string): void => void (counts[what] = (counts[what] ?? 0) + 1);
  const settled = async (): Promise<void> => {
    await Promise.all([leaving, ...underWay]);
    underWay = [];
  };

  function installAgain(): void {
    const { userId } = random.pick([portal.admin, { userId: COLLEAGUE_ID }, SECOND_ADMIN]);
    installers.add(userId);
    count(`installed by ${userId}`);
    underWay.push(leaving.then(() => installAtLast(world, { portalId: portal.id, userId })));
    isAway = false;
    if (!random.chance(0.4)) return;
    count('installs of two portals at once');
    underWay.push(installAtLast(world, { portalId: other.id }));
  }

  function takeAway(): void {
    const fault = random.pick(FAULTS);
    count(fault);
    if (fault === 'revoked') portal.revokeToken();
    if (fault === 'uninstalled') portal.uninstall({ accessTokensLive: true });
    // A kill may come between the click and HubSpot, or between HubSpot and our answer.
    if (fault === 'uninstalled on our page') leaving = world.call('/settings/uninstall', {}).then(nothing, nothing);
    if (fault === 'scope withdrawn') portal.withdrawScopes('crm.objects.companies.write');
    if (fault === 'access tokens expired') portal.expireAccessTokens();
    else isAway = true;
    // The others come back while the service meets what happened, or only later.
    if (fault === 'installed over it' || (isAway && random.chance(0.5))) installAgain();
  }

  return {
    counts,
    settled,
    hasSecondAdmin: () => installers.has(SECOND_ADMIN.userId),
    disturb() {
      if (isAway && random.chance(0.6)) installAgain();
      else if (!isAway && random.chance(0.4)) takeAway();
    },
    async putRight() {
      if (isAway) installAgain();
      await settled();
    },
  };
}

const nothing = (): void => undefined;

/** Only ends what hangs: on a busy machine each of the starts that an install meets takes its time. */
const TRY_FOR_MS = 300_000;

/** Whoever sees no page, or one that says to try again, begins anew. */
async function installAtLast(world: World, agreed: Agreed): Promise<void> {
  const deadline = Date.now() + TRY_FOR_MS;
  for (;;) {
    const status = await beginInstall(world)
      .then((browser) => comeBack(world, browser, agreed))
      .then((answer) => answer.status)
      .catch(() => 0);
    if (status === 200) return;
    if (Date.now() > deadline) throw new Error(`The install of ${agreed.portalId} ended with ${status}`);
    await sleep(100);
  }
}
