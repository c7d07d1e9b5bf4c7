import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { HOSTILE, UNKNOWN } from '../support/hostile-values.ts';
import { customerRoutes } from '../support/customer-routes.ts';
import { orderRoutes } from '../support/order-routes.ts';
import request, { type Response } from 'supertest';
import { CODES_EN } from '../../hubspot-app/app/settings/common/codes.en.ts';
import { SETTINGS_CODES } from '../../hubspot-app/app/settings/i18n/codes.ts';
import { erpMessages } from '../../hubspot-app/app/settings/erp-forms/index.ts';
import type { Express } from 'express';
import { createParts, type Parts } from '../../server/parts.ts';
import { createMetrics } from '../../server/metrics/metrics.ts';
import { createWeb } from '../../server/web.ts';
import type { ServiceConfig } from '../../server/config.ts';
import { LIST_SCOPES, OPTIONAL_SCOPES, REQUIRED_SCOPES } from '../../server/hubspot/scopes.ts';
import { portalId } from '../../server/shared/ids.ts';
import { storeInstall } from '../../server/portals/portals.ts';
import { createSecrets } from '../../server/portals/secrets.ts';
import { startHubSpotFake, type HubSpotFake } from '../fakes/hubspot/index.ts';
import { databaseUrl, useTestDatabase } from '../support/database.ts';
import { recordingLog } from '../support/log.ts';
import { mountedRoutes } from '../support/mounted-routes.ts';
import { aConnection } from '../support/portal-rows.ts';
import { routesWith } from '../stress/fuzz-routes.ts';
import { CLIENT_SECRET, PUBLIC_URL, signed } from '../support/signed.ts';

const db = useTestDatabase();
const log = recordingLog();
const key = { id: 'k', key: randomBytes(32) };
const KNOWN_CODES = new Set(Object.keys({ ...CODES_EN, ...SETTINGS_CODES.en, ...erpMessages('en') }));
const secrets = createSecrets([key]);
let hubspot: HubSpotFake;
let parts: Parts;
let web: Express;
/** Thousands of requests go to one listener. */
let server: Server;
let mine: string;
/** Moves on with every request, so that none is turned away as one too many. */
let now = new Date();

