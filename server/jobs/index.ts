import type { PgBoss } from 'pg-boss';
import { fromKnex } from 'pg-boss';
import type { Db } from '../db/index.ts';
import type { Log } from '../shared/log.ts';
import type { JobDefinition, JobDefinitions, EnqueueFound, EnqueueJob, EnqueueOptions } from './definition.ts';
import { keyOf } from './definition.ts';
import { createBoss, createQueue } from './queues.ts';
import { findBusy } from './busy.ts';
import { announceDeferred, listenForDeferred } from './deferred.ts';
import { startSlots, notifyIdleSlots } from './worker.ts';

export type { JobContext, JobDefinition, JobDefinitions, JobOutcome, EnqueueFound, EnqueueJob, EnqueueOptions } from './definition.ts';
export { outcomeOf } from './outcome.ts';

export interface Jobs<D> {
  enqueue: EnqueueJob<D>;
  enqueueFound: EnqueueFound<D>;
  /** Starts the slots of every kind of job. A process that only enqueues never calls it. */
  work(definitions: JobDefinitions<D>): Promise<void>;
  /** Takes no more jobs, gives the running ones `graceMs` (default 5 s) to finish, then aborts them; they run again elsewhere. */
  stop(graceMs?: number): Promise<void>;
}

interface JobsDeps {
  db: Db;
  connectionString: string;
  log: Log;
  now: () => Date;
  /** Whose work a job is: nobody takes more than a part of a queue's slots (`startSlots`). Default: everybody's. */
  ownerOf?(data: object): string;
  /** Called after every run of a job, for the metrics. */
  observe?(name: string, outcome: string, ms: number): void;
}

/** Deferred jobs sooner than this are started on time; later ones may wait for the next look, 2 s at most. */
const PUNCTUAL_WITHIN_MS = 60_000;
const POLL_IDLE_EVERY_MS = 2_000;

/** A durable queue in the same database: what is enqueued in a transaction is true when that is. */
export function createJobs<D>(deps: JobsDeps): Jobs<D> {
  const { db, log, now } = deps;
  let sender: Promise<PgBoss> | undefined;
  let worker: Promise<PgBoss> | undefined;
  const queues = new Map<string, Promise<void>>();
  const slots = new Map<string, string[]>();
  const alarms = new Set<NodeJS.Timeout>();
  let idlePolling: NodeJS.Timeout | undefined;
  let looking: Promise<void> | undefined;
  let listening: Awaited<ReturnType<typeof listenForDeferred>>;
  const stopping = new AbortController();

  /** A failed start is tried anew by the next enqueue, or a database away for a moment would leave this process mute. */
  function startSender(): Promise<PgBoss> {
    const starting = start(deps, false);
    starting.catch(() => (sender = undefined));
    return starting;
  }

  async function queueOf(name: string): Promise<PgBoss> {
    const running = await (worker ?? (sender ??= startSender()));
    if (!queues.has(name)) queues.set(name, createQueue(running, name));
    try {
      await queues.get(name);
    } catch (error) {
      queues.delete(name);
      throw error;
    }
    return running;
  }

  async function enqueue(trx: Db, name: string, data: object, { afterMs = 0 }: EnqueueOptions): Promise<void> {
    const running = await queueOf(name);
    const owner = deps.ownerOf?.(data);
    const keyOptions = { singletonKey: keyOf(data), ...(owner !== undefined && { group: { id: owner } }) };
    if (afterMs <= 0) {
      await running.upsert(name, data, { ...keyOptions, startAfter: 0, db: fromKnex(trx) });
      return;
    }
    const options = { ...keyOptions, startAfter: afterMs / 1000, db: fromKnex(trx) };
    const isSooner =
      (await running.send(name, data, options)) !== null || (await bringForward(trx, name, keyOptions.singletonKey, afterMs));
    if (!isSooner || afterMs > PUNCTUAL_WITHIN_MS) return;
    if (slots.has(name)) wakeAfter(running, name, afterMs);
    else await announceDeferred(trx, name, afterMs);
  }

  function wakeAfter(running: PgBoss, name: string, afterMs: number): void {
    const alarm = setTimeout(() => {
      alarms.delete(alarm);
      for (const slot of slots.get(name) ?? []) running.notifyWorker(slot);
    }, afterMs + 20);
    alarms.add(alarm);
  }

  /** One look at a time: a database that takes its time is not asked more often. */
  function lookForDue(running: PgBoss): void {
    looking ??= notifyIdleSlots(db, running)
      .catch((err: unknown) => log.warn({ err }, 'due jobs not looked for'))
      .finally(() => (looking = undefined));
  }

  const enqueueAgain = (name: string, data: object, afterMs: number): Promise<void> => enqueue(db, name, data, { afterMs });

  return {
    enqueue: (trx, name, data, options = {}) => enqueue(trx, name, data as object, options),

    async enqueueFound(name, found) {
      if (found.length === 0) return;
      await queueOf(name);
      const busy = await findBusy(db, name, found.map(keyOf));
      for (const data of found) if (!busy.has(keyOf(data))) await enqueue(db, name, data as object, {});
    },

    async work(definitions) {
      worker = start(deps, true);
      for (const [name, definition] of Object.entries(definitions) as [string, JobDefinition<object>][]) {
        const running = await queueOf(name);
        await running.updateQueue(name, { expireInSeconds: definition.expireInSeconds ?? 900 });
        const slotDeps = { boss: running, log, now, stopping: stopping.signal, enqueueAgain, observe: deps.observe ?? (() => undefined) };
        slots.set(name, await startSlots(slotDeps, name, definition));
      }
      const running = await worker;
      listening = await listenForDeferred(running, (name, afterMs) => wakeAfter(running, name, afterMs)).catch((err: unknown) => {
        log.warn({ err }, 'deferred jobs of other processes are started late');
        return undefined;
      });
      idlePolling = setInterval(() => lookForDue(running), POLL_IDLE_EVERY_MS);
    },

    async stop(graceMs = 5_000) {
      clearInterval(idlePolling);
      await listening?.close();
      alarms.forEach(clearTimeout);
      const abort = setTimeout(() => stopping.abort(new Error('The service is stopping.')), graceMs);
      // The sender last: jobs that are just ending may still enqueue.
      for (const boss of [worker, sender]) await (await boss)?.stop({ graceful: true, timeout: graceMs + 10_000 });
      clearTimeout(abort);
      await looking;
    },
  };
}

async function start({ connectionString, log }: JobsDeps, isWorker: boolean): Promise<PgBoss> {
  const boss = createBoss(connectionString, log, isWorker);
  await boss.start();
  return boss;
}

/** Whether the waiting job begins sooner now: pg-boss would also postpone, but it keeps the earlier time. */
async function bringForward(trx: Db, name: string, key: string, afterMs: number): Promise<boolean> {
  const { rowCount } = await trx.raw<{ rowCount: number }>(
    `update pgboss.job set start_after = now() + make_interval(secs => :seconds)
     where name = :name and singleton_key = :key and state = 'created' and start_after > now() + make_interval(secs => :seconds)`,
    { name, key, seconds: afterMs / 1000 },
  );
  return rowCount > 0;
}
