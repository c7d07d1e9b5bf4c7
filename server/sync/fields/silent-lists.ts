import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';

/** HubSpot does not say which lists records are in, time after time. */
export const LISTS_SILENT = 'customers.lists_silent';

/** Where each question runs into its time-out, everything behind it would wait for that. */
const QUIET_MS = 60_000;
/** A short fault is nobody's matter. */
const TOLD_AFTER = 4;

export type SilenceDeps = Pick<SyncDeps, 'db' | 'now' | 'openHubSpot' | 'log'>;

interface Silence {
  at: number;
  times: number;
}

/** In this process: of each way to HubSpot, which portals got no answer the last time. */
const silences = new WeakMap<SyncDeps['openHubSpot'], Map<PortalId, Silence>>();

function silencesOf({ openHubSpot }: SilenceDeps): Map<PortalId, Silence> {
  const known = silences.get(openHubSpot) ?? new Map<PortalId, Silence>();
  silences.set(openHubSpot, known);
  return known;
}

/** HubSpot gave no answer a moment ago. */
export function isSilent(deps: SilenceDeps, portalId: PortalId): boolean {
  const age = deps.now().getTime() - (silencesOf(deps).get(portalId)?.at ?? -Infinity);
  return age >= 0 && age < QUIET_MS;
}

export async function noteSilence(deps: SilenceDeps, scopes: readonly ConnectionScope[], err: unknown): Promise<void> {
  const { portalId } = scopes[0]!;
  const now = deps.now();
  const times = (silencesOf(deps).get(portalId)?.times ?? 0) + 1;
  silencesOf(deps).set(portalId, { at: now.getTime(), times });
  deps.log?.warn({ portalId, times, err }, 'HubSpot does not say which lists records are in: what they decide waits');
  if (times < TOLD_AFTER) return;
  const problems = scopes.map(({ connectionId }) => ({
    ...{ code: LISTS_SILENT, connectionId },
    ...{ subjectKind: 'connection' as const, subject: connectionId },
  }));
  await raiseProblems(deps.db, portalId, problems, now);
}

/** Another process may have told of it. */
export async function noteAnswer(deps: SilenceDeps, portalId: PortalId): Promise<void> {
  silencesOf(deps).delete(portalId);
  await resolveProblems(deps.db, portalId, { codes: [LISTS_SILENT] }, deps.now());
}
