import type { CallOptions, HubSpotClient, HubSpotRecord } from '../../hubspot/contract.ts';
import { readLineItems } from '../../hubspot/line-items.ts';
import { ORDER_NUMBER } from '../../records/catalogue/index.ts';
import { LINE_PROPERTIES } from '../../records/queries/deal-lines.ts';
import type { RecordId } from '../../shared/ids.ts';
import { DEAL, ORGANISATION, PERSON } from '../../shared/object-types.ts';

/** What of a deal its order is made of. */
const DEAL_PROPERTIES = ['dealname', 'amount', 'deal_currency_code', 'pipeline', 'dealstage', 'hubspot_owner_id', ORDER_NUMBER];

const ORDERED_LINE_PROPERTIES = [...LINE_PROPERTIES, 'recurringbillingfrequency'];

type DealsHubSpot = Pick<HubSpotClient, 'batchRead' | 'associatedIds'>;

export interface Deal extends HubSpotRecord {
  /** In the order in which people see them. */
  lines: HubSpotRecord[];
  /** The primary one first. */
  organisations: RecordId[];
  persons: RecordId[];
}

/** Deals as they are now, by the id asked for; those that HubSpot does not know are absent. At most 100. */
export async function readDeals(hubspot: DealsHubSpot, ids: readonly RecordId[], options: CallOptions): Promise<Map<RecordId, Deal>> {
  const unique = [...new Set(ids)];
  const [records, lines, organisations, persons] = await Promise.all([
    hubspot.batchRead(DEAL, { ids: unique, properties: DEAL_PROPERTIES }, options),
    readLineItems(hubspot, { objectType: DEAL, ids: unique, properties: ORDERED_LINE_PROPERTIES }, options),
    hubspot.associatedIds(DEAL, unique, ORGANISATION, options),
    hubspot.associatedIds(DEAL, unique, PERSON, options),
  ]);
  return new Map(
    unique.flatMap((id) => {
      const record = records.get(id);
      const found = {
        lines: (lines.get(id) ?? []).toSorted(byPosition),
        organisations: organisations.get(id) ?? [],
        persons: persons.get(id) ?? [],
      };
      return record ? [[id, { ...record, ...found }] as const] : [];
    }),
  );
}

const positionOf = ({ properties }: HubSpotRecord): number => Number(properties['hs_position_on_quote'] ?? 0);
const byPosition = (a: HubSpotRecord, b: HubSpotRecord): number => positionOf(a) - positionOf(b) || Number(a.id) - Number(b.id);
