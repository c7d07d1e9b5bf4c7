import { describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { createOAuthClient } from '../../server/hubspot/oauth.ts';
import { useNock } from '../support/nock.ts';

const API = 'https://api.hubspot.test';
const NOW = new Date('2026-11-23T10:00:00Z');
const oauth = createOAuthClient({ apiUrl: API, clientId: 'id', clientSecret: 'secret', now: () => NOW });

useNock();

describe('tokens', () => {
  it('refreshes with the credentials in the form body and keeps the refresh token when none comes back', async () => {
    nock(API, { reqheaders: { 'content-type': /^application\/x-www-form-urlencoded/ } })
      .post('/oauth/2026-09/token', { grant_type: 'refresh_token', client_id: 'id', client_secret: 'secret', refresh_token: 'r1' })
      .reply(200, { token_type: 'bearer', access_token: 'a2', expires_in: 1800, hub_id: 42, scopes: ['oauth'] });
    expect(await oauth.refresh('r1')).toEqual({
      accessToken: 'a2',
      refreshToken: 'r1',
      expiresAt: new Date('2026-11-23T10:30:00Z'),
      scopes: ['oauth'],
      portalId: 42,
    });
  });

  it.each([
    [400, { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN', message: 'x' }, 'ReconnectError', 'hubspot.token_revoked'],
    [400, { status: 'BAD_CLIENT_ID' }, 'TransientError', 'hubspot.oauth_refused'],
    [429, {}, 'RetryLaterError', 'hubspot.rate_limited'],
    [502, '<html>', 'TransientError', 'hubspot.oauth_failing'],
    [200, '<html>', 'TransientError', 'hubspot.oauth_failing'],
    [200, { token_type: 'bearer' }, 'TransientError', 'hubspot.oauth_failing'],
  ])('takes %i %j for %s', async (status, body, name, code) => {
    nock(API).post('/oauth/2026-09/token').reply(status, body);
    await expect(oauth.refresh('r1')).rejects.toMatchObject({ name, code });
  });

  it('counts each call with its outcome', async () => {
    const statuses: unknown[] = [];
    const counted = createOAuthClient({
      apiUrl: API,
      clientId: 'id',
      clientSecret: 'secret',
      now: () => NOW,
      onCall: ({ status }) => void statuses.push(status),
    });
    nock(API).post('/oauth/2026-09/token').reply(429).post('/oauth/2026-09/token').replyWithError('reset');
    await expect(counted.refresh('r1')).rejects.toThrow();
    await expect(counted.refresh('r1')).rejects.toThrow();
    expect(statuses).toEqual([429, 'none']);
  });

  it('asks who installed, under both names of the parameter', async () => {
    nock(API)
      .post('/oauth/2026-09/token/introspect', (body) => body.token === 'a1' && body.access_token === 'a1')
      .reply(200, { active: true, hub_id: 42, user_id: 7, user: 'a@acme.test', signed_access_token: {} });
    expect(await oauth.introspect('a1')).toEqual({ portalId: 42, userId: 7, userEmail: 'a@acme.test' });
  });

  it('revokes the refresh token', async () => {
    nock(API)
      .post('/oauth/2026-09/token/revoke', (body) => body.token_type_hint === 'refresh_token' && body.token === 'r1')
      .reply(204);
    await expect(oauth.revoke('r1')).resolves.toBeUndefined();
  });
});
