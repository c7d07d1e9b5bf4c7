import type { HubSpotClient } from '../../hubspot/contract.ts';
import type { PortalId } from '../../shared/ids.ts';
import { ReconnectError, RecordRejectedError } from '../../shared/errors.ts';
import type { ActionDeps } from './action.ts';
import { outputFields } from './answer.ts';
import { isOver, closeRuns, postponeTelling, TELLING_SCOPE, untoldRuns, type ActionRun } from './runs.ts';

interface Telling {
  signal: AbortSignal;
  /** Others want to work, too. */
  isOver(): boolean;
}

/** Tells HubSpot what came of the steps it waits for, a hundred a call. What it may not be told any more has finished without its workflow. */
export async function tellHubSpot(deps: ActionDeps, portalId: PortalId, { signal, isOver: mustRest }: Telling): Promise<void> {
  while (!mustRest()) {
    const runs = await untoldRuns(deps.db, portalId, deps.now());
    if (runs.length === 0) return;
    const [late, waited] = [runs.filter((run) => isOver(run, deps.now())), runs.filter((run) => !isOver(run, deps.now()))];
    await closeRuns(deps.db, portalId, idsOf(late), 'without_workflow');
    if (waited.length > 0) await tell(deps, portalId, waited, signal);
  }
}

/** With the waits between them more than half a minute. */
const MOST_REFUSALS = 3;

async function tell(deps: ActionDeps, portalId: PortalId, runs: readonly ActionRun[], signal: AbortSignal): Promise<void> {
  const { db, now } = deps;
  try {
    const hubspot = await deps.openHubSpot(portalId);
    const refused = await complete(hubspot, runs, signal);
    const told = runs.filter((run) => !refused.includes(run));
    await closeRuns(db, portalId, idsOf(told), 'told');
    // HubSpot may not have understood yet that it is to wait.
    const [last, more] = [refused.filter(({ tries }) => tries >= MOST_REFUSALS), refused.filter(({ tries }) => tries < MOST_REFUSALS)];
    await closeRuns(db, portalId, idsOf(last), 'without_workflow');
    await postponeTelling(db, portalId, idsOf(more), now());
    deps.log.debug({ portalId, runs: runs.length, refused: refused.length }, 'workflows told');
  } catch (error) {
    await postponeTelling(db, portalId, idsOf(runs), now());
    if (!(error instanceof ReconnectError && error.code === 'hubspot.scope_missing')) throw error;
    // Taken back since the app was installed: from now on steps are answered at once.
    deps.log.warn({ portalId }, 'HubSpot does not let workflows be told');
    await db('portals')
      .where({ portalId })
      .update({ scopes: db.raw('array_remove(scopes, ?)', [TELLING_SCOPE]) });
  }
}

/** Answers those that HubSpot does not wait for any more. One of them may be why it refuses all. */
async function complete(hubspot: HubSpotClient, runs: readonly ActionRun[], signal: AbortSignal): Promise<ActionRun[]> {
  try {
    await hubspot.completeSteps(
      runs.map((run) => ({ callbackId: run.callbackId, outputFields: outputFields(run) })),
      { priority: 'live', signal },
    );
    return [];
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    if (runs.length === 1) return [...runs];
    const half = Math.ceil(runs.length / 2);
    return [...(await complete(hubspot, runs.slice(0, half), signal)), ...(await complete(hubspot, runs.slice(half), signal))];
  }
}

const idsOf = (runs: readonly ActionRun[]): string[] => runs.map(({ callbackId }) => callbackId);
