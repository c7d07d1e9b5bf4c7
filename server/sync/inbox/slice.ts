import type { CallPriority, HubSpotClient } from '../../hubspot/contract.ts';
import type { PortalId } from '../../shared/ids.ts';
import { loadLiveRules, type LiveRules } from '../fields/rules.ts';
import type { SyncDeps, SyncPortal } from '../shared/deps.ts';
import { loadOrderRules, type StoredOrderRules } from '../orders/rules.ts';
import { loadWritable, type Writable } from '../shared/property-values.ts';

/** What a batch of the inbox works with. */
export interface InboxRun {
  deps: SyncDeps;
  portal: SyncPortal;
  hubspot: HubSpotClient;
  writable: Writable;
  /** What is written to ERPs, by connection. */
  rules: LiveRules[];
  /** What becomes of deals. */
  orderRules: StoredOrderRules | undefined;
  priority: CallPriority;
  signal?: AbortSignal;
}

export async function openInboxRun(deps: SyncDeps, portalId: PortalId, signal: AbortSignal | undefined): Promise<InboxRun> {
  const { db } = deps;
  return {
    deps,
    portal: await deps.loadPortal(portalId),
    hubspot: await deps.openHubSpot(portalId),
    writable: await loadWritable(db, portalId),
    rules: await loadLiveRules(db, portalId),
    orderRules: await loadOrderRules(db, portalId),
    priority: 'live',
    ...(signal ? { signal } : {}),
  };
}
