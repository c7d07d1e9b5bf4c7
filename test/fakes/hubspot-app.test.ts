import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { verifySignature } from '../../server/hubspot/signature.ts';
import { startHubSpotFake, type HubSpotFake, type Portal } from './hubspot/index.ts';
import { signatureHeaders } from './hubspot/signing.ts';
import { apiOf, SCOPES } from './hubspot/test-api.ts';

interface Received {
  method: string;
  path: string;
  verdict: string;
  body: string;
}

const REDIRECT = 'https://puente.example/oauth/callback';
const SUBSCRIPTIONS = [
  { subscriptionType: 'object.creation', objectType: 'company' },
  { subscriptionType: 'object.deletion', objectType: 'contact' },
  { subscriptionType: 'object.merge', objectType: 'company' },
  { subscriptionType: 'object.propertyChange', objectType: 'company', propertyName: 'domain' },
  { subscriptionType: 'contact.privacyDeletion' },
];

let now: Date;
let fake: HubSpotFake;
let portal: Portal;
let service: Server;
let serviceUrl: string;
let received: Received[];
/** What the service answers, in order; then 204. */
let answers: number[];

beforeEach(async () => {
  now = new Date('2026-11-23T09:00:00Z');
  received = [];
  answers = [];
  service = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .on('end', () => {
        const rawBody = Buffer.concat(chunks);
        const { method = '', url: path = '', headers } = req;
        const [signature, timestamp] = ['x-hubspot-signature-v3', 'x-hubspot-request-timestamp'].map((name) => headers[name]?.toString());
        const verdict = verifySignature({ method, uri: `https://puente.example${path}`, rawBody, signature, timestamp }, 'secret', now);
        received.push({ method, path, verdict, body: rawBody.toString() });
        const status = answers.shift() ?? 204;
        if (status === 0) res.destroy();
        else res.writeHead(status).end();
      });
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  serviceUrl = `http://127.0.0.1:${(service.address() as AddressInfo).port}`;
  fake = await startHubSpotFake({
    now: () => now,
    clientSecret: 'secret',
    subscriptions: SUBSCRIPTIONS,
    webhookTarget: 'https://puente.example/webhooks/hubspot',
    webhooks: { retryMs: 1, delayMs: 1 },
    proxy: { 'https://puente.example': serviceUrl },
  });
  portal = fake.addPortal({ portalId: 7 });
});

afterEach(async () => {
  await fake.close();
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
});

