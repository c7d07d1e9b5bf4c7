import type { RequestHandler } from 'express';
import type { RefreshAnswer } from '../../../hubspot-app/app/cards/api/types.ts';
import { loadCustomersBehind } from '../../mirror/queries/customers.ts';
import { listConnections } from '../../portals/connections.ts';
import { refreshRecord } from '../../sync/pull/hints.ts';
import { requireAmounts } from '../viewer.ts';
import { RecordQuery, scopeOf, type CardDeps } from './request.ts';

/** Asks the ERPs for this record's customers and invoices now, and for whatever else is new; the answer does not wait for it. */
export function refreshCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { portalId } = viewer;
    const behind = await loadCustomersBehind(deps.db, scopeOf(viewer, RecordQuery.parse(req.body)));
    for (const { id, status } of await listConnections(deps.db, portalId)) {
      if (status !== 'active') continue;
      const customerIds = behind.find(({ connectionId }) => connectionId === id)?.customerIds ?? [];
      await refreshRecord(deps, { portalId, connectionId: id }, customerIds);
    }
    res.json({ accepted: true } satisfies RefreshAnswer);
  };
}
