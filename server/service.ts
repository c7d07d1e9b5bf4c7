import type { AddressInfo } from 'node:net';
import type { Server } from 'node:http';
import { createApp, type App } from './app.ts';
import type { ServiceConfig } from './config.ts';
import { startEmbeddedDatabase } from './db/embedded.ts';
import { createDb, migrateLatest } from './db/index.ts';
import type { Log } from './log.ts';
import type { RateLimits } from './portals/rate-limits.ts';

export interface Service {
  /** Where it listens on this machine. */
  url: string;
  app: App;
  stop(): Promise<void>;
}

/** Opens the database, brings its schema up to date, and runs the roles asked for until it is stopped. */
export async function startService(config: ServiceConfig, log: Log, options: { rateLimits?: RateLimits } = {}): Promise<Service> {
  const { database } = config.mode;
  const embedded = database.kind === 'embedded' ? await startEmbeddedDatabase({ dataDir: config.dataDir }) : null;
  const connectionString = database.kind === 'url' ? database.url : embedded!.connectionString;
  const db = createDb(connectionString, { max: config.jobConcurrency * 2 + 10 });
  await migrateLatest(db);
  const app = createApp({ config, db, connectionString, log, now: () => new Date(), ...options });
  if (config.role !== 'web') await app.startWorker();
  // The worker listens too: for its health, readiness and metrics.
  const server = await listen(app, config);
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  log.info({ url, role: config.role }, 'service started');
  return {
    url,
    app,
    async stop() {
      app.announceStop();
      await closeServer(server);
      await app.stop();
      await db.destroy();
      await embedded?.stop();
      log.info({}, 'service stopped');
    },
  };
}

function listen({ web }: App, { port }: ServiceConfig): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = web.listen(port, (error?: Error) => (error ? reject(error) : resolve(server)));
  });
}

/** Requests under way are answered; idle connections are closed. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
