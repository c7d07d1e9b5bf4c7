import { randomBytes } from 'node:crypto';
import { beforeEach } from '@jest/globals';
import express, { type Express } from 'express';
import request, { type Test } from 'supertest';
import { z } from 'zod';
import type { Db } from '../../server/db/index.ts';
import type { ErpDefinition } from '../../server/erp/shared/contract.ts';
import { cardRoutes } from '../../server/http/cards/index.ts';
import { answerFailures } from '../../server/http/failures.ts';
import { settingsRoutes } from '../../server/http/settings/index.ts';
import { signedByHubSpot } from '../../server/http/signature.ts';
import { findPortal } from '../../server/portals/portals.ts';
import { createSecrets } from '../../server/portals/secrets.ts';
import type { VatAnswer } from '../../server/portals/vies/check-vat.ts';
import { createConnectors } from '../../server/sync/shared/connectors.ts';
import { loadSyncPortal } from '../../server/sync/shared/deps.ts';
import type { JobData } from '../../server/sync/shared/job-data.ts';
import { defineJobs } from '../../server/sync/jobs.ts';
import { PUSHED_PROPERTIES } from '../../server/records/catalogue/index.ts';
import { useTestDatabase } from './database.ts';
import { MemoryErp, memoryDefinition } from './erp.ts';
import { aCustomer, anInvoice } from './erp-records.ts';
import { MemoryHubSpot } from './hubspot.ts';
import { createTestJobs, type TestJobs } from './jobs.ts';
import { recordingLog, type RecordingLog } from './log.ts';
import { CLIENT_SECRET, PUBLIC_URL, signed } from './signed.ts';
import { OBJECT_TYPES } from '../../server/shared/object-types.ts';

const ADMIN = { userId: 5, userEmail: 'admin@acme.test' };
export const REP = { userId: 6, userEmail: 'rep@acme.test' };
export const SETTINGS = { url: 'https://erp.example', key: 'top-secret-key' };

const database = useTestDatabase();
let app: Express;
/** What a test looks at and changes; made anew before each. */
export let now: Date;
export let erp: MemoryErp;
export let hubspot: MemoryHubSpot;
export let log: RecordingLog;
export let company: string;
export let settle: (minutes?: number) => Promise<void>;
/** What VIES says of which number; of any other nobody can say anything. */
export const vatAnswers = new Map<string | null, VatAnswer>();
export let enqueue: TestJobs<JobData>['enqueue'];

/** The settings of portal 7 over real parts, with an ERP that has one customer and one invoice, and HubSpot with its company. */
export function useSettingsApp(makeErp = (): MemoryErp => new MemoryErp()): () => Db {
  beforeEach(() => start(makeErp()));
  return database;
}

async function start(its: MemoryErp): Promise<void> {
  now = new Date('2026-11-23T15:00:00Z');
  vatAnswers.clear();
  const db = database();
  const clock = (): Date => now;
  erp = its;
  hubspot = new MemoryHubSpot();
  log = recordingLog();
  const definition: ErpDefinition<unknown> = {
    ...memoryDefinition(erp),
    settings: z.object({ url: z.url(), key: z.string().min(1), companies: z.array(z.string()) }),
    publicSettings: (settings) => ({ url: (settings as { url: string }).url }),
  };
  const registry = new Map([['memory', definition]]);
  const secrets = createSecrets([{ id: 'a', key: randomBytes(32) }]);
  const io = { fetch, now: clock };
  const jobs = createTestJobs<JobData>(db, clock);
  enqueue = jobs.enqueue;
  const shared = {
    ...{ db, log, now: clock, enqueue: jobs.enqueue, registry, secrets, io, publicUrl: PUBLIC_URL },
    hashEmail: (email: string) => email,
    checkVat: async (taxId: string | null) => vatAnswers.get(taxId) ?? 'unknown',
    openHubSpot: () => Promise.resolve(hubspot),
    connectors: createConnectors({ db, secrets, registry, io, now: clock }),
  };
  const loadPortal = (portalId: Parameters<typeof loadSyncPortal>[1]) => loadSyncPortal(db, portalId);
  const definitions = defineJobs({
    ...shared,
    enqueueFound: jobs.enqueueFound,
    askWhetherInstalled: async () => undefined,
    findPortal,
    loadPortal,
    graceDays: 30,
    jobConcurrency: 2,
  });
  settle = async (minutes = 0) => {
    now = new Date(now.getTime() + minutes * 60_000);
    await jobs.settle(definitions);
  };
  app = express();
  const isSigned = signedByHubSpot({ clientSecret: CLIENT_SECRET, publicUrl: PUBLIC_URL, now: clock, log });
  app.use('/settings', isSigned, settingsRoutes(shared));
  app.use('/cards', isSigned, cardRoutes(shared));
  app.use(answerFailures(log));

  await db('portals').insert({ portalId: 7, installedBy: 5, installedAt: new Date('2026-11-01T00:00:00Z'), companyCurrency: 'EUR' });
  await db('hubspotProperties').insert(
    OBJECT_TYPES.flatMap((objectType) => PUSHED_PROPERTIES[objectType].map((name) => ({ portalId: 7, objectType, name, state: 'ready' }))),
  );
  company = hubspot.add('companies', { name: 'Aceros', tax_id: 'ESB12345674' });
  erp.set(
    'customers',
    aCustomer({ id: '1', name: 'Aceros S.L.', taxId: 'ESB12345674', address: { ...aCustomer({ id: 'x' }).address, country: 'ES' } }),
  );
  erp.set('invoices', anInvoice({ id: 'a', customerId: '1', total: '250.00' }));
  await settle();
}

interface Ask {
  body?: object;
  as?: typeof ADMIN;
  pages?: '/settings' | '/cards';
}

export function ask(path: string, { body, as = ADMIN, pages = '/settings' }: Ask = {}): Test {
  const appended = new URLSearchParams({ userId: String(as.userId), portalId: '7', userEmail: as.userEmail, appId: '1' });
  const url = `${pages}${path}${path.includes('?') ? '&' : '?'}${appended}`;
  if (!body) return signed(request(app).get(url), 'GET', url, '', now);
  const text = JSON.stringify(body);
  return signed(request(app).post(url).set('content-type', 'application/json').send(text), 'POST', url, text, now);
}

export async function connect(): Promise<string> {
  await ask('/portal', { body: { taxIdProperty: { companies: 'tax_id', contacts: null } } }).expect(200);
  const { body } = await ask('/connections', { body: { system: 'memory', name: 'Books', settings: SETTINGS } }).expect(200);
  await settle();
  return (body as { connectionId: string }).connectionId;
}

export const onlyConnection = async () => (await ask('/overview').expect(200)).body.connections[0];
