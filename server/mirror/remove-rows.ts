import type { Db } from '../db/index.ts';
import type { ConnectionId, ErpRecordId, PortalId } from '../shared/ids.ts';
import { lockStream } from './store-rows.ts';

export interface RowScope {
  portalId: PortalId;
  connectionId: ConnectionId;
}

/** Removes rows the ERP no longer has and returns what the caller needs of them. Ids that are not there are no matter. */
export async function removeRows<R>(
  trx: Db,
  scope: RowScope,
  { stream, table, returning }: { stream: string; table: string; returning: string },
  ids: readonly ErpRecordId[],
): Promise<R[]> {
  if (ids.length === 0) return [];
  await lockStream(trx, scope, stream);
  const { rows } = await trx.raw<{ rows: R[] }>(
    `delete from ${table} where portal_id = ? and connection_id = ? and erp_id = any(?) returning ${returning}`,
    [scope.portalId, scope.connectionId, [...ids]],
  );
  return rows;
}
