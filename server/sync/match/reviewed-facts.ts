import type { ReviewFact, ReviewFacts } from '../../../hubspot-app/app/settings/api/reviews.ts';
import { PuenteError } from '../../shared/errors.ts';
import { recordId, type PortalId, type RecordId } from '../../shared/ids.ts';
import { isOrganisation, OBJECTS, type CustomerObjectType } from '../../shared/object-types.ts';
import { recordName, type NameDeps } from '../shared/record-names.ts';

/** By record; one that HubSpot did not tell of is missing. */
export type ReviewedFacts = ReadonlyMap<RecordId, ReviewFacts>;

/** A fact and the property that holds it. */
type Pair = readonly [ReviewFact, string];

interface Asked {
  portalId: PortalId;
  objectType: CustomerObjectType;
  ids: readonly RecordId[];
  taxIdProperty: string | null;
}

/** People wait for the list, not for what stands beside it. */
const PATIENCE_MS = 3_000;
/** HubSpot reads so many at once. */
const MOST_RECORDS = 100;

const COMMON: readonly Pair[] = [
  ['phone', 'phone'],
  ['city', 'city'],
];
const OF_ORGANISATION: readonly Pair[] = [['domain', 'domain'], ...COMMON];
const OF_PERSON: readonly Pair[] = [['organisation', 'company'], ['email', 'email'], ...COMMON];

/** What these HubSpot records say of themselves, of what an ERP says too. */
export async function readReviewedFacts(
  { openHubSpot }: NameDeps,
  { portalId, objectType, ids, taxIdProperty }: Asked,
): Promise<ReviewedFacts> {
  const taxId: Pair[] = taxIdProperty ? [['taxId', taxIdProperty]] : [];
  const known = [...(isOrganisation(objectType) ? OF_ORGANISATION : OF_PERSON), ...taxId];
  const properties = [...new Set([...OBJECTS[objectType].nameProperties, ...known.map(([, name]) => name)])];
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const hubspot = await openHubSpot(portalId);
    const request = { ids: ids.slice(0, MOST_RECORDS), properties };
    const records = await hubspot.batchRead(objectType, request, { priority: 'interactive', signal });
    return new Map(
      [...records].map(([id, { properties: held }]): [RecordId, ReviewFacts] => {
        const facts = [['name', recordName(objectType, held)] as const, ...known.map(([fact, name]) => [fact, held[name]] as const)];
        return [recordId(id), Object.fromEntries(facts.map(([fact, value]) => [fact, value ? [value] : []]))];
      }),
    );
  } catch (error) {
    if (!(error instanceof PuenteError || signal.aborted)) throw error;
    return new Map();
  }
}
