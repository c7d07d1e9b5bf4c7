import type { JobContext, JobOutcome } from '../../jobs/index.ts';
import { findPortal, type Portal } from '../../portals/portals.ts';
import { inParallel } from '../../shared/in-parallel.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { SLICE_MS } from '../shared/deps.ts';
import type { Action, ActionDeps } from './action.ts';
import { lookAt } from './look.ts';
import { actionNamed } from './registry.ts';
import { claimRuns, nextDueAt, type ActionRun } from './runs.ts';
import { tellHubSpot } from './tell.ts';

const AT_ONCE = 4;
/** A job is not put off for longer: what is due later the tick finds. */
const LONGEST_WAIT_MS = 5 * 60_000;

/** Looks at the steps of workflows that are due, and tells HubSpot what came of them. */
export async function runActions(deps: ActionDeps, { portalId }: PortalScope, { signal }: Pick<JobContext, 'signal'>): Promise<JobOutcome> {
  const portal = await findPortal(deps.db, portalId);
  if (portal?.status !== 'active') return 'done';
  // Looks first: they ask our own tables, while telling waits for HubSpot and its limits.
  const isOver = startClock();
  for (let runs = await claimRuns(deps.db, portalId, deps.now()); runs.length > 0; runs = await claimRuns(deps.db, portalId, deps.now())) {
    await lookAtAll(deps, portal, runs, signal);
    if (isOver()) break;
  }
  await tellHubSpot(deps, portalId, { signal, isOver: startClock() });
  const dueAt = await nextDueAt(deps.db, portalId);
  const waitMs = dueAt === null ? Infinity : Math.max(0, dueAt.getTime() - deps.now().getTime());
  return waitMs > LONGEST_WAIT_MS ? 'done' : { againAfterMs: waitMs };
}

function startClock(): () => boolean {
  const endsAt = performance.now() + SLICE_MS;
  return () => performance.now() > endsAt;
}

/** All of one kind of step. */
async function lookAtAll(deps: ActionDeps, portal: Portal, runs: readonly ActionRun[], signal: AbortSignal): Promise<void> {
  const action = actionNamed(runs[0]!.action);
  if (!action) throw new Error(`Nobody knows the step ${runs[0]!.action}`);
  await beginNew(deps, portal, action, runs);
  const left = runs.values();
  await inParallel({
    atOnce: AT_ONCE,
    next: () => left.next().value,
    work: (run) => lookAt({ deps, portal, action, signal }, run),
  });
}

async function beginNew(deps: ActionDeps, portal: Portal, action: Action, runs: readonly ActionRun[]): Promise<void> {
  const accepted = runs.filter(({ state }) => state === 'accepted');
  if (!action.begin || accepted.length === 0) return;
  const memo = await action.begin(deps, portal, accepted);
  for (const run of accepted) run.memo = { ...run.memo, ...memo };
}
