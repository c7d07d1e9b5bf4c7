import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startEmbeddedDatabase, stopAbandonedDatabase } from '../../server/db/embedded.ts';
import { eventually } from '../support/eventually.ts';
import { makeTemporaryFolder } from '../support/temporary-folder.ts';

const CHILD = fileURLToPath(new URL('../support/embedded-child.ts', import.meta.url));
let dataDir = '';
let children: ChildProcess[] = [];

beforeEach(() => {
  dataDir = makeTemporaryFolder('puente-embedded-');
});
afterEach(async () => {
  await Promise.all(children.map(kill));
  children = [];
  await stopAbandonedDatabase(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
});

interface Service {
  child: ChildProcess;
  url: string;
}

async function start(): Promise<Service> {
  // A process group of its own, as a terminal gives it.
  const child = spawn(process.execPath, [CHILD, relative('.', dataDir)], { stdio: ['pipe', 'pipe', 'inherit'], detached: true });
  children.push(child);
  const [url] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, url };
}

async function stop({ child }: Service): Promise<void> {
  child.stdin!.end();
  await once(child, 'exit');
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

const isRunning = (url: string): Promise<boolean> =>
  query(url, 'select 1').then(
    () => true,
    () => false,
  );
const cluster = (): string =>
  realpathSync(
    join(
      dataDir,
      readdirSync(dataDir).find((name) => /^pg\d+$/.test(name))!,
    ),
  );
const serverPid = (): number => Number.parseInt(readFileSync(join(cluster(), 'postmaster.pid'), 'utf8'), 10);

describe('the embedded database', () => {
  it('keeps its data over a restart, in a folder that names its major version, and stops with the service', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    await stop(first);
    expect(await isRunning(first.url)).toBe(false);
    expect(readdirSync(dataDir)).toEqual(['pg18']);
    const second = await start();
    expect(await query(second.url, 'select answer from kept')).toEqual([42]);
  });

  it('outlives a killed service; the next one joins it and becomes its owner', async () => {
    const first = await start();
    await kill(first.child);
    expect(await isRunning(first.url)).toBe(true);
    const second = await start();
    expect(second.url).toBe(first.url);
    await stop(second);
    expect(await isRunning(first.url)).toBe(false);
  });

  it('recovers by itself after the server was killed', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    process.kill(serverPid(), 'SIGKILL');
    await kill(first.child);
    const second = await start();
    expect(await query(second.url, 'select answer from kept')).toEqual([42]);
  });

  it('is shared by a second process, which leaves it alone when it stops', async () => {
    const [owner, guest] = [await start(), await start()];
    expect(guest.url).toBe(owner.url);
    await stop(guest);
    expect(await isRunning(owner.url)).toBe(true);
    await stop(owner);
    await eventually(async () => expect(await isRunning(owner.url)).toBe(false));
  });

  it('stops although Ctrl-C is pressed all the while', async () => {
    const { child, url } = await start();
    const pressing = setInterval(() => child.exitCode === null && process.kill(-child.pid!, 'SIGINT'), 1);
    await stop({ child, url });
    clearInterval(pressing);
    expect(await isRunning(url)).toBe(false);
  });

  it('is made once when two processes start at the same time', async () => {
    const [one, other] = await Promise.all([start(), start()]);
    expect(one.url).toBe(other.url);
    expect(readdirSync(dataDir)).toEqual(['pg18']);
  });

  it('is not fooled by the pid file of a crashed container whose number another program has now', async () => {
    const first = await start();
    const pidFile = join(cluster(), 'postmaster.pid');
    const left = readFileSync(pidFile, 'utf8');
    await stop(first);
    writeFileSync(pidFile, left.replace(/^\d+/, String(process.pid)));
    const second = await start();
    expect(await isRunning(second.url)).toBe(true);
  });

  it('refuses the folder of another major version and says what to do', async () => {
    mkdirSync(join(dataDir, 'pg17'));
    await expect(startEmbeddedDatabase({ dataDir })).rejects.toThrow(/pg17 was made by another PostgreSQL.*dump and restore/);
    expect(existsSync(join(dataDir, 'pg18'))).toBe(false);
  });
});
