import { findPortal } from '../../portals/portals.ts';
import { lookAt } from './look.ts';
import type { ActionDeps } from './action.ts';
import { actionNamed } from './registry.ts';
import { storeRuns, type ActionRun, type AskedRun, type StoredRun } from './runs.ts';

type AcceptDeps = Pick<ActionDeps, 'db' | 'enqueue' | 'now'>;

/** Stores what HubSpot asks for, by the batch, and enqueues the work; a run that is known stays as it is. */
export async function acceptRuns({ db, enqueue, now }: AcceptDeps, asked: readonly AskedRun[]): Promise<StoredRun[]> {
  return db.transaction(async (trx) => {
    const stored = await storeRuns(trx, asked, now());
    const portals = new Set(stored.flatMap(({ run }) => (run?.isBlocking && run.state === 'accepted' ? [run.portalId] : [])));
    for (const portalId of [...portals].sort((a, b) => a - b)) await enqueue(trx, 'actions', { portalId });
    return stored;
  });
}

/** Where HubSpot cannot be told later: what is known now is all that the workflow gets. */
export async function answerNow(deps: ActionDeps, run: ActionRun, signal: AbortSignal): Promise<void> {
  const action = actionNamed(run.action);
  const portal = await findPortal(deps.db, run.portalId);
  if (!action || !portal || run.outputs) return;
  run.memo = { ...run.memo, ...(await action.begin?.(deps, portal, [run])) };
  await lookAt({ deps, portal, action, signal }, run);
}
