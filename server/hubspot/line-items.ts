import type { RecordId } from '../shared/ids.ts';
import { DEAL, LINE_ITEM } from '../shared/object-types.ts';
import type { CallOptions, HubSpotClient, HubSpotRecord } from './contract.ts';
import { BATCH_SIZE } from './objects.ts';

/** The lines of deals as they are now, by deal; a deal without lines is absent. At most 1,000 deals. */
export async function readLineItems(
  hubspot: Pick<HubSpotClient, 'associatedIds' | 'batchRead'>,
  { dealIds, properties }: { dealIds: readonly RecordId[]; properties: readonly string[] },
  options: CallOptions,
): Promise<Map<RecordId, HubSpotRecord[]>> {
  const associated = await hubspot.associatedIds(DEAL, dealIds, LINE_ITEM, options);
  const ids = [...new Set([...associated.values()].flat())];
  const read = new Map<string, HubSpotRecord>();
  for (let start = 0; start < ids.length; start += BATCH_SIZE) {
    const request = { ids: ids.slice(start, start + BATCH_SIZE), properties };
    for (const [id, line] of await hubspot.batchRead(LINE_ITEM, request, options)) read.set(id, line);
  }
  // A line that went between the two calls is left out.
  const linesOf = (of: readonly RecordId[]) => of.flatMap((id) => read.get(id) ?? []);
  return new Map([...associated].map(([dealId, lineIds]) => [dealId, linesOf(lineIds)]));
}
