import type { RequestHandler } from 'express';
import type { RefreshAnswer } from '../../../hubspot-app/app/cards/api/types.ts';
import { refreshRecord } from '../../sync/hints.ts';
import { requireAmounts } from '../viewer.ts';
import { RecordQuery, scopeOf, type CardDeps } from './request.ts';

/** Asks the ERP for this record's customers and invoices now; the answer does not wait for it. */
export function refreshCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    await refreshRecord(deps, scopeOf(viewer, RecordQuery.parse(req.body)));
    res.json({ accepted: true } satisfies RefreshAnswer);
  };
}
