import type { StreamName } from '../../erp/shared/contract.ts';
import type { ConnectionId, ErpRecordId, PortalId } from '../../shared/ids.ts';
import type { CardDeps } from './request.ts';

export interface Linkers {
  link(connectionId: ConnectionId, stream: StreamName, id: ErpRecordId): string | null;
}

/** How to link into the ERPs of the given rows; no ERP is asked. */
export async function loadLinkers(deps: CardDeps, portalId: PortalId, rows: readonly { connectionId: ConnectionId }[]): Promise<Linkers> {
  const ids = [...new Set(rows.map(({ connectionId }) => connectionId))];
  const load = async (connectionId: ConnectionId) =>
    [connectionId, await deps.connectors.capabilitiesOf({ portalId, connectionId })] as const;
  const capabilities = new Map(await Promise.all(ids.map(load)));
  return { link: (connectionId, stream, id) => capabilities.get(connectionId)?.linkTo?.(stream, id) ?? null };
}
