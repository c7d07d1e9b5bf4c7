import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import type { Express } from 'express';
import type { ServiceConfig } from './config.ts';
import { startDatabaseClock } from './db/clock.ts';
import { startEmbeddedDatabase } from './db/embedded.ts';
import { createDb, migrateLatest } from './db/index.ts';
import { foldOutages } from './db/outage.ts';
import { createCardCount } from './jobs/card-count.ts';
import { createMetrics } from './metrics/metrics.ts';
import { createParts } from './parts.ts';
import type { Log } from './shared/log.ts';
import { portFailure } from './shared/start-failure.ts';
import { createWeb } from './web.ts';
import { mostConnections, startWorker } from './worker.ts';
import { startWorkerThread } from './worker-thread.ts';

interface Options {
  /** False for benchmarks that measure everything but our own limit on HubSpot calls. Default true. */
  hasRateLimits?: boolean;
  /** Ends the start, too, which waits for a database that is away. */
  stopping?: AbortSignal;
}
/** What is asked over HTTP is short. */
const WEB_CONNECTIONS = 20;

type End = () => Promise<unknown>;

interface Service {
  /** Where it listens on this machine. */
  url: string;
  stop(): Promise<void>;
}

/** Opens the database, brings its schema up to date, and runs the roles asked for until it is stopped. */
export async function startService(config: ServiceConfig, log: Log, options: Options = {}): Promise<Service> {
  const ends: End[] = [];
  const stop = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end().catch((err: unknown) => log.warn({ err }, 'not stopped in order'));
  };
  try {
    const server = await open(config, log, options, ends);
    const url = `http://localhost:${(server.address() as AddressInfo).port}`;
    log.info({ url, role: config.role }, 'service started');
    return { url, stop: () => stop().then(() => log.info({}, 'service stopped')) };
  } catch (error) {
    // A port that is taken must not leave a worker that nobody sees.
    await stop();
    throw error;
  }
}

/** Tells of each part that is open how to end it; the last one opened ends first. */
async function open(config: ServiceConfig, unfolded: Log, { stopping, hasRateLimits = true }: Options, ends: End[]): Promise<Server> {
  const { database } = config.mode;
  const embedded = database.kind === 'embedded' ? await startEmbeddedDatabase({ dataDir: config.dataDir }) : null;
  if (embedded) ends.push(() => embedded.stop());
  const connectionString = database.kind === 'url' ? database.url : embedded!.connectionString;
  const db = createDb(connectionString, { max: config.role === 'worker' ? mostConnections(config) : WEB_CONNECTIONS });
  ends.push(() => db.destroy());
  const log = foldOutages(unfolded, db);
  await unlessStopped(log.untilThere(), stopping);
  await migrateLatest(db);
  const clock = await startDatabaseClock(db);
  ends.push(async () => clock.stop());
  const metrics = createMetrics({ db, log, now: clock.now });
  const parts = createParts({ config, db, connectionString, log, now: clock.now, observer: metrics, hasRateLimits });
  ends.push(() => parts.stop());
  const cards = createCardCount();
  const worker =
    config.role === 'both'
      ? await startWorkerThread({ config, connectionString, hasRateLimits, cards: cards.memory }, { log, observer: metrics })
      : config.role === 'worker'
        ? await startWorker(parts, cards)
        : null;
  if (worker) ends.push(() => worker.stop());
  let isStopping = false;
  // The worker listens too: for its health, readiness and metrics.
  const server = await listen(createWeb(parts, { metrics, isStopping: () => isStopping, noteCard: cards.note }), config);
  ends.push(() => ((isStopping = true), closeServer(server)));
  return server;
}

async function unlessStopped(waiting: Promise<void>, stopping: AbortSignal | undefined): Promise<void> {
  const stopped = Promise.withResolvers<never>();
  stopping?.addEventListener('abort', () => stopped.reject(stopping.reason), { once: true });
  await Promise.race([waiting, stopped.promise]);
}

function listen(web: Express, { port }: ServiceConfig): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = web.listen(port, (error?: Error) => (error ? reject(portFailure(port, error)) : resolve(server)));
  });
}

/** Orchestrators kill after ten seconds, and jobs want to end in order after this. */
const REQUESTS_END_WITHIN_MS = 3_000;

/** Requests under way are answered, within reason; idle connections are closed. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), REQUESTS_END_WITHIN_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
