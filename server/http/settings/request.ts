import { z } from 'zod';
import type { ErpDefinition, ErpIo } from '../../erp/contract.ts';
import type { ConnectionId } from '../../ids.ts';
import type { Secrets } from '../../portals/secrets.ts';
import type { CardDeps } from '../cards/request.ts';

export interface SettingsDeps extends CardDeps {
  secrets: Secrets;
  /** The ERPs that can be connected, by their stable names. */
  registry: ReadonlyMap<string, ErpDefinition<unknown>>;
  io: ErpIo;
  publicUrl: string;
}

export const ConnectionRef = z.object({ connectionId: z.uuid() }).transform(({ connectionId }) => connectionId as ConnectionId);

/** Where a person sees a HubSpot record. */
export const recordUrl = (portal: { portalId: number; uiDomain: string }, objectTypeId: string, id: string): string =>
  `https://${portal.uiDomain}/contacts/${portal.portalId}/record/${objectTypeId}/${id}`;
