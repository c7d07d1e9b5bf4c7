import type { Db } from '../db/index.ts';
import type { Tick } from '../jobs/ticks.ts';
import { portalsToRemove } from '../portals/removal.ts';
import type { PortalId } from '../shared/ids.ts';
import type { Enqueue, EnqueueFound, PortalScope } from './shared/job-data.ts';
import { findWorkWithoutJob } from './shared/work-without-job.ts';
import { portalsToSearch } from './inbox/search-changes.ts';
import { portalsToSearchConditions } from './inbox/search-conditions.ts';
import { portalsToReadLists } from './inbox/read-list-members.ts';
import { portalsToSearchDeals } from './inbox/search-deals.ts';
import { findDueWork } from './pull/schedule.ts';
import { portalsToSweep } from './inbox/sweep.ts';

interface TickDeps {
  db: Db;
  enqueue: Enqueue;
  enqueueFound: EnqueueFound;
  now(): Date;
  graceDays: number;
}

/** The clock only asks what is due and enqueues it; several processes may ask at once. */
export function defineTicks(deps: TickDeps): Tick[] {
  return [
    { name: 'due', expression: '*/5 * * * * *', run: () => enqueueDue(deps) },
    { name: 'conditions', expression: '*/15 * * * * *', run: () => enqueueConditions(deps) },
    { name: 'work-without-job', expression: '15 * * * * *', run: () => enqueueWorkWithoutJob(deps) },
    { name: 'daily', expression: '30 * * * * *', run: () => enqueueDaily(deps) },
  ];
}

async function enqueueDue({ db, enqueue, enqueueFound, now }: TickDeps): Promise<void> {
  const { pulls, hints, reconciles, overdue } = await findDueWork(db, now());
  for (const scope of pulls) await enqueue(db, 'pull', scope);
  for (const scope of hints) await enqueue(db, 'hint', scope);
  await enqueueFound('reconcile', reconciles);
  await enqueueFound('overdue', overdue);
}

async function enqueueConditions({ db, enqueueFound, now }: TickDeps): Promise<void> {
  await enqueueFound('searchConditions', await portalsToSearchConditions(db, now()));
}

/** Everything else enqueues its job at once; this is the safety net. */
async function enqueueWorkWithoutJob({ db, enqueueFound, now }: TickDeps): Promise<void> {
  const found = await findWorkWithoutJob(db, now());
  await enqueueFound('provision', found.provisions);
  await enqueueFound('push', found.pushes);
  await enqueueFound('projectRecords', found.projectRecords);
  await enqueueFound('actions', found.actions);
  await enqueueFound('inbox', found.inboxes);
  await enqueueFound('match', found.matches);
  await enqueueFound('prices', found.prices);
  await enqueueFound('catalog', found.catalogs);
  await enqueueFound('commands', found.commands);
  await enqueueFound('fields', found.fields);
  await enqueueFound('archivals', found.archivals);
  await enqueueFound('customerRun', found.customerRuns);
  await enqueueFound('disconnect', found.disconnects);
  await enqueueFound('readListMembers', await portalsToReadLists(db, now()));
  const searched = [...(await portalsToSearch(db)), ...(await portalsToSearchDeals(db, now()))];
  const unique = new Map(searched.map((scope) => [scope.portalId, scope]));
  await enqueueFound('searchChanges', [...unique.values()]);
}

async function enqueueDaily({ db, enqueueFound, now, graceDays }: TickDeps): Promise<void> {
  const portalScope = (portalId: PortalId): PortalScope => ({ portalId });
  await enqueueFound('sweep', (await portalsToSweep(db, now())).map(portalScope));
  await enqueueFound('removePortal', (await portalsToRemove(db, now(), graceDays)).map(portalScope));
}
