import type { CallOptions, HubSpotClient } from '../../hubspot/contract.ts';
import type { Portal } from '../../portals/portals.ts';
import type { ProjectStages } from '../../records/catalogue/project-record.ts';
import type { ConnectionId } from '../../shared/ids.ts';
import type { ProjectObjectType } from '../../shared/object-types.ts';
import type { SyncDeps } from '../shared/deps.ts';
import { stopTarget, type ProjectTarget } from './targets.ts';

export type ReadyTarget = ProjectTarget & { stages: ProjectStages };

/** What a slice works with. */
export interface Run {
  deps: SyncDeps;
  hubspot: HubSpotClient;
  portal: Portal;
  options: CallOptions;
  /** Those that can be written. */
  targets: Map<ConnectionId, ReadyTarget>;
}

/** All of one object; the rest goes on. */
export async function stopTargets(
  { deps, portal: { portalId }, targets }: Run,
  objectType: ProjectObjectType,
  stopped: Parameters<typeof stopTarget>[2],
): Promise<void> {
  for (const target of [...targets.values()].filter((one) => one.objectType === objectType)) {
    targets.delete(target.connectionId);
    await stopTarget(deps.db, { portalId, connectionId: target.connectionId }, stopped, deps.now());
  }
}
