import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import pg from 'pg';
import type { EmbeddedDatabase } from '../../server/db/embedded.ts';
import { isAlive } from '../../server/db/embedded-cluster.ts';
import { startEmbeddedDatabase, stopAbandonedDatabase } from '../../server/db/embedded.ts';
import { createDb, migrateLatest } from '../../server/db/index.ts';
import { TEMPORARY_PLACES, temporaryPlace } from './temporary-folder.ts';

/** Migrated once per run; every test file gets a copy. */
export const TEMPLATE = 'app_template';
/** Where the test files find the server of this run. */
export const SERVER_URL_VARIABLE = 'PUENTE_TEST_SERVER_URL';

const PREFIX = 'puente-test-';
// Nobody needs this data after the run: the log of changes neither has to be complete nor to grow.
const WITHOUT_LOG = ['wal_level=minimal', 'max_wal_senders=0', 'max_wal_size=128MB'];
// The password is no secret, and each of a thousand connections would spend 10 ms on it.
const INIT = ['--no-sync', '--set=scram_iterations=1'];
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', ...WITHOUT_LOG, 'autovacuum=off', 'max_connections=200'];

// Setup and teardown are loaded apart from each other but in the same process.
const shared = globalThis as typeof globalThis & { puenteTestServer?: { database: EmbeddedDatabase; folder: string } };

/** `TEST_DATABASE_URL` points the same tests at a server of your own; the role must be allowed to create databases. */
export async function prepareTestServer(): Promise<void> {
  const url = process.env['TEST_DATABASE_URL'] ?? (await startThrowAwayServer());
  process.env[SERVER_URL_VARIABLE] = url;
  await onServer(url, async (client) => {
    await client.query(`drop database if exists ${TEMPLATE} with (force)`);
    await client.query(`create database ${TEMPLATE}`);
  });
  const db = createDb(databaseOn(url, TEMPLATE));
  await migrateLatest(db);
  await db.destroy();
}

export async function stopTestServer(): Promise<void> {
  if (!shared.puenteTestServer) return;
  await shared.puenteTestServer.database.stop();
  rmSync(shared.puenteTestServer.folder, { recursive: true, force: true });
}

async function startThrowAwayServer(): Promise<string> {
  await removeAbandoned();
  const folder = join(temporaryPlace(), `${PREFIX}${process.pid}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const database = await startEmbeddedDatabase({ dataDir: folder, database: 'tests', settings: FAST, initOptions: INIT });
  shared.puenteTestServer = { database, folder };
  return database.connectionString;
}

/** Servers of runs that were killed. */
async function removeAbandoned(): Promise<void> {
  const folders = TEMPORARY_PLACES.flatMap((place) => readdirSync(place).map((name) => join(place, name)));
  for (const folder of folders.filter((path) => basename(path).startsWith(PREFIX))) {
    if (isAlive(Number(basename(folder).slice(PREFIX.length)))) continue;
    try {
      if (await isUnused(folder)) rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      // Another run that starts now is removing it, too.
      if (!VANISHING.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}
const VANISHING = ['ENOENT', 'ENOTEMPTY'];

/** A run that was killed while it removed its folder left half of it, and no server. */
async function isUnused(folder: string): Promise<boolean> {
  const isWhole = readdirSync(folder).every((name) => NEEDED.every((file) => existsSync(join(folder, name, file))));
  return isWhole ? stopAbandonedDatabase(folder) : true;
}

/** Without them nothing is known of the server. */
const NEEDED = ['postgresql.conf', 'puente/password'];

export async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export function databaseOn(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
