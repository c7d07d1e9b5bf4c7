import type { HubSpotClient } from '../../hubspot/contract.ts';
import type { PortalId } from '../../shared/ids.ts';
import { CUSTOMER_OBJECT_TYPES, type CustomerObjectType, isPerson } from '../../shared/object-types.ts';
import { loadSyncPortal, type SyncDeps } from '../shared/deps.ts';
import { requeueByIdentity, requeueByName } from '../match/requeue.ts';
import { reportContradictions } from '../match/contradictions.ts';
import { identityOf } from '../match/find-hits.ts';
import { reportMissingTaxIdProperty } from '../match/read-record-keys.ts';
import { keyProperties, storeRecordKeys, type KeyScope } from '../match/record-keys.ts';
import { readChangedRecords, OVERLAP_MS } from './changed-records.ts';

/** Tax ids stand in a property of the customer's own, whose changes no webhook tells; names that changed may be told late. */
export async function renewRecordKeys(deps: SyncDeps, portalId: PortalId, signal: AbortSignal | undefined): Promise<void> {
  const { settings } = await loadSyncPortal(deps.db, portalId);
  const hubspot = await deps.openHubSpot(portalId);
  for (const objectType of CUSTOMER_OBJECT_TYPES) {
    const scope = { portalId, objectType, taxIdProperty: settings.taxIdProperty[objectType] };
    const read = { portalId, objectType, taxIdProperty: scope.taxIdProperty };
    const known = await deps
      .db('recordKeyReads')
      .where(read)
      .whereNotNull('completedAt')
      .first<{ knownUntil: Date } | undefined>('knownUntil');
    // What was never read, or by another property, is read whole, by whoever needs it first.
    if (!known) continue;
    const startedAt = deps.now();
    await reportMissingTaxIdProperty(deps, hubspot, scope);
    await storeChanged(deps, hubspot, scope, { since: known.knownUntil.getTime() - OVERLAP_MS, signal });
    await deps.db('recordKeyReads').where(read).whereNotNull('completedAt').update({ knownUntil: startedAt });
    await reportContradictions({ db: deps.db, hubspot, now: deps.now }, scope, signal);
  }
}

async function storeChanged(
  deps: SyncDeps,
  hubspot: HubSpotClient,
  scope: KeyScope<CustomerObjectType>,
  { since, signal }: { since: number; signal: AbortSignal | undefined },
) {
  const { portalId, objectType, taxIdProperty } = scope;
  const properties = [...keyProperties(scope), ...(isPerson(objectType) ? ['email'] : [])];
  for await (const records of readChangedRecords(hubspot, { objectType, since, filters: [], properties }, signal)) {
    await deps.db.transaction(async (trx) => {
      await storeRecordKeys(trx, scope, records);
      const identities = records.map((record) => identityOf(record.properties, taxIdProperty));
      const names = records.map(({ properties }) => properties['name'] ?? '');
      const looked = [...(await requeueByIdentity(trx, scope, identities)), ...(await requeueByName(trx, scope, names))];
      for (const connectionId of new Set(looked)) await deps.enqueue(trx, 'match', { portalId, connectionId });
    });
  }
}
