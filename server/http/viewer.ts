import type { Request } from 'express';
import type { Notice } from '../../hubspot-app/app/cards/api/types.ts';
import type { PortalSettings } from '../../hubspot-app/app/settings/api/types.ts';
import { localDay, type LocalDay } from '../shared/calendar.ts';
import type { PortalId } from '../shared/ids.ts';
import { isSameEmail } from '../shared/email-addresses.ts';
import { findPortal, type Portal } from '../portals/portals.ts';
import { listAdministrators, seesAmounts, type UsersDeps } from '../portals/users.ts';
import { NotAllowedError, NotFoundError } from './failures.ts';
import { signedUser } from './signature.ts';

export type ViewerDeps = UsersDeps;

/** Who asks, and what that person may see and change: from the signed request and our own rows, never from the request's other words. */
export interface Viewer {
  portalId: PortalId;
  portal: Portal;
  settings: PortalSettings;
  userId: number;
  isAdministrator: boolean;
  /** E-mail addresses of those who can change settings; looked up when somebody has to be named. */
  administrators(): Promise<string[]>;
  seesAmounts: boolean;
  /** What this answer rests on is older than it should be. */
  notices: Notice[];
  /** HubSpot no longer accepts our token, or the app was uninstalled. */
  isPaused: boolean;
  companyCurrency: string | null;
  day: LocalDay;
}

export async function loadViewer(deps: ViewerDeps, req: Request): Promise<Viewer> {
  const { portalId, userId, userEmail } = signedUser(req);
  const portal = await findPortal(deps.db, portalId);
  if (!portal || portal.status === 'uninstalled') throw new NotFoundError('Portal not installed', { code: 'portal.unknown' });
  const { settings } = portal;
  const isAdministrator = userId === portal.installedBy || settings.administrators.some((email) => isSameEmail(email, userEmail));
  const amounts = isAdministrator
    ? { isAllowed: true, isStale: false }
    : await seesAmounts(deps, portalId, settings.amounts, { userId, email: userEmail });
  return {
    portalId,
    portal,
    settings,
    userId,
    isAdministrator,
    administrators: () => listAdministrators(deps.db, portal),
    seesAmounts: amounts.isAllowed,
    notices: amounts.isStale ? [{ code: 'hubspot.users_stale', params: {} }] : [],
    isPaused: portal.status === 'paused',
    companyCurrency: portal.companyCurrency,
    day: localDay(portal.timeZone, deps.now()),
  };
}

/** For endpoints that change what only administrators may change. */
export async function requireAdministrator(deps: ViewerDeps, req: Request): Promise<Viewer> {
  const viewer = await loadViewer(deps, req);
  if (viewer.isAdministrator) return viewer;
  return refuse(viewer, 'Only administrators may do this', 'not_administrator');
}

/** For endpoints whose answer holds amounts. */
export async function requireAmounts(deps: ViewerDeps, req: Request): Promise<Viewer> {
  const viewer = await loadViewer(deps, req);
  if (viewer.seesAmounts) return viewer;
  return refuse(viewer, 'Amounts are not visible to this user', 'amounts.not_allowed');
}

/** Names who may change that. */
async function refuse(viewer: Viewer, message: string, code: string): Promise<never> {
  throw new NotAllowedError(message, { code, params: { administrators: (await viewer.administrators()).join(', ') } });
}
