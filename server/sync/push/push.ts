import { inParallel } from '../../shared/in-parallel.ts';
import type { JobOutcome } from '../../jobs/definition.ts';
import type { PortalId } from '../../shared/ids.ts';
import type { SliceOptions, SyncDeps } from '../shared/deps.ts';
import type { PortalScope } from '../shared/job-data.ts';
import { hasProjectWork } from '../shared/project-deals.ts';
import { IS_DUE } from '../shared/targets.ts';
import { writeBatch } from './batch.ts';
import { createPushQueue } from './queue.ts';
import { openPush, type Push } from './slice.ts';

/** HubSpot answers a batch in about 100 ms and allows 11 calls a second: one after the other would not use what is allowed. */
const IN_FLIGHT = 4;
/** Longer than other slices: from the end of one to the first write of the next, HubSpot's limit goes unused for some 300 ms. */
const SLICE_MS = 30_000;
/** When what is due cannot be written yet (a connection not read to its end), whoever changes that enqueues; this is the net below. */
const LOOK_AGAIN_MS = 60_000;

/** Writes due targets to HubSpot for a bounded time. Two slices at once would write the same values, so a lost claim does no harm. */
export async function pushSlice(deps: SyncDeps, { portalId }: PortalScope, options: SliceOptions = {}): Promise<JobOutcome> {
  const push = await openPush(deps, portalId, options);
  const queue = createPushQueue(push);
  const endsAt = performance.now() + (options.sliceMs ?? SLICE_MS);
  const mayGoOn = () => performance.now() < endsAt && !options.signal?.aborted;
  await inParallel({
    atOnce: IN_FLIGHT,
    next: () => (mayGoOn() ? queue.next() : undefined),
    async work(batch) {
      try {
        await writeBatch(push, batch);
      } finally {
        queue.settled(batch);
      }
    },
  });
  await enqueueProjectRecords(deps, portalId);
  return nextRun(push, queue.hasMoved());
}

/** Whoever makes something due on a deal makes its projects due and enqueues this job. */
async function enqueueProjectRecords({ db, enqueue, now }: SyncDeps, portalId: PortalId): Promise<void> {
  if (await hasProjectWork(db, portalId, now())) await enqueue(db, 'projectRecords', { portalId });
}

async function nextRun({ deps, portal: { portalId } }: Push, hasMoved: boolean): Promise<JobOutcome> {
  const { rows } = await deps.db.raw<{ rows: { dueAt: Date | null }[] }>(
    `select min(t.due_at) as due_at from targets t where t.portal_id = ? and ${IS_DUE}`,
    [portalId],
  );
  const dueAt = rows[0]?.dueAt;
  if (!dueAt) return 'done';
  const waitMs = Math.max(0, dueAt.getTime() - deps.now().getTime());
  return { againAfterMs: waitMs === 0 && !hasMoved ? LOOK_AGAIN_MS : waitMs };
}
