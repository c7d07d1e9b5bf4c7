import type { JobDefinition, JobDefinitions } from '../jobs/index.ts';
import type { PortalId } from '../shared/ids.ts';
import { removePortalData } from '../portals/removal.ts';
import { disconnectConnection } from './connection/disconnect.ts';
import type { SyncDeps } from './shared/deps.ts';
import { readHinted } from './pull/hints.ts';
import { processInbox } from './inbox/inbox.ts';
import type { IncomingDeps } from './shared/incoming.ts';
import type { JobData, EnqueueFound, OfPortal } from './shared/job-data.ts';
import { matchSlice } from './match/match.ts';
import { makeOverdue } from './events/overdue.ts';
import { pullChanges } from './pull/pull.ts';
import { pushSlice } from './push/push.ts';
import { reconcile } from './pull/reconcile.ts';
import { sweepPortal } from './inbox/sweep.ts';
import { provision } from './shared/provision.ts';
import { tellWhatEndsIt } from './told.ts';

export interface JobDeps extends IncomingDeps, SyncDeps {
  enqueueFound: EnqueueFound;
  /** Pauses the portal for good if the app was uninstalled. */
  askWhetherInstalled(portalId: PortalId): Promise<void>;
  /** Days between uninstall and removal of a portal's data. */
  graceDays: number;
  /** Jobs of each kind at a time in this process. */
  jobConcurrency: number;
}

/** Every kind of job with its own slots, so that ERPs that hang cannot keep HubSpot waiting. */
export function defineJobs(deps: JobDeps): JobDefinitions<JobData> {
  const jobs = jobsOf(deps);
  const told = Object.entries(jobs).map(([name, job]) => [name, tellWhatEndsIt(deps, job as JobDefinition<OfPortal>)]);
  return Object.fromEntries(told) as JobDefinitions<JobData>;
}

function jobsOf(deps: JobDeps): JobDefinitions<JobData> {
  const concurrency = deps.jobConcurrency;
  const few = Math.max(1, Math.floor(concurrency / 4));
  return {
    pull: { concurrency, run: (of, context) => pullChanges(deps, of, context) },
    hint: { concurrency, run: (of, context) => readHinted(deps, of, context) },
    reconcile: { concurrency: few, run: (of, context) => reconcile(deps, of, context) },
    match: { concurrency: few, run: (of, { signal }) => matchSlice(deps, of, { signal }) },
    push: { concurrency, run: (of, { signal }) => pushSlice(deps, of, { signal }) },
    inbox: { concurrency: few, run: (of, { signal }) => processInbox(deps, of, { signal }) },
    overdue: { concurrency: few, run: (of) => makeOverdue(deps, of) },
    sweep: { concurrency: few, run: (of, { signal }) => sweepPortal(deps, of, { signal }) },
    provision: { concurrency: few, run: (of, { signal }) => provision(deps, of, signal) },
    removePortal: { concurrency: 1, run: ({ portalId }) => remove(deps, portalId) },
    disconnect: { concurrency: few, run: (of, { signal }) => disconnectConnection(deps, of, { signal }) },
  };
}

async function remove(deps: JobDeps, portalId: OfPortal['portalId']): Promise<'done'> {
  await removePortalData(deps, portalId);
  return 'done';
}
