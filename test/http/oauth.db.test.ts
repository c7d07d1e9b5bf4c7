import { describe, expect, it } from '@jest/globals';
import express from 'express';
import nock from 'nock';
import request from 'supertest';
import { oauthRouter } from '../../server/http/oauth/router.ts';
import { createOAuthClient } from '../../server/hubspot/oauth.ts';
import { portalId } from '../../server/shared/ids.ts';
import { findPortal, pausePortal, TOKEN_PURPOSES } from '../../server/portals/portals.ts';
import { createSecrets } from '../../server/portals/secrets.ts';
import { useTestDatabase } from '../support/database.ts';
import { recordingLog } from '../support/log.ts';
import { useNock } from '../support/nock.ts';
import { aKey } from '../support/portals.ts';

const API = 'https://api.hubspot.test';
const PORTAL = portalId(42);
const db = useTestDatabase();
const secrets = createSecrets([aKey()]);
useNock();

function aService() {
  let now = new Date('2026-11-23T10:00:00Z');
  const enqueued: unknown[] = [];
  const log = recordingLog();
  const options = { apiUrl: API, clientId: 'id', clientSecret: 'secret', now: () => now };
  const app = express();
  app.use(
    '/oauth',
    oauthRouter({
      ...options,
      db: db(),
      secrets,
      oauth: createOAuthClient(options),
      openHubSpot: () => Promise.reject(new Error('not needed')),
      authorizeUrl: 'https://app.hubspot.test/oauth/authorize',
      publicUrl: 'https://erp.puente.test',
      enqueue: async (_trx, name, data) => void enqueued.push([name, data]),
      log,
    }),
  );
  return { app, enqueued, log, passTime: (ms: number) => (now = new Date(now.getTime() + ms)) };
}

/** Opens the install address as a browser does and keeps what it was given. */
async function begin(app: express.Express, path = '/oauth/install') {
  const answer = await request(app).get(path);
  const target = new URL(answer.headers['location']!);
  const setCookie = String(answer.headers['set-cookie']);
  return { status: answer.status, target, setCookie, cookie: setCookie.split(';')[0]!, state: target.searchParams.get('state')! };
}

const comeBack = (app: express.Express, state: string, cookie = '', language = 'en') =>
  request(app)
    .get(`/oauth/callback?code=abc&state=${encodeURIComponent(state)}`)
    .set({ Cookie: cookie, 'Accept-Language': language });

function hubspotGrants(
  given: { hub_id?: number } = { hub_id: 42 },
  introspection: object | 'refused' | 'down' = { hub_id: 42, user_id: 7 },
) {
  nock(API)
    .post(
      '/oauth/2026-09/token',
      (body) => body.grant_type === 'authorization_code' && body.code === 'abc' && body.client_secret === 'secret',
    )
    .reply(200, { token_type: 'bearer', access_token: 'access', refresh_token: 'refresh', expires_in: 1800, scopes: ['oauth'], ...given });
  const asked = nock(API).post('/oauth/2026-09/token/introspect');
  if (introspection === 'refused') asked.reply(400, { message: 'unknown parameter' });
  else if (introspection === 'down') asked.reply(503);
  else asked.reply(200, introspection);
}

