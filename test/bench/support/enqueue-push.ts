import { createJobs } from '../../../server/jobs/index.ts';
import { portalId } from '../../../server/shared/ids.ts';
import { createLog } from '../../../server/shared/log.ts';
import type { JobData } from '../../../server/sync/shared/job-data.ts';
import { PORTAL_ID } from '../../support/world.ts';
import { comeToRest, type Stage } from './stage.ts';

/** Has the service write what is due, and waits until it is written. */
export async function writeDue(stage: Stage): Promise<void> {
  const { database } = stage;
  const jobs = createJobs<JobData>({ ...database, connectionString: database.url, log: createLog('silent'), now: () => new Date() });
  await jobs.enqueue(database.db, 'push', { portalId: portalId(PORTAL_ID) });
  await comeToRest(stage, 3_600_000);
  await jobs.stop();
}
