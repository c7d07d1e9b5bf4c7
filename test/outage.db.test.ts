import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { isDatabaseAway } from '../server/db/outage.ts';
import { TransientError } from '../server/shared/errors.ts';
import { databaseUrl, useTestDatabase } from './support/database.ts';
import { eventually } from './support/eventually.ts';
import { freePort } from './support/free-port.ts';
import { startServiceProcess } from './support/service-process.ts';

useTestDatabase();
let way: Server | null = null;
const sockets = new Set<Socket>();
afterEach(() => close());

/** The way to the database, which can be closed as a failing network or server closes it. */
async function open(port: number): Promise<void> {
  const { hostname, port: target } = new URL(databaseUrl());
  way = createServer((from) => {
    const to = connect(Number(target), hostname);
    for (const [socket, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy()).on('close', () => other.destroy());
      socket.pipe(other);
    }
  });
  await new Promise<void>((resolve) => way!.listen(port, '127.0.0.1', resolve));
}
function close(): void {
  way?.close();
  for (const socket of sockets) socket.destroy();
  sockets.clear();
}

/** Resolves when somebody came, and went away again. */
async function refuseOnce(port: number): Promise<void> {
  const closed = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => closed.listen(port, '127.0.0.1', resolve));
  await once(closed, 'connection');
  await new Promise((resolve) => closed.close(resolve));
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a database that is away', () => {
  it('is one line when it goes and one when it is back, at the start and later, whatever is asked meanwhile', async () => {
    const [port, wayPort] = [await freePort(), await freePort()];
    const address = new URL(databaseUrl());
    address.host = `127.0.0.1:${wayPort}`;
    const opening = refuseOnce(wayPort).then(() => open(wayPort));
    const service = await startServiceProcess({
      PORT: String(port),
      PUBLIC_URL: `http://localhost:${port}`,
      DATABASE_URL: address.href,
      HUBSPOT_CLIENT_ID: 'id',
      HUBSPOT_CLIENT_SECRET: 'secret',
      HUBSPOT_API_URL: 'http://127.0.0.1:1',
      ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    });
    await opening;
    const told = () =>
      service
        .output()
        .split('\n')
        .filter(Boolean)
        .map((line) => (line.startsWith('{') ? (JSON.parse(line) as { msg: string }).msg : line));
    const [away, back] = ['the database cannot be reached; everything goes on when it is back', 'the database answers again'];
    expect(told().slice(0, 2)).toEqual([away, back]);
    const before = told().length;

    close();
    for (let second = 0; second < 7; second++) {
      expect((await fetch(`http://127.0.0.1:${port}/oauth/install`, { redirect: 'manual' })).status).toBe(503);
      expect((await fetch(`http://127.0.0.1:${port}/erp-hints/x`, { method: 'POST' })).status).toBe(503);
      await sleep(1_000);
    }
    await open(wayPort);
    await eventually(async () => expect((await fetch(`http://127.0.0.1:${port}/ready`)).status).toBe(200));
    await eventually(() => expect(told().slice(before)).toContain(back));
    await sleep(3_000);
    expect(told().slice(before)).toEqual([away, back]);
    expect(await service.stop()).toBe(0);
  });

  it('is told from refused credentials, from a remote side that is away, and from a bug', () => {
    const withCode = (code: string) => Object.assign(new Error('x'), { code });
    for (const code of ['ECONNREFUSED', '57P01', '57P03', '08006', 'ENOTFOUND']) expect(isDatabaseAway(withCode(code))).toBe(true);
    for (const error of [withCode('28P01'), withCode('3D000'), withCode('23503'), new Error('x'), 'ECONNREFUSED', null])
      expect(isDatabaseAway(error)).toBe(false);
    const remote = new TransientError('x', { code: 'outbound.connection_refused', cause: withCode('ECONNREFUSED') });
    expect(isDatabaseAway(remote)).toBe(false);
  });
});
