import { beforeEach } from '@jest/globals';
import express, { type Express } from 'express';
import request from 'supertest';
import type { Db } from '../../server/db/index.ts';
import type { HubSpotClient } from '../../server/hubspot/contract.ts';
import { sign } from '../../server/hubspot/signature.ts';
import { cardRoutes } from '../../server/http/cards/index.ts';
import { answerFailures } from '../../server/http/failures.ts';
import { signedByHubSpot } from '../../server/http/signature.ts';
import { useTestDatabase } from './database.ts';
import { recordingLog } from './log.ts';
import { aConnection, type ConnectionRow } from './portal-rows.ts';

const database = useTestDatabase();
const SECRET = 'client-secret';
const PUBLIC_URL = 'https://puente.example';
export const NOW = new Date('2026-11-23T15:00:00Z');
export const enqueued: string[] = [];
/** The application and the connection of portal 7, made anew before each test. */
export let app: Express;
export let mine: ConnectionRow;

/** HubSpot as the cards ask it; a test puts other answers in. */
export const hubspot: Partial<HubSpotClient> = {
  associatedIds: (_from, ids) => Promise.resolve(new Map(ids.map((id) => [id, ['900' as never]]))),
  batchRead: () => Promise.resolve(new Map()),
  listOwners: () => Promise.resolve([]),
  listUsers: () => Promise.resolve([{ userId: 5, email: 'rep@acme.test', teams: [{ id: 31, name: 'Sales' }] }]),
};

/** The cards of portal 7: one customer, linked to company 900, with one invoice. */
export function useCardsApp(): () => Db {
  beforeEach(start);
  return database;
}

async function start(): Promise<void> {
  enqueued.length = 0;
  const db = database();
  const log = recordingLog();
  const now = (): Date => NOW;
  const deps = {
    db,
    now,
    enqueue: (_trx: unknown, name: string) => Promise.resolve(void enqueued.push(name)),
    openHubSpot: () => Promise.resolve(hubspot as HubSpotClient),
    hashEmail: (email: string) => email,
    checkVat: () => Promise.resolve('unknown' as const),
    connectors: {
      openConnector: () => Promise.reject(new Error('a card asks no ERP')),
      closeConnector: () => Promise.resolve(),
      closeAll: () => Promise.resolve(),
      capabilitiesOf: () => Promise.resolve({ linkTo: (stream: string, id: string) => `https://erp.example/${stream}/${id}` }),
    },
  };
  app = express();
  app.use('/cards', signedByHubSpot({ clientSecret: SECRET, publicUrl: PUBLIC_URL, now, log }), cardRoutes(deps));
  app.use(answerFailures(log));
  mine = await aConnection(db, { portalId: 7 });
  await db('erpStreams').insert(
    ['customers', 'invoices', 'payments'].map((stream) => ({ ...mine, stream, firstCompletedAt: NOW, completedAt: NOW })),
  );
  await storeCustomer('1', 'Aceros del Norte');
  await storeInvoice('a', '1');
}

const kept = { mark: 'm', hash: 'h', generation: 1 };

export async function storeCustomer(erpId: string, name: string, scope = mine, recordId = '900'): Promise<void> {
  const flags = { isBillingContact: false, active: true, blocked: false };
  await database()('erpCustomers').insert({ ...scope, ...kept, ...flags, erpId, kind: 'organisation', organisationId: erpId, name });
  await database()('links').insert({ ...scope, objectType: 'companies', customerId: erpId, recordId, state: 'active', rule: 'tax_id' });
}

async function storeInvoice(erpId: string, organisationId: string, scope = mine): Promise<void> {
  const amounts = {
    currency: 'MXN',
    total: '116',
    open: '16',
    untaxed: '100',
    tax: '16',
    baseCurrency: 'MXN',
    baseTotal: '116',
    baseOpen: '16',
  };
  const dates = { issuedOn: '2026-10-01', dueOn: '2026-11-22' };
  const invoice = { erpId, type: 'invoice', status: 'partially_paid', number: `INV/${erpId}`, customerId: organisationId, organisationId };
  await database()('erpInvoices').insert({ ...scope, ...kept, ...amounts, ...dates, ...invoice });
}

interface Ask {
  portalId?: number;
  userId?: number;
  email?: string;
  at?: Date;
  body?: object;
  /** What somebody changes on the way, after the signature was made. */
  tamper?: (url: string) => string;
}

export function ask(path: string, { portalId = 7, userId = 5, email = 'rep@acme.test', at = NOW, body, tamper = (url) => url }: Ask = {}) {
  const url = `${path}${path.includes('?') ? '&' : '?'}userId=${userId}&portalId=${portalId}&userEmail=${encodeURIComponent(email)}&appId=1`;
  const method = body ? 'POST' : 'GET';
  const rawBody = Buffer.from(body ? JSON.stringify(body) : '');
  const timestamp = String(at.getTime());
  const signature = sign({ method, uri: PUBLIC_URL + url, rawBody, timestamp }, SECRET);
  const call = body
    ? request(app).post(tamper(url)).set('content-type', 'application/json').send(rawBody.toString())
    : request(app).get(tamper(url));
  return call.set('x-hubspot-signature-v3', signature).set('x-hubspot-request-timestamp', timestamp);
}

export const COMPANY = 'objectTypeId=0-2&objectId=900';
export const company = { objectTypeId: '0-2', objectId: '900' };