describe('installing', () => {
  it('asks HubSpot for our scopes and binds the state to this browser', async () => {
    const { status, target, setCookie, state } = await begin(aService().app);
    expect(status).toBe(302);
    expect(target.origin + target.pathname).toBe('https://app.hubspot.test/oauth/authorize');
    expect(target.searchParams.get('redirect_uri')).toBe('https://erp.puente.test/oauth/callback');
    expect(target.searchParams.get('scope')!.split(' ')).toContain('crm.objects.companies.write');
    expect(setCookie).toMatch(/HttpOnly; Secure; SameSite=Lax/);
    expect(setCookie).toContain('Max-Age=600');
    const stored = JSON.stringify(await db()('oauthStates'));
    expect(stored).not.toContain(state);
  });

  it('stores the portal with encrypted tokens, starts provisioning, and says what to do next', async () => {
    const { app, enqueued } = aService();
    hubspotGrants();
    const { cookie, state } = await begin(app);
    const { status, text, headers } = await comeBack(app, state, cookie);
    expect(status).toBe(200);
    expect(text).toContain('Puente is installed');
    expect(text).toContain('https://app.hubspot.test/integrations-settings/42/installed');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(await findPortal(db(), PORTAL)).toMatchObject({ status: 'active', installedBy: 7, locale: 'en', scopes: ['oauth'] });
    const row = await db()('portals').where({ portalId: PORTAL }).first<{ accessToken: string; refreshToken: string }>();
    expect(secrets.decrypt(PORTAL, TOKEN_PURPOSES.access, row!.accessToken)).toBe('access');
    expect(secrets.decrypt(PORTAL, TOKEN_PURPOSES.refresh, row!.refreshToken)).toBe('refresh');
    expect(enqueued).toEqual([['provision', { portalId: 42 }]]);
  });

  it('speaks Spanish to a Spanish browser and remembers it for the labels', async () => {
    const { app } = aService();
    hubspotGrants();
    const { cookie, state } = await begin(app);
    const { text } = await comeBack(app, state, cookie, 'es-MX,es;q=0.9,en;q=0.5');
    expect(text).toContain('Puente está instalado');
    expect((await findPortal(db(), PORTAL))!.locale).toBe('es');
  });

  it('revives a paused portal', async () => {
    const { app, enqueued } = aService();
    hubspotGrants();
    const first = await begin(app);
    await comeBack(app, first.state, first.cookie);
    await pausePortal(db(), PORTAL, 'hubspot.token_revoked', new Date());
    hubspotGrants();
    const second = await begin(app);
    await comeBack(app, second.state, second.cookie);
    expect(await findPortal(db(), PORTAL)).toMatchObject({ status: 'active', pausedCode: null });
    expect(enqueued).toHaveLength(2);
  });

  it('learns the portal from introspection when the tokens do not name it', async () => {
    const { app } = aService();
    hubspotGrants({});
    const { cookie, state } = await begin(app);
    expect((await comeBack(app, state, cookie)).status).toBe(200);
    expect(await findPortal(db(), PORTAL)).toMatchObject({ status: 'active', installedBy: 7 });
  });

  it('goes on without knowing the installer when HubSpot refuses to say, and asks for another try when it is down', async () => {
    const { app, log } = aService();
    hubspotGrants({ hub_id: 43 }, 'refused');
    const first = await begin(app);
    expect((await comeBack(app, first.state, first.cookie)).status).toBe(200);
    expect(await findPortal(db(), portalId(43))).toMatchObject({ status: 'active', installedBy: null });
    hubspotGrants({ hub_id: 44 }, 'down');
    const second = await begin(app);
    expect((await comeBack(app, second.state, second.cookie)).status).toBe(502);
    expect(await findPortal(db(), portalId(44))).toBeUndefined();
    expect(log.levels()).toEqual(['warn', 'info', 'warn']);
  });
});

describe('installs begun without end', () => {
  it('are turned away with a page, per address and for a while', async () => {
    const { app, passTime } = aService();
    app.set('trust proxy', 1);
    const from = (address: string) => request(app).get('/oauth/install').set({ 'x-forwarded-for': address, 'accept-language': 'es' });
    for (let n = 0; n < 100; n++) expect((await from(`2001:db8:1:2::${n.toString(16)}`)).status).toBe(302);
    const refused = await from('2001:db8:1:2:ffff::1');
    expect([refused.status, refused.text.includes('Demasiadas instalaciones')]).toEqual([429, true]);
    expect(await db()('oauthStates')).toHaveLength(100);
    expect((await from('2001:db8:1:3::1')).status).toBe(302);
    passTime(10_000);
    expect((await from('2001:db8:1:2::1')).status).toBe(302);
  });
});