/** What each route takes when all is well: every field of it is replaced by what is hostile. A new route is a new line. */
const record = { objectTypeId: '0-2', objectId: '900' };
const deal = { objectTypeId: '0-3', objectId: '901' };
const STEP = { origin: { portalId: 7 }, object: { objectId: 900, objectType: 'COMPANY' } };
const ROUTES: Record<string, () => object> = {
  'GET /cards/record': () => record,
  'GET /cards/invoices': () => ({ ...record, page: 1, sort: 'dueOn', direction: 'ascending', filter: 'all', search: 'x' }),
  'GET /cards/invoice': () => ({ ...deal, connectionId: mine, invoiceId: '1', page: 1 }),
  'GET /cards/deal-candidates': () => deal,
  'GET /cards/deal-lines': () => deal,
  'GET /cards/deal-orders': () => deal,
  'GET /cards/deal-projects': () => deal,
  'GET /cards/subscriptions': () => record,
  ...orderRoutes(() => ({ deal, connectionId: mine })),
  'GET /cards/search': () => ({ ...record, query: 'acme' }),
  'POST /cards/refresh': () => record,
  'POST /cards/link': () => ({ ...record, connectionId: mine, customerId: '1' }),
  'POST /cards/unlink': () => ({ ...record, connectionId: mine, customerId: '1' }),
  'POST /cards/refuse': () => ({ ...record, connectionId: mine, customerId: '1' }),
  'POST /cards/refuse/undo': () => record,
  'POST /cards/not-yet': () => ({ ...record, candidates: [{ connectionId: UNKNOWN, customerId: '1' }] }),
  'POST /cards/not-yet/undo': () => record,
  'GET /cards/customer': () => record,
  'POST /cards/customer/create': () => ({ ...record, connectionId: mine }),
  'POST /cards/customer/retry': () => ({ ...record, key: 'HS-7-C900-1' }),
  'POST /cards/customer/leave': () => ({ ...record, key: 'HS-7-C900-1' }),
  'POST /cards/customer/decide': () => ({ ...record, connectionId: mine, customerId: '1', property: 'phone', answer: 'erp' }),
  'POST /cards/customer/undo': () => ({ ...record, changeId: '1' }),
  'POST /cards/customer/freeze': () => ({ ...record, connectionId: mine, customerId: '1', property: 'phone', isFrozen: true }),
  'POST /cards/tie': () => ({ ...deal, connectionId: mine, invoiceId: '1' }),
  'POST /cards/untie': () => ({ ...deal, connectionId: mine, invoiceId: '1' }),
  'GET /settings/overview': () => ({}),
  'GET /settings/preview': () => ({ connectionId: mine }),
  'GET /settings/problems': () => ({}),
  'GET /settings/reviews': () => ({ page: 1 }),
  'GET /settings/reviews/unmatched': () => ({ page: 1 }),
  'GET /settings/reviews/creations': () => ({ page: 1 }),
  'GET /settings/decided': () => ({ after: '1 a\0', about: 'a\0', by: 'all' }),
  'POST /settings/decided/undo': () => ({
    connectionId: mine,
    kind: 'linked',
    objectType: 'companies',
    customerId: 'a\0',
    recordId: '900',
  }),
  'GET /settings/creatable': () => ({}),
  'POST /settings/portal': () => ({
    overdueHour: 8,
    administrators: ['a@b.example'],
    taxIdProperty: { companies: 'rfc\0', contacts: null },
  }),
  'POST /settings/connections/test': () => ({ system: 'odoo', settings: { url: 'http://10.0.0.1\0', apiKey: 'k\ud800', database: '\0' } }),
  'POST /settings/connections': () => ({
    system: 'odoo',
    name: 'A',
    settings: { url: 'http://10.0.0.1', apiKey: '\0' },
    companies: ['1'],
    goLiveAt: null,
  }),
  'POST /settings/connections/update': () => ({ connectionId: mine, name: 'B', companies: ['1'], goLiveAt: '2026-11-01T00:00:00Z' }),
  'POST /settings/connections/approve': () => ({ connectionId: mine }),
  'POST /settings/connections/disconnect': () => ({ connectionId: mine, clearProperties: true }),
  'POST /settings/connections/hint': () => ({ connectionId: mine, answer: 'install', admin: { login: '\0', apiKey: '\ud800' } }),
  'POST /settings/connections/decide': () => ({ connectionId: mine, about: 'held_removal', stream: 'invoices', answer: 'keep' }),
  'POST /settings/problems/retry': () => ({ code: 'x', connectionId: mine }),
  'GET /settings/lists': () => ({ about: 'problem', code: 'x\0' }),
  'GET /settings/lists/search': () => ({ objectType: 'companies', query: 'x' }),
  'POST /settings/lists': () => ({
    listed: { about: 'problem', code: 'x\0', connectionId: mine },
    names: { companies: 'a\0', contacts: '\ud800', deals: 'c' },
  }),
  'POST /settings/reviews/decide': () => ({
    decisions: [{ connectionId: mine, customerId: '1', objectType: 'companies', answer: 'not_this', recordId: '900' }],
  }),
  'POST /settings/reviews/leave-out': () => ({}),
  'POST /settings/reviews/create-anew': () => ({}),
  'POST /settings/reviews/creations/decide': () => ({ connectionId: mine, key: 'HS-7-C900-1\0', answer: 'link', customerId: 'a\0' }),
  'GET /settings/catalog': () => ({ connectionId: mine }),
  'GET /settings/catalog/reviews': () => ({ connectionId: mine, page: 1 }),
  'POST /settings/catalog': () => ({
    connectionId: mine,
    rules: {
      priceLists: { MXN: '1' },
      warehouseIds: ['1'],
      categoryIds: null,
      tagIds: ['2'],
      companyIds: null,
      createMissing: true,
      joinsErps: true,
      showsCost: true,
      availabilityThreshold: 1,
    },
  }),
  'POST /settings/catalog/approve': () => ({ connectionId: mine }),
  'POST /settings/catalog/stop': () => ({ connectionId: mine }),
  'POST /settings/catalog/decide': () => ({ connectionId: mine, productId: '1', decision: { kind: 'link', recordId: '900' } }),
  ...customerRoutes(() => mine),
  'GET /settings/project-records': () => ({ connectionId: mine }),
  'POST /settings/project-records': () => ({ connectionId: mine, object: 'services' }),
  'POST /settings/properties/retry': () => ({}),
  'POST /settings/uninstall': () => ({}),
  'GET /oauth/install': () => ({ again: '1' }),
  'GET /oauth/callback': () => ({ code: 'c', state: 's', error: 'access_denied', error_description: 'x' }),
  'POST /webhooks/hubspot': () => ({
    portalId: 7,
    subscriptionType: 'company.propertyChange',
    propertyName: 'domain',
    objectId: '1',
    propertyValue: 'x',
  }),
  'POST /actions/options/:list': () => ({ origin: { portalId: 7 }, inputFieldName: 'connection', fetchOptions: { q: 'a\0b', after: '0' } }),
  'POST /actions/:action': () => ({ ...STEP, callbackId: 'ap-1\0', inputFields: { connection: 'a\0\ud800' } }),
  'POST /erp-hints/:token': () => ({ _model: 'account.move', _id: 1 }),
  'GET /health': () => ({}),
  'GET /ready': () => ({}),
  'GET /metrics': () => ({}),
};
beforeAll(async () => {
  hubspot = await startHubSpotFake({ clientSecret: CLIENT_SECRET });
  hubspot.addPortal({ portalId: 7 });
  const { clientId, url: apiUrl, authorizeUrl } = hubspot;
  const config: ServiceConfig = {
    ...{ role: 'web', port: 0, dataDir: '.data', logLevel: 'info', allowPrivateAddresses: [], metricsToken: null, uninstallGraceDays: 30 },
    jobConcurrency: 1,
    viesApiUrl: 'http://127.0.0.1:9',
    mode: {
      ...{ kind: 'service', publicUrl: PUBLIC_URL, encryptionKeys: [key], database: { kind: 'url', url: databaseUrl() } },
      hubspot: { clientId, clientSecret: CLIENT_SECRET, apiUrl, authorizeUrl },
    },
  };
  const metrics = createMetrics({ db: db(), log, now: () => now });
  parts = createParts({ config, db: db(), connectionString: databaseUrl(), log, now: () => now, observer: metrics });
  web = createWeb(parts, { metrics, isStopping: () => false, noteCard: () => undefined });
  server = web.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.close();
  await parts.stop();
  await hubspot.close();
});

