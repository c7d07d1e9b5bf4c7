import type { Db } from '../db/index.ts';
import type { Tick } from '../jobs/ticks.ts';
import { portalsToRemove } from '../portals/removal.ts';
import type { PortalId } from '../shared/ids.ts';
import type { Kick, KickFound, OfPortal } from './shared/job-data.ts';
import { findOverlooked } from './shared/overlooked.ts';
import { findDueWork } from './pull/schedule.ts';
import { portalsToSweep } from './inbox/sweep.ts';

interface TickDeps {
  db: Db;
  kick: Kick;
  kickFound: KickFound;
  now(): Date;
  graceDays: number;
}

/** The clock only asks what is due and enqueues it; several processes may ask at once. */
export function defineTicks(deps: TickDeps): Tick[] {
  return [
    { name: 'due', expression: '*/5 * * * * *', run: () => enqueueDue(deps) },
    { name: 'overlooked', expression: '15 * * * * *', run: () => enqueueOverlooked(deps) },
    { name: 'daily', expression: '30 * * * * *', run: () => enqueueDaily(deps) },
  ];
}

async function enqueueDue({ db, kick, kickFound, now }: TickDeps): Promise<void> {
  const { pulls, hints, reconciles, overdue } = await findDueWork(db, now());
  for (const of of pulls) await kick(db, 'pull', of);
  for (const of of hints) await kick(db, 'hint', of);
  await kickFound('reconcile', reconciles);
  await kickFound('overdue', overdue);
}

/** Everything else tells its job at once; this is the net below it. */
async function enqueueOverlooked({ db, kickFound, now }: TickDeps): Promise<void> {
  const found = await findOverlooked(db, now());
  await kickFound('provision', found.provisions);
  await kickFound('push', found.pushes);
  await kickFound('inbox', found.inboxes);
  await kickFound('match', found.matches);
  await kickFound('disconnect', found.disconnects);
}

async function enqueueDaily({ db, kickFound, now, graceDays }: TickDeps): Promise<void> {
  const of = (portalId: PortalId): OfPortal => ({ portalId });
  await kickFound('sweep', (await portalsToSweep(db, now())).map(of));
  await kickFound('removePortal', (await portalsToRemove(db, now(), graceDays)).map(of));
}
