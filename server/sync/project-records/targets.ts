import type { Db } from '../../db/index.ts';
import { raiseProblems, resolveProblems } from '../../portals/problems.ts';
import type { ProjectStages } from '../../records/catalogue/project-record.ts';
import type { ConnectionId, PortalId } from '../../shared/ids.ts';
import type { ProjectObjectType } from '../../shared/object-types.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { markAllProjectDealsDue, offerProjectsAgain } from '../shared/project-deals.ts';

/** Which object of HubSpot the projects of a connection are records of. */
export interface ProjectTarget {
  connectionId: ConnectionId;
  objectType: ProjectObjectType;
  /** Null: its properties and stages are to be looked at. */
  preparedAt: Date | null;
  writable: string[];
  stages: ProjectStages | null;
  stopped: Stop | null;
  tryAt: Date | null;
}

export interface Stop {
  code: StopCode;
  params: Record<string, string>;
}

/** Why nothing is written at all; an administrator can do something about each. */
export const STOP_CODES = [
  'project_records.needs_permission',
  'project_records.not_in_account',
  'project_records.key_taken',
  'project_records.no_room',
  'project_records.full',
] as const;
type StopCode = (typeof STOP_CODES)[number];

const TRY_AGAIN_MS = 3_600_000;

export const loadTargets = (db: Db, portalId: PortalId): Promise<ProjectTarget[]> =>
  db('projectTargets')
    .where({ portalId })
    .orderBy('connectionId')
    .select<ProjectTarget[]>('connectionId', 'objectType', 'preparedAt', 'writable', 'stages', 'stopped', 'tryAt');

export const findTarget = async (db: Db, { portalId, connectionId }: ConnectionScope): Promise<ProjectTarget | undefined> =>
  (await loadTargets(db, portalId)).find((target) => target.connectionId === connectionId);

/** Nothing is written until that is tried again; the rest of the product goes on. */
export async function stopTarget(db: Db, scope: ConnectionScope, stopped: Stop, now: Date): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('projectTargets')
      .where({ ...scope })
      .update({ stopped: JSON.stringify(stopped), tryAt: new Date(now.getTime() + TRY_AGAIN_MS) });
    const others = STOP_CODES.filter((code) => code !== stopped.code);
    await resolveProblems(trx, scope.portalId, { codes: others, connectionId: scope.connectionId }, now);
    const subject = { connectionId: scope.connectionId, subjectKind: 'connection' as const, subject: scope.connectionId };
    await raiseProblems(trx, scope.portalId, [{ ...stopped, ...subject }], now);
  });
}

/** It can be written. `isNews`: not as before, so what was left out is due. */
export async function storePrepared(
  db: Db,
  scope: ConnectionScope,
  { objectType, writable, stages, isNews }: Pick<ProjectTarget, 'objectType' | 'writable' | 'stages'> & { isNews: boolean },
  now: Date,
): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('projectTargets')
      // Another object may have been chosen meanwhile.
      .where({ ...scope, objectType })
      .update({ writable, stages: JSON.stringify(stages), preparedAt: now, stopped: null, tryAt: null });
    await resolveProblems(trx, scope.portalId, { codes: STOP_CODES, connectionId: scope.connectionId }, now);
    if (isNews) await offerProjectsAgain(trx, scope, null, now);
  });
}

/** HubSpot did not take what we know of its properties and stages: they are read again before the next write. */
export async function prepareAgain(db: Db, { portalId, connectionId }: ConnectionScope): Promise<void> {
  await db('projectTargets').where({ portalId, connectionId }).update({ preparedAt: null });
}

/** Once a night: what was added to the account since, and what nobody told of. */
export async function renewTargets(db: Db, portalId: PortalId, now: Date): Promise<void> {
  for (const { connectionId, stopped } of await loadTargets(db, portalId)) {
    if (stopped) continue;
    await db.transaction(async (trx) => {
      await prepareAgain(trx, { portalId, connectionId });
      await markAllProjectDealsDue(trx, { portalId, connectionId }, now);
    });
  }
}
