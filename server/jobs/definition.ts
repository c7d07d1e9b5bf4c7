import type { Db } from '../db/index.ts';

/** What one kind of job does. Bounded: works some pages or seconds, then asks to be run again, so that nobody starves others. */
export interface JobDefinition<T> {
  /** Jobs of this kind that one process runs at a time; every kind has slots of its own. */
  concurrency: number;
  /** A job running longer is aborted and tried again. Default 900. */
  expireInSeconds?: number;
  run(data: T, context: JobContext): Promise<JobOutcome>;
}

export type JobDefinitions<D> = { [N in keyof D]: JobDefinition<D[N]> };

export interface JobContext {
  /** Aborted when the job takes too long or the process is stopping. */
  signal: AbortSignal;
  /** False: another process took the job over because this one seemed dead. Ask before storing results that must not be stored twice. */
  holdsClaim(): Promise<boolean>;
}

export type JobOutcome = 'done' | { againAfterMs: number };

/** Enqueues a job in the caller's transaction: it becomes visible when that commits, and never if it rolls back. */
export type EnqueueJob<D> = <N extends keyof D & string>(trx: Db, name: N, data: D[N], options?: EnqueueOptions) => Promise<void>;

/** For ticks, which find the same work again and again: enqueues jobs of which none waits, runs, or was given up a moment ago. */
export type EnqueueFound<D> = <N extends keyof D & string>(name: N, found: readonly D[N][]) => Promise<void>;

export interface EnqueueOptions {
  /** Not before so many milliseconds. A job already waiting is brought forward, never postponed. Default 0. */
  afterMs?: number;
}

/**
 * Jobs are keyed by the ids they carry (their fields named `…Id`): per kind and key at most one waits and one runs, over all processes.
 * `{ portalId: 7, connectionId: 'a', full: true }` → `a:7`, in order of the field names.
 */
export function keyOf(data: unknown): string {
  const ids = Object.entries(data as Record<string, unknown>).filter(([name]) => name.endsWith('Id'));
  if (ids.length === 0) throw new Error('A job carries the id of what it works on.');
  return ids
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, id]) => String(id))
    .join(':');
}
