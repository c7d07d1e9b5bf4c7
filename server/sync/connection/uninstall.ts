import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import type { PortalId } from '../../ids.ts';
import { listConnections } from '../../portals/connections.ts';
import { forgetInstall } from '../../portals/removal.ts';
import type { Connectors } from '../connectors.ts';

interface Deps {
  db: Db;
  connectors: Connectors;
  openHubSpot(portalId: PortalId): Promise<Pick<HubSpotClient, 'uninstall'>>;
  now(): Date;
}

/** Takes the app out of the HubSpot account, then forgets the tokens and stops; the rows go after the grace period. */
export async function uninstallPortal({ db, connectors, openHubSpot, now }: Deps, portalId: PortalId): Promise<void> {
  const connections = await listConnections(db, portalId);
  const hubspot = await openHubSpot(portalId);
  await hubspot.uninstall({ priority: 'interactive' });
  await forgetInstall(db, portalId, now());
  for (const { id } of connections) await connectors.closeConnector({ portalId, connectionId: id });
}
