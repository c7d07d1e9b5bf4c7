import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { stopAbandonedDatabase } from '../server/db/embedded.ts';
import { isAlive } from '../server/db/embedded-cluster.ts';
import { childEnvironment } from './support/child-environment.ts';
import { eventually } from './support/eventually.ts';
import { freePort } from './support/free-port.ts';
import { makeTemporaryFolder } from './support/temporary-folder.ts';

const ROOT = new URL('..', import.meta.url).pathname;
let dataDir = '';
let npm: ChildProcess | null = null;
let output = '';

afterEach(async () => {
  if (npm?.pid && npm.exitCode === null && npm.signalCode === null) process.kill(-npm.pid, 'SIGKILL');
  // The process that was just killed may still count as its owner.
  for (const home of homes()) for (let tries = 0; tries < 100 && !(await stopAbandonedDatabase(home)); tries++) await sleep(100);
  rmSync(dataDir, { recursive: true, force: true });
});

/** `npm start` as a terminal runs it: a process group of its own, to which Ctrl-C goes. npm sends each signal on once more. */
function npmStart(env: Record<string, string>, args: readonly string[] = []): ChildProcess {
  dataDir = makeTemporaryFolder('puente-stop-');
  output = '';
  const { HOME = '' } = process.env;
  npm = spawn('npm', ['start', '--', ...args], {
    cwd: ROOT,
    env: { ...childEnvironment(), HOME, DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  for (const stream of [npm.stdout, npm.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return npm;
}

const ctrlC = (child: ChildProcess): void => void process.kill(-child.pid!, 'SIGINT');

/** The playground has a database of its own. */
const homes = (): string[] => [dataDir, join(dataDir, 'playground')].filter(existsSync);

function databasePid(): number {
  const [folder = dataDir] = homes().flatMap((home) =>
    readdirSync(home)
      .filter((name) => /^pg\d+$/.test(name))
      .map((name) => join(home, name)),
  );
  const path = join(folder, 'postmaster.pid');
  return existsSync(path) ? Number.parseInt(readFileSync(path, 'utf8'), 10) : 0;
}

const service = (port: number): Record<string, string> => ({
  PORT: String(port),
  PUBLIC_URL: `http://localhost:${port}`,
  USE_EMBEDDED_DATABASE: 'true',
  HUBSPOT_CLIENT_ID: 'id',
  HUBSPOT_CLIENT_SECRET: 'secret',
  HUBSPOT_API_URL: 'http://127.0.0.1:1',
  ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
});

const answers = (url: string) => eventually(async () => expect(await statusOf(url)).toBe(200));
const statusOf = (url: string) =>
  fetch(url).then(
    ({ status }) => status,
    () => 0,
  );

const textOf = (url: string) =>
  fetch(url).then(
    (answer) => answer.text(),
    () => '',
  );

/** Everything has ended, and PostgreSQL with it. */
async function endsWithItsDatabase(child: ChildProcess, database: number): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(database).toBeGreaterThan(0);
  // Beside other tests PostgreSQL takes its time to write what it holds.
  await eventually(async () => expect(isAlive(database)).toBe(false));
  expect(databasePid()).toBe(0);
}

describe('Ctrl-C at npm start', () => {
  it('ends the service and its PostgreSQL, although npm sends the signal on a second time', async () => {
    const port = await freePort();
    const child = npmStart(service(port));
    await answers(`http://127.0.0.1:${port}/ready`);
    const database = databasePid();
    ctrlC(child);
    await endsWithItsDatabase(child, database);
    expect(output).toContain('service stopped');
  });

  it('ends both although it comes while they start', async () => {
    const child = npmStart(service(await freePort()));
    await eventually(async () => expect(databasePid()).toBeGreaterThan(0));
    const database = databasePid();
    ctrlC(child);
    await endsWithItsDatabase(child, database);
  });

  it('ends the playground and its PostgreSQL, however often it is pressed', async () => {
    const port = await freePort();
    const child = npmStart({ PORT: String(port) }, ['--customers', '20', '--invoices', '50']);
    await eventually(async () => expect(await textOf(`http://127.0.0.1:${port}/api/state`)).toContain('"step":"ready"'), 300_000);
    const database = databasePid();
    for (let times = 0; times < 5; times++) {
      ctrlC(child);
      await sleep(100);
      if (child.exitCode !== null || child.signalCode !== null) break;
    }
    await endsWithItsDatabase(child, database);
  }, 420_000);

  it('ends a service that waits for a database that is away', async () => {
    const { USE_EMBEDDED_DATABASE: _, ...own } = service(await freePort());
    const child = npmStart({ ...own, DATABASE_URL: `postgres://puente:x@127.0.0.1:${await freePort()}/puente` });
    await eventually(() => expect(output).toContain('cannot be reached'));
    const startedAt = Date.now();
    ctrlC(child);
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    expect(Date.now() - startedAt).toBeLessThan(30_000);
  });
});