beforeEach(async () => {
  const granted = hubspot.portal(7).install([...REQUIRED_SCOPES, ...OPTIONAL_SCOPES]);
  const expiresAt = new Date(now.getTime() + 365 * 86_400_000);
  const tokens = {
    accessToken: granted.access_token,
    refreshToken: granted.refresh_token,
    expiresAt,
    scopes: [...LIST_SCOPES],
    portalId: 7,
  };
  await storeInstall(db(), secrets, { portalId: portalId(7), tokens, installedBy: 5, locale: 'en' }, new Date());
  mine = (await aConnection(db(), { portalId: 7 })).connectionId;
  const settings = secrets.encrypt(
    portalId(7),
    'erp.settings',
    JSON.stringify({ url: 'http://10.0.0.1', apiKey: 'k', login: 'l', database: 'd' }),
  );
  await db()('erpConnections').update({ system: 'odoo', settings });
  await db()('erpStreams').insert(
    ['customers', 'invoices', 'payments'].map((stream) => ({ portalId: 7, connectionId: mine, stream, firstCompletedAt: new Date() })),
  );
  log.lines.length = 0;
});

async function send(route: string, fields: unknown): Promise<Response> {
  now = new Date(now.getTime() + 10_000);
  const named = route.replace(':token', 'a%00b').replace(':list', 'connections').replace(':action', 'send-customer');
  const [method, path] = named.split(' ') as [string, string];
  // HubSpot signs these for nobody in particular.
  const isOwn = path.startsWith('/webhooks') || path.startsWith('/actions');
  const who = new URLSearchParams({ userId: '5', portalId: '7', userEmail: 'admin@acme.test', appId: '1' });
  const query = method === 'GET' ? new URLSearchParams(Object.entries(fields as object).map(([name, value]) => [name, asText(value)])) : '';
  const url = isOwn ? path : `${path}?${[query.toString(), who.toString()].filter(Boolean).join('&')}`;
  const body = method === 'GET' ? '' : JSON.stringify(path.startsWith('/webhooks') ? [fields] : fields);
  const call = method === 'GET' ? request(server).get(url) : request(server).post(url).set('content-type', 'application/json').send(body);
  return signed(call, method, url, body, now);
}
const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** Never a fault of ours, and when refused, in words that the pages know. */
function expectRefusalOrAnswer(route: string, { status, body, text, headers }: Response, about: unknown): void {
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'strict-transport-security': 'max-age=31536000' });
  const { code } = body as { code?: string };
  const isOurFault = status >= 500 && status !== 503 && !route.includes('/oauth/callback');
  expect([route, about, isOurFault ? `${status} ${text}` : 'no fault']).toEqual([route, about, 'no fault']);
  if (code !== undefined) expect([route, about, KNOWN_CODES.has(code) ? 'known' : code]).toEqual([route, about, 'known']);
}