const authorizeUrl = (more: Record<string, string> = {}) => {
  const asked = { client_id: fake.clientId, redirect_uri: REDIRECT, scope: SCOPES.join(' '), optional_scope: 'automation', state: 's-1' };
  return `${fake.authorizeUrl}?${new URLSearchParams({ ...asked, ...more })}`;
};
const token = async (form: Record<string, string>, path = '') => {
  const body = new URLSearchParams({ client_id: fake.clientId, client_secret: fake.clientSecret, ...form });
  const response = await fetch(`${fake.url}/oauth/2026-09/token${path}`, { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
};
const exchange = (code: string, redirect_uri = REDIRECT) => token({ grant_type: 'authorization_code', code, redirect_uri });
const codeOf = (redirect: string) => new URL(redirect).searchParams.get('code') ?? '';

describe('the install', () => {
  it('goes by code, once, for the redirect address it was made for', async () => {
    const redirect = fake.consent(authorizeUrl());
    expect(new URL(redirect).searchParams.get('state')).toBe('s-1');
    expect((await exchange(codeOf(redirect))).body).toMatchObject({ hub_id: 7, expires_in: 1800, token_type: 'bearer' });
    expect((await exchange(codeOf(redirect))).body).toMatchObject({ error: 'invalid_grant', status: 'BAD_AUTH_CODE' });
    const other = await exchange(codeOf(fake.consent(authorizeUrl())), 'https://evil.example');
    expect(other.body).toMatchObject({ status: 'BAD_REDIRECT_URI' });
  });

  it('shows a page, and sends the browser back when the user agrees', async () => {
    const page = await fetch(authorizeUrl());
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Connect account 7')]);
    const agreed = await fetch(authorizeUrl({ portalId: '7', auto: '1' }), { redirect: 'manual' });
    expect([agreed.status, agreed.headers.get('location')]).toEqual([302, expect.stringContaining(`${REDIRECT}?state=s-1&code=`)]);
  });

  it('grants optional scopes where the plan has them', async () => {
    fake.addPortal({ portalId: 8, tier: 'free' });
    const scopes = async (portalId: number) => (await exchange(codeOf(fake.consent(authorizeUrl(), { portalId })))).body['scopes'];
    expect(await scopes(7)).toContain('automation');
    expect(await scopes(8)).toEqual(SCOPES);
  });

  it('takes credentials in a form only', async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${fake.url}/oauth/2026-09/token`, { method: 'POST', headers, body: '{}' });
    expect(response.status).toBe(415);
    expect((await token({ client_secret: 'wrong', grant_type: 'refresh_token' })).body['status']).toBe('BAD_CLIENT_SECRET');
  });

  it('ends: tokens after 30 minutes, refresh when the app is uninstalled', async () => {
    const { body } = await exchange(codeOf(fake.consent(authorizeUrl())));
    const details = () => apiOf(fake, String(body['access_token'])).get('/account-info/2026-09/details');
    expect((await details()).status).toBe(200);
    now = new Date(now.getTime() + 1_800_000);
    expect((await details()).body.category).toBe('EXPIRED_AUTHENTICATION');
    const refresh = () => token({ grant_type: 'refresh_token', refresh_token: String(body['refresh_token']) });
    const fresh = String((await refresh()).body['access_token']);
    expect((await token({ token: fresh }, '/introspect')).body).toMatchObject({ active: true, hub_id: 7, user_id: portal.admin.userId });
    expect((await apiOf(fake, fresh).delete('/appinstalls/2026-09/external-install')).status).toBe(204);
    expect(await refresh()).toMatchObject({ status: 400, body: { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' } });
    expect((await apiOf(fake, fresh).get('/account-info/2026-09/details')).status).toBe(401);
  });
});

describe('webhooks', () => {
  const events = () => received.flatMap(({ body }) => JSON.parse(body) as Record<string, unknown>[]);

  it('are signed batches of what is subscribed to, by whoever changed it', async () => {
    const { access_token } = portal.install(SCOPES);
    const id = portal.users.createCompany({ name: 'Acme', domain: 'acme.example' });
    await apiOf(fake, access_token).patch(`/crm/objects/2026-03/companies/${id}`, { properties: { domain: 'acme.test', name: 'A' } });
    await fake.webhooks.settled();
    expect(received.map(({ verdict }) => verdict)).toEqual(received.map(() => 'valid'));
    expect(events().map((event) => [event['subscriptionType'], event['propertyValue'], event['changeSource']])).toEqual([
      ['object.creation', undefined, 'CRM_UI'],
      ['object.propertyChange', 'acme.example', 'CRM_UI'],
      ['object.propertyChange', 'acme.test', 'INTEGRATION'],
    ]);
    expect(events()[0]).toMatchObject({ portalId: 7, objectTypeId: '0-2', objectId: Number(id), attemptNumber: 0 });
  });

  it('come again until they are taken, at most 100 at a time', async () => {
    portal.install(SCOPES);
    answers = [500, 0];
    for (let index = 0; index < 101; index++) portal.users.createCompany({ name: `C ${index}` });
    await fake.webhooks.settled();
    const taken = fake.webhooks.deliveries.filter(({ status }) => status === 204);
    expect(taken.map((delivery) => delivery.events.length).sort((a, b) => a - b)).toEqual([1, 100]);
    expect(fake.webhooks.deliveries).toHaveLength(4);
  });

  it('may come twice, and out of order', async () => {
    portal.install(SCOPES);
    Object.assign(fake.webhooks.habits, { duplicates: 1, shuffles: true });
    const ids = Array.from({ length: 20 }, (_, index) => Number(portal.users.createCompany({ name: `C ${index}` })));
    await fake.webhooks.settled();
    const seen = events().map(({ objectId }) => Number(objectId));
    expect(seen).toHaveLength(40);
    expect(new Set(seen)).toEqual(new Set(ids));
    expect(seen).not.toEqual(seen.toSorted((a, b) => a - b));
  });

  it('tell of merges and privacy deletions, and stop with the install', async () => {
    portal.install(SCOPES);
    const [a, b] = [portal.users.createCompany({ name: 'A' }), portal.users.createCompany({ name: 'B' })];
    const merged = portal.users.merge('companies', a, b);
    portal.users.privacyDelete(portal.users.createContact({ email: 'x@acme.example' }));
    portal.uninstall();
    portal.users.createCompany({ name: 'Unheard' });
    await fake.webhooks.settled();
    const merge = { primaryObjectId: Number(a), mergedObjectIds: [Number(b)], newObjectId: Number(merged) };
    expect(events()).toContainEqual(expect.objectContaining({ subscriptionType: 'object.merge', ...merge }));
    expect(events().map(({ subscriptionType }) => subscriptionType)).toEqual([
      'object.creation',
      'object.creation',
      'object.merge',
      'object.deletion',
      'contact.privacyDeletion',
    ]);
  });
});

describe('hubspot.fetch', () => {
  const user = { userId: 101, email: 'a+b@portal-7.example' };
  const url = 'https://puente.example/cards/record?objectId=1';

  it('appends who asks, signs, and repeats once', async () => {
    answers = [503, 200];
    const response = await fake.hsFetch(7, user, url, { method: 'POST', body: { page: 1 } });
    expect(response.status).toBe(200);
    expect(received.map(({ verdict }) => verdict)).toEqual(['valid', 'valid']);
    const { searchParams } = new URL(received[0]!.path, serviceUrl);
    expect(Object.fromEntries(searchParams)).toEqual({
      objectId: '1',
      userId: '101',
      portalId: '7',
      userEmail: 'a+b@portal-7.example',
      appId: '4242',
    });
    expect(received[0]!.body).toBe('{"page":1}');
  });

  it('refuses what HubSpot refuses before it calls anybody', async () => {
    const statuses = await Promise.all([
      fake.hsFetch(7, user, 'http://puente.example/cards/record'),
      fake.hsFetch(7, user, url, { headers: { 'x-own': '1' } }),
      fake.hsFetch(7, user, url, { method: 'POST', body: { text: 'x'.repeat(1_048_576) } }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([400, 400, 400]);
    expect(received).toEqual([]);
  });

  it('can be tampered with for tests', async () => {
    const request = { method: 'POST', uri: `${url}&portalId=7`, body: '{"a":1}' };
    await fake.signedFetch(request);
    await fake.signedFetch(request, { uri: `${url}&portalId=8` });
    await fake.signedFetch(request, { body: '{"a":2}' });
    await fake.signedFetch({ ...request, timestamp: now.getTime() - 300_001 });
    await fake.signedFetch(request, { headers: { 'x-hubspot-signature-v3': null } });
    expect(received.map(({ verdict }) => verdict)).toEqual(['valid', 'tampered', 'tampered', 'stale', 'missing']);
  });

  it("is signed as in the vectors of HubSpot's own tools", () => {
    const request = { method: 'POST', uri: 'https://www.hubspot.com/webhook', body: Buffer.from('REQUEST_BODY'), timestamp: 1632188626483 };
    expect(signatureHeaders('f6e94c08-85d0-4608-bcc6-e1850176e7b8', request)).toMatchObject({
      'x-hubspot-signature-v3': 'jf872r5vscVcxCiDRHA4rGrqe/8BPLNVkdJSHdMnGTU=',
      'x-hubspot-signature': '57bb01a6e6ac92919b5e715d68f40265328701bbf1cf3fd73772887069945766',
    });
  });
});
