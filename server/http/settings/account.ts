import type { RequestHandler } from 'express';
import { requestProvision } from '../../sync/shared/provision.ts';
import { uninstallPortal } from '../../sync/connection/uninstall.ts';
import { requireAdministrator } from '../viewer.ts';
import type { SettingsDeps } from './request.ts';

/** Tries again to create or adopt our properties, after somebody made room or renamed the one in the way. */
export function retryProperties(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    await requestProvision(deps.db, deps.enqueue, portalId, deps.now());
    res.json({ done: true });
  };
}

/** Takes the app out of this HubSpot account; the data goes after the grace period. */
export function uninstall(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    await uninstallPortal(deps, portalId);
    res.json({ done: true });
  };
}
