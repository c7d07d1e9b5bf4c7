import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { createDb, type Db } from '../../server/db/index.ts';
import { ReconnectError } from '../../server/shared/errors.ts';
import { createOAuthClient, type OAuthClient, type Tokens } from '../../server/hubspot/oauth.ts';
import { createHubSpotAccess } from '../../server/portals/hubspot-access.ts';
import { findPortal, pausePortal, storeInstall } from '../../server/portals/portals.ts';
import { unlimited } from '../../server/portals/rate-limits.ts';
import { forgetInstall, portalsToRemove } from '../../server/portals/removal.ts';
import { reencryptSecrets } from '../../server/portals/reencrypt.ts';
import { createSecrets, type Secrets } from '../../server/portals/secrets.ts';
import { askWhetherInstalled } from '../../server/portals/tokens.ts';
import { portalsToSweep, sweepPortal } from '../../server/sync/inbox/sweep.ts';
import { databaseUrl, useTestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { recordingLog } from '../support/log.ts';
import { useNock } from '../support/nock.ts';
import { aKey, anInstalledPortal, someTokens } from '../support/portals.ts';

const API = 'https://api.hubspot.test';
const INSTALLED = new Date('2026-11-23T10:00:00Z');
const live = { priority: 'live' } as const;
const DETAILS = { portalId: 42, timeZone: 'UTC', companyCurrency: 'EUR' };
const db = useTestDatabase();
let other: Db;
useNock();
beforeAll(() => {
  other = createDb(databaseUrl());
});
afterAll(() => other.destroy());

/** An OAuth endpoint that counts, and answers when it is told to. */
function anOAuth(answer: (refreshToken: string) => Promise<Tokens>): OAuthClient & { asked: string[] } {
  const asked: string[] = [];
  const refresh = (refreshToken: string) => (asked.push(refreshToken), answer(refreshToken));
  const exchange = async () => someTokens();
  return {
    asked,
    exchange,
    refresh,
    introspect: async () => ({ portalId: null, userId: null, userEmail: null }),
    revoke: async () => undefined,
  };
}

const opener = (database: Db, secrets: Secrets, oauth: OAuthClient, now: Date) =>
  createHubSpotAccess({ db: database, secrets, oauth, apiUrl: API, rateLimits: unlimited, log: recordingLog(), now: () => now });

const minutesLater = (minutes: number) => new Date(INSTALLED.getTime() + minutes * 60_000);
const expectToken = (token: string, times = 1) =>
  nock(API, { reqheaders: { authorization: `Bearer ${token}` } })
    .get('/account-info/2026-09/details')
    .times(times)
    .reply(200, DETAILS);

describe('access tokens', () => {
  it('are used while they are good and renewed before they expire, once for all processes', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    const oauth = anOAuth(async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return someTokens({ accessToken: 'access-2', refreshToken: 'refresh-2', expiresAt: minutesLater(56) });
    });
    expectToken('access-1');
    await (await opener(db(), secrets, oauth, minutesLater(20))(portalId)).accountDetails(live);
    expect(oauth.asked).toEqual([]);

    expectToken('access-2', 6);
    const [here, there] = [opener(db(), secrets, oauth, minutesLater(26)), opener(other, secrets, oauth, minutesLater(26))];
    const clients = await Promise.all([here, here, here, there, there, there].map((open) => open(portalId)));
    await Promise.all(clients.map((client) => client.accountDetails(live)));
    expect(oauth.asked).toEqual(['refresh-1']);
  });

  it('an OAuth endpoint that hangs keeps no database connection', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    const small = createDb(databaseUrl(), { max: 1, acquireTimeoutMs: 500 });
    let answer: (tokens: Tokens) => void = () => undefined;
    const oauth = anOAuth(() => new Promise((resolve) => (answer = resolve)));
    const open = opener(small, secrets, oauth, minutesLater(40));
    expectToken('access-2', 2);
    const calls = [1, 2].map(async () => (await open(portalId)).accountDetails(live));
    await eventually(async () => expect(oauth.asked).toHaveLength(1));
    // Everybody else still gets the only connection.
    expect(await findPortal(small, portalId)).toMatchObject({ status: 'active' });
    answer(someTokens({ accessToken: 'access-2', expiresAt: minutesLater(71) }));
    await Promise.all(calls);
    expect(oauth.asked).toHaveLength(1);
    await small.destroy();
  });

  it('of a process that died while it asked are asked for by another one', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    await db().raw(`update portals set refreshing_until = clock_timestamp() + interval '200 milliseconds' where portal_id = ?`, [portalId]);
    const oauth = anOAuth(async () => someTokens({ accessToken: 'access-2', expiresAt: minutesLater(71) }));
    expectToken('access-2');
    await (await opener(db(), secrets, oauth, minutesLater(40))(portalId)).accountDetails(live);
    expect(oauth.asked).toEqual(['refresh-1']);
  });

  it('renewed while another key seals the old ones anew are kept', async () => {
    const [oldKey, newKey] = [aKey('old'), aKey('new')];
    const { portalId } = await anInstalledPortal(db(), { secrets: createSecrets([oldKey]) });
    const rotating = createSecrets([newKey, oldKey]);
    const oauth = anOAuth(async () => {
      await reencryptSecrets(db(), rotating);
      return someTokens({ accessToken: 'access-2', refreshToken: 'refresh-2', expiresAt: minutesLater(71) });
    });
    expectToken('access-2', 2);
    for (const database of [db(), other]) await (await opener(database, rotating, oauth, minutesLater(40))(portalId)).accountDetails(live);
    expect(oauth.asked).toEqual(['refresh-1']);
    expect(await db()('portals').select('refreshingUntil')).toEqual([{ refreshingUntil: null }]);
  });

  it('refused although fresh: one refresh, and the process that still remembers the old one takes the new one', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    const oauth = anOAuth(async () => someTokens({ accessToken: 'access-2', expiresAt: minutesLater(31) }));
    const [here, there] = await Promise.all([db(), other].map((database) => opener(database, secrets, oauth, minutesLater(1))(portalId)));
    expectToken('access-1');
    await there!.accountDetails(live);
    nock(API, { reqheaders: { authorization: 'Bearer access-1' } })
      .get('/account-info/2026-09/details')
      .twice()
      .reply(401, {});
    expectToken('access-2', 2);
    await here!.accountDetails(live);
    await there!.accountDetails(live);
    expect(oauth.asked).toEqual(['refresh-1']);
  });

  it('a revoked one pauses the portal, says so, and is not asked for again', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    nock(API).post('/oauth/2026-09/token').reply(400, { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' });
    const oauth = createOAuthClient({ apiUrl: API, clientId: 'id', clientSecret: 's', now: () => minutesLater(40) });
    const open = opener(db(), secrets, oauth, minutesLater(40));
    const client = await open(portalId);
    await expect(client.accountDetails(live)).rejects.toMatchObject({ name: 'ReconnectError', code: 'hubspot.token_revoked' });
    expect(await findPortal(db(), portalId)).toMatchObject({ status: 'paused', pausedCode: 'hubspot.token_revoked' });
    expect(await db()('problems').where({ portalId }).pluck('code')).toEqual(['hubspot.token_revoked']);
    await expect(open(portalId)).rejects.toMatchObject({ code: 'hubspot.token_revoked' });
  });

  it('a revoked one does not pause a portal that was installed again meanwhile', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    const again = {
      portalId,
      tokens: someTokens({ accessToken: 'access-9', refreshToken: 'refresh-9', expiresAt: minutesLater(90) }),
      installedBy: 7,
      locale: 'en',
    } as const;
    const oauth = anOAuth(async () => {
      await storeInstall(other, secrets, again, minutesLater(40));
      throw new ReconnectError('revoked', { code: 'hubspot.token_revoked' });
    });
    const client = await opener(db(), secrets, oauth, minutesLater(40))(portalId);
    // To be tried again at once: nobody has to act any more.
    await expect(client.accountDetails(live)).rejects.toMatchObject({ name: 'TransientError' });
    expect(await findPortal(db(), portalId)).toMatchObject({ status: 'active' });
    expectToken('access-9');
    await client.accountDetails(live);
  });

  it('of an earlier install, good for a while yet, are not used any more once a new one was stored by whichever process', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    const open = opener(
      db(),
      secrets,
      anOAuth(() => Promise.reject(new Error('not asked for'))),
      minutesLater(1),
    );
    expectToken('access-1');
    await (await open(portalId)).accountDetails(live);
    const tokens = someTokens({ accessToken: 'access-9', refreshToken: 'refresh-9', expiresAt: minutesLater(31) });
    await storeInstall(other, secrets, { portalId, tokens, installedBy: 7, locale: 'en' }, minutesLater(1));
    expectToken('access-9', 2);
    const client = await open(portalId);
    await client.accountDetails(live);
    await client.accountDetails(live);
  });

  it('an outage of the OAuth endpoint pauses nobody', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    nock(API).post('/oauth/2026-09/token').reply(503);
    const oauth = createOAuthClient({ apiUrl: API, clientId: 'id', clientSecret: 's', now: () => minutesLater(40) });
    const client = await opener(db(), secrets, oauth, minutesLater(40))(portalId);
    await expect(client.accountDetails(live)).rejects.toMatchObject({ name: 'TransientError' });
    expect(await findPortal(db(), portalId)).toMatchObject({ status: 'active' });
  });

  it('a missing scope pauses the portal, but not where the rest works without it', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    const client = await opener(
      db(),
      secrets,
      anOAuth(() => Promise.reject(new Error('not asked for'))),
      minutesLater(1),
    )(portalId);
    nock(API).get('/crm/owners/2026-09?limit=100').reply(403, { category: 'MISSING_SCOPES' });
    await expect(client.listUsers(live)).rejects.toMatchObject({ code: 'hubspot.scope_missing' });
    expect(await findPortal(db(), portalId)).toMatchObject({ status: 'active' });
    nock(API).get('/crm/properties/2026-09/deals').reply(403, { category: 'MISSING_SCOPES' });
    await expect(client.listProperties('deals', live)).rejects.toMatchObject({ code: 'hubspot.scope_missing' });
    expect(await findPortal(db(), portalId)).toMatchObject({ status: 'paused', pausedCode: 'hubspot.scope_missing' });
  });

  it('of an earlier install, refused to work that began before the new one, pause nobody', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    const open = opener(
      db(),
      secrets,
      anOAuth(() => Promise.reject(new Error('not asked for'))),
      minutesLater(1),
    );
    expectToken('access-1');
    const client = await open(portalId);
    await client.accountDetails(live);
    const tokens = someTokens({ accessToken: 'access-9', refreshToken: 'refresh-9', expiresAt: minutesLater(31) });
    await storeInstall(other, secrets, { portalId, tokens, installedBy: 7, locale: 'en' }, minutesLater(1));
    nock(API, { reqheaders: { authorization: 'Bearer access-1' } })
      .get('/crm/properties/2026-09/deals')
      .reply(403, { category: 'MISSING_SCOPES' });
    await expect(client.listProperties('deals', live)).rejects.toMatchObject({ name: 'TransientError' });
    expect(await findPortal(db(), portalId)).toMatchObject({ status: 'active' });
    expect(await db()('problems').where({ portalId }).pluck('code')).toEqual([]);
    expectToken('access-9');
    await (await open(portalId)).accountDetails(live);
  });

  it('are not looked for in a portal that uninstalled or never was', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    const open = opener(
      db(),
      secrets,
      anOAuth(() => Promise.reject(new Error('not asked for'))),
      minutesLater(1),
    );
    await forgetInstall(db(), portalId, minutesLater(1));
    await expect(open(portalId)).rejects.toMatchObject({ code: 'hubspot.uninstalled' });
    await expect(open((portalId + 1) as typeof portalId)).rejects.toMatchObject({ code: 'hubspot.uninstalled' });
  });
});

