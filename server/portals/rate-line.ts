import type { CallPriority } from '../hubspot/contract.ts';

/** Those of one process who wait for the same bucket. */
export interface Line {
  wait(priority: CallPriority, signal?: AbortSignal): Promise<void>;
}

const RANK: Readonly<Record<CallPriority, number>> = { interactive: 0, live: 1, backfill: 2, retry: 3 };

interface Waiter {
  priority: CallPriority;
  resolve(): void;
  reject(reason: unknown): void;
}

/** `tryTake` answers 0 when it got a token, else how many milliseconds to wait. */
export function createLine(tryTake: (priority: CallPriority) => Promise<number>, sleep: (ms: number) => Promise<void>): Line {
  const waiters: Waiter[] = [];
  let isServing = false;
  let wake: () => void = () => undefined;

  async function serve(): Promise<void> {
    isServing = true;
    try {
      for (let first = waiters[0]; first; first = waiters[0]) {
        const waitMs = await tryTake(first.priority);
        if (waitMs === 0) leave(waiters, first)?.resolve();
        else await Promise.race([sleep(waitMs), new Promise<void>((resolve) => (wake = resolve))]);
      }
    } catch (error) {
      for (const waiter of waiters.splice(0)) waiter.reject(error);
    } finally {
      isServing = false;
    }
  }

  return {
    wait(priority, signal) {
      if (signal?.aborted) return Promise.reject(signal.reason as Error);
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const onAbort = () => leave(waiters, waiter)?.reject(signal?.reason);
      const waiter: Waiter = { priority, resolve, reject };
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
