import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { startDatabaseClock } from './db/clock.ts';
import { createDb } from './db/index.ts';
import { divertOutages } from './db/outage.ts';
import { keepRunning } from './keep-running.ts';
import type { ServiceConfig } from './config.ts';
import { createCardCount } from './jobs/card-count.ts';
import { createParts } from './parts.ts';
import { createLog } from './shared/log.ts';
import { mostConnections, startWorker } from './worker.ts';
import type { ThreadData, ThreadMessage } from './worker-thread.ts';

/** On Linux this is about the calling thread, elsewhere about the whole process: where cores are few, whoever waits for an answer goes first. */
if (process.platform === 'linux') setPriority(0, 10);

const { config: given, connectionString, hasRateLimits, cards } = workerData as ThreadData;
const config: ServiceConfig = { ...withBuffers(given), role: 'worker' };
const log = divertOutages(createLog(config.logLevel), tellOutage);
const db = createDb(connectionString, { max: mostConnections(config) });
const clock = await startDatabaseClock(db);
const parts = createParts({
  ...{ config, db, connectionString, log, now: clock.now, hasRateLimits },
  observer: {
    countCall: (...observed) => tell({ kind: 'call', observed }),
    observeJob: (...observed) => tell({ kind: 'job', observed }),
  },
});
const worker = await startWorker(parts, createCardCount(cards));
keepRunning(log);
// It is told nothing else.
parentPort!.on('message', () => void stop());
tell({ kind: 'started' });

async function stop(): Promise<void> {
  for (const end of [() => worker.stop(), () => parts.stop(), async () => clock.stop(), () => db.destroy()]) {
    await end().catch((err: unknown) => log.warn({ err }, 'not stopped in order'));
  }
  process.exit();
}

function tell(message: ThreadMessage): void {
  parentPort!.postMessage(message);
}

/** Between threads a buffer becomes a plain array of bytes. */
function withBuffers({ mode, ...others }: ServiceConfig): ServiceConfig {
  const encryptionKeys = mode.encryptionKeys.map(({ id, key }) => ({ id, key: Buffer.from(key) }));
  return { ...others, mode: { ...mode, encryptionKeys } };
}

function tellOutage(err: unknown): void {
  const { code, message } = err as { code?: string; message?: string };
  tell({ kind: 'database_away', code, message: message ?? '' });
}
