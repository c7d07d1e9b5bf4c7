import type { CallOptions } from '../../hubspot/contract.ts';
import { isWithheld } from '../../hubspot/errors.ts';
import type { JobOutcome } from '../../jobs/definition.ts';
import { findPortal } from '../../portals/portals.ts';
import type { PortalId, RecordId } from '../../shared/ids.ts';
import { PROJECT_OBJECT_TYPES, type ProjectObjectType } from '../../shared/object-types.ts';
import { SLICE_MS, type SliceOptions, type SyncDeps } from '../shared/deps.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { hasProjectWork } from '../shared/project-deals.ts';
import { lackingScopes, prepareObject } from './prepare.ts';
import { stopTargets, type ReadyTarget, type Run } from './slice.ts';
import { loadTargets, stopTarget, storePrepared, type ProjectTarget } from './targets.ts';
import { writeDeals } from './write-deals.ts';

const DEALS_AT_ONCE = 50;

/**
 * Keeps the projects of deals as records of HubSpot's own objects, where an administrator chose one. A job of its own: whatever HubSpot refuses here,
 * the properties of deals are written by another.
 */
export async function writeProjectRecords(
  deps: SyncDeps,
  { portalId }: PortalScope,
  { signal, sliceMs = SLICE_MS }: SliceOptions = {},
): Promise<JobOutcome> {
  const portal = await findPortal(deps.db, portalId);
  if (portal?.status !== 'active') return 'done';
  const endsAt = performance.now() + sliceMs;
  const options: CallOptions = { priority: 'backfill', ...(signal && { signal }) };
  const run: Run = { deps, portal, options, hubspot: await deps.openHubSpot(portalId), targets: new Map() };
  while (performance.now() < endsAt && !signal?.aborted) {
    await renewTargets(run);
    const due = await pickDeals(deps, portalId);
    if (due.length === 0) return 'done';
    const dealIds = due.map(({ dealId }) => dealId);
    for (const objectType of PROJECT_OBJECT_TYPES) await unlessWithheld(run, objectType, () => writeDeals(run, objectType, dealIds));
    await settleDeals(deps, portalId, due);
  }
  return (await hasProjectWork(deps.db, portalId, deps.now())) ? { againAfterMs: 0 } : 'done';
}

/** Looks at what somebody chose just now, what HubSpot did not take, and what stands still for some time. */
async function renewTargets(run: Run): Promise<void> {
  const { deps, hubspot, portal, options } = run;
  const { portalId } = portal;
  run.targets.clear();
  for (const target of await loadTargets(deps.db, portalId)) {
    const scope = { portalId, connectionId: target.connectionId };
    const isWaiting = target.stopped !== null && (target.tryAt === null || target.tryAt > deps.now());
    if (isWaiting) continue;
    if (isReady(target)) {
      run.targets.set(target.connectionId, target);
      continue;
    }
    const prepared = await prepareObject(hubspot, portal, target.objectType, options);
    if ('stopped' in prepared) {
      await stopTarget(deps.db, scope, prepared.stopped, deps.now());
      continue;
    }
    const { writable, stages } = prepared;
    if (stages === null) continue;
    const isNews = target.stopped !== null || (target.stages !== null && !isAlike(target, prepared));
    await storePrepared(deps.db, scope, { ...target, ...prepared, isNews }, deps.now());
    run.targets.set(target.connectionId, { ...target, writable, stages, stopped: null });
  }
}

// The database keeps the names of a stage's facts in an order of its own.
const isAlike = (a: Known, b: Known): boolean => factsOf(a) === factsOf(b);
const factsOf = ({ writable, stages }: Known): string =>
  JSON.stringify([writable, stages?.pipeline, stages?.open, stages?.begun, stages?.done]);
type Known = Pick<ProjectTarget, 'writable' | 'stages'>;

const isReady = (target: ProjectTarget): target is ReadyTarget =>
  target.preparedAt !== null && target.stopped === null && target.stages !== null;

/** A permission was withdrawn, or the object switched off in the account: that stops all its targets and nothing else. */
async function unlessWithheld(run: Run, objectType: ProjectObjectType, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isWithheld(objectType, error)) throw error;
    const scopes = lackingScopes(objectType, run.portal.scopes).join(', ');
    const code = scopes === '' ? 'project_records.not_in_account' : 'project_records.needs_permission';
    await stopTargets(run, objectType, { code, params: { scopes } });
  }
}

interface DueDeal {
  dealId: RecordId;
  revision: number;
}

const pickDeals = ({ db, now }: SyncDeps, portalId: PortalId): Promise<DueDeal[]> =>
  db('dueProjectDeals')
    .where({ portalId })
    .where('dueAt', '<=', now())
    .orderBy(['dueAt', 'dealId'])
    .limit(DEALS_AT_ONCE)
    .select<DueDeal[]>('dealId', 'revision');

/** What became due meanwhile stays so. What a stopped target left out is due again when it can be written. */
async function settleDeals({ db }: SyncDeps, portalId: PortalId, due: readonly DueDeal[]): Promise<void> {
  await db.raw(
    `delete from due_project_deals d using jsonb_to_recordset(:rows::jsonb) as r("dealId" text, revision bigint)
     where d.portal_id = :portalId and d.deal_id = r."dealId" and d.revision = r.revision`,
    { portalId, rows: JSON.stringify(due) },
  );
}
