import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { createJobs } from '../server/jobs/index.ts';
import { databaseUrl, useTestDatabase } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { freePort } from './support/free-port.ts';
import { recordingLog } from './support/log.ts';
import { startServiceProcess } from './support/service-process.ts';

const db = useTestDatabase();
const MAIN = new URL('../server/main.ts', import.meta.url).pathname;

const environment = (port: number): Record<string, string> => ({
  PORT: String(port),
  PUBLIC_URL: `http://localhost:${port}`,
  DATABASE_URL: databaseUrl(),
  HUBSPOT_CLIENT_ID: 'id',
  HUBSPOT_CLIENT_SECRET: 'secret',
  HUBSPOT_API_URL: 'http://127.0.0.1:1',
  ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
});

describe('the service', () => {
  it('stops soon, even while somebody takes his time with a request', async () => {
    const port = await freePort();
    const service = await startServiceProcess(environment(port));
    const slow = connect(port, '127.0.0.1');
    slow.on('error', () => undefined);
    await once(slow, 'connect');
    slow.write('POST /erp-hints/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nhalf');
    await new Promise((resolve) => setTimeout(resolve, 200));
    const startedAt = Date.now();
    expect(await service.stop()).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    slow.destroy();
  });

  it('goes on when a failure escapes its handler, and says so once for a person', async () => {
    const port = await freePort();
    // Stands for a bug anywhere: in a timer, in an event, in a promise that nobody waits for.
    const bug = `process.on('SIGUSR2', () => { setTimeout(() => { throw new Error('out of a timer') }); void Promise.reject(new Error('nobody waits')) })`;
    const withBug = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(bug)}`, ROLE: 'web' };
    const service = await startServiceProcess({ ...environment(port), ...withBug });
    process.kill(service.pid, 'SIGUSR2');
    const errors = () =>
      service
        .output()
        .split('\n')
        .filter((line) => line.includes('"level":"error"'));
    await eventually(async () => expect(errors()).toHaveLength(2));
    expect(errors().join()).toMatch(/nobody waits.*out of a timer/);
    expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(200);
    expect(await service.stop()).toBe(0);
  });

  it('starts the thread that works on jobs again when that ends by itself, and answers meanwhile', async () => {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'puente-thread-'));
    // Stands for a lack of memory, which ends only the thread: the first one ends by itself.
    const ending = `
      import { existsSync, writeFileSync } from 'node:fs';
      import { isMainThread, parentPort } from 'node:worker_threads';
      const hasEnded = ${JSON.stringify(join(folder, 'ended'))};
      if (!isMainThread && !existsSync(hasEnded)) {
        const { postMessage } = parentPort;
        parentPort.postMessage = (message) => {
          postMessage.call(parentPort, message);
          if (message.kind === 'started') setTimeout(() => { writeFileSync(hasEnded, ''); process.exit(9); }, 200);
        };
      }`;
    const service = await startServiceProcess({
      ...environment(port),
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(ending)}`,
    });
    const told = (text: string) =>
      service
        .output()
        .split('\n')
        .filter((line) => line.includes(text));
    await eventually(async () => expect(told('secrets are sealed')).toHaveLength(2));
    expect(told('"level":"error"')).toEqual([expect.stringContaining('the thread that works on jobs ended by itself; it starts again')]);
    expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(200);
    expect(await service.stop()).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('counts what the thread did, as its own', async () => {
    const port = await freePort();
    const service = await startServiceProcess(environment(port));
    const jobs = createJobs<{ provision: { portalId: number } }>({
      db: db(),
      connectionString: databaseUrl(),
      log: recordingLog(),
      now: () => new Date(),
    });
    await jobs.enqueue(db(), 'provision', { portalId: 7 });
    await jobs.stop();
    const metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    await eventually(async () => expect(await metrics()).toMatch(/puente_job_duration_seconds_count\{job="\w+"/));
    expect(await service.stop()).toBe(0);
  });

  it('ends, worker and all, when its port is taken', async () => {
    const port = await freePort();
    const first = await startServiceProcess({ ...environment(port), ROLE: 'web' });
    const second = spawn(process.execPath, [MAIN], { env: environment(port), stdio: ['ignore', 'ignore', 'pipe'] });
    let complaint = '';
    second.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    const overdue = setTimeout(() => second.kill('SIGKILL'), 120_000);
    expect(await once(second, 'close')).toEqual([1, null]);
    clearTimeout(overdue);
    expect(complaint).toContain(`Port ${port} is used by another program.`);
    await first.stop();
  });
});
