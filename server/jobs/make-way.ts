import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CardCount } from './card-count.ts';

/** Lets work that nobody waits for make way for people. One for a process. */
interface MakeWay {
  /**
   * Does a piece of such work. While many cards are asked for, one piece at a time, and each is followed by a rest that is longer than the
   * piece, and than what this thread did since the piece before: a page is taken apart before it is stored.
   */
  makeWay<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

/** Fewer cards in two seconds hardly meet a page; and whoever waits for the first reading to end looks at things, too. */
const MANY_CARDS = 20;
/** Rest for each millisecond of work, of all who make way together: a page every few seconds is not much slower than most ERPs answer. */
const REST_FACTOR = 16;
const LONGEST_REST_MS = 5_000;

export function createMakeWay(cards: Pick<CardCount, 'recent'>): MakeWay {
  let underWay: Promise<unknown> = Promise.resolve();
  let lastPiece = performance.eventLoopUtilization();
  let making = 0;

  /** Milliseconds in which this thread did anything at all. */
  function activeSinceLastPiece(): number {
    const before = lastPiece;
    lastPiece = performance.eventLoopUtilization();
    return performance.eventLoopUtilization(lastPiece, before).active;
  }

  return {
    async makeWay(work, signal) {
      if (cards.recent() < MANY_CARDS) return work();
      making += 1;
      try {
        let workedMs = 0;
        const turn = underWay.then(async () => {
          const startedAt = performance.now();
          try {
            return await work();
          } finally {
            workedMs = Math.max(performance.now() - startedAt, activeSinceLastPiece());
          }
        });
        underWay = turn.catch(() => undefined);
        const result = await turn;
        // Who is woken early ends at the next thing it does.
        const restMs = Math.min(workedMs * making * REST_FACTOR, LONGEST_REST_MS);
        await sleep(restMs, undefined, { signal, ref: false }).catch(() => undefined);
        return result;
      } finally {
        making -= 1;
      }
    },
  };
}
