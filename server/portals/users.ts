import type { Db } from '../db/index.ts';
import type { HubSpotClient } from '../hubspot/contract.ts';
import type { PortalId } from '../ids.ts';
import type { PortalSettings } from '../../hubspot-app/app/settings/api/types.ts';

export interface Team {
  id: number;
  name: string;
}
export interface PortalUser {
  userId: number;
  email: string;
  teams: Team[];
}

/** HubSpot is asked again at most this often when a user is unknown or the list is old. */
const USERS_FRESH_MS = 15 * 60_000;

export interface UsersDeps {
  db: Db;
  openHubSpot(portalId: PortalId): Promise<HubSpotClient>;
  now(): Date;
}

/** Users and teams of the portal, from HubSpot when ours are older than 15 minutes. */
export async function loadPortalUsers(deps: UsersDeps, portalId: PortalId): Promise<PortalUser[]> {
  const fresh = await deps
    .db('portals')
    .where({ portalId })
    .where('usersReadAt', '>', new Date(deps.now().getTime() - USERS_FRESH_MS))
    .first('portalId');
  if (!fresh) await readUsers(deps, portalId);
  return deps.db('portalUsers').where({ portalId }).orderBy('email').select<PortalUser[]>('userId', 'email', 'teams');
}

async function readUsers(deps: UsersDeps, portalId: PortalId): Promise<void> {
  const hubspot = await deps.openHubSpot(portalId);
  const users = await hubspot.listUsers({ priority: 'interactive' });
  await deps.db.transaction(async (trx) => {
    // First, because it lets one reading in at a time: two cards may find the list old in the same moment.
    await trx('portals').where({ portalId }).update({ usersReadAt: deps.now() });
    await trx('portalUsers').where({ portalId }).delete();
    if (users.length > 0) {
      await trx('portalUsers').insert(users.map(({ userId, email, teams }) => ({ portalId, userId, email, teams: JSON.stringify(teams) })));
    }
  });
}

/** True when the portal's settings let this user see amounts; administrators always do, because they decide it. */
export async function seesAmounts(
  deps: UsersDeps,
  portalId: PortalId,
  rule: PortalSettings['amounts'],
  user: { userId: number; email: string },
): Promise<boolean> {
  if (rule.visibleTo === 'everybody') return true;
  if (rule.userEmails.some((email) => email.toLowerCase() === user.email.toLowerCase())) return true;
  if (rule.teamIds.length === 0) return false;
  const users = await loadPortalUsers(deps, portalId);
  const teams = users.find(({ userId }) => userId === user.userId)?.teams ?? [];
  return teams.some(({ id }) => rule.teamIds.includes(id));
}
