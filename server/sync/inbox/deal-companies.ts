import type { HubSpotClient } from '../../hubspot/contract.ts';
import { recordId, type PortalId, type RecordId } from '../../shared/ids.ts';
import { ORGANISATION, DEAL } from '../../shared/object-types.ts';

interface Deps {
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'associatedIds'>>;
}

/** The companies a deal belongs to, as HubSpot says now: their customers' invoices are the ones a person may tie to it. */
export async function companiesOfDeal(deps: Deps, portalId: PortalId, dealId: RecordId): Promise<RecordId[]> {
  const hubspot = await deps.openHubSpot(portalId);
  const associated = await hubspot.associatedIds(DEAL, [dealId], ORGANISATION, { priority: 'interactive' });
  return (associated.get(dealId) ?? []).map(recordId);
}
