import type { RequestHandler } from 'express';
import { PortalSettingsPatch } from '../../portals/portals.ts';
import { changeSettings } from '../../sync/change-settings.ts';
import { requireAdministrator } from '../viewer.ts';
import type { SettingsDeps } from './request.ts';

export function savePortalSettings(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const portal = await requireAdministrator(deps, req);
    await changeSettings(deps, portal, PortalSettingsPatch.parse(req.body));
    res.json({ done: true });
  };
}
