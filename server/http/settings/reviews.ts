import type { RequestHandler } from 'express';
import { z } from 'zod';
import { recordId, type ConnectionId } from '../../shared/ids.ts';
import { loadCreationReviews } from '../../sync/customers/creation-reviews.ts';
import { decideCreation } from '../../sync/customers/decide-creation.ts';
import { createAnew } from '../../sync/match/deleted-records.ts';
import { decideReviews, leaveOutUnmatched } from '../../sync/match/review-decisions.ts';
import { readReviewedFacts } from '../../sync/match/reviewed-facts.ts';
import { loadReviews, loadUnmatched, type ReviewDeps } from '../../sync/match/reviews.ts';
import { requireConnection } from '../connection.ts';
import { requireAdministrator, type Viewer } from '../viewer.ts';
import { urlsIn } from '../record-url.ts';
import { CommandKey, CustomerRef, type SettingsDeps } from './request.ts';

const Page = z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) });

/** Customers that fit several records, or share one with others. */
export function listReviews(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAdministrator(deps, req);
    res.json(await loadReviews(reviewDeps(deps, viewer), viewer.portalId, Page.parse(req.query).page));
  };
}

function reviewDeps(deps: SettingsDeps, { portal, portalId, settings }: Viewer): ReviewDeps {
  return {
    db: deps.db,
    recordUrl: urlsIn(portal),
    readFacts: (objectType, ids) =>
      readReviewedFacts(deps, { portalId, objectType, ids, taxIdProperty: settings.taxIdProperty[objectType] }),
  };
}

/** Records that shall become customers and may be some already. */
export function listCreations(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAdministrator(deps, req);
    res.json(await loadCreationReviews(reviewDeps(deps, viewer), viewer.portalId, Page.parse(req.query).page));
  };
}

/** Customers for which no record was found. */
export function listUnmatched(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    res.json(await loadUnmatched(deps.db, portalId, Page.parse(req.query).page));
  };
}

const ReviewDecision = CustomerRef.extend({
  connectionId: z.uuid().transform((id) => id as ConnectionId),
  /** `link`: to this record. `not_this`: this record is never offered again. `ignore`: leave the customer out.
   *  `create`: make its record. `create_anew`: its record was deleted, another one is looked for or made. */
  answer: z.enum(['link', 'not_this', 'ignore', 'create', 'create_anew']),
  recordId: z
    .string()
    .regex(/^\d{1,20}$/)
    .transform(recordId)
    .nullable()
    .default(null),
});
const ReviewDecisions = z.object({ decisions: z.array(ReviewDecision).min(1).max(200) });

/** One customer or many: link, refuse, leave out. */
export function decideListed(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    const { decisions } = ReviewDecisions.parse(req.body);
    for (const connectionId of new Set(decisions.map((decision) => decision.connectionId)))
      await requireConnection(deps, portalId, { connectionId });
    res.json(await decideReviews(deps, { portalId, userId, decisions }));
  };
}

/** Leaves out every customer for which no record was found. */
export function leaveOutAll(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    res.json({ decided: await leaveOutUnmatched(deps, portalId, userId), refused: 0 });
  };
}

/** Looks for all customers whose record was deleted as if they never had one. */
export function createAllAnew(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId } = await requireAdministrator(deps, req);
    res.json({ decided: await createAnew(deps, portalId, null), refused: 0 });
  };
}

const Doubtful = z.object({
  key: CommandKey,
  answer: z.enum(['create', 'link', 'leave']),
  customerId: CustomerRef.shape.customerId.nullable().default(null),
});

/** What becomes of one record that may be a customer already. */
export function decideDoubtful(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portalId, userId } = await requireAdministrator(deps, req);
    await decideCreation(deps, { ...(await requireConnection(deps, portalId, req.body)), ...Doubtful.parse(req.body), userId });
    res.json({ done: true });
  };
}
