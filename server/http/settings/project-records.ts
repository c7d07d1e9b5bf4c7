import type { RequestHandler } from 'express';
import { z } from 'zod';
import { PROJECT_OBJECT_TYPES } from '../../shared/object-types.ts';
import { chooseProjectObject, loadProjectRecordsView } from '../../sync/project-records/choose.ts';
import { requireConnection } from '../connection.ts';
import { requireAdministrator } from '../viewer.ts';
import { whilePersonWaits, type SettingsDeps } from './request.ts';

/** Which of HubSpot's own objects the projects of an ERP are records of. */
export function projectRecords(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    const connection = await requireConnection(deps, portalId, req.query);
    res.json(await loadProjectRecordsView(deps, connection, { scopes: portal.scopes, signal: whilePersonWaits(deps) }));
  };
}

const Choice = z.object({ object: z.enum(PROJECT_OBJECT_TYPES).nullable() });

/** From here on HubSpot has a record of each project that stands on a deal, or no longer gets one. */
export function chooseProjectRecords(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    const connection = await requireConnection(deps, portalId, req.body);
    const { object } = Choice.parse(req.body);
    await chooseProjectObject(deps, connection, object, { scopes: portal.scopes, signal: whilePersonWaits(deps) });
    res.json({ done: true });
  };
}
