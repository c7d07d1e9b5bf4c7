import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../../server/db/embedded-cluster.ts';
import { startEmbeddedDatabase, stopAbandonedDatabase } from '../../../server/db/embedded.ts';
import { createDb, migrateLatest, type Db } from '../../../server/db/index.ts';

export interface BenchDatabase {
  url: string;
  db: Db;
  drop(): Promise<void>;
}

const PREFIX = 'puente-bench-';
let count = 0;

/** A server of its own with the durability of production: what one benchmark leaves behind does not slow down the next. */
export async function startBenchDatabase(settings: readonly string[] = []): Promise<BenchDatabase> {
  await removeAbandoned();
  const folder = join(tmpdir(), `${PREFIX}${process.pid}-${++count}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const server = await startEmbeddedDatabase({ dataDir: folder, database: 'bench', settings });
  const db = createDb(server.connectionString);
  await migrateLatest(db);
  return {
    url: server.connectionString,
    db,
    async drop() {
      await db.destroy();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Servers of runs that were killed. */
async function removeAbandoned(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(PREFIX))) {
    const folder = join(tmpdir(), name);
    if (isAlive(Number(name.slice(PREFIX.length).split('-')[0]))) continue;
    if (await stopAbandonedDatabase(folder)) rmSync(folder, { recursive: true, force: true });
  }
}
