import type { RecordView } from '../../../hubspot-app/app/cards/api/types.ts';
import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { OBJECTS, isOrganisation, type CustomerObjectType } from '../../shared/object-types.ts';
import { comparableTaxIds, domainOf, normaliseDomain, normaliseEmail } from '../../mirror/identity-values.ts';
import { suggestCustomers, type RecordFacts } from '../../records/queries/suggestions.ts';
import type { PortalSettings } from '../../../hubspot-app/app/settings/api/types.ts';
import { findNotYetCustomer } from './not-yet-customer.ts';
import { findRefusals } from './refusals.ts';

type Suggestions = Pick<Extract<RecordView, { state: 'not_linked' }>, 'candidates' | 'notYet' | 'refused'>;

interface Deps {
  db: Db;
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'batchRead'>>;
}

interface Unlinked {
  portalId: PortalId;
  objectType: CustomerObjectType;
  recordId: RecordId;
}

/** Suggestions are worth a moment, not a card that does not open. */
const PATIENCE_MS = 3_000;

/**
 * ERP customers that may be this record, and of whom a person said that they are not. The one card answer that asks HubSpot, for the record's
 * own words; without them the reviews remain.
 */
export async function findSuggestions(deps: Deps, settings: PortalSettings, record: Unlinked): Promise<Suggestions> {
  const facts = await readFacts(deps, settings, record).catch(() => NOTHING_KNOWN);
  const [candidates, notYet, refused] = await Promise.all([
    suggestCustomers(deps.db, record, facts),
    findNotYetCustomer(deps.db, record),
    findRefusals(deps.db, record),
  ]);
  return { candidates, notYet, refused };
}

const NOTHING_KNOWN: RecordFacts = { name: null, emails: [], domain: null, taxIds: [] };

async function readFacts(
  { openHubSpot }: Deps,
  settings: PortalSettings,
  { portalId, objectType, recordId }: Unlinked,
): Promise<RecordFacts> {
  const taxIdProperty = settings.taxIdProperty[objectType];
  const known = [...OBJECTS[objectType].nameProperties, ...(isOrganisation(objectType) ? ['domain'] : [])];
  const properties = [...known, ...(taxIdProperty ? [taxIdProperty] : [])];
  const hubspot = await openHubSpot(portalId);
  const request = { ids: [recordId], properties };
  const records = await hubspot.batchRead(objectType, request, { priority: 'interactive', signal: AbortSignal.timeout(PATIENCE_MS) });
  const values = records.get(recordId)?.properties ?? {};
  const email = normaliseEmail(values['email'] ?? null);
  const name = isOrganisation(objectType) ? values['name'] : [values['firstname'], values['lastname']].filter(Boolean).join(' ');
  return {
    name: name || null,
    emails: email ? [email] : [],
    domain: normaliseDomain(values['domain'] ?? null) ?? domainOf({ website: null, emails: email ? [email] : [] }),
    taxIds: comparableTaxIds(taxIdProperty ? (values[taxIdProperty] ?? null) : null),
  };
}
