import { parentPort, workerData } from 'node:worker_threads';
import type { BareTimes, BareWork, RecordedCall } from './bare-loop.ts';

async function callAll(calls: readonly RecordedCall[], concurrency: number): Promise<number> {
  const startedAt = performance.now();
  const waiting = calls.values();
  const work = async (): Promise<void> => {
    for (const { url, method, headers, body } of waiting) {
      const answer = await fetch(url, { method, headers, ...(body === '' ? {} : { body }) });
      await answer.arrayBuffer();
      // Asking for the version, an ERP may say 404; what counts is that it was not refused for its pace.
      if (answer.status === 429 || answer.status >= 500) throw new Error(`${method} ${url} answered ${answer.status}`);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return performance.now() - startedAt;
}

const { erp, reads, writes, concurrency } = workerData as BareWork;
const times: BareTimes = {
  erpMs: await callAll(erp, 1),
  readsMs: await callAll(reads, concurrency),
  writesMs: await callAll(writes, concurrency),
};
parentPort?.postMessage(times);
