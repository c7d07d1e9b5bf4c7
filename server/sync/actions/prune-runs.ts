import type { Db } from '../../db/index.ts';
import type { PortalId } from '../../shared/ids.ts';

/** HubSpot repeats a call for three days at most, and nobody looks at a workflow's run of a quarter ago. */
const KEPT_DAYS = 90;

/**
 * Lets go of runs that ended long ago; until then whoever repeats the call of one is answered as it stands. One whose call was never answered
 * with its outcome has none, and is not waited for either: it goes as long after it began.
 */
export async function pruneRuns(db: Db, portalId: PortalId, now: Date): Promise<number> {
  const before = new Date(now.getTime() - KEPT_DAYS * 86_400_000);
  return db('actionRuns')
    .where({ portalId })
    .where((run) =>
      run
        .where((ended) => ended.whereIn('state', ['told', 'without_workflow']).where('endedAt', '<', before))
        .orWhere((unanswered) => unanswered.where({ isBlocking: false, state: 'accepted' }).where('createdAt', '<', before)),
    )
    .delete();
}
