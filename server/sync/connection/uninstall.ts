import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import type { PortalId } from '../../shared/ids.ts';
import { listConnections } from '../../portals/connections.ts';
import { forgetInstall } from '../../portals/removal.ts';
import type { Secrets } from '../../portals/secrets.ts';
import { heldRefreshToken, unlessReplaced } from '../../portals/tokens.ts';
import type { Connectors } from '../shared/connectors.ts';

interface Deps {
  db: Db;
  secrets: Secrets;
  connectors: Pick<Connectors, 'closeConnector'>;
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'uninstall'>>;
  now(): Date;
}

/** Takes the app out of the HubSpot account, then forgets the tokens and stops; the rows go after the grace period. */
export async function uninstallPortal({ connectors, openHubSpot, ...deps }: Deps, portalId: PortalId): Promise<void> {
  const connections = await listConnections(deps.db, portalId);
  const takenOut = await heldRefreshToken(deps, portalId);
  const hubspot = await openHubSpot(portalId);
  await hubspot.uninstall({ priority: 'interactive' });
  // Somebody may have installed again while HubSpot answered: that install stays.
  const isForgotten = await unlessReplaced(deps, portalId, takenOut, (trx) => forgetInstall(trx, portalId, deps.now()));
  if (!isForgotten) return;
  for (const { id } of connections) await connectors.closeConnector({ portalId, connectionId: id });
}
