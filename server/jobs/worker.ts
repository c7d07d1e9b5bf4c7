import type { JobResult, JobWithMetadata, PgBoss } from 'pg-boss';
import type { Db } from '../db/index.ts';
import type { Log } from '../shared/log.ts';
import type { JobContext, JobDefinition, JobOutcome } from './definition.ts';
import { findDueQueues } from './due-queues.ts';
import { outcomeOf } from './outcome.ts';

interface WorkerDeps {
  boss: PgBoss;
  log: Log;
  now: () => Date;
  /** Aborted when the process is stopping. */
  stopping: AbortSignal;
  enqueueAgain(name: string, data: object, afterMs: number): Promise<void>;
  /** Called after every run, for the metrics. */
  observe(name: string, outcome: string, ms: number): void;
}

type Ended = { status: JobResult['status']; outcome: string };

/** What nobody expected is tried so often before it goes to the dead letter queue. */
const MAX_UNEXPECTED_TRIES = 4;
/** When a passing failure outlasts all retries, the job starts over at this pace: an outage is no reason to give up. */
const OUTAGE_PACE_MS = 300_000;

const OPTIONS = {
  batchSize: 1,
  perJobResults: true,
  includeMetadata: true,
  pollingIntervalSeconds: 0.5,
  burstWhenReadyExceeds: 1,
} as const;
/** New jobs are announced; deferred ones are found by a slot that is sent to look (`notifyIdleSlots`), and each that finds one sends the next. */
const IDLE_POLL_SECONDS = 30;

/** The slots of a queue: each takes a job, runs it, looks for the next. Returns their ids. */
export async function startSlots(deps: WorkerDeps, name: string, definition: JobDefinition<object>): Promise<string[]> {
  const slots: string[] = [];
  const most = maxSlotsPerOwner(definition.concurrency);
  // The limit of the last call counts for the whole queue, and none may be above the workers of its call.
  const workers = [...Array.from({ length: definition.concurrency - most }, () => 1), most];
  for (const [index, localConcurrency] of workers.entries()) {
    const options = {
      ...OPTIONS,
      notifyPollingIntervalSeconds: IDLE_POLL_SECONDS,
      localConcurrency,
      localGroupConcurrency: localConcurrency,
    };
    const slot = await deps.boss.work<object, object, typeof options>(name, options, async (jobs) => {
      deps.boss.notifyWorker(slots[(index + 1) % slots.length] ?? slot);
      const results: JobResult[] = [];
      for (const job of jobs) results.push(await runJob(deps, definition, job));
      // There may be more: ask at once instead of waiting for the next announcement.
      deps.boss.notifyWorker(slot);
      return results;
    });
    slots.push(slot);
  }
  return slots;
}

/** Of each queue with a job that is due one slot that is idle looks for it: a fixed one would look no more while an ERP keeps it waiting. */
export async function notifyIdleSlots(db: Db, boss: PgBoss): Promise<void> {
  const idle = boss.getWipData().filter(({ count }) => count === 0);
  const slots = new Map(idle.map((slot) => [slot.name, slot.id]));
  for (const name of await findDueQueues(db, [...slots.keys()])) boss.notifyWorker(slots.get(name)!);
}

/** A quarter of the slots; two where there are more than two, so that of one portal's ERPs one that hangs does not hold up the other. */
const maxSlotsPerOwner = (concurrency: number): number =>
  Math.min(concurrency, Math.max(concurrency > 2 ? 2 : 1, Math.floor(concurrency / 4)));

async function runJob(deps: WorkerDeps, definition: JobDefinition<object>, job: JobWithMetadata): Promise<JobResult> {
  const startedAt = performance.now();
  const { status, outcome } = await attempt(deps, definition, job);
  const ms = Math.round(performance.now() - startedAt);
  deps.observe(job.name, outcome, ms);
  deps.log.debug({ job: job.name, ...job.data, outcome, ms }, 'job run');
  return { id: job.id, status, output: { outcome } };
}

async function attempt(deps: WorkerDeps, definition: JobDefinition<object>, job: JobWithMetadata): Promise<Ended> {
  try {
    const outcome = await definition.run(job.data, contextOf(deps, job));
    return await enqueueNextRun(deps, job, outcome);
  } catch (error) {
    return await afterFailure(deps, job, error).catch((err: unknown) => {
      deps.log.warn({ job: job.name, ...job.data, err }, 'job outcome not stored, trying again');
      return { status: 'failed', outcome: 'retry' };
    });
  }
}

async function enqueueNextRun(deps: WorkerDeps, job: JobWithMetadata, outcome: JobOutcome): Promise<Ended> {
  if (outcome === 'done') return { status: 'completed', outcome: 'done' };
  await deps.enqueueAgain(job.name, job.data, outcome.againAfterMs);
  return { status: 'completed', outcome: 'again' };
}

async function afterFailure(deps: WorkerDeps, job: JobWithMetadata, error: unknown): Promise<Ended> {
  const facts = { job: job.name, ...job.data, attempt: job.retryCount + 1, err: error };
  if (deps.stopping.aborted) return enqueueLater(deps, job, 0, 'stopped');
  const outcome = outcomeOf(error);
  switch (outcome.kind) {
    case 'later':
      deps.log.debug(facts, 'job postponed');
      return enqueueLater(deps, job, outcome.at.getTime() - deps.now().getTime(), 'later');
    case 'settled':
      deps.log.warn(facts, 'job ended, a person has to act');
      return { status: 'completed', outcome: 'settled' };
    case 'retry':
      deps.log.warn(facts, 'job failed, trying again');
      if (job.retryCount >= job.retryLimit) return enqueueLater(deps, job, OUTAGE_PACE_MS, 'retry');
      return { status: 'failed', outcome: 'retry' };
    case 'unexpected':
      if (job.retryCount + 1 >= MAX_UNEXPECTED_TRIES) {
        deps.log.error(facts, 'job given up');
        return { status: 'deadletter', outcome: 'given_up' };
      }
      deps.log.warn(facts, 'job failed unexpectedly, trying again');
      return { status: 'failed', outcome: 'unexpected' };
  }
}

async function enqueueLater(deps: WorkerDeps, job: JobWithMetadata, afterMs: number, outcome: string): Promise<Ended> {
  await deps.enqueueAgain(job.name, job.data, Math.max(0, afterMs));
  return { status: 'completed', outcome };
}

function contextOf(deps: WorkerDeps, job: JobWithMetadata): JobContext {
  return {
    signal: AbortSignal.any([job.signal, deps.stopping]),
    holdsClaim: async () => {
      const [current] = await deps.boss.findJobs(job.name, { id: job.id });
      // The count rises with every claim, so an equal one is ours.
      return current?.state === 'active' && current.retryCount === job.retryCount;
    },
  };
}
