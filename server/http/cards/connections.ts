import type { Connection } from '../../../hubspot-app/app/cards/api/types.ts';
import { queryPrepared } from '../../db/prepared.ts';
import type { StreamName } from '../../erp/shared/contract.ts';
import type { ConnectionId, ErpRecordId } from '../../shared/ids.ts';
import type { Viewer } from '../viewer.ts';
import type { CardDeps } from './request.ts';
import { IS_NEEDED, IS_FULLY_READ } from '../../records/needs.ts';

export interface CardConnection {
  view: Connection;
  /** Approved, and read to the end once: what it says is complete. */
  isLive: boolean;
  isRead: boolean;
  rowsRead: number;
  linkTo(stream: StreamName, id: ErpRecordId): string | null;
}

interface Row {
  id: ConnectionId;
  name: string;
  isApproved: boolean;
  isRead: boolean;
  rowsRead: number;
  asOf: Date | null;
  pausedCode: string | null;
  pausedAt: Date | null;
  unreachableSince: Date | null;
  lastErrorCode: string | null;
}

/** The portal's ERP connections as a card needs them: freshness, trouble, and how to link into the ERP. */
export async function loadConnections(deps: CardDeps, { portalId }: Viewer): Promise<CardConnection[]> {
  const rows = await queryPrepared<Row>(
    deps.db,
    `select k.id, k.name, k.approved_at is not null as is_approved, k.paused_at, k.unreachable_since,
       case when k.status = 'paused' then coalesce(k.paused_code, 'connection.paused') end as paused_code,
       k.last_error ->> 'code' as last_error_code,
       ${IS_FULLY_READ} as is_read,
       coalesce(sum(s.rows_read), 0)::bigint as rows_read, case when min(s.completed_at) is not null then greatest(min(s.completed_at), k.changed_at) end as as_of
     from erp_connections k
     left join erp_streams s on s.portal_id = k.portal_id and s.connection_id = k.id and ${IS_NEEDED}
     where k.portal_id = :portalId and k.status <> 'disconnected'
     group by k.portal_id, k.id
     order by k.created_at`,
    { portalId },
  );
  return Promise.all(rows.map((row) => toCardConnection(deps, portalId, row)));
}

async function toCardConnection(deps: CardDeps, portalId: Viewer['portalId'], row: Row): Promise<CardConnection> {
  const linkTo = await deps.connectors.linker(portalId, row.id);
  return {
    view: { id: row.id, name: row.name, asOf: row.asOf?.toISOString() ?? null, trouble: troubleOf(row) },
    isLive: row.isApproved && row.isRead,
    isRead: row.isRead,
    rowsRead: row.rowsRead,
    linkTo,
  };
}

function troubleOf(row: Row): Connection['trouble'] {
  if (row.pausedCode) return { code: row.pausedCode, since: (row.pausedAt ?? new Date(0)).toISOString(), isAdministratorNeeded: true };
  if (!row.unreachableSince) return null;
  return { code: row.lastErrorCode ?? 'connection.unreachable', since: row.unreachableSince.toISOString(), isAdministratorNeeded: false };
}
