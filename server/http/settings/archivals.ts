import type { RequestHandler } from 'express';
import { z } from 'zod';
import { loadArchivalPage } from '../../sync/archiving/archival-list.ts';
import { decideArchivals } from '../../sync/archiving/person-decisions.ts';
import { requireConnection } from '../connection.ts';
import { requireAdministrator } from '../viewer.ts';
import { urlsIn } from '../record-url.ts';
import { CustomerRef, type SettingsDeps } from './request.ts';

const Page = z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) });

/** What is archived on one side because it was deleted or archived on the other. */
export function listArchivals(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, portal } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.query);
    const { linkTo } = await deps.connectors.capabilitiesOf(scope);
    res.json(await loadArchivalPage({ db: deps.db, linkTo, urlOf: urlsIn(portal) }, scope, Page.parse(req.query).page));
  };
}

const Decide = z.object({
  side: z.enum(['erp', 'hubspot']),
  customers: z.array(CustomerRef).min(1).max(200).nullable(),
  answer: z.enum(['archive', 'keep']),
});

/** Of what was held back: archived all the same, or left as it is. */
export function decideHeldArchivals(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const scope = await requireConnection(deps, portalId, req.body);
    await decideArchivals(deps, scope, { ...Decide.parse(req.body), userId });
    res.json({ done: true });
  };
}
