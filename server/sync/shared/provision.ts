import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { Log } from '../../shared/log.ts';
import { refreshAccount } from '../../portals/account.ts';
import { provisionProperties } from '../../portals/properties.ts';
import { describeProperties } from '../../records/catalogue/index.ts';
import { loadPortalUsers } from '../../portals/users.ts';
import type { SyncDeps } from './deps.ts';
import type { Enqueue, EnqueueFound, PortalScope } from './job-data.ts';
import { tryStoppedTargets } from './project-deals.ts';
import { findWorkWithoutJob } from './work-without-job.ts';
import { portalDueMarker } from './targets.ts';

/** Our properties are to be made or repaired. It stands on the portal's row until it is done. */
export async function requestProvision(db: Db, enqueue: Enqueue, portalId: PortalId, now: Date): Promise<void> {
  await db.transaction(async (trx) => {
    await trx('portals').where({ portalId }).update({ provisionDueAt: now });
    await enqueue(trx, 'provision', { portalId });
  });
}

type Deps = SyncDeps & { log: Log; enqueueFound: EnqueueFound };

/** After an install, or when somebody made room for our properties: what could not be written before is due. */
export async function provision(given: Deps, { portalId }: PortalScope, signal: AbortSignal): Promise<'done'> {
  const deps = { ...given, describeProperties, onRecordsDue: portalDueMarker(given) };
  const asked = await deps.db('portals').where({ portalId }).first<{ provisionDueAt: Date | null } | undefined>('provisionDueAt');
  await refreshAccount(deps, portalId, signal);
  // Cards name the administrators by their e-mail. Without the right to read users they speak of whoever installed the app.
  await loadPortalUsers(deps, portalId).catch((err: unknown) => deps.log.warn({ portalId, err }, 'reading the users of the portal failed'));
  await provisionProperties(deps, portalId, signal);
  await tryStoppedTargets(deps.db, { portalId }, deps.now());
  // Asked for once more meanwhile: that one is still due.
  const done = { portalId, provisionDueAt: asked?.provisionDueAt ?? null };
  await deps.db('portals').where(done).update({ provisionDueAt: null });
  // What waited while the app was gone need not wait for a tick.
  const { pushes, projectRecords, inboxes, matches, prices, catalogs } = await findWorkWithoutJob(deps.db, deps.now(), portalId);
  await deps.enqueueFound('push', pushes);
  await deps.enqueueFound('projectRecords', projectRecords);
  await deps.enqueueFound('inbox', inboxes);
  await deps.enqueueFound('match', matches);
  await deps.enqueueFound('prices', prices);
  await deps.enqueueFound('catalog', catalogs);
  return 'done';
}
