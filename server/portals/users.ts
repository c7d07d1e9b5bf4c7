import type { Db } from '../db/index.ts';
import { isSameEmail } from '../shared/email-addresses.ts';
import { PuenteError } from '../shared/errors.ts';
import type { HubSpotClient } from '../hubspot/contract.ts';
import type { PortalId } from '../shared/ids.ts';
import type { Portal } from './portals.ts';
import type { PortalSettings } from '../../hubspot-app/app/settings/api/types.ts';

interface Team {
  id: number;
  name: string;
}
interface PortalUser {
  userId: number;
  email: string;
  name?: string;
  teams: Team[];
}

interface PortalUsers {
  users: PortalUser[];
  /** HubSpot did not give a newer list: people and teams may have changed since. */
  isStale: boolean;
}

/** SQL: what people call the user of a row of `portal_users`; null: there is no such row. */
export const userName = (u: string): string => `coalesce(${u}.name, ${u}.email)`;

/** HubSpot is asked again at most this often when a user is unknown or the list is old. */
const USERS_FRESH_MS = 15 * 60_000;
/** So soon after it did not answer. */
const ASK_AGAIN_MS = 60_000;
/** A card waits for it. */
const PATIENCE_MS = 3_000;

export interface UsersDeps {
  db: Db;
  openHubSpot(portalId: PortalId): Promise<HubSpotClient>;
  now(): Date;
}

/** Users and teams of the portal, from HubSpot when ours are older than 15 minutes; ours while HubSpot does not answer. */
export async function loadPortalUsers(deps: UsersDeps, portalId: PortalId): Promise<PortalUsers> {
  const { db } = deps;
  const now = deps.now().getTime();
  const read = await db('portals').where({ portalId }).first<Read | undefined>('usersReadAt', 'usersRefusedAt');
  const isFresh = (read?.usersReadAt?.getTime() ?? 0) > now - USERS_FRESH_MS;
  const wasRefused = (read?.usersRefusedAt?.getTime() ?? 0) > now - ASK_AGAIN_MS;
  const isStale = !isFresh && (wasRefused || !(await readUsers(deps, portalId)));
  const users = await db('portalUsers').where({ portalId }).orderBy('email').select<PortalUser[]>('userId', 'email', 'teams');
  return { users, isStale };
}

interface Read {
  usersReadAt: Date | null;
  usersRefusedAt: Date | null;
}

/** False: HubSpot did not answer, is at its limit, or does not let us. */
async function readUsers({ db, openHubSpot, now }: UsersDeps, portalId: PortalId): Promise<boolean> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const hubspot = await openHubSpot(portalId);
    await storeUsers({ db, now }, portalId, await hubspot.listUsers({ priority: 'interactive', signal }));
    return true;
  } catch (error) {
    if (!(error instanceof PuenteError || signal.aborted)) throw error;
    await db('portals').where({ portalId }).update({ usersRefusedAt: now() });
    return false;
  }
}

async function storeUsers({ db, now }: Pick<UsersDeps, 'db' | 'now'>, portalId: PortalId, users: readonly PortalUser[]): Promise<void> {
  await db.transaction(async (trx) => {
    // First, because it lets one reading in at a time: two cards may find the list old in the same moment.
    await trx('portals').where({ portalId }).update({ usersReadAt: now(), usersRefusedAt: null });
    await trx('portalUsers').where({ portalId }).delete();
    if (users.length > 0) {
      await trx('portalUsers').insert(
        users.map(({ userId, email, name = null, teams }) => ({ portalId, userId, email, name, teams: JSON.stringify(teams) })),
      );
    }
  });
}

/** E-mail addresses of those who may change the settings. Who installed is known by it once HubSpot told us. */
export async function listAdministrators(db: Db, portal: Pick<Portal, 'portalId' | 'installedBy' | 'settings'>): Promise<string[]> {
  const installer = await db('portalUsers')
    .where({ portalId: portal.portalId, userId: portal.installedBy })
    .first<{ email: string } | undefined>('email');
  return [...new Set([...(installer ? [installer.email] : []), ...portal.settings.administrators])];
}

/** Whether the portal's settings let this user see amounts; administrators always do, because they decide it. */
export async function seesAmounts(
  deps: UsersDeps,
  portalId: PortalId,
  rule: PortalSettings['amounts'],
  user: { userId: number; email: string },
): Promise<{ isAllowed: boolean; isStale: boolean }> {
  if (rule.visibleTo === 'everybody') return { isAllowed: true, isStale: false };
  if (rule.userEmails.some((email) => isSameEmail(email, user.email))) return { isAllowed: true, isStale: false };
  if (rule.teamIds.length === 0) return { isAllowed: false, isStale: false };
  const { users, isStale } = await loadPortalUsers(deps, portalId);
  const teams = users.find(({ userId }) => userId === user.userId)?.teams ?? [];
  return { isAllowed: teams.some(({ id }) => rule.teamIds.includes(id)), isStale };
}
