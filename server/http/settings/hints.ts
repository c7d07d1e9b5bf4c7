import type { RequestHandler } from 'express';
import { z } from 'zod';
import { installHints, removeHints } from '../../sync/connection/hint-installation.ts';
import { requireAdministrator } from '../viewer.ts';
import { requireConnection } from '../connection.ts';
import { whilePersonWaits, type SettingsDeps } from './request.ts';

const Hint = z.union([
  z.object({ answer: z.literal('install'), admin: z.record(z.string(), z.string()) }),
  z.object({ answer: z.literal('remove'), admin: z.record(z.string(), z.string()).nullable().default(null) }),
]);

/** Sets change hints up in the ERP, or takes them out, with an administrator's credentials used once and kept nowhere. */
export function hints(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    const asked = Hint.parse(req.body);
    const signal = whilePersonWaits(deps);
    await (asked.answer === 'install' ? installHints(deps, scope, asked.admin, signal) : removeHints(deps, scope, asked.admin, signal));
    res.json({ done: true });
  };
}
