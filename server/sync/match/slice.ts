import type { SliceOptions, SyncDeps, SyncPortal } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { CUSTOMER_KEY } from '../../records/catalogue/index.ts';
import { loadWritable } from '../shared/property-values.ts';
import { isAnySending } from '../shared/sending-commands.ts';
import type { DueCustomer } from './due-customers.ts';
import type { Lookup } from './find-hits.ts';
import type { Decision } from './rules.ts';
import { CUSTOMER_OBJECT_TYPES, perObjectType, type CustomerObjectType } from '../../shared/object-types.ts';

/** What a batch of matching works with. */
export interface MatchRun<D = SyncDeps> {
  deps: D;
  scope: ConnectionScope;
  portal: SyncPortal;
  isApproved: boolean;
  /** Customers are being made in the ERP at this moment. */
  isMakingCustomers: boolean;
  lookup: Pick<Lookup, 'hubspot' | 'priority' | 'signal'>;
  hasKey: Record<CustomerObjectType, boolean>;
}

export interface Decided {
  customer: DueCustomer;
  decision: Decision;
}

/**
 * Null: the connection is gone. Called after every claim: whoever approves or changes a setting takes the claims back in that transaction,
 * so nobody stays decided by what was true before.
 */
export async function openMatchRun<D extends Pick<SyncDeps, 'db' | 'loadPortal' | 'openHubSpot'>>(
  deps: D,
  scope: ConnectionScope,
  { signal }: SliceOptions,
): Promise<MatchRun<D> | null> {
  const connection = await deps
    .db('erpConnections')
    .where({ portalId: scope.portalId, id: scope.connectionId })
    .first<{ status: string; approvedAt: Date | null } | undefined>('status', 'approvedAt');
  if (!connection || connection.status === 'disconnected') return null;
  const portal = await deps.loadPortal(scope.portalId);
  const hubspot = await deps.openHubSpot(scope.portalId);
  const writable = await loadWritable(deps.db, scope.portalId);
  return {
    deps,
    scope,
    portal,
    isApproved: connection.approvedAt !== null,
    isMakingCustomers: await isAnySending(deps.db, scope),
    lookup: { hubspot, priority: 'backfill', ...(signal ? { signal } : {}) },
    hasKey: perObjectType(CUSTOMER_OBJECT_TYPES, (type) => writable[type].has(CUSTOMER_KEY)),
  };
}
