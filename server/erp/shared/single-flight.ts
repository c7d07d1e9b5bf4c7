/** A task run once for all who ask; after a failure, when forgotten, or after a while where one is named, the next one runs it again. */
interface SingleFlight<T> {
  get(signal: AbortSignal): Promise<T>;
  /** With a value: only if that one is still the answer, so that many who found it stale forget it once. */
  forget(stale?: T): void;
}

interface Kept {
  /** How long an answer is kept; default for ever. */
  forMs: number;
  now(): Date;
}

export function singleFlight<T>(task: () => Promise<T>, kept?: Kept): SingleFlight<T> {
  let running: Promise<T> | null = null;
  let answer: T | undefined;
  let startedAt = 0;

  function start(): Promise<T> {
    const started = task();
    running = started;
    startedAt = kept?.now().getTime() ?? 0;
    started.then(
      (value) => {
        if (running === started) answer = value;
      },
      () => {
        if (running === started) running = null;
      },
    );
    return started;
  }

  return {
    get(signal) {
      const isStale = kept !== undefined && kept.now().getTime() - startedAt > kept.forMs;
      return orAborted(running === null || isStale ? start() : running, signal);
    },
    forget(stale) {
      if (stale !== undefined && stale !== answer) return;
      running = null;
      answer = undefined;
    },
  };
}

/** The one who waits may give up; the others still get the answer. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
