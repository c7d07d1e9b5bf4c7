import { setTimeout as sleep } from 'node:timers/promises';
import { Worker as Thread } from 'node:worker_threads';
import type { ServiceConfig } from './config.ts';
import type { Observer } from './metrics/metrics.ts';
import type { Log } from './shared/log.ts';
import type { Worker } from './worker.ts';

/** What the thread is given at its start; it shares nothing but a count with the one that answers requests. */
export interface ThreadData {
  config: ServiceConfig;
  connectionString: string;
  hasRateLimits: boolean;
  /** Counts the cards that are asked for. */
  cards: SharedArrayBuffer;
}

/** What the thread tells. Its log lines it writes itself. */
export type ThreadMessage =
  | { kind: 'started' }
  | { kind: 'call'; observed: Parameters<Observer['countCall']> }
  | { kind: 'job'; observed: Parameters<Observer['observeJob']> }
  /** An outage of the database is one thing for the whole process, which tells of it once. */
  | { kind: 'database_away'; code: string | undefined; message: string };

interface ThreadDeps {
  log: Log;
  observer: Observer;
}

const ENTRY = new URL('./worker-thread-entry.ts', import.meta.url);
const STARTS_AGAIN_AFTER_MS = 1_000;
const LONGEST_GAP_MS = 60_000;

/**
 * Jobs in a thread of their own: reading an ERP's answer, however large, and collecting the garbage of it keep no card waiting. A thread
 * that ends by itself (it ran out of memory) starts again; what it was doing stands in the database. Throws when the first start fails.
 */
export async function startWorkerThread(data: ThreadData, deps: ThreadDeps): Promise<Worker> {
  const stopping = new AbortController();
  let running = startThread(data, deps);
  await running.started;
  const watching = keepStarted();

  async function keepStarted(): Promise<void> {
    let gapMs = STARTS_AGAIN_AFTER_MS;
    for (;;) {
      const err = await running.ended;
      if (stopping.signal.aborted) return;
      deps.log.error({ err, seconds: gapMs / 1000 }, 'the thread that works on jobs ended by itself; it starts again');
      await sleep(gapMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      running = startThread(data, deps);
      const hasStarted = await running.started.then(
        () => true,
        () => false,
      );
      gapMs = hasStarted ? STARTS_AGAIN_AFTER_MS : Math.min(2 * gapMs, LONGEST_GAP_MS);
    }
  }

  return {
    async stop() {
      stopping.abort();
      running.thread.postMessage('stop');
      await watching;
    },
  };
}

interface RunningThread {
  thread: Thread;
  /** It takes jobs. Rejects when it ended before. */
  started: Promise<void>;
  /** With what ended it, if that was an error. */
  ended: Promise<unknown>;
}

function startThread(data: ThreadData, { log, observer }: ThreadDeps): RunningThread {
  const thread = new Thread(ENTRY, { workerData: data });
  const started = Promise.withResolvers<void>();
  const ended = Promise.withResolvers<unknown>();
  let cause: unknown;
  thread.on('message', (message: ThreadMessage) => {
    if (message.kind === 'started') started.resolve();
    else if (message.kind === 'call') observer.countCall(...message.observed);
    else if (message.kind === 'job') observer.observeJob(...message.observed);
    else log.warn({ err: Object.assign(new Error(message.message), { code: message.code }) }, 'a job found no database');
  });
  thread.on('error', (error) => (cause = error));
  thread.on('exit', () => {
    started.reject(cause ?? new Error('The thread that works on jobs ended before it started.'));
    ended.resolve(cause);
  });
  started.promise.catch(() => undefined);
  return { thread, started: started.promise, ended: ended.promise };
}
