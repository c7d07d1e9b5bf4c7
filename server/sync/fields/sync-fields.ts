import type { JobContext, JobOutcome } from '../../jobs/index.ts';
import { wakeByLinks } from '../commands/command-rows.ts';
import type { ErpRun } from '../erp-access/erp-run.ts';
import { isSameErp } from '../erp-access/identity.ts';
import type { SyncDeps } from '../shared/deps.ts';
import { pairLinks } from '../shared/field-pairs.ts';
import { startSlice, type IncomingDeps } from '../shared/incoming.ts';
import type { ConnectionScope } from '../shared/job-data.ts';
import { withBoth } from '../erp-access/with-both.ts';
import { nextPairDueAt, pickDuePairs } from './due-pairs.ts';
import { loadCustomerRules } from './rules.ts';
import { syncPairs } from './sync-pairs.ts';
import { wakeByRelations } from './wake-by-relations.ts';

export type FieldDeps = IncomingDeps & Pick<SyncDeps, 'openHubSpot' | 'checkVat'>;

/** The identity need not be proven for every single field. */
const PROOF_MS = 60_000;

/** Keeps the fields of links in step with both sides, as the live rules say; both are read afresh. */
export async function syncFields(deps: FieldDeps, scope: ConnectionScope, context: JobContext): Promise<JobOutcome> {
  if (!(await loadCustomerRules(deps.db, scope))?.live) return 'done';
  await deps.db.transaction(async (trx) => {
    const added = await pairLinks(trx, scope, deps.now());
    if (added > 0) await wakeByRelations(trx, scope, deps.now());
    if (added > 0 && (await wakeByLinks(trx, scope, deps.now())) > 0) await deps.enqueue(trx, 'commands', scope);
  });
  const outcome = await waitForNext(deps, scope);
  if (outcome === 'done' || outcome.againAfterMs > 0) return outcome;
  return withBoth(deps, scope, context, (run) => syncSlice(deps, run));
}

async function syncSlice(deps: FieldDeps, run: ErpRun): Promise<JobOutcome> {
  const { scope, erp, context } = run;
  const { customerFields } = erp.capabilities;
  if (!customerFields || !(await isSameErp(deps, run, PROOF_MS))) return 'done';
  const slice = startSlice(deps);
  const hubspot = await deps.openHubSpot(scope.portalId);
  for (;;) {
    const pairs = await pickDuePairs(deps.db, scope, deps.now());
    // After the pick: whoever changes the rules marks the links in that transaction.
    const rules = await loadCustomerRules(deps.db, scope);
    if (pairs.length === 0 || !rules?.live) return waitForNext(deps, scope);
    const { timeZone } = run.portal;
    await syncPairs({ deps, scope, hubspot, customerFields, rules: { ...rules, live: rules.live }, context, timeZone }, pairs);
    run.noteProgress();
    if (slice.isOver()) return { againAfterMs: 0 };
  }
}

async function waitForNext({ db, now }: FieldDeps, scope: ConnectionScope): Promise<JobOutcome> {
  const dueAt = await nextPairDueAt(db, scope);
  return dueAt === null ? 'done' : { againAfterMs: Math.max(0, dueAt.getTime() - now().getTime()) };
}
