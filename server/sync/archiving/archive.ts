import type { Db } from '../../db/index.ts';
import type { JobContext, JobOutcome } from '../../jobs/definition.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { loadCustomerRules, type StoredCustomerRules } from '../fields/rules.ts';
import { withErp } from '../erp-access/erp-run.ts';
import { findHidden } from '../pull/hidden-records.ts';
import { isPlausibleRemoval, rereadRecords } from '../pull/removals.ts';
import { dropArchivals, MANY, type ArchivalSide } from '../shared/archivals.ts';
import { SLICE_MS, type SyncDeps } from '../shared/deps.ts';
import type { IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { archiveRecords } from './archive-records.ts';
import { askErp } from './ask-erp.ts';
import { countAtOnce, loadDueArchivals, nextArchivalDueAt, type DueArchival } from './due-archivals.ts';
import { hold, holdAll } from './hold.ts';

const AT_ONCE = 100;

type ArchiveDeps = SyncDeps & IncomingDeps;

/** By an administrator's policy: archives on one side what was deleted or archived on the other, a while later, or asks a person first. */
export async function archiveFollowers(deps: ArchiveDeps, scope: ConnectionScope, context: JobContext): Promise<JobOutcome> {
  const endsAt = performance.now() + SLICE_MS;
  const stored = (await isRunning(deps.db, scope)) ? await loadCustomerRules(deps.db, scope) : undefined;
  // While the first few records are looked at nothing else is written. Whoever confirms them enqueues this, as does the net below once it runs again.
  if (!stored?.live || stored.trial) return 'done';
  for (const side of ['erp', 'hubspot'] as const) {
    for (;;) {
      if (performance.now() > endsAt || context.signal.aborted) return { againAfterMs: 0 };
      const due = await loadDueArchivals(deps.db, scope, { side, now: deps.now(), limit: AT_ONCE });
      if (due.length === 0) break;
      const outcome = await archiveDue({ deps, scope, stored, context }, side, due);
      if (outcome !== 'done') return outcome;
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
  deps: ArchiveDeps;
  scope: ConnectionScope;
  stored: StoredCustomerRules;
  context: JobContext;
}

/** Answers when to go on, if not at once. */
async function archiveDue(run: ArchivingRun, side: ArchivalSide, due: readonly DueArchival[]): Promise<JobOutcome> {
  const allowed = due.filter((one) => one.isWanted && isAllowed(run, one));
  const gone = await confirmGone(
    run,
    allowed.filter((one) => one.side === 'hubspot' && one.state === 'noticed' && one.isUnseen),
  );
  if (gone.kind === 'later') return { againAfterMs: gone.afterMs };
  const unwanted = due.filter((one) => !allowed.includes(one) || gone.stay.has(one.customerId));
  await run.deps.db.transaction((trx) => dropArchivals(trx, run.scope, unwanted, run.deps.now()));
  await archiveWanted(
    run,
    side,
    allowed.filter((one) => !unwanted.includes(one)),
  );
  return 'done';
}

type Confirmed = { kind: 'later'; afterMs: number } | { kind: 'read'; stay: ReadonlySet<ErpRecordId> };

/** Where the ERP cannot be asked now, it is soon. */
const ASKED_AGAIN_MS = 60_000;

/**
 * Of customers that no reading met: those that are there when read by their ids, though they cannot be understood. They are no longer looked at; who can be
 * read is stored, and follows what the ERP says from now on.
 */
async function confirmGone({ deps, scope, context }: ArchivingRun, unseen: readonly DueArchival[]): Promise<Confirmed> {
  const ids = [...new Set(unseen.map(({ customerId }) => customerId))];
  if (ids.length === 0) return { kind: 'read', stay: new Set() };
  let gone: ReadonlySet<ErpRecordId> | null = null;
  const outcome = await withErp(deps, scope, context, async (run) => {
    const missing = await rereadRecords(deps, run, 'customers', ids);
    const hidden = await findHidden(run, 'customers', missing);
    gone = new Set(missing.filter((id) => !hidden.has(id)));
    return 'done';
  });
  if (gone === null) return { kind: 'later', afterMs: outcome === 'done' ? ASKED_AGAIN_MS : outcome.againAfterMs };
  const left: ReadonlySet<ErpRecordId> = gone;
  return { kind: 'read', stay: new Set(ids.filter((id) => !left.has(id))) };
}

async function archiveWanted(run: ArchivingRun, side: ArchivalSide, wanted: readonly DueArchival[]): Promise<void> {
  const { deps, scope } = run;
  const undecided = wanted.filter((one) => one.decidedBy === null && one.state === 'noticed');
  if (undecided.length > 0 && (await holdMany(run, side))) return archiveDecided(run, side, wanted);
  const asked = undecided.flatMap(({ reason, ...one }) => (reason === null ? [] : [{ ...one, reason }]));
  await hold(deps, scope, asked);
  const owing = undecided.filter(({ reason, unsettled }) => reason === null && unsettled > 0);
  await hold(
    deps,
    scope,
    owing.map((one) => ({ ...one, reason: OPEN_INVOICES[side], params: { count: one.unsettled } })),
  );
  const clear = wanted.filter((one) => !owing.includes(one) && !(undecided.includes(one) && one.reason !== null));
  await (side === 'erp' ? askErp(deps, scope, clear) : archiveRecords(deps, scope, clear, run.context));
}

const archiveDecided = async (
  { deps, scope, context }: ArchivingRun,
  side: ArchivalSide,
  wanted: readonly DueArchival[],
): Promise<void> => {
  const decided = wanted.filter((one) => one.decidedBy !== null || one.state === 'asked');
  await (side === 'erp' ? askErp(deps, scope, decided) : archiveRecords(deps, scope, decided, context));
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
