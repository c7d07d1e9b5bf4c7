import { parentPort, workerData } from 'node:worker_threads';
import { inParallel } from '../../../server/shared/in-parallel.ts';
import type { BareTimes, BareWork, RecordedCall } from './bare-loop.ts';

async function callAll(calls: readonly RecordedCall[], concurrency: number): Promise<number> {
  const startedAt = performance.now();
  const waiting = calls.values();
  const work = async ({ url, method, headers, body }: RecordedCall): Promise<void> => {
    const answer = await fetch(url, { method, headers, ...(body === '' ? {} : { body }) });
    await answer.arrayBuffer();
    // Asking for the version, an ERP may say 404; what counts is that it was not refused for its pace.
    if (answer.status === 429 || answer.status >= 500) throw new Error(`${method} ${url} answered ${answer.status}`);
  };
  await inParallel({ atOnce: concurrency, next: () => waiting.next().value, work });
  return performance.now() - startedAt;
}

const { erp, reads, writes, concurrency } = workerData as BareWork;
const times: BareTimes = {
  erpMs: await callAll(erp, 1),
  readsMs: await callAll(reads, concurrency),
  writesMs: await callAll(writes, concurrency),
};
parentPort?.postMessage(times);
