import type { Db } from '../db/index.ts';
import { ReconnectError } from '../shared/errors.ts';
import type { JobDefinition } from '../jobs/index.ts';
import type { PortalId } from '../shared/ids.ts';
import { findConnection } from '../portals/connections.ts';
import { findPortal } from '../portals/portals.ts';
import { raiseProblems } from '../portals/problems.ts';
import type { ConnectionScope, PortalScope } from './shared/job-data.ts';

interface Deps {
  db: Db;
  now(): Date;
}

const LOOK_AGAIN_MS = 15 * 60_000;
/** Each of these pauses a portal: one that is active was installed again between the refusal and now. */
const SOLVED_BY_INSTALL = ['hubspot.token_revoked', 'hubspot.token_refused', 'hubspot.uninstalled'];
const AFTER_INSTALL_MS = 1_000;

/**
 * A job may end because a person has to act, but only if a problem says so: that of the portal or the connection that was paused, else one
 * raised here. The job is tried again now and then, because nothing tells us that the problem was solved.
 */
export function reportReconnectErrors<T extends PortalScope>(deps: Deps, job: JobDefinition<T>): JobDefinition<T> {
  return {
    ...job,
    async run(data, context) {
      const startedAt = deps.now();
      try {
        return await job.run(data, context);
      } catch (error) {
        if (!(error instanceof ReconnectError) || (await isPaused(deps.db, data))) throw error;
        if (SOLVED_BY_INSTALL.includes(error.code) || (await wasSolvedSince(deps.db, data.portalId, error.code, startedAt)))
          return { againAfterMs: AFTER_INSTALL_MS };
        const { portalId } = data;
        const subject = { connectionId: null, subjectKind: 'portal' as const, subject: String(portalId) };
        await raiseProblems(deps.db, portalId, [{ code: error.code, params: { ...error.params }, ...subject }], deps.now());
        return { againAfterMs: LOOK_AGAIN_MS };
      }
    },
  };
}

/** Work for it has stopped, and the reason stands where administrators look. */
async function isPaused(db: Db, { portalId, ...rest }: PortalScope & Partial<ConnectionScope>): Promise<boolean> {
  if ((await findPortal(db, portalId))?.status !== 'active') return true;
  if (!rest.connectionId) return false;
  return (await findConnection(db, { portalId, connectionId: rest.connectionId }))?.status !== 'active';
}

/** It paused the portal, and the pause was over before the job was. */
async function wasSolvedSince(db: Db, portalId: PortalId, code: string, since: Date): Promise<boolean> {
  const solved = db('problems').where({ portalId, code, subjectKind: 'portal' }).where('resolvedAt', '>=', since);
  return (await solved.first<object | undefined>('code')) !== undefined;
}
