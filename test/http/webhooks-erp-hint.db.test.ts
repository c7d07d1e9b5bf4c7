import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import type { HintSupport } from '../../server/erp/shared/contract.ts';
import { answerFailures } from '../../server/http/failures.ts';
import { erpHints } from '../../server/http/webhooks/erp-hint.ts';
import { createThrottle } from '../../server/http/throttle.ts';
import { erpRecordId, type ConnectionId } from '../../server/shared/ids.ts';
import { useTestDatabase } from '../support/database.ts';
import { recordingLog } from '../support/log.ts';
import { aConnection } from '../support/portal-rows.ts';

const TOKEN = 'hint-token';
const db = useTestDatabase();

const hints: HintSupport = {
  install: () => Promise.reject(new Error('nobody asked for it')),
  renew: () => Promise.reject(new Error('nobody asked for it')),
  remove: () => Promise.reject(new Error('nobody asked for it')),
  parse(body) {
    const ids = (body as { ids?: number[] } | undefined)?.ids ?? [];
    return ids.map((id) => ({ stream: 'invoices', id: erpRecordId(id) }));
  },
};

async function aHintedConnection() {
  const connection = await aConnection(db());
  await db()('erpConnections')
    .where({ id: connection.connectionId })
    .update({ hintTokenHash: createHash('sha256').update(TOKEN).digest('hex') });
  let now = new Date('2026-11-23T10:00:00Z');
  const enqueued: unknown[] = [];
  const asked: unknown[] = [];
  const log = recordingLog();
  const app = express();
  app.post(
    '/erp-hints/:token',
    ...erpHints({
      db: db(),
      enqueue: async (_trx, name, data, options) => void enqueued.push([name, data, options]),
      now: () => now,
      log,
      connectors: {
        capabilitiesOf: async (scope) => {
          asked.push(scope);
          return { hints };
        },
      },
    }),
  );
  app.use(answerFailures(log));
  const send = (body: object, token = TOKEN) => request(app).post(`/erp-hints/${token}`).send(body);
  return { ...connection, app, send, enqueued, asked, log, passTime: (ms: number) => (now = new Date(now.getTime() + ms)) };
}

const dueHints = async (id: ConnectionId) =>
  (
    await db()('erpHints').where({ connectionId: id }).orderBy(['erpId', 'pass']).select<{ erpId: string; pass: number; dueAt: Date }[]>()
  ).map(({ erpId, pass, dueAt }) => [erpId, pass, dueAt.toISOString().slice(17, 23)]);

describe('a hint of an ERP', () => {
  it('makes its records due after one second and again after ten', async () => {
    const { portalId, connectionId, send, enqueued, asked } = await aHintedConnection();
    expect((await send({ ids: [5, 5] })).status).toBe(200);
    expect(await dueHints(connectionId)).toEqual([
      ['5', 1, '01.000'],
      ['5', 2, '10.000'],
    ]);
    expect(enqueued).toEqual([['hint', { portalId, connectionId }, { afterMs: 1_000 }]]);
    expect(asked).toEqual([{ portalId, connectionId }]);
  });

  it('that comes again postpones the second look, never the first', async () => {
    const { connectionId, send, passTime } = await aHintedConnection();
    await send({ ids: [5] });
    passTime(700);
    await send({ ids: [5] });
    expect(await dueHints(connectionId)).toEqual([
      ['5', 1, '01.000'],
      ['5', 2, '10.700'],
    ]);
  });

  it('with an unknown token is 404 and never logs the token', async () => {
    const { connectionId, send, log } = await aHintedConnection();
    expect((await send({ ids: [5] }, 'guessed')).status).toBe(404);
    expect(await dueHints(connectionId)).toEqual([]);
    expect(JSON.stringify(log.lines)).not.toContain('guessed');
  });

  it.each(['disconnected', 'uninstalled'])('of something %s is 404', async (what) => {
    const { portalId, send } = await aHintedConnection();
    if (what === 'disconnected') await db()('erpConnections').where({ portalId }).update({ status: what });
    else await db()('portals').where({ portalId }).update({ status: what });
    expect((await send({ ids: [5] })).status).toBe(404);
  });

  it('that names nothing we read is answered, and nothing is enqueued', async () => {
    const { app, send, enqueued } = await aHintedConnection();
    expect((await send({ other: true })).status).toBe(200);
    expect((await request(app).post(`/erp-hints/${TOKEN}`)).status).toBe(200);
    expect(enqueued).toEqual([]);
  });

  it('is refused above 256 KB or when it is not JSON', async () => {
    const { app, send } = await aHintedConnection();
    expect((await send({ text: 'x'.repeat(300_000) })).status).toBe(413);
    expect((await request(app).post(`/erp-hints/${TOKEN}`).set('content-type', 'text/plain').send('<xml/>')).status).toBe(400);
  });
});

describe('too many hints', () => {
  it('are turned away per token until time has passed', () => {
    let now = new Date('2026-11-23T10:00:00Z');
    const throttle = createThrottle({ perSecond: 2, burst: 3, now: () => now });
    expect([1, 2, 3, 4].map(() => throttle('a'))).toEqual([true, true, true, false]);
    expect(throttle('b')).toBe(true);
    now = new Date(now.getTime() + 1_000);
    expect([1, 2, 3].map(() => throttle('a'))).toEqual([true, true, false]);
  });
});
