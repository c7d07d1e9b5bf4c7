import { setTimeout } from 'node:timers/promises';

/** What is under way at the same moment, each with the subjects that nothing else may be about meanwhile. */
interface Lanes {
  readonly count: number;
  isBusy(subject: string): boolean;
  /** Begins it at once. Once one failed, its failure is kept for `drain`. */
  start(subjects: readonly string[], work: () => Promise<void>): void;
  /** Until one of them ended; default however long that takes. */
  wait(mostMs?: number): Promise<void>;
  /** Until all of them ended. Throws what the first that failed threw. */
  drain(): Promise<void>;
  readonly hasFailed: boolean;
}

export function createLanes(): Lanes {
  const running = new Map<Promise<void>, readonly string[]>();
  const failures: unknown[] = [];
  return {
    get count() {
      return running.size;
    },
    get hasFailed() {
      return failures.length > 0;
    },
    isBusy: (subject) => [...running.values()].some((subjects) => subjects.includes(subject)),
    start(subjects, work) {
      const task = work()
        .catch((error: unknown) => void failures.push(error))
        .finally(() => running.delete(task));
      running.set(task, subjects);
    },
    async wait(mostMs) {
      if (mostMs === undefined) return Promise.race(running.keys());
      const stop = new AbortController();
      try {
        await Promise.race([...running.keys(), setTimeout(mostMs, undefined, { signal: stop.signal }).catch(() => undefined)]);
      } finally {
        stop.abort();
      }
    },
    async drain() {
      await Promise.all(running.keys());
      if (failures.length > 0) throw failures[0];
    },
  };
}
