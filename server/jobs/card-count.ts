/** How many cards people ask for. One for a process, in memory that its threads share: a message for each card would wake the other thread. */
export interface CardCount {
  /** For another thread of the process. */
  readonly memory: SharedArrayBuffer;
  /** Somebody waits for a card at this moment. Of one thread alone. */
  note(): void;
  /** In this second and the one before. */
  recent(): number;
}

const WINDOW_MS = 1_000;

export function createCardCount(memory = new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT)): CardCount {
  const counts = new Int32Array(memory);
  // Whoever reads while a window turns is wrong by one window, once.
  const [WINDOW, NOW, BEFORE] = [0, 1, 2];
  // Each thread has a stopwatch of its own, but all have this clock.
  const currentWindow = (): number => Math.floor(Date.now() / WINDOW_MS);
  const countOf = (window: number): number => {
    const latest = Atomics.load(counts, WINDOW);
    return window === latest ? Atomics.load(counts, NOW) : window === latest - 1 ? Atomics.load(counts, BEFORE) : 0;
  };
  return {
    memory,
    note() {
      const window = currentWindow();
      const [now, before] = [countOf(window), countOf(window - 1)];
      Atomics.store(counts, WINDOW, window);
      Atomics.store(counts, NOW, now + 1);
      Atomics.store(counts, BEFORE, before);
    },
    recent() {
      const window = currentWindow();
      return countOf(window) + countOf(window - 1);
    },
  };
}
