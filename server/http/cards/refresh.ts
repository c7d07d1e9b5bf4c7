import type { RequestHandler } from 'express';
import type { RefreshAnswer } from '../../../hubspot-app/app/cards/api/types.ts';
import { loadRecordCustomers } from '../../records/queries/customers.ts';
import { listConnections, type ErpConnection } from '../../portals/connections.ts';
import { refreshRecord } from '../../sync/pull/hints.ts';
import { requireAmounts } from '../viewer.ts';
import { RecordQuery, scopeOf, type CardDeps } from './request.ts';

/** Asks the ERPs for this record's customers and invoices now, and for whatever else is new; the answer does not wait for it. */
export function refreshCard(deps: CardDeps): RequestHandler {
  return async (req, res) => {
    const viewer = await requireAmounts(deps, req);
    const { portalId } = viewer;
    const behind = await loadRecordCustomers(deps.db, scopeOf(viewer, RecordQuery.parse(req.body)));
    const connections = (await listConnections(deps.db, portalId)).filter(({ status }) => status === 'active');
    const [waiting, ready] = [connections.filter(isWaiting(deps.now())), connections.filter((one) => !isWaiting(deps.now())(one))];
    for (const { id } of ready) {
      const customerIds = behind.find(({ connectionId }) => connectionId === id)?.customerIds ?? [];
      await refreshRecord(deps, { portalId, connectionId: id }, customerIds);
    }
    res.json({
      accepted: ready.length > 0,
      waiting: waiting.map(({ name, notBefore }) => ({ name, until: notBefore!.toISOString() })),
    } satisfies RefreshAnswer);
  };
}

/** It did not answer, or asked for time: who insists is refused once more. */
const isWaiting =
  (now: Date) =>
  ({ notBefore }: ErpConnection): boolean =>
    notBefore !== null && notBefore > now;
