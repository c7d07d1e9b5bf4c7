import type { RequestHandler } from 'express';
import { PortalSettingsSave } from '../../portals/portals.ts';
import { changeSettings } from '../../sync/change-settings.ts';
import { countCreatable } from '../../sync/match/creatable.ts';
import { requireAdministrator } from '../viewer.ts';
import type { SettingsDeps } from './request.ts';

export function savePortalSettings(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const portal = await requireAdministrator(deps, req);
    const { was, ...patch } = PortalSettingsSave.parse(req.body);
    await changeSettings(deps, portal, patch, was);
    res.json({ done: true });
  };
}

/** What would be created in HubSpot if that were switched on now. */
export function creatable(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    res.json(await countCreatable(deps.db, portalId));
  };
}
