import type { HubSpotClient } from '../../hubspot/contract.ts';
import { PuenteError } from '../../shared/errors.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { isDeal, isPerson, OBJECT_TYPES, OBJECTS, type ObjectType } from '../../shared/object-types.ts';

interface NamedRecord {
  objectType: ObjectType;
  recordId: RecordId;
}
type OpenHubSpot = (portalId: PortalId) => Promise<Pick<HubSpotClient, 'batchRead'>>;
type NameOf = (record: NamedRecord) => string | null;

export interface NameDeps {
  openHubSpot: OpenHubSpot;
}

/** People wait for the page, not for names. */
const PATIENCE_MS = 3_000;
/** HubSpot reads so many at once. */
const MOST_NAMES = 100;

/** What these HubSpot records are called, at most 100 of a type; while HubSpot does not answer nobody has a name. */
export async function readRecordNames(openHubSpot: OpenHubSpot, portalId: PortalId, records: readonly NamedRecord[]): Promise<NameOf> {
  const names = new Map<string, string | null>();
  if (records.length === 0) return () => null;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const hubspot = await openHubSpot(portalId);
    // Products come last: an account may withhold them.
    for (const objectType of OBJECT_TYPES) {
      const ids = [...new Set(records.filter((record) => record.objectType === objectType).map(({ recordId }) => recordId))];
      if (ids.length === 0) continue;
      const request = { ids: ids.slice(0, MOST_NAMES), properties: OBJECTS[objectType].nameProperties };
      const options = { priority: 'interactive', signal } as const;
      const held = await hubspot.batchRead(objectType, request, options);
      for (const [id, { properties }] of held) names.set(`${objectType} ${id}`, recordName(objectType, properties));
      // What is in the recycling bin still has its name, and is not told with the others.
      const gone = request.ids.filter((id) => !held.has(id));
      if (gone.length === 0) continue;
      const binned = await hubspot.batchRead(objectType, { ...request, ids: gone, archived: true }, options);
      for (const [id, { properties }] of binned) names.set(`${objectType} ${id}`, recordName(objectType, properties));
    }
  } catch (error) {
    if (!(error instanceof PuenteError || signal.aborted)) throw error;
  }
  return ({ objectType, recordId }) => names.get(`${objectType} ${recordId}`) ?? null;
}

export function recordName(objectType: ObjectType, properties: Readonly<Record<string, string | null>>): string | null {
  if (isDeal(objectType)) return properties['dealname'] || null;
  if (!isPerson(objectType)) return properties['name'] || null;
  return [properties['firstname'], properties['lastname']].filter(Boolean).join(' ') || properties['email'] || null;
}
