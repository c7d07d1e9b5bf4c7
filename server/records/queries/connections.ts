import type { Db } from '../../db/index.ts';
import { queryPrepared } from '../../db/prepared.ts';
import type { ConnectionId, PortalId } from '../../shared/ids.ts';
import { IS_FULLY_READ, IS_NEEDED } from '../needs.ts';

export interface StoredConnection {
  id: ConnectionId;
  name: string;
  isApproved: boolean;
  /** Read to the end once, so what it says is complete. */
  isRead: boolean;
  rowsRead: number;
  asOf: Date | null;
  pausedCode: string | null;
  pausedAt: Date | null;
  unreachableSince: Date | null;
  lastErrorCode: string | null;
}

/** The portal's ERP connections, oldest first: how fresh their figures are, and what is in their way. */
export async function loadConnectionStates(db: Db, portalId: PortalId): Promise<StoredConnection[]> {
  return queryPrepared<StoredConnection>(
    db,
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
}
