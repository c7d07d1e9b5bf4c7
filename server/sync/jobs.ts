import type { JobDefinition, JobDefinitions } from '../jobs/index.ts';
import type { PortalId } from '../shared/ids.ts';
import { removePortalData } from '../portals/removal.ts';
import { runActions } from './actions/run-actions.ts';
import { archiveFollowers } from './archiving/archive.ts';
import { setCustomerActive } from './archiving/set-customer-active.ts';
import { askPrices } from './pull/ask-prices.ts';
import { matchProducts } from './catalog/match-products.ts';
import type { CommandHandlers } from './commands/handler.ts';
import { createCommandRunner } from './commands/run-commands.ts';
import { createCustomer } from './customers/create-customer.ts';
import { continueRun } from './customers/run.ts';
import { syncFields } from './fields/sync-fields.ts';
import { disconnectConnection } from './connection/disconnect.ts';
import { amendOrder } from './orders/amend-order.ts';
import { confirmOrder } from './orders/confirm-order.ts';
import { createOrder } from './orders/create-order.ts';
import { createProduct } from './orders/create-product.ts';
import { createProject } from './orders/create-project.ts';
import { planProject } from './orders/plan-project.ts';
import { sendDocument } from './orders/send-document.ts';
import { cancelOrder, reserveOrder } from './orders/settle-order.ts';
import type { SyncDeps } from './shared/deps.ts';
import { readHintedRecords } from './pull/hints.ts';
import { searchChanges } from './inbox/search-changes.ts';
import { readListMembers } from './inbox/read-list-members.ts';
import { searchConditions } from './inbox/search-conditions.ts';
import { processInbox } from './inbox/inbox.ts';
import type { IncomingDeps } from './shared/incoming.ts';
import type { JobData, EnqueueFound, PortalScope } from './shared/job-data.ts';
import { matchSlice } from './match/match.ts';
import { processNewDay } from './events/overdue.ts';
import { pullChanges } from './pull/pull.ts';
import { writeProjectRecords } from './project-records/run.ts';
import { pushSlice } from './push/push.ts';
import { reconcile } from './pull/reconcile.ts';
import { sweepPortal } from './inbox/sweep.ts';
import { provision } from './shared/provision.ts';
import { reportReconnectErrors } from './report-reconnect-errors.ts';

const COMMANDS: CommandHandlers = {
  ...{ createCustomer, setCustomerActive },
  ...{ sendDocument, createProduct, createOrder, confirmOrder, amendOrder, cancelOrder, reserveOrder, createProject, planProject },
};
const runCommands = createCommandRunner(COMMANDS);

interface JobDeps extends IncomingDeps, Omit<SyncDeps, 'log'> {
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
  const reporting = Object.entries(jobs).map(([name, job]) => [name, reportReconnectErrors(deps, job as JobDefinition<PortalScope>)]);
  return Object.fromEntries(reporting) as JobDefinitions<JobData>;
}

function jobsOf(deps: JobDeps): JobDefinitions<JobData> {
  const concurrency = deps.jobConcurrency;
  const few = Math.max(1, Math.floor(concurrency / 4));
  return {
    pull: { concurrency, run: (scope, context) => pullChanges(deps, scope, context) },
    hint: { concurrency, run: (scope, context) => readHintedRecords(deps, scope, context) },
    reconcile: { concurrency: few, run: (scope, context) => reconcile(deps, scope, context) },
    match: { concurrency: few, run: (scope, { signal }) => matchSlice(deps, scope, { signal }) },
    prices: { concurrency: few, run: (scope, context) => askPrices(deps, scope, context) },
    catalog: { concurrency: few, run: (scope, { signal }) => matchProducts(deps, scope, { signal }) },
    commands: { concurrency, run: (scope, context) => runCommands(deps, scope, context) },
    fields: { concurrency, run: (scope, context) => syncFields(deps, scope, context) },
    archivals: { concurrency: few, run: (scope, context) => archiveFollowers(deps, scope, context) },
    customerRun: { concurrency: few, run: (scope, context) => continueRun(deps, scope, context) },
    push: { concurrency, run: (scope, { signal }) => pushSlice(deps, scope, { signal }) },
    projectRecords: { concurrency: few, run: (scope, { signal }) => writeProjectRecords(deps, scope, { signal }) },
    actions: { concurrency, run: (scope, context) => runActions(deps, scope, context) },
    inbox: { concurrency: few, run: (scope, { signal }) => processInbox(deps, scope, { signal }) },
    searchChanges: { concurrency: few, run: (scope, { signal }) => searchChanges(deps, scope, { signal }) },
    searchConditions: { concurrency: few, run: (scope, { signal }) => searchConditions(deps, scope, { signal }) },
    readListMembers: { concurrency: few, run: (scope, { signal }) => readListMembers(deps, scope, { signal }) },
    overdue: { concurrency: few, run: (scope) => processNewDay(deps, scope) },
    sweep: { concurrency: few, run: (scope, { signal }) => sweepPortal(deps, scope, { signal }) },
    provision: { concurrency: few, run: (scope, { signal }) => provision(deps, scope, signal) },
    removePortal: { concurrency: 1, run: ({ portalId }) => remove(deps, portalId) },
    disconnect: { concurrency: few, run: (scope, { signal }) => disconnectConnection(deps, scope, { signal }) },
  };
}

async function remove(deps: JobDeps, portalId: PortalScope['portalId']): Promise<'done'> {
  await removePortalData(deps, portalId);
  return 'done';
}
