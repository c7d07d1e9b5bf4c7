import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { DecidedList } from '../../../hubspot-app/app/settings/api/decided.ts';
import { recordId } from '../../shared/ids.ts';
import { loadDecided } from '../../sync/customers/decided-list.ts';
import { undoDecision } from '../../sync/match/undo-decision.ts';
import { requireConnection } from '../connection.ts';
import { urlsIn } from '../record-url.ts';
import { requireAdministrator } from '../viewer.ts';
import { CustomerRef, type SettingsDeps } from './request.ts';

/** Where a page ended: a moment in microseconds and a key. */
const After = z
  .string()
  .max(1_000)
  .regex(/^\d{1,16} ./)
  .transform((place) => {
    const [changedAt = ''] = place.split(' ', 1);
    return { changedAt: Number(changedAt), key: place.slice(changedAt.length + 1) };
  });

const Query = z.object({
  after: After.nullable().default(null),
  about: z.string().max(500).default(''),
  by: z.enum(['people', 'rules', 'all']).default('people'),
});

/** What was decided of customers, all connections together. */
export function listDecided(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    const { next, decided } = await loadDecided({ ...deps, urlOf: urlsIn(portal) }, portalId, Query.parse(req.query));
    res.json({ next: next && `${next.changedAt} ${next.key}`, decided } satisfies DecidedList);
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
