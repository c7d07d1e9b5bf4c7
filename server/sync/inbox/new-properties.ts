import { isReadOnly } from '../../portals/provision-object.ts';
import { isWithheld } from '../../hubspot/errors.ts';
import { usedObjectTypes } from '../../portals/used-object-types.ts';
import { describeProperties } from '../../records/catalogue/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import { PRODUCT } from '../../shared/object-types.ts';
import type { SyncDeps } from '../shared/deps.ts';
import { requestProvision } from '../shared/provision.ts';

/** For the night: nobody tells that an account has more properties of HubSpot's own, as it has when a currency is added. */
export async function findNewProperties(deps: SyncDeps, portalId: PortalId, signal: AbortSignal | undefined): Promise<void> {
  if (!(await usedObjectTypes(deps.db, portalId)).includes(PRODUCT)) return;
  const present = await listWritable(deps, portalId, signal);
  const rows = await deps.db('hubspotProperties').where({ portalId, objectType: PRODUCT }).select<{ name: string }[]>('name');
  const known = new Set(rows.map(({ name }) => name));
  const isNew = describeProperties(PRODUCT, 'en').standard.some((name) => present.has(name) && !known.has(name));
  if (isNew) await requestProvision(deps.db, deps.enqueue, portalId, deps.now());
}

async function listWritable({ openHubSpot }: SyncDeps, portalId: PortalId, signal: AbortSignal | undefined): Promise<Set<string>> {
  const hubspot = await openHubSpot(portalId);
  try {
    const definitions = await hubspot.listProperties(PRODUCT, { priority: 'backfill', ...(signal && { signal }) });
    return new Set(definitions.filter((definition) => !definition.archived && !isReadOnly(definition)).map(({ name }) => name));
  } catch (error) {
    if (!isWithheld(PRODUCT, error)) throw error;
    return new Set();
  }
}
