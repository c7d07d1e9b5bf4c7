import type { Db } from '../db/index.ts';
import type { Tick } from '../jobs/ticks.ts';
import { portalsToRemove } from '../portals/removal.ts';
import type { Kick, KickFound } from './job-data.ts';
import { findOverlooked } from './overlooked.ts';
import { findDueWork } from './schedule.ts';
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

async function enqueueDue({ db, kick, now }: TickDeps): Promise<void> {
  const { pulls, hints, reconciles, overdue } = await findDueWork(db, now());
  for (const of of pulls) await kick(db, 'pull', of);
  for (const of of hints) await kick(db, 'hint', of);
  for (const of of reconciles) await kick(db, 'reconcile', of);
  for (const of of overdue) await kick(db, 'overdue', of);
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

async function enqueueDaily({ db, kick, now, graceDays }: TickDeps): Promise<void> {
  for (const portalId of await portalsToSweep(db, now())) await kick(db, 'sweep', { portalId });
  for (const portalId of await portalsToRemove(db, now(), graceDays)) await kick(db, 'removePortal', { portalId });
}
