import type { RecordId } from '../shared/ids.ts';
import { type DEAL, LINE_ITEM, type QUOTE } from '../shared/object-types.ts';
import type { CallOptions, HubSpotClient, HubSpotRecord } from './contract.ts';
import { BATCH_SIZE } from './objects.ts';

/** The lines of deals or quotes as they are now, by deal or quote; one without lines is absent. At most 1,000. */
export async function readLineItems(
  hubspot: Pick<HubSpotClient, 'associatedIds' | 'batchRead'>,
  {
    objectType,
    ids: parentIds,
    properties,
  }: { objectType: typeof DEAL | typeof QUOTE; ids: readonly RecordId[]; properties: readonly string[] },
  options: CallOptions,
): Promise<Map<RecordId, HubSpotRecord[]>> {
  const associated = await hubspot.associatedIds(objectType, parentIds, LINE_ITEM, options);
  const ids = [...new Set([...associated.values()].flat())];
  const read = new Map<string, HubSpotRecord>();
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const request = { ids: ids.slice(start, start + BATCH_SIZE), properties };
    for (const [id, line] of await hubspot.batchRead(LINE_ITEM, request, options)) read.set(id, line);
  }
  // A line that went between the two calls is left out.
  const linesOf = (lineIds: readonly RecordId[]) => lineIds.flatMap((id) => read.get(id) ?? []);
  return new Map([...associated].map(([id, lineIds]) => [id, linesOf(lineIds)]));
}
