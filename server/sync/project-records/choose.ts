import type { ProjectObjectView, ProjectRecordsView } from '../../../hubspot-app/app/settings/api/project-records.ts';
import type { Db } from '../../db/index.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { resolveProblems } from '../../portals/problems.ts';
import { countProjectRecords } from '../../records/queries/project-records.ts';
import { InvalidInputError, PuenteError } from '../../shared/errors.ts';
import type { PortalId } from '../../shared/ids.ts';
import { PROJECT_OBJECT_TYPES, type ProjectObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope, Enqueue } from '../shared/job-data.ts';
import { markAllProjectDealsDue } from '../shared/project-deals.ts';
import { hasObject, lackingScopes } from './prepare.ts';
import { findTarget, STOP_CODES } from './targets.ts';

interface Deps {
  db: Db;
  enqueue: Enqueue;
  openHubSpot(portalId: PortalId): Promise<HubSpotClient>;
  now(): Date;
}

interface Account {
  scopes: readonly string[];
  signal: AbortSignal;
}

/** What an administrator can choose for a connection, and what would come of it. HubSpot is asked which objects the account has. */
export async function loadProjectRecordsView(deps: Deps, scope: ConnectionScope, account: Account): Promise<ProjectRecordsView> {
  const [target, counts, states] = await Promise.all([
    findTarget(deps.db, scope),
    countProjectRecords(deps.db, scope),
    Promise.all(PROJECT_OBJECT_TYPES.map((objectType) => stateOf(deps, scope, objectType, account))),
  ]);
  const countOf = (objectType: ProjectObjectType, state: string) =>
    counts.records.find((one) => one.objectType === objectType && one.state === state)?.count ?? 0;
  const objects = PROJECT_OBJECT_TYPES.map((object, at) => {
    const [made, deleted] = [countOf(object, 'kept'), countOf(object, 'deleted')];
    return { object, state: states[at]!, made, deleted, toMake: Math.max(0, counts.projects - made - deleted) };
  });
  return {
    chosen: target?.objectType ?? null,
    projects: counts.projects,
    objects,
    stopped: target?.stopped ?? null,
    hasDoneStage: target?.stages ? target.stages.done !== null : null,
  };
}

async function stateOf(
  { openHubSpot }: Deps,
  { portalId }: ConnectionScope,
  objectType: ProjectObjectType,
  { scopes, signal }: Account,
): Promise<ProjectObjectView['state']> {
  if (lackingScopes(objectType, scopes).length > 0) return 'needs_permission';
  try {
    const hubspot = await openHubSpot(portalId);
    return (await hasObject(hubspot, objectType, { priority: 'interactive', signal })) ? 'available' : 'not_in_account';
  } catch (error) {
    if (error instanceof PuenteError) return 'unknown';
    throw error;
  }
}

/**
 * Null switches it off: what was made stays in HubSpot, and is not made again should it be switched on once more. An object that the account has not,
 * or gave no permission for, is refused.
 */
export async function chooseProjectObject(
  deps: Deps,
  scope: ConnectionScope,
  chosen: ProjectObjectType | null,
  account: Account,
): Promise<void> {
  const state = chosen === null ? 'available' : await stateOf(deps, scope, chosen, account);
  if (state !== 'available') throw new InvalidInputError('HubSpot has no such object for us', { code: REFUSALS[state] });
  await deps.db.transaction(async (trx) => {
    const target = await findTarget(trx, scope);
    if (target?.objectType === (chosen ?? undefined)) return;
    await trx('projectTargets')
      .where({ ...scope })
      .delete();
    await resolveProblems(trx, scope.portalId, { codes: STOP_CODES, connectionId: scope.connectionId }, deps.now());
    if (chosen === null) return;
    await trx('projectTargets').insert({ ...scope, objectType: chosen, chosenAt: deps.now() });
    await markAllProjectDealsDue(trx, scope, deps.now());
    await deps.enqueue(trx, 'projectRecords', { portalId: scope.portalId });
  });
}

const REFUSALS = {
  needs_permission: 'project_records.needs_permission',
  not_in_account: 'project_records.not_in_account',
  unknown: 'project_records.not_now',
} as const;
