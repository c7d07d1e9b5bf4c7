import type { Db } from '../../server/db/index.ts';
import type { JobContext, JobOutcome } from '../../server/jobs/index.ts';
import { createLog } from '../../server/shared/log.ts';
import { createConnectors } from '../../server/sync/shared/connectors.ts';
import { readHintedRecords } from '../../server/sync/pull/hints.ts';
import type { IncomingDeps, PortalRules } from '../../server/sync/shared/incoming.ts';
import type { JobName } from '../../server/sync/shared/job-data.ts';
import { pullChanges } from '../../server/sync/pull/pull.ts';
import { reconcile } from '../../server/sync/pull/reconcile.ts';
import { MemoryErp, memoryDefinition } from './erp.ts';
import { aConnection, type ConnectionRow } from './portal-rows.ts';

export const GO_LIVE = new Date('2026-11-10T10:00:00Z');

export interface Incoming {
  scope: ConnectionRow;
  erp: MemoryErp;
  deps: IncomingDeps;
  definition: ReturnType<typeof memoryDefinition>;
  rules: PortalRules;
  clock: { now: Date };
  enqueued: JobName[];
  /** Runs the pull job, as often as it asks to be run at once; moves the clock to when it is due. */
  pull(): Promise<void>;
  hint(): Promise<JobOutcome>;
  reconcile(kind?: 'hourly' | 'nightly'): Promise<void>;
}

/** One portal joined to an ERP in memory, with everything that reads it. */
export async function connectedErp(
  db: Db,
  { erp = new MemoryErp(), ...given }: NonNullable<Parameters<typeof aConnection>[1]> & { erp?: MemoryErp } = {},
): Promise<Incoming> {
  const scope = await aConnection(db, { goLiveAt: GO_LIVE, ...given });
  const definition = memoryDefinition(erp);
  const clock = { now: new Date(GO_LIVE.getTime() + 1000) };
  const now = () => clock.now;
  const rules: PortalRules = {
    status: 'active',
    timeZone: given.timeZone ?? 'UTC',
    settings: { eventMaxAgeHours: 48, overdueHour: 8, activeMonths: 12 },
  };
  const enqueued: JobName[] = [];
  const registry = new Map([['memory', definition]]);
  const secrets = { encrypt: (_portal: number, _purpose: string, text: string) => text, decrypt: () => '{}' };
  const io = { fetch, now };
  const deps: IncomingDeps = {
    db,
    log: createLog('silent'),
    now,
    enqueue: async (_trx, name) => void enqueued.push(name),
    connectors: createConnectors({ db, secrets, registry, io, now }),
    registry,
    findPortal: async () => rules,
  };
  const context: JobContext = { signal: new AbortController().signal, holdsClaim: async () => true };
  const connection = db('erpConnections').where({ portalId: scope.portalId, id: scope.connectionId });
  return {
    scope,
    erp,
    deps,
    definition,
    rules,
    clock,
    enqueued,
    async pull() {
      clock.now = new Date(clock.now.getTime() + 1);
      await connection.clone().update({ nextPullAt: clock.now });
      for (let runs = 0; (await pullChanges(deps, scope, context)) !== 'done'; runs++)
        if (runs > 1000) throw new Error('The pull never ends.');
    },
    hint: () => readHintedRecords(deps, scope, context),
    async reconcile(kind = 'nightly') {
      clock.now = new Date(clock.now.getTime() + 120_000);
      const due = { nightlyReconciledAt: kind === 'nightly' ? null : clock.now, hourlyReconciledAt: null };
      await connection.clone().update(due);
      for (let runs = 0; (await reconcile(deps, scope, context)) !== 'done'; runs++) if (runs > 1000) throw new Error('It never ends.');
    },
  };
}
