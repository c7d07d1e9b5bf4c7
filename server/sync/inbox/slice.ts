import type { CallPriority, HubSpotClient } from '../../hubspot/contract.ts';
import type { PortalId } from '../../shared/ids.ts';
import { loadLiveRules, type LiveRules } from '../fields/rules.ts';
import type { SyncDeps, SyncPortal } from '../shared/deps.ts';
import { loadWritable, type Writable } from '../shared/property-values.ts';

/** What a batch of the inbox works with. */
export interface InboxRun {
  deps: SyncDeps;
  portal: SyncPortal;
  hubspot: HubSpotClient;
  writable: Writable;
  /** What is written to ERPs, by connection. */
  rules: LiveRules[];
  priority: CallPriority;
  signal?: AbortSignal;
}

export async function openInboxRun(deps: SyncDeps, portalId: PortalId, signal: AbortSignal | undefined): Promise<InboxRun> {
  const [portal, hubspot, writable, rules] = await Promise.all([
    deps.loadPortal(portalId),
    deps.openHubSpot(portalId),
    loadWritable(deps.db, portalId),
    loadLiveRules(deps.db, portalId),
  ]);
  return { deps, portal, hubspot, writable, rules, priority: 'live', ...(signal ? { signal } : {}) };
}
