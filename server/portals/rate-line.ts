import type { CallPriority } from '../hubspot/contract.ts';

/** Those of one process who wait for the same bucket. */
export interface Line {
  wait(priority: CallPriority, signal?: AbortSignal): Promise<void>;
}

const RANK: Readonly<Record<CallPriority, number>> = { interactive: 0, live: 1, backfill: 2, retry: 3 };

/** How long somebody waits in vain before he is let through as if he were most urgent, one for each `everyMs`. */
interface Patience {
  ms: number;
  everyMs: number;
  /** Milliseconds; default: the process's clock. */
  now?(): number;
}

interface Waiter {
  priority: CallPriority;
  since: number;
  resolve(): void;
  reject(reason: unknown): void;
}

/** `tryTake` answers 0 when it got a token, else how many milliseconds to wait. */
export function createLine(
  tryTake: (priority: CallPriority) => Promise<number>,
  sleep: (ms: number) => Promise<void>,
  { ms: patienceMs, everyMs, now = () => performance.now() }: Patience,
): Line {
  const waiters: Waiter[] = [];
  let isServing = false;
  let lastExceptionAt = -Infinity;
  let wake: () => void = () => undefined;

  async function serve(): Promise<void> {
    isServing = true;
    try {
      while (waiters[0]) {
        const overlooked = whoWaitedTooLong();
        const next = overlooked ?? waiters[0];
        const waitMs = await tryTake(overlooked ? 'interactive' : next.priority);
        if (waitMs === 0 && overlooked) lastExceptionAt = now();
        if (waitMs === 0) leave(waiters, next)?.resolve();
        else await Promise.race([sleep(waitMs), new Promise<void>((resolve) => (wake = resolve))]);
      }
    } catch (error) {
      for (const waiter of waiters.splice(0)) waiter.reject(error);
    } finally {
      isServing = false;
    }
  }

  /** People who click faster than the budget grows would otherwise keep all work in the background from ever running. */
  function whoWaitedTooLong(): Waiter | undefined {
    if (now() - lastExceptionAt < everyMs) return undefined;
    const [longest] = waiters.toSorted((a, b) => a.since - b.since);
    return longest && now() - longest.since > patienceMs ? longest : undefined;
  }

  return {
    wait(priority, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const onAbort = () => leave(waiters, waiter)?.reject(signal?.reason);
      const waiter: Waiter = { priority, since: now(), resolve, reject };
      signal?.addEventListener('abort', onAbort, { once: true });
      const isFirst = join(waiters, waiter);
      if (!isServing) void serve();
      // Whoever is more urgent than the one being waited for may need fewer tokens.
      else if (isFirst) wake();
      return promise.finally(() => signal?.removeEventListener('abort', onAbort));
    },
  };
}

/** Behind those who are as urgent; says whether the newcomer is first. */
function join(waiters: Waiter[], waiter: Waiter): boolean {
  const position = waiters.findIndex(({ priority }) => RANK[priority] > RANK[waiter.priority]);
  waiters.splice(position === -1 ? waiters.length : position, 0, waiter);
  return waiters[0] === waiter;
}

function leave(waiters: Waiter[], waiter: Waiter): Waiter | undefined {
  const position = waiters.indexOf(waiter);
  return position === -1 ? undefined : waiters.splice(position, 1)[0];
}
