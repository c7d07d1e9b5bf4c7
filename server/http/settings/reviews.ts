import type { RequestHandler } from 'express';
import { z } from 'zod';
import { recordId, type ConnectionId } from '../../shared/ids.ts';
import { decideReviews, leaveOutUnmatched } from '../../sync/match/review-decisions.ts';
import { readReviewedFacts } from '../../sync/match/reviewed-facts.ts';
import { loadReviews, loadUnmatched } from '../../sync/match/reviews.ts';
import { requireConnection } from '../connection.ts';
import { requireAdministrator } from '../viewer.ts';
import { urlsIn } from '../record-url.ts';
import { CustomerRef, type SettingsDeps } from './request.ts';

const Page = z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) });

/** Customers that fit several records, or share one with others. */
export function listReviews(deps: SettingsDeps): RequestHandler {
  return async (req, res) => {
    const { portal, settings } = await requireAdministrator(deps, req);
    const { portalId } = portal;
    const readFacts: Parameters<typeof loadReviews>[0]['readFacts'] = (objectType, ids) =>
      readReviewedFacts(deps, { portalId, objectType, ids, taxIdProperty: settings.taxIdProperty[objectType] });
    res.json(await loadReviews({ db: deps.db, recordUrl: urlsIn(portal), readFacts }, portalId, Page.parse(req.query).page));
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
  /** `link`: to this record. `not_this`: this record is never offered again. `ignore`: leave the customer out. */
  answer: z.enum(['link', 'not_this', 'ignore']),
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
    const { portalId } = await requireAdministrator(deps, req);
    res.json({ decided: await leaveOutUnmatched(deps, portalId), refused: 0 });
  };
}
