import type { Db } from '../db/index.ts';
import { normaliseEmail } from '../shared/email-addresses.ts';
import type { HubSpotClient } from '../hubspot/contract.ts';
import type { Introspection } from '../hubspot/oauth.ts';
import type { PortalId } from '../shared/ids.ts';
import type { Log } from '../shared/log.ts';
import { findPortal, updateSettings } from './portals.ts';
import { raiseProblems } from './problems.ts';

export interface InstallerDeps {
  db: Db;
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'findUser'>>;
  log: Log;
  now(): Date;
}

/**
 * After an install: whether who installed may change the settings. The first installer may, and stays. Somebody else who installs again,
 * for which HubSpot asks less than that, only if HubSpot says that this is a super admin; the others are told of either. Where HubSpot
 * does not say, nothing is given away: an administrator can name this user.
 */
export async function admitInstaller(deps: InstallerDeps, portalId: PortalId, who: Introspection): Promise<boolean> {
  const portal = await findPortal(deps.db, portalId);
  if (!portal || who.userId === null) return false;
  if (who.userId === portal.installedBy) return true;
  const user = await findUser(deps, portalId, who.userId);
  const email = normaliseEmail(user?.email ?? who.userEmail);
  if (email !== null && portal.settings.administrators.includes(email)) return true;
  const isAdmitted = user?.isSuperAdmin === true && email !== null;
  const code = isAdmitted ? 'portal.administrator_added' : 'portal.installed_by_other';
  await deps.db.transaction(async (trx) => {
    if (isAdmitted) await updateSettings(trx, portalId, { administrators: [...portal.settings.administrators, email] });
    const params = { email: email ?? String(who.userId) };
    await raiseProblems(trx, portalId, [{ code, connectionId: null, subjectKind: 'portal', subject: params.email, params }], deps.now());
  });
  return isAdmitted;
}

async function findUser({ openHubSpot, log }: InstallerDeps, portalId: PortalId, userId: number) {
  try {
    const hubspot = await openHubSpot(portalId);
    return await hubspot.findUser(userId, { priority: 'interactive' });
  } catch (err) {
    log.warn({ portalId, err }, 'HubSpot did not say whether who installed is a super admin');
    return null;
  }
}
