import { commitLater } from '../../db/commit-later.ts';
import type { HubSpotRecord } from '../../hubspot/contract.ts';
import type { InboxRun } from './slice.ts';
import { undoArchivals } from '../archiving/restored-records.ts';
import { identityOf } from '../match/find-hits.ts';
import { storeRecordKeys } from '../match/record-keys.ts';
import { requeueByIdentity, requeueByName } from '../match/requeue.ts';
import { relinkRestored } from './gone-records.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';

/** Companies and contacts: restored ones get their customers back; new or changed ones may be what an unmatched customer waits for. */
export async function processCustomers(
  { deps, portal }: InboxRun,
  objectType: CustomerObjectType,
  records: readonly HubSpotRecord[],
): Promise<void> {
  const { portalId, settings } = portal;
  const scope = { portalId, objectType, now: deps.now() };
  await deps.db.transaction(async (trx) => {
    // The entries go later, by a commit that waits.
    await commitLater(trx);
    const restored = await relinkRestored(
      trx,
      scope,
      records.map(({ id }) => id),
    );
    const recordIds = records.map(({ id }) => id);
    await undoArchivals(deps, trx, scope, recordIds);
    await storeRecordKeys(trx, { portalId, objectType, taxIdProperty: settings.taxIdProperty[objectType] }, records);
    const identities = records.map(({ properties }) => identityOf(properties, settings.taxIdProperty[objectType]));
    const names = records.map(({ properties }) => properties['name'] ?? '');
    const looked = [...(await requeueByIdentity(trx, scope, identities)), ...(await requeueByName(trx, scope, names))];
    for (const connectionId of new Set(looked)) await deps.enqueue(trx, 'match', { portalId, connectionId });
    if (restored.size > 0) await deps.enqueue(trx, 'push', { portalId });
  });
}
