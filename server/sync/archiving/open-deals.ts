import type { HubSpotClient } from '../../hubspot/contract.ts';
import type { RecordId } from '../../shared/ids.ts';
import { DEAL, type CustomerObjectType } from '../../shared/object-types.ts';

const READ_AT_ONCE = 100;
/** HubSpot's own: by the stage of the deal in its pipeline. */
const IS_CLOSED = 'hs_is_closed';

interface Asked {
  hubspot: Pick<HubSpotClient, 'associatedIds' | 'batchRead'>;
  objectType: CustomerObjectType;
  signal?: AbortSignal;
}

/** How many open deals these records carry; those without one are left out. */
export async function findOpenDeals({ hubspot, objectType, signal }: Asked, ids: readonly RecordId[]): Promise<Map<RecordId, number>> {
  if (ids.length === 0) return new Map();
  const options = { priority: 'live', ...(signal ? { signal } : {}) } as const;
  const dealsOf = await hubspot.associatedIds(objectType, ids, DEAL, options);
  const dealIds = [...new Set([...dealsOf.values()].flat())];
  const open = new Set<RecordId>();
  for (let from = 0; from < dealIds.length; from += READ_AT_ONCE) {
    const request = { ids: dealIds.slice(from, from + READ_AT_ONCE), properties: [IS_CLOSED] };
    for (const [id, deal] of await hubspot.batchRead(DEAL, request, options))
      if (!deal.archived && deal.properties[IS_CLOSED] !== 'true') open.add(id as RecordId);
  }
  const counted = [...dealsOf].map(([id, deals]) => [id, deals.filter((deal) => open.has(deal)).length] as const);
  return new Map(counted.filter(([, count]) => count > 0));
}
