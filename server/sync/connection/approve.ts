import { analyseRoughly } from '../../db/analyse.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { CUSTOMER_OBJECT_TYPES } from '../../shared/object-types.ts';
import type { SyncDeps } from '../shared/deps.ts';
import { loadSyncPortal } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { keepLinksOfGoneCustomers } from '../match/former-links.ts';
import { lockMatching } from '../match/lock.ts';
import { isFullyRead } from './preview-counts.ts';
import { markConnectionDue } from '../shared/targets.ts';

/** What was approved is written first: somebody waits for it, and calls to HubSpot are few. */
const SWEEP_AFTER_MS = 60_000;

/** An administrator saw the preview and agrees: proposals become links, and everything they reach is due. Repeating it changes nothing. */
export async function approveConnection(deps: Pick<SyncDeps, 'db' | 'enqueue' | 'now'>, scope: ConnectionScope): Promise<void> {
  const { portalId, connectionId } = scope;
  const { settings } = await loadSyncPortal(deps.db, portalId);
  const now = deps.now();
  await deps.db.transaction(async (trx) => {
    // Matching stores its links under this lock too: a proposal is either here already or made as an active link.
    await lockMatching(trx, portalId);
    const connection = await trx('erpConnections')
      .where({ portalId, id: connectionId })
      .whereNot({ status: 'disconnected' })
      .forUpdate()
      .first<{ approvedAt: Date | null } | undefined>('approvedAt');
    if (!connection) throw new InvalidInputError('No such connection', { code: 'not_found' });
    if (connection.approvedAt) return;
    if (!(await isFullyRead(trx, scope)))
      throw new InvalidInputError('The ERP is not read to its end yet', { code: 'connection.still_reading' });
    await trx('erpConnections').where({ portalId, id: connectionId }).update({ approvedAt: now });
    await trx('links')
      .where({ ...scope, state: 'proposed' })
      .update({ state: 'active' });
    await keepLinksOfGoneCustomers(trx, scope, now);
    await markConnectionDue(trx, scope, { priority: 2, now });
    const created = CUSTOMER_OBJECT_TYPES.filter((objectType) => settings.createMissing[objectType]);
    await trx('customerMatches')
      .where({ ...scope })
      .whereIn('objectType', created)
      .whereIn('state', ['unmatched', 'due'])
      .update({ state: 'due', checkedAt: null });
    await deps.enqueue(trx, 'match', scope);
    await deps.enqueue(trx, 'push', { portalId });
    // Keys on records may be there from an earlier install; the numbers on deals were read before the preview.
    await deps.enqueue(trx, 'sweep', { portalId }, { afterMs: SWEEP_AFTER_MS });
  });
  // Filled from one moment to the next.
  await analyseRoughly(deps.db, ['links', 'targets']);
}
