import { afterAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { createDb } from '../../../server/db/index.ts';
import { health } from '../../../server/http/operation/health.ts';
import { metricsPage } from '../../../server/http/operation/metrics.ts';
import { ready } from '../../../server/http/operation/ready.ts';
import { createMetrics } from '../../../server/metrics/metrics.ts';
import { databaseUrl, useTestDatabase } from '../../support/database.ts';
import { recordingLog } from '../../support/log.ts';

const db = useTestDatabase();
const now = new Date('2026-11-23T12:00:00Z');
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000);
const nowhere = createDb('postgres://nobody@127.0.0.1:1/nothing');
afterAll(() => nowhere.destroy());

function service(database = db(), token: string | null = null, isStopping = false) {
  const metrics = createMetrics({ db: database, log: recordingLog(), now: () => now });
  const app = express();
  app.get('/health', health());
  app.get('/ready', ready({ db: database, isStopping: () => isStopping }));
  app.get('/metrics', metricsPage({ metrics, token }));
  return { app, metrics };
}

async function aPortalThatIs(status: 'paused' | 'uninstalled', portalId: number): Promise<void> {
  await db()('portals').insert({ portalId, status });
  await db()('targets').insert({ portalId, objectType: 'deals', recordId: '1', priority: 1, dueAt: ago(86_400) });
  await db()('problems').insert({ portalId, code: `portal.${status}`, subjectKind: 'portal', subject: String(portalId) });
}

async function aPortalWithWork(): Promise<void> {
  const connectionId = '00000000-0000-4000-8000-000000000001';
  await db()('portals').insert({ portalId: 7 });
  await db()('erpConnections').insert({
    portalId: 7,
    id: connectionId,
    system: 'example',
    name: 'Example',
    settings: '',
    identity: '{}',
    identityKey: 'example:1',
  });
  await db()('erpStreams').insert({ portalId: 7, connectionId, stream: 'invoices', completedAt: ago(90) });
  await db()('targets').insert([
    { portalId: 7, objectType: 'deals', recordId: '1', priority: 1, dueAt: ago(30) },
    { portalId: 7, objectType: 'deals', recordId: '2', priority: 1, dueAt: ago(10) },
    { portalId: 7, objectType: 'deals', recordId: '3', priority: 1, dueAt: ago(99), pushedRevision: 1 },
    { portalId: 7, objectType: 'deals', recordId: '4', priority: 1, dueAt: ago(99), refusedRevision: 1 },
  ]);
  await db()('problems').insert({ portalId: 7, code: 'push.refused', subjectKind: 'deals', subject: '4' });
}

describe('operation', () => {
  it('says that the process lives, even without a database', async () => {
    await request(service(nowhere).app).get('/health').expect(200, { status: 'ok' });
  });

  it('is ready with a database, and not without one or while stopping', async () => {
    await request(service().app).get('/ready').expect(200, { status: 'ok' });
    await request(service(nowhere).app).get('/ready').expect(503, { status: 'database unreachable' });
    await request(service(db(), null, true).app)
      .get('/ready')
      .expect(503, { status: 'stopping' });
  });

  it('is not ready while all connections are taken, and says so before the probe gives up', async () => {
    const crowded = createDb(databaseUrl(), { max: 1 });
    const release = await new Promise<() => void>((begun) => {
      void crowded.transaction(async (trx) => {
        await trx.raw('select 1');
        await new Promise<void>((end) => begun(end));
      });
    });
    const startedAt = Date.now();
    await request(service(crowded).app).get('/ready').expect(503, { status: 'database unreachable' });
    expect(Date.now() - startedAt).toBeLessThan(9_000);
    release();
    await crowded.destroy();
  });

  it('shows what waits, how old it is, calls, refusals and jobs', async () => {
    await aPortalWithWork();
    const { app, metrics } = service();
    metrics.countCall('hubspot', '200');
    metrics.countCall('hubspot', '429');
    metrics.observeJob('push', 'done', 700);
    const { text } = await request(app).get('/metrics').expect(200);
    expect(text).toContain('puente_stream_freshness_seconds{stream="invoices",stat="max"} 90');
    expect(text).toContain('puente_targets_due{priority="1"} 2');
    expect(text).toContain('puente_targets_oldest_due_seconds{priority="1"} 30');
    expect(text).toContain('puente_problems_open{code="push.refused"} 1');
    expect(text).toContain('puente_connections{status="active"} 1');
    expect(text).toContain('puente_remote_calls_total{remote="hubspot",outcome="429"} 1');
    expect(text).toContain('puente_remote_refusals_total{remote="hubspot"} 1');
    expect(text).toContain('puente_job_duration_seconds_bucket{le="1",job="push",outcome="done"} 1');
    expect(text).toContain('puente_database_up 1');
    expect(text).not.toMatch(/portal/i);
  });

  it('does not call late what waits for an administrator to install again, nor open what belongs to those who left', async () => {
    await aPortalWithWork();
    await aPortalThatIs('paused', 8);
    await aPortalThatIs('uninstalled', 9);
    const { text } = await request(service().app).get('/metrics').expect(200);
    expect(text).toContain('puente_targets_due{priority="1"} 2');
    expect(text).toContain('puente_targets_oldest_due_seconds{priority="1"} 30');
    expect(text).toContain('puente_problems_open{code="portal.paused"} 1');
    expect(text).not.toContain('portal.uninstalled');
  });

  it('keeps the figures of the process when the database is away', async () => {
    const { text } = await request(service(nowhere).app).get('/metrics').expect(200);
    expect(text).toContain('puente_database_up 0');
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('answers only this machine when there is no token', async () => {
    const { app } = service();
    await request(app).get('/metrics').expect(200);
    await request(app).get('/metrics').set('x-forwarded-for', '127.0.0.1').expect(401);
    // A proxy on this machine, as several of them show themselves.
    for (const header of ['x-forwarded-proto', 'x-forwarded-host', 'forwarded', 'via', 'x-real-ip', 'cf-connecting-ip'])
      await request(app).get('/metrics').set(header, '127.0.0.1').expect(401);
    await request(app).get('/metrics').set('host', 'puente.example.com').expect(401);
    await request(app).get('/metrics').set('host', 'localhost:3000').expect(200);
  });

  it('asks for the token when there is one', async () => {
    const { app } = service(db(), 'let-me-in');
    await request(app).get('/metrics').expect(401);
    await request(app).get('/metrics').set('authorization', 'Bearer guess').expect(401);
    await request(app).get('/metrics').set('authorization', 'Bearer let-me-in').expect(200);
  });
});
