import type { SliceOptions, SyncDeps, SyncPortal } from '../shared/deps.ts';
import type { OfConnection } from '../shared/job-data.ts';
import { CUSTOMER_KEY } from '../../records/catalogue/index.ts';
import { loadWritable } from '../shared/property-values.ts';
import type { DueCustomer, LinkedType } from './facts.ts';
import type { Lookup } from './lookups.ts';
import type { Decision } from './rules.ts';

/** What a batch of matching works with. */
export interface Matching {
  deps: SyncDeps;
  of: OfConnection;
  portal: SyncPortal;
  isApproved: boolean;
  lookup: Pick<Lookup, 'hubspot' | 'priority' | 'signal'>;
  hasKey: Record<LinkedType, boolean>;
}

export interface Decided {
  customer: DueCustomer;
  decision: Decision;
}

/**
 * Null: the connection is gone. Called after every claim: whoever approves or changes a setting takes the claims back in that transaction,
 * so nobody stays decided by what was true before.
 */
export async function openMatching(deps: SyncDeps, of: OfConnection, { signal }: SliceOptions): Promise<Matching | null> {
  const connection = await deps
    .db('erpConnections')
    .where({ portalId: of.portalId, id: of.connectionId })
    .first<{ status: string; approvedAt: Date | null } | undefined>('status', 'approvedAt');
  if (!connection || connection.status === 'disconnected') return null;
  const [portal, hubspot, writable] = await Promise.all([
    deps.loadPortal(of.portalId),
    deps.openHubSpot(of.portalId),
    loadWritable(deps.db, of.portalId),
  ]);
  return {
    deps,
    of,
    portal,
    isApproved: connection.approvedAt !== null,
    lookup: { hubspot, priority: 'backfill', ...(signal ? { signal } : {}) },
    hasKey: { companies: writable.companies.has(CUSTOMER_KEY), contacts: writable.contacts.has(CUSTOMER_KEY) },
  };
}
