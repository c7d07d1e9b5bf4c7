/** A task run once for all who ask; after a failure, or when forgotten, the next one runs it again. */
export interface Shared<T> {
  get(signal: AbortSignal): Promise<T>;
  /** With a value: only if that one is still the answer, so that many who found it stale forget it once. */
  forget(stale?: T): void;
}

export function shared<T>(task: () => Promise<T>): Shared<T> {
  let running: Promise<T> | null = null;
  let answer: T | undefined;
  return {
    get(signal) {
      if (!running) {
        const started = task();
        running = started;
        started.then(
          (value) => {
            if (running === started) answer = value;
          },
          () => {
            if (running === started) running = null;
          },
        );
      }
      return orAborted(running, signal);
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
