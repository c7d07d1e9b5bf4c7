import type { CallOptions, HubSpotClient, HubSpotRecord, SearchFilter } from '../../hubspot/contract.ts';
import { OBJECTS, QUOTE, type FoundObjectType } from '../../shared/object-types.ts';

const PER_PAGE = 200;
const LAST_RESULT = 10_000;
/** HubSpot's index lags behind writes by seconds, rarely minutes. */
export const OVERLAP_MS = 3_600_000;

interface Asked {
  objectType: FoundObjectType;
  /** Milliseconds. */
  since: number;
  filters: readonly SearchFilter[];
  properties: readonly string[];
  /** Left out: nobody waits for it. */
  priority?: CallOptions['priority'];
}

/** Records changed since then, page by page. A search ends at 10,000 results: it goes on from the last change seen. */
export async function* readChangedRecords(
  hubspot: HubSpotClient,
  { objectType, since, filters, properties, priority = 'backfill' }: Asked,
  signal: AbortSignal | undefined,
): AsyncGenerator<HubSpotRecord[]> {
  const modified = objectType === QUOTE ? 'hs_lastmodifieddate' : OBJECTS[objectType].modifiedProperty;
  let from = since;
  let after: string | null = null;
  for (;;) {
    const page: Awaited<ReturnType<typeof hubspot.search>> = await hubspot.search(
      objectType,
      {
        filterGroups: [[...filters, { propertyName: modified, operator: 'GTE', value: String(from) }]],
        properties: [...properties, modified],
        limit: PER_PAGE,
        sorts: [{ propertyName: modified, direction: 'ASCENDING' }],
        ...(after ? { after } : {}),
      },
      { priority, ...(signal ? { signal } : {}) },
    );
    yield page.records;
    if (page.after === null) return;
    const last = Date.parse(page.records.at(-1)?.properties[modified] ?? '');
    const isAtEnd = Number(page.after) + PER_PAGE > LAST_RESULT;
    if (isAtEnd && !(last > from)) return;
    if (isAtEnd) from = last;
    after = isAtEnd ? null : page.after;
  }
}
