import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import express, { type Express } from 'express';
import request from 'supertest';
import type { HubSpotClient } from '../../server/hubspot/contract.ts';
import { sign } from '../../server/hubspot/signature.ts';
import { cardRoutes } from '../../server/http/cards/index.ts';
import { answerFailures } from '../../server/http/failures.ts';
import { signedByHubSpot } from '../../server/http/signature.ts';
import { useTestDatabase } from '../support/database.ts';
import { recordingLog } from '../support/log.ts';
import { aConnection, type ConnectionRow } from '../support/portal-rows.ts';

const database = useTestDatabase();
const SECRET = 'client-secret';
const PUBLIC_URL = 'https://puente.example';
const NOW = new Date('2026-11-23T15:00:00Z');
const kicked: string[] = [];
let app: Express;
let mine: ConnectionRow;

const hubspot: Partial<HubSpotClient> = {
  associatedIds: (_from, ids) => Promise.resolve(new Map(ids.map((id) => [id, ['900' as never]]))),
  batchRead: () => Promise.resolve(new Map()),
  listUsers: () => Promise.resolve([{ userId: 5, email: 'rep@acme.test', teams: [{ id: 31, name: 'Sales' }] }]),
};

beforeEach(async () => {
  kicked.length = 0;
  const db = database();
  const log = recordingLog();
  const now = (): Date => NOW;
  const deps = {
    db,
    now,
    kick: (_trx: unknown, name: string) => Promise.resolve(void kicked.push(name)),
    openHubSpot: () => Promise.resolve(hubspot as HubSpotClient),
    hashEmail: (email: string) => email,
    connectors: {
      openConnector: () => Promise.reject(new Error('a card asks no ERP')),
      closeConnector: () => Promise.resolve(),
      closeAll: () => Promise.resolve(),
      linker: () => Promise.resolve((stream: string, id: string) => `https://erp.example/${stream}/${id}`),
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
});

const kept = { mark: 'm', hash: 'h', generation: 1 };

async function storeCustomer(erpId: string, name: string, of = mine, recordId = '900'): Promise<void> {
  const flags = { isBillingContact: false, active: true, blocked: false };
  await database()('erpCustomers').insert({ ...of, ...kept, ...flags, erpId, kind: 'organisation', organisationId: erpId, name });
  await database()('links').insert({ ...of, objectType: 'companies', customerId: erpId, recordId, state: 'active', rule: 'tax_id' });
}

async function storeInvoice(erpId: string, organisationId: string, of = mine): Promise<void> {
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
  await database()('erpInvoices').insert({ ...of, ...kept, ...amounts, ...dates, ...invoice });
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

function ask(path: string, { portalId = 7, userId = 5, email = 'rep@acme.test', at = NOW, body, tamper = (url) => url }: Ask = {}) {
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

const COMPANY = 'objectTypeId=0-2&objectId=900';
const company = { objectTypeId: '0-2', objectId: '900' };

describe('who may ask', () => {
  it('answers only what HubSpot signed', async () => {
    await request(app).get(`/cards/record?${COMPANY}&portalId=7&userId=5&userEmail=rep%40acme.test`).expect(401);
    await ask(`/cards/record?${COMPANY}`, { at: new Date(NOW.getTime() - 301_000) }).expect(401);
    await ask(`/cards/record?${COMPANY}`, { tamper: (url) => url.replace('portalId=7', 'portalId=8') }).expect(401);
    await ask('/cards/refresh', { body: company, tamper: (url) => url.replace('userId=5', 'userId=1') }).expect(401);
    await ask(`/cards/record?${COMPANY}`).expect(200);
  });

  it('shows nothing of another portal, whatever ids are sent', async () => {
    const theirs = await aConnection(database(), { portalId: 8, identityKey: 'memory:db-2' });
    await ask(`/cards/invoice?${COMPANY}&connectionId=${mine.connectionId}&invoiceId=a`, { portalId: 8 }).expect(404);
    const answer = await ask(`/cards/invoices?${COMPANY}`, { portalId: 8 }).expect(200);
    expect(answer.body).toMatchObject({ invoices: [], total: 0 });
    const link = { ...company, connectionId: mine.connectionId, customerId: '1' };
    await ask('/cards/link', { portalId: 8, body: link }).expect(404);
    expect(await database()('links').where({ portalId: theirs.portalId })).toEqual([]);
    await ask(`/cards/record?${COMPANY}`, { portalId: 99 }).expect(404);
  });

  it('lets the administrator decide who sees amounts, by user and by team', async () => {
    const setRule = (amounts: object) =>
      database()('portals')
        .where({ portalId: 7 })
        .update({ settings: JSON.stringify({ amounts }) });
    await setRule({ visibleTo: 'some', userEmails: ['boss@acme.test'], teamIds: [] });
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({ state: 'not_allowed' });
    await ask(`/cards/invoices?${COMPANY}`).expect(403);
    await ask(`/cards/invoice?${COMPANY}&connectionId=${mine.connectionId}&invoiceId=a`).expect(403);
    expect((await ask(`/cards/record?${COMPANY}`, { email: 'Boss@acme.test', userId: 6 })).body).toMatchObject({ state: 'linked' });
    await setRule({ visibleTo: 'some', userEmails: [], teamIds: [31] });
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({ state: 'linked' });
  });
});

describe('the record card', () => {
  it('answers from the mirror with figures, link and freshness', async () => {
    const { body } = await ask(`/cards/record?${COMPANY}`).expect(200);
    expect(body).toMatchObject({
      state: 'linked',
      customers: [{ name: 'Aceros del Norte', url: 'https://erp.example/customers/1', rule: 'tax_id' }],
      totals: [{ currency: 'MXN', open: '16', overdue: '16', oldestOverdueDays: 1 }],
      lastInvoice: { number: 'INV/a', status: 'overdue' },
    });
    expect(body.connections[0]).toMatchObject({ asOf: NOW.toISOString(), trouble: null });
  });

  it('names on a deal the customer its invoices belong to', async () => {
    await database()('invoiceTies').insert({ ...mine, invoiceId: 'a', dealId: '500' });
    const { body } = await ask('/cards/record?objectTypeId=0-3&objectId=500').expect(200);
    expect(body.customers).toMatchObject([{ name: 'Aceros del Norte', url: 'https://erp.example/customers/1', rule: null }]);
  });

  it('says since when it looks where nothing is invoiced', async () => {
    await storeCustomer('2', 'Aceros del Sur', mine, '901');
    const { body } = await ask('/cards/record?objectTypeId=0-2&objectId=901').expect(200);
    expect(body).toMatchObject({ state: 'linked', totals: [], lastInvoice: null, since: '2026-10-01' });
  });

  it('keeps the last figures and says so while the ERP does not answer or waits for an administrator', async () => {
    await database()('erpConnections').update({ unreachableSince: NOW, lastError: JSON.stringify({ code: 'outbound.timed_out' }) });
    const slow = await ask(`/cards/record?${COMPANY}`);
    expect(slow.body).toMatchObject({
      state: 'linked',
      connections: [{ trouble: { code: 'outbound.timed_out', isAdministratorNeeded: false } }],
    });
    await database()('erpConnections').update({ status: 'paused', pausedCode: 'connection.swapped', pausedAt: NOW });
    const paused = await ask(`/cards/record?${COMPANY}`);
    expect(paused.body).toMatchObject({
      state: 'linked',
      connections: [{ trouble: { code: 'connection.swapped', isAdministratorNeeded: true } }],
    });
  });

  it('is preparing before the preview is approved, and not connected without an ERP', async () => {
    await database()('erpConnections').update({ approvedAt: null });
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({ state: 'preparing', needsApproval: true });
    await database()('erpConnections').update({ status: 'disconnected' });
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({ state: 'not_connected', isAdministrator: false });
  });

  it('offers candidates when nothing is linked', async () => {
    await database()('links').delete();
    const match = { ...mine, customerId: '1', objectType: 'companies', state: 'ambiguous' };
    await database()('customerMatches').insert({ ...match, candidates: JSON.stringify([{ recordId: '900', name: 'x', rule: 'tax_id' }]) });
    const { body } = await ask(`/cards/record?${COMPANY}`);
    expect(body).toMatchObject({ state: 'not_linked', candidates: [{ customerId: '1', reason: 'tax_id', isLinkedElsewhere: false }] });
  });
});

describe('what people do on the card', () => {
  it('remembers that a record is no customer yet until a person takes it back', async () => {
    await database()('links').delete();
    const match = { ...mine, customerId: '1', objectType: 'companies', state: 'ambiguous' };
    await database()('customerMatches').insert({ ...match, candidates: JSON.stringify([{ recordId: '900', name: 'x', rule: 'tax_id' }]) });
    await database()('portalUsers').insert({ portalId: 7, userId: 5, email: 'rep@acme.test' });
    const candidates = [{ connectionId: mine.connectionId, customerId: '1' }];
    await ask('/cards/not-yet', { body: { ...company, candidates } }).expect(200);
    await ask('/cards/not-yet', { body: { ...company, candidates } }).expect(200);
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({
      state: 'not_linked',
      candidates: [],
      notYet: { since: NOW.toISOString(), by: 'rep@acme.test' },
    });
    await ask('/cards/not-yet/undo', { body: company }).expect(200);
    expect((await ask(`/cards/record?${COMPANY}`)).body).toMatchObject({ state: 'not_linked', notYet: null });
    expect(await database()('refusedMatches')).toEqual([]);
    expect(kicked).toContain('match');
    await ask('/cards/not-yet', { body: { ...company, objectTypeId: '0-3', candidates } }).expect(400);
  });

  it('ties an invoice of the company to the deal once, and takes it off again', async () => {
    const tie = { objectTypeId: '0-3', objectId: '500', connectionId: mine.connectionId, invoiceId: 'a' };
    const candidates = await ask('/cards/deal-candidates?objectTypeId=0-3&objectId=500');
    expect(candidates.body.invoices).toMatchObject([{ id: 'a' }]);
    await ask('/cards/tie', { body: tie }).expect(200);
    await ask('/cards/tie', { body: tie }).expect(200);
    expect(await database()('invoiceTies').select('invoiceId', 'dealId', 'tiedBy')).toEqual([{ invoiceId: 'a', dealId: '500', tiedBy: 5 }]);
    expect(kicked).toContain('push');
    await ask('/cards/untie', { body: tie }).expect(200);
    expect(await database()('invoiceTies')).toEqual([]);
  });

  it('opens an invoice that the deal carries without asking HubSpot', async () => {
    await database()('invoiceTies').insert({ ...mine, invoiceId: 'a', dealId: '500' });
    const asked = jest.spyOn(hubspot as HubSpotClient, 'associatedIds');
    const address = `/cards/invoice?objectTypeId=0-3&objectId=500&connectionId=${mine.connectionId}&invoiceId=a`;
    expect((await ask(address).expect(200)).body).toMatchObject({ id: 'a', tie: 'tied_by_person' });
    expect(asked).not.toHaveBeenCalled();
    await database()('invoiceTies').delete();
    expect((await ask(address).expect(200)).body).toMatchObject({ id: 'a', tie: 'can_tie' });
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
  });

  it('does not tie an invoice of somebody else', async () => {
    await database()('links').delete();
    const tie = { objectTypeId: '0-3', objectId: '500', connectionId: mine.connectionId, invoiceId: 'a' };
    await ask('/cards/tie', { body: tie }).expect(404);
    expect(await database()('invoiceTies')).toEqual([]);
  });

  it('refreshes by asking the ERP soon', async () => {
    expect((await ask('/cards/refresh', { body: company }).expect(200)).body).toEqual({ accepted: true, waiting: [] });
    expect(kicked).toEqual(expect.arrayContaining(['hint', 'pull']));
    expect(await database()('erpHints').select('stream', 'erpId').orderBy('stream')).toEqual([
      { stream: 'customers', erpId: '1' },
      { stream: 'invoices', erpId: 'a' },
    ]);
  });

  it('says when an ERP is asked again that does not answer well at the moment', async () => {
    const until = new Date(NOW.getTime() + 240_000);
    await database()('erpConnections').update({ notBefore: until });
    const answer = { accepted: false, waiting: [{ name: 'Books', until: until.toISOString() }] };
    expect((await ask('/cards/refresh', { body: company }).expect(200)).body).toEqual(answer);
    expect([kicked, await database()('erpHints')]).toEqual([[], []]);
  });

  it('wakes a quiet connection when somebody opens it, once a minute, and none that is asked to wait', async () => {
    const path = '/cards/record?objectTypeId=0-2&objectId=900';
    const quiet = { nextPullAt: new Date(NOW.getTime() + 900_000), quietPulls: 7 };
    await database()('erpConnections').update({ ...quiet, notBefore: new Date(NOW.getTime() + 1_000) });
    await database()('erpStreams').update({ completedAt: new Date(NOW.getTime() - 120_000) });
    await ask(`${path}&opened=true`).expect(200);
    await database()('erpConnections').update({ notBefore: null });
    await ask(path).expect(200);
    expect(kicked).toEqual([]);
    await ask(`${path}&opened=true`).expect(200);
    expect(kicked).toEqual(['pull']);
    expect((await database()('erpConnections').first()).nextPullAt).toEqual(NOW);
    await database()('erpConnections').update(quiet);
    await ask(`${path}&opened=true`).expect(200);
    expect(kicked).toEqual(['pull']);
  });

  it('is as new as what was read last, whichever way', async () => {
    const later = new Date(NOW.getTime() + 60_000);
    await database()('erpConnections').update({ changedAt: later });
    const { body } = await ask('/cards/record?objectTypeId=0-2&objectId=900').expect(200);
    expect(body.connections[0].asOf).toBe(later.toISOString());
  });

  it('says in words and with a reference what is wrong with a request', async () => {
    const { body } = await ask('/cards/record?objectTypeId=0-2&objectId=abc').expect(400);
    expect(body).toMatchObject({
      code: 'input.invalid',
      params: { field: 'objectId' },
      who: 'you',
      reference: expect.stringMatching(/^[0-9a-f]{8}$/),
    });
  });
});
