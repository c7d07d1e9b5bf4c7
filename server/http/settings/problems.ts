import type { RequestHandler } from 'express';
import { z } from 'zod';
import { loadProblemGroups } from '../../sync/connection/problem-list.ts';
import { nameRecords } from '../../sync/connection/problem-names.ts';
import { retryProblems } from '../../sync/connection/retry.ts';
import { requireConnection } from '../connection.ts';
import { requireAdministrator } from '../viewer.ts';
import { urlsIn } from '../record-url.ts';
import type { SettingsDeps } from './request.ts';

/** What does not work, grouped by cause. */
export function listProblems(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portal } = await requireAdministrator(deps, req);
    const groups = await loadProblemGroups(deps.db, portal.portalId, urlsIn(portal));
    res.json({ groups: await nameRecords(deps, portal.portalId, groups) });
  };
}

const Retry = z.union([
  z.object({ problemIds: z.array(z.uuid()).min(1).max(1_000) }),
  z.object({ code: z.string(), connectionId: z.uuid().nullable() }),
]);

/** Tries one, several or all of a cause again; what still fails comes back as a problem. */
export function retry(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    const choice = Retry.parse(req.body);
    if ('code' in choice && choice.connectionId !== null) await requireConnection(deps, portalId, choice);
    await retryProblems(deps, portalId, choice);
    res.json({ done: true });
  };
}