describe('a callback', () => {
  it('works once: replayed, it starts over and exchanges nothing', async () => {
    const { app } = aService();
    hubspotGrants();
    const { cookie, state } = await begin(app);
    await comeBack(app, state, cookie);
    const replay = await comeBack(app, state, cookie);
    expect([replay.status, replay.headers['location']]).toEqual([302, '/oauth/install?again=1']);
  });

  it.each(['another browser', 'no cookie', 'no state', 'a made-up state', 'a state older than ten minutes'])(
    'with %s starts over and exchanges nothing',
    async (what) => {
      const { app, passTime } = aService();
      const mine = await begin(app);
      const other = await begin(app);
      if (what.includes('older')) passTime(10 * 60_000 + 1);
      const state = what === 'no state' ? '' : what === 'a made-up state' ? 'x'.repeat(43) : mine.state;
      const cookie = what === 'another browser' ? other.cookie : what === 'no cookie' ? '' : mine.cookie;
      const answer = await comeBack(app, state, cookie);
      expect([answer.status, answer.headers['location']]).toEqual([302, '/oauth/install?again=1']);
      expect(await findPortal(db(), PORTAL)).toBeUndefined();
    },
  );

  it('tried by another browser is of no use to the right one either', async () => {
    const { app } = aService();
    const mine = await begin(app);
    await comeBack(app, mine.state, 'puente_install=x');
    expect((await comeBack(app, mine.state, mine.cookie)).status).toBe(302);
  });

  it('starts over only once, even in a browser that keeps no cookies', async () => {
    const { app } = aService();
    const again = await begin(app, '/oauth/install?again=1');
    const answer = await comeBack(app, again.state);
    expect(answer.status).toBe(403);
    expect(answer.text).toContain('Allow cookies');
    // The second try works in a browser that does.
    hubspotGrants();
    const kept = await begin(app, '/oauth/install?again=1');
    expect((await comeBack(app, kept.state, kept.cookie)).status).toBe(200);
  });

  it('does not disturb an install that runs in another tab', async () => {
    const { app } = aService();
    const first = await begin(app);
    const secondTab = await request(app).get('/oauth/install').set('Cookie', first.cookie);
    expect(String(secondTab.headers['set-cookie']).split(';')[0]).toBe(first.cookie);
    hubspotGrants();
    expect((await comeBack(app, first.state, first.cookie)).status).toBe(200);
  });

  it('says so when the person declined, when HubSpot refuses the code, and when nothing came', async () => {
    const { app, log } = aService();
    const declined = await request(app).get('/oauth/callback?error=access_denied&error_description=no');
    expect([declined.status, declined.text.includes('Not installed')]).toEqual([200, true]);
    const { cookie, state } = await begin(app);
    nock(API).post('/oauth/2026-09/token').reply(400, { error: 'invalid_grant', status: 'BAD_AUTH_CODE' });
    const refused = await comeBack(app, state, cookie);
    expect([refused.status, refused.text.includes('Start again')]).toEqual([502, true]);
    expect(log.levels()).toEqual(['warn']);
    expect((await request(app).get('/oauth/callback')).status).toBe(302);
  });

  it('that tells of a failure of HubSpot is nothing the operator must act on', async () => {
    const { app, log } = aService();
    expect((await request(app).get('/oauth/callback?error=temporarily_unavailable')).status).toBe(502);
    nock(API).post('/oauth/2026-09/token').reply(503, '<html>');
    const { cookie, state } = await begin(app);
    expect((await comeBack(app, state, cookie)).status).toBe(502);
    expect(log.levels()).toEqual(['warn', 'warn']);
  });

  it('puts nothing it was sent into the page', async () => {
    const { app } = aService();
    const { text } = await request(app).get('/oauth/callback?error=access_denied&error_description=%3Cscript%3Ealert(1)%3C/script%3E');
    expect(text).not.toContain('script');
  });
});
