import { Worker } from 'node:worker_threads';

/** One HTTP call, as it was made once. */
export interface RecordedCall {
  url: string;
  method: string;
  headers: Record<string, string>;
  body: string;
}

export interface BareWork {
  /** One after the other, as a page can only be asked for when the one before is there. */
  erp: RecordedCall[];
  /** Reads before writes, so many at a time. */
  reads: RecordedCall[];
  writes: RecordedCall[];
  concurrency: number;
}

export interface BareTimes {
  erpMs: number;
  readsMs: number;
  writesMs: number;
}

/** The yardstick: nothing but the calls, in a thread of its own so that the doubles do not slow it down. */
export async function runBareLoop(work: BareWork): Promise<BareTimes> {
  const worker = new Worker(new URL('bare-worker.ts', import.meta.url), { workerData: work });
  return await new Promise<BareTimes>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
