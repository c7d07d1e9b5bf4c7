import type { RequestHandler } from 'express';
import { z } from 'zod';
import { recordId } from '../../shared/ids.ts';
import { loadDecided } from '../../sync/customers/decided-list.ts';
import { undoDecision } from '../../sync/match/undo-decision.ts';
import { requireConnection } from '../connection.ts';
import { urlsIn } from '../record-url.ts';
import { requireAdministrator } from '../viewer.ts';
import { CustomerRef, type SettingsDeps } from './request.ts';

const Query = z.object({
  page: z.coerce.number().int().min(1).max(10_000).default(1),
  about: z.string().max(500).default(''),
  by: z.enum(['people', 'rules', 'all']).default('people'),
});

/** What was decided of customers, all connections together. */
export function listDecided(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    res.json(await loadDecided({ ...deps, urlOf: urlsIn(portal) }, portalId, Query.parse(req.query)));
  };
}

const Undo = CustomerRef.extend({
  kind: z.enum(['linked', 'refused', 'left_out']),
  recordId: z
    .string()
    .regex(/^\d{1,20}$/)
    .transform(recordId)
    .nullable()
    .default(null),
});

/** Takes one decision back. */
export function undoDecided(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    await undoDecision(deps, { ...scope, ...Undo.parse(req.body), userId });
    res.json({ done: true });
  };
}
