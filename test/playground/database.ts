import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedDatabase } from '../../server/db/embedded.ts';

/** Nothing here outlives the process, so nothing has to reach the disk. */
const SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** An empty database of this process, on a server of the playground's own; those of playgrounds that are gone are dropped. */
export async function startDatabase(dataDir: string): Promise<{ url: string; stop(): Promise<void> }> {
  const server = await startEmbeddedDatabase({ dataDir: join(dataDir, 'playground'), settings: SETTINGS, initOptions: ['--no-sync'] });
  const name = `playground_${process.pid}`;
  try {
    await withAdmin(server.connectionString, (admin) => createOwn(admin, name));
  } catch (error) {
    await server.stop();
    throw error;
  }
  const url = new URL(server.connectionString);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async stop() {
      await withAdmin(server.connectionString, (admin) => drop(admin, name)).catch(() => undefined);
      await server.stop();
    },
  };
}

async function createOwn(admin: pg.Client, name: string): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(`select datname from pg_database where datname like 'playground\\_%'`);
  for (const { datname } of rows) {
    if (datname === name || !isAlive(Number(datname.slice('playground_'.length)))) await drop(admin, datname);
  }
  await admin.query(`create database ${pg.escapeIdentifier(name)}`);
}

const drop = (admin: pg.Client, name: string) => admin.query(`drop database if exists ${pg.escapeIdentifier(name)} with (force)`);

async function withAdmin<T>(connectionString: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
