import { setTimeout as sleep } from 'node:timers/promises';

/** Lets work that nobody waits for make way for people. One for a process. */
export interface MakeWay {
  /** Somebody waits for an answer of ours at this moment. */
  noteRequest(): void;
  /** Called after each piece of work, with the time it took: while people are being served, it is followed by a rest that is longer. */
  makeWay(workedMs: number, signal: AbortSignal): Promise<void>;
}

/** Whoever looks at one card looks at the next one soon. */
const SERVED_WITHIN_MS = 2_000;
/** Rest for each millisecond of work: a page every second is about as fast as most ERPs answer. */
const REST_FACTOR = 12;
const LONGEST_REST_MS = 5_000;

export function createMakeWay(): MakeWay {
  let servedAt = -Infinity;
  return {
    noteRequest() {
      servedAt = performance.now();
    },
    async makeWay(workedMs, signal) {
      if (performance.now() - servedAt > SERVED_WITHIN_MS) return;
      // Who is woken early ends at the next thing it does.
      await sleep(Math.min(workedMs * REST_FACTOR, LONGEST_REST_MS), undefined, { signal, ref: false }).catch(() => undefined);
    },
  };
}