describe('a portal that is paused and asks HubSpot nothing', () => {
  const revoked = () => Promise.reject(new ReconnectError('gone', { code: 'hubspot.token_revoked' }));
  const night = new Date('2026-11-24T05:00:00Z');

  it('notices that the app was uninstalled, so that its data is removed', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    await pausePortal(db(), portalId, 'hubspot.scope_missing', minutesLater(1));
    expect(await portalsToSweep(db(), night)).toEqual([portalId]);
    const oauth = anOAuth(revoked);
    const askWhetherGone = (id: typeof portalId) => askWhetherInstalled({ db: db(), secrets, oauth, now: () => night }, id);
    const deps = { db: db(), now: () => night, askWhetherInstalled: askWhetherGone } as Parameters<typeof sweepPortal>[0];
    await sweepPortal(deps, { portalId });
    expect(oauth.asked).toEqual(['refresh-1']);
    expect(await findPortal(db(), portalId)).toMatchObject({
      status: 'paused',
      pausedCode: 'hubspot.token_revoked',
      uninstalledAt: night,
    });
    expect(await portalsToSweep(db(), new Date('2026-11-25T05:00:00Z'))).toEqual([]);
    expect(await portalsToRemove(db(), new Date('2026-12-25T05:00:00Z'), 30)).toEqual([portalId]);
  });

  it('stays as it is while the app is there, and is asked once a night', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    await pausePortal(db(), portalId, 'hubspot.scope_missing', minutesLater(1));
    const oauth = anOAuth(async () => someTokens({ accessToken: 'access-2' }));
    const askWhetherGone = (id: typeof portalId) => askWhetherInstalled({ db: db(), secrets, oauth, now: () => night }, id);
    const deps = { db: db(), now: () => night, askWhetherInstalled: askWhetherGone } as Parameters<typeof sweepPortal>[0];
    await sweepPortal(deps, { portalId });
    expect(await findPortal(db(), portalId)).toMatchObject({ pausedCode: 'hubspot.scope_missing', uninstalledAt: null });
    expect(await portalsToSweep(db(), night)).toEqual([]);
  });
});