describe('hostile texts and ids', () => {
  it('meet every route there is', () => {
    expect(mountedRoutes(web).sort()).toEqual(Object.keys(ROUTES).sort());
  });

  it('and so do odd requests', () => {
    const known = { connectionId: mine, recordId: '900', invoiceId: '1', customerId: '1', erpUrl: 'http://10.0.0.1' };
    const asked = new Set(routesWith(known).map(({ method, path }) => `${method} ${path}`));
    // Not asked: what HubSpot alone signs, and what an operator's probe asks.
    const others = ['POST /actions/options/:list', 'POST /actions/:action', 'POST /erp-hints/:token', 'GET /ready'];
    expect(mountedRoutes(web).filter((route) => !asked.has(route) && !others.includes(route))).toEqual([]);
  });

  it.each(Object.keys(ROUTES))('in each field of %s are refused or cleaned', async (route) => {
    const fields = ROUTES[route]!();
    expectRefusalOrAnswer(route, await send(route, fields), fields);
    for (const name of Object.keys(fields)) {
      for (const value of HOSTILE) {
        expectRefusalOrAnswer(route, await send(route, { ...fields, [name]: value }), { [name]: value });
      }
    }
    if (route.startsWith('POST')) for (const value of HOSTILE) expectRefusalOrAnswer(route, await send(route, value), value);
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });

  const withConnection = Object.keys(ROUTES).filter((route) => 'connectionId' in ROUTES[route]!());
  it.each([...withConnection, 'POST /cards/not-yet'])('an unknown connection in %s is not found', async (route) => {
    const { status, body } = await send(route, { ...ROUTES[route]!(), connectionId: UNKNOWN });
    expect([status, body]).toMatchObject([404, { code: 'not_found', who: 'you' }]);
  });

  it.each(['POST /cards/link', 'GET /cards/invoice', 'POST /cards/tie'])(
    'an unknown customer or invoice in %s is not found',
    async (route) => {
      const { status, body } = await send(route, ROUTES[route]!());
      expect([status, body]).toMatchObject([404, { code: 'not_found', who: 'you' }]);
    },
  );
});
