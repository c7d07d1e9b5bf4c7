import type { CallPriority, HubSpotClient } from '../../hubspot/contract.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import type { ObjectType } from '../../shared/object-types.ts';
import type { Values } from '../../records/catalogue/index.ts';
import type { EventKey } from '../../records/rollups.ts';
import type { SliceOptions, SyncDeps, SyncPortal } from '../shared/deps.ts';
import type { TargetPriority } from '../shared/targets.ts';
import { loadWritable, type Writable, type Written } from '../shared/property-values.ts';

/** What a slice of pushing works with. */
export interface Push {
  deps: SyncDeps;
  hubspot: HubSpotClient;
  portal: SyncPortal;
  /** By object type; shrinks when HubSpot refuses one of our properties. */
  writable: Writable;
  signal?: AbortSignal;
}

/** A due record as it stood when it was picked. */
export interface DueTarget {
  objectType: ObjectType;
  recordId: RecordId;
  revision: number;
  priority: TargetPriority;
  written: Written | null;
  isDoubtful: boolean;
}

/** A due record and what has to be written to it. */
export interface DueWrite extends DueTarget {
  values: Values;
  isLinked: boolean;
  events: EventKey[];
  /** The event times that this write or an earlier one announced on the record, by property. */
  announced: Values;
}

export interface Batch {
  objectType: ObjectType;
  writes: DueWrite[];
}

/** By the priority of a target. */
export const CALL_PRIORITIES: readonly CallPriority[] = ['interactive', 'live', 'backfill', 'retry'];

export async function openPush(deps: SyncDeps, portalId: PortalId, { signal }: SliceOptions): Promise<Push> {
  const hubspot = await deps.openHubSpot(portalId);
  return { deps, hubspot, ...(await loadTerms(deps, portalId)), ...(signal ? { signal } : {}) };
}

/**
 * Reads anew what values depend on beside the mirror. Called after every pick: whoever changes a setting, or makes a property writable,
 * marks the records in that transaction, so a record picked before stays due, and one picked after is computed by what was changed.
 */
export async function renewTerms(push: Push): Promise<void> {
  Object.assign(push, await loadTerms(push.deps, push.portal.portalId));
}

async function loadTerms(deps: SyncDeps, portalId: PortalId): Promise<Pick<Push, 'portal' | 'writable'>> {
  return { portal: await deps.loadPortal(portalId), writable: await loadWritable(deps.db, portalId) };
}
