import { setTimeout as sleep } from 'node:timers/promises';

/** Lets work that nobody waits for make way for people. One for a process. */
interface MakeWay {
  /** Somebody waits for a card at this moment. */
  noteCard(): void;
  /** Called after each piece of work, with the time it took: while many cards are asked for, it is followed by a rest that is longer. */
  makeWay(workedMs: number, signal: AbortSignal): Promise<void>;
}

/** Fewer cards in one window and the one before hardly meet a page; and whoever waits for the first reading to end looks at things, too. */
const MANY_CARDS = 20;
const WINDOW_MS = 1_000;
/** Rest for each millisecond of work: a page every second is about as fast as most ERPs answer. */
const REST_FACTOR = 12;
const LONGEST_REST_MS = 5_000;

export function createMakeWay(): MakeWay {
  let window = 0;
  let cards = { now: 0, before: 0 };

  function turnWindow(): void {
    const current = Math.floor(performance.now() / WINDOW_MS);
    if (current !== window) cards = { now: 0, before: current === window + 1 ? cards.now : 0 };
    window = current;
  }

  return {
    noteCard() {
      turnWindow();
      cards.now += 1;
    },
    async makeWay(workedMs, signal) {
      turnWindow();
      if (cards.now + cards.before < MANY_CARDS) return;
      // Who is woken early ends at the next thing it does.
      await sleep(Math.min(workedMs * REST_FACTOR, LONGEST_REST_MS), undefined, { signal, ref: false }).catch(() => undefined);
    },
  };
}
