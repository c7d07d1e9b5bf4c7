import { randomUUID } from 'node:crypto';
import type { Db } from '../../server/db/index.ts';
import { connectionId, portalId, type ConnectionId, type PortalId } from '../../server/shared/ids.ts';

export interface ConnectionRow {
  portalId: PortalId;
  connectionId: ConnectionId;
}

/** A portal with one ERP connection, approved and live since `goLiveAt`. */
export async function aConnection(
  db: Db,
  given: { portalId?: number; timeZone?: string; identityKey?: string; goLiveAt?: Date; approvedAt?: Date | null; settings?: object } = {},
): Promise<ConnectionRow> {
  const goLiveAt = given.goLiveAt ?? new Date('2026-11-10T10:00:00Z');
  const scope = { portalId: portalId(given.portalId ?? 7), connectionId: connectionId(randomUUID()) };
  await db('portals')
    .insert({ portalId: scope.portalId, timeZone: given.timeZone ?? 'UTC', settings: JSON.stringify(given.settings ?? {}) })
    .onConflict('portalId')
    .ignore();
  const identityKey = given.identityKey ?? 'memory:db-1';
  await db('erpConnections').insert({
    portalId: scope.portalId,
    id: scope.connectionId,
    system: 'memory',
    name: 'Books',
    settings: 'sealed',
    identity: JSON.stringify({ key: identityKey, name: 'Books', product: 'Memory 1', companies: [] }),
    identityKey,
    goLiveAt,
    approvedAt: given.approvedAt === undefined ? goLiveAt : given.approvedAt,
    nextPullAt: goLiveAt,
  });
  return scope;
}
