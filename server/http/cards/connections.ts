import type { Connection } from '../../../hubspot-app/app/cards/api/types.ts';
import type { ErpCapabilities } from '../../erp/shared/contract.ts';
import type { Viewer } from '../viewer.ts';
import type { CardDeps } from './request.ts';
import { loadConnectionStates, type StoredConnection } from '../../records/queries/connections.ts';

export interface CardConnection {
  view: Connection;
  /** Approved, and read to the end once: what it says is complete. */
  isLive: boolean;
  isRead: boolean;
  rowsRead: number;
  linkTo: ErpCapabilities['linkTo'] | undefined;
}

/** The portal's ERP connections as a card needs them: freshness, trouble, and how to link into the ERP. */
export async function loadConnections(deps: CardDeps, { portalId }: Viewer): Promise<CardConnection[]> {
  const rows = await loadConnectionStates(deps.db, portalId);
  return Promise.all(rows.map((row) => toCardConnection(deps, portalId, row)));
}

async function toCardConnection(deps: CardDeps, portalId: Viewer['portalId'], row: StoredConnection): Promise<CardConnection> {
  const { linkTo } = await deps.connectors.capabilitiesOf({ portalId, connectionId: row.id });
  return {
    view: { id: row.id, name: row.name, asOf: row.asOf?.toISOString() ?? null, trouble: troubleOf(row) },
    isLive: row.isApproved && row.isRead,
    isRead: row.isRead,
    rowsRead: row.rowsRead,
    linkTo,
  };
}

function troubleOf(row: StoredConnection): Connection['trouble'] {
  if (row.pausedCode) return { code: row.pausedCode, since: (row.pausedAt ?? new Date(0)).toISOString(), isAdministratorNeeded: true };
  if (!row.unreachableSince) return null;
  return { code: row.lastErrorCode ?? 'connection.unreachable', since: row.unreachableSince.toISOString(), isAdministratorNeeded: false };
}
