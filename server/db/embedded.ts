import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import type { Binaries } from './embedded-binaries.ts';
import { findBinaries, serverUser } from './embedded-binaries.ts';
import type { Cluster } from './embedded-cluster.ts';
import { isAlive, openCluster, readCluster, SUPERUSER } from './embedded-cluster.ts';

const run = promisify(execFile);

export interface EmbeddedDatabase {
  connectionString: string;
  /** Stops the server if this process is its owner; a process that joined a running server leaves it alone. */
  stop(): Promise<void>;
}

interface EmbeddedOptions {
  /** Holds the server's data in `pg<major version>`. */
  dataDir: string;
  /** Default `puente`; made if absent. */
  database?: string;
  /** Settings of the server (`fsync=off`) and options of `initdb`, for data nobody needs to keep. */
  settings?: readonly string[];
  initOptions?: readonly string[];
}

const START_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 60_000;
const MAX_LOG_BYTES = 10_000_000;

/**
 * A real PostgreSQL for one machine. It runs as a process of its own and survives a killed service; the next start joins it and becomes
 * its owner. A killed server recovers by itself when it is started again.
 */
export async function startEmbeddedDatabase(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const binaries = findBinaries();
  const cluster = await openCluster(binaries, options.dataDir, options.initOptions);
  const server = await joinOrStart(binaries, cluster, options.settings ?? []);
  const connectionString = urlOf(cluster, server.port, options.database ?? 'puente');
  try {
    await createDatabase(urlOf(cluster, server.port, 'postgres'), options.database ?? 'puente');
    writeFileSync(cluster.file('url'), connectionString, { mode: 0o600 });
  } catch (error) {
    // Nobody else knows of it yet.
    await stopIfOwner(cluster);
    throw error;
  }
  return { connectionString, stop: () => stopIfOwner(cluster) };
}

async function joinOrStart(binaries: Binaries, cluster: Cluster, settings: readonly string[]): Promise<{ port: number }> {
  const deadline = Date.now() + START_WITHIN_MS;
  for (;;) {
    const running = readPidFile(cluster);
    if (running && (await answers(cluster, running.port))) {
      if (!isAlive(ownerOf(cluster)) || ownerOf(cluster) === process.pid) takeOver(cluster);
      return running;
    }
    try {
      return await start(binaries, cluster, settings);
    } catch (cause) {
      // A server killed a moment ago still has children; another process may just be starting it.
      if (Date.now() > deadline) throw new Error(`The embedded PostgreSQL does not start. ${logTail(cluster)}`, { cause });
      await sleep(300);
    }
  }
}

async function start(binaries: Binaries, cluster: Cluster, settings: readonly string[]): Promise<{ port: number }> {
  removeForeignPidFile(cluster);
  const log = cluster.file('log');
  if (existsSync(log) && statSync(log).size > MAX_LOG_BYTES) rmSync(log);
  const port = await freePort();
  const local = ['listen_addresses=127.0.0.1', `unix_socket_directories=''`];
  const serverOptions = [`-p ${port}`, ...[...local, ...settings].map((setting) => `-c ${setting}`)].join(' ');
  await run(binaries.pgCtl, ['start', '-w', '-s', '-D', cluster.folder, '-l', log, '-o', serverOptions], { ...serverUser, cwd: '/' });
  takeOver(cluster);
  return { port };
}

/** Stops the server of a data folder whose owner is gone, for folders that are thrown away. Returns whether nobody uses the folder now. */
export async function stopAbandonedDatabase(dataDir: string): Promise<boolean> {
  const binaries = findBinaries();
  const cluster = readCluster(binaries, dataDir);
  if (cluster === null) return true;
  if (isAlive(ownerOf(cluster))) return false;
  await stop(cluster);
  return true;
}

async function stopIfOwner(cluster: Cluster): Promise<void> {
  if (ownerOf(cluster) !== process.pid) return;
  rmSync(cluster.file('owner'), { force: true });
  await stop(cluster);
}

/**
 * PostgreSQL's "fast shutdown", told by ourselves: a program that tells it (`pg_ctl`) would be in our process group, and a Ctrl-C that is
 * pressed again would end it, perhaps before it has told the server anything.
 */
async function stop(cluster: Cluster): Promise<void> {
  removeForeignPidFile(cluster);
  const pid = serverPid(cluster);
  if (!isAlive(pid)) return;
  process.kill(pid, 'SIGINT');
  const deadline = Date.now() + STOP_WITHIN_MS;
  // Its file goes last. A process that nobody waits for may be listed longer, a killed one leaves the file.
  while (serverPid(cluster) === pid && isAlive(pid)) {
    if (Date.now() > deadline) throw new Error(`The embedded PostgreSQL does not stop. ${logTail(cluster)}`);
    await sleep(20);
  }
}

const takeOver = (cluster: Cluster): void => writeFileSync(cluster.file('owner'), String(process.pid));
const ownerOf = (cluster: Cluster): number => (existsSync(cluster.file('owner')) ? Number(readFileSync(cluster.file('owner'), 'utf8')) : 0);

/** postmaster.pid: line 1 the process, line 4 the port, line 8 `ready`. */
function readPidFile(cluster: Cluster): { pid: number; port: number } | null {
  const path = `${cluster.folder}/postmaster.pid`;
  if (!existsSync(path)) return null;
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines[7]?.trim() === 'ready' ? { pid: Number(lines[0]), port: Number(lines[3]) } : null;
}

/** 0: there is no such file; the server may remove it at any moment. */
function serverPid(cluster: Cluster): number {
  try {
    return Number.parseInt(readFileSync(`${cluster.folder}/postmaster.pid`, 'utf8'), 10);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

/** After a container's crash the old number may belong to another program, which PostgreSQL would take for a running server. */
function removeForeignPidFile(cluster: Cluster): void {
  const name = `/proc/${serverPid(cluster)}/comm`;
  if (existsSync(name) && readFileSync(name, 'utf8').trim() !== 'postgres') rmSync(`${cluster.folder}/postmaster.pid`, { force: true });
}

/** Another program may listen on that port by now: ask for the password and the data folder. */
async function answers(cluster: Cluster, port: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(cluster, port, 'postgres'), connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined); // a server that stops meanwhile
  try {
    await client.connect();
    const { rows } = await client.query<{ folder: string }>(`select current_setting('data_directory') as folder`);
    return rows[0]?.folder === cluster.folder;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function createDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`create database ${pg.escapeIdentifier(name)}`);
  } catch (error) {
    if (!EXISTS_ALREADY.includes((error as { code?: string }).code ?? '')) throw error;
  } finally {
    await client.end();
  }
}
/** duplicate_database, and what it is called when another process creates it this very moment. */
const EXISTS_ALREADY = ['42P04', '23505'];

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

const urlOf = (cluster: Cluster, port: number, database: string): string =>
  `postgres://${SUPERUSER}:${cluster.password}@127.0.0.1:${port}/${database}`;

const logTail = (cluster: Cluster): string =>
  existsSync(cluster.file('log')) ? `Its log ends:\n${readFileSync(cluster.file('log'), 'utf8').split('\n').slice(-8).join('\n')}` : '';
