import type { Db } from '../../db/index.ts';
import type { JobOutcome } from '../../jobs/definition.ts';
import { loadCustomerRules, type StoredCustomerRules } from '../fields/rules.ts';
import { isPlausibleRemoval } from '../pull/removals.ts';
import { dropArchivals, MANY, type ArchivalSide } from '../shared/archivals.ts';
import { SLICE_MS, type SliceOptions, type SyncDeps } from '../shared/deps.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { archiveRecords } from './archive-records.ts';
import { askErp } from './ask-erp.ts';
import { countAtOnce, loadDueArchivals, nextArchivalDueAt, type DueArchival } from './due-archivals.ts';
import { hold, holdAll } from './hold.ts';

const AT_ONCE = 100;

/** By an administrator's policy: archives on one side what was deleted or archived on the other, a while later, or asks a person first. */
export async function archiveFollowers(deps: SyncDeps, scope: ConnectionScope, options: SliceOptions = {}): Promise<JobOutcome> {
  const endsAt = performance.now() + (options.sliceMs ?? SLICE_MS);
  const stored = (await isRunning(deps.db, scope)) ? await loadCustomerRules(deps.db, scope) : undefined;
  // While the first few records are looked at nothing else is written. Whoever confirms them enqueues this, as does the net below once it runs again.
  if (!stored?.live || stored.trial) return 'done';
  for (const side of ['erp', 'hubspot'] as const) {
    for (;;) {
      if (performance.now() > endsAt || options.signal?.aborted) return { againAfterMs: 0 };
      const due = await loadDueArchivals(deps.db, scope, { side, now: deps.now(), limit: AT_ONCE });
      if (due.length === 0) break;
      await archiveDue({ deps, scope, stored, options }, side, due);
    }
  }
  const dueAt = await nextArchivalDueAt(deps.db, scope);
  return dueAt === null ? 'done' : { againAfterMs: Math.max(0, dueAt.getTime() - deps.now().getTime()) };
}

/** A paused connection waits for a person, who may find that it is another ERP, or an older state of it. */
async function isRunning(db: Db, { portalId, connectionId: id }: ConnectionScope): Promise<boolean> {
  return (await db('erpConnections').where({ portalId, id, status: 'active' }).first('id')) !== undefined;
}

interface ArchivingRun {
  deps: SyncDeps;
  scope: ConnectionScope;
  stored: StoredCustomerRules;
  options: SliceOptions;
}

async function archiveDue(run: ArchivingRun, side: ArchivalSide, due: readonly DueArchival[]): Promise<void> {
  const { deps, scope, options } = run;
  const unwanted = due.filter((one) => !one.isWanted || !isAllowed(run, one));
  await deps.db.transaction((trx) => dropArchivals(trx, scope, unwanted, deps.now()));
  const wanted = due.filter((one) => !unwanted.includes(one));
  const undecided = wanted.filter((one) => one.decidedBy === null && one.state === 'noticed');
  if (undecided.length > 0 && (await holdMany(run, side))) return archiveDecided(run, side, wanted);
  const owing = undecided.filter(({ unsettled }) => unsettled > 0);
  await hold(
    deps,
    scope,
    owing.map((one) => ({ ...one, reason: OPEN_INVOICES[side], params: { count: one.unsettled } })),
  );
  const clear = wanted.filter((one) => !owing.includes(one));
  await (side === 'erp' ? askErp(deps, scope, clear) : archiveRecords(deps, scope, clear, options));
}

const archiveDecided = async (
  { deps, scope, options }: ArchivingRun,
  side: ArchivalSide,
  wanted: readonly DueArchival[],
): Promise<void> => {
  const decided = wanted.filter((one) => one.decidedBy !== null || one.state === 'asked');
  await (side === 'erp' ? askErp(deps, scope, decided) : archiveRecords(deps, scope, decided, options));
};

const OPEN_INVOICES: Readonly<Record<ArchivalSide, string>> = {
  erp: 'archival.erp_open_invoices',
  hubspot: 'archival.hubspot_open_invoices',
};

/** The rules may have changed since, and what a person decided counts whatever they say of the others. */
function isAllowed({ stored: { live, writes } }: ArchivingRun, { side, objectType, decidedBy }: DueArchival): boolean {
  const policy = side === 'erp' ? live?.[objectType].whenDeletedInHubSpot : live?.[objectType].whenGoneInErp;
  return (side === 'erp' ? writes.updatesErp : writes.updatesHubSpot) && (policy === 'archive' || decidedBy !== null);
}

/** Somebody who deletes thousands of records may not mean the customers behind them. */
async function holdMany({ deps, scope }: ArchivingRun, side: ArchivalSide): Promise<boolean> {
  const { count, of } = await countAtOnce(deps.db, scope, { side, now: deps.now() });
  if (isPlausibleRemoval(count, of)) return false;
  await holdAll(deps, scope, { side, reason: MANY[side], params: { count, of } });
  return true;
}
