import { describe, expect, it } from '@jest/globals';
import nock from 'nock';
import { ReconnectError, RetryLaterError, TransientError, UnclearOutcomeError } from '../../server/shared/errors.ts';
import { useNock } from '../support/nock.ts';
import { aClient, anUpdate, API, failureOf, live, NOW, READ, UPDATE } from './a-client.ts';

useNock();

describe('failures', () => {
  const write = (client: ReturnType<typeof aClient>['client']) => failureOf(client.batchUpdate('companies', [anUpdate('1')], live));
  const read = (client: ReturnType<typeof aClient>['client']) =>
    failureOf(client.batchRead('companies', { ids: ['1'], properties: [] }, live));

  it.each([500, 502, 504, 524])('leaves a doubt after a write answered %i', async (status) => {
    nock(API).post(UPDATE).reply(status, '<html>bad gateway</html>');
    expect(await write(aClient().client)).toBeInstanceOf(UnclearOutcomeError);
  });

  it('leaves no doubt after 503, nor after a read', async () => {
    nock(API).post(UPDATE).reply(503).post(READ).reply(502);
    for (const failure of [await write(aClient().client), await read(aClient().client)]) {
      expect(failure).toBeInstanceOf(TransientError);
      expect(failure).not.toBeInstanceOf(UnclearOutcomeError);
    }
  });

  it('leaves a doubt when a write runs out of time or its answer is cut off', async () => {
    nock(API).post(UPDATE).delay(500).reply(200, { results: [] });
    const late = await write(aClient({ timeoutMs: 30 }).client);
    expect(late).toMatchObject({ name: 'UnclearOutcomeError', code: 'hubspot.timeout' });
    nock(API).post(UPDATE).reply(200, '{"results":[{"id":"1"');
    expect(await write(aClient().client)).toBeInstanceOf(UnclearOutcomeError);
    nock(API)
      .post(UPDATE)
      .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    expect(await write(aClient().client)).toBeInstanceOf(UnclearOutcomeError);
  });

  it('takes an answer with neither results nor errors for none', async () => {
    nock(API).post(UPDATE).reply(200, {}).post(READ).reply(200, { status: 'COMPLETE' });
    expect(await write(aClient().client)).toBeInstanceOf(UnclearOutcomeError);
    const failure = await read(aClient().client);
    expect(failure).toBeInstanceOf(TransientError);
    expect(failure).not.toBeInstanceOf(UnclearOutcomeError);
  });

  it('knows that a refused connection carried nothing', async () => {
    nock(API)
      .post(UPDATE)
      .replyWithError(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }));
    expect(await write(aClient().client)).not.toBeInstanceOf(UnclearOutcomeError);
  });

  it.each([
    [
      'the interval of the ten-second window',
      { policyName: 'TEN_SECONDLY_ROLLING' },
      { 'X-HubSpot-RateLimit-Interval-Milliseconds': '10000' },
      10_000,
    ],
    ['Retry-After', { policyName: 'TEN_SECONDLY_ROLLING' }, { 'Retry-After': '3' }, 3_000],
    ['a second for the secondly limit', { policyName: 'SECONDLY' }, {}, 1_000],
  ])('waits %s after a 429 and tells everybody', async (_name, body, headers, waitMs) => {
    nock(API)
      .post(READ)
      .reply(429, { ...body, errorType: 'RATE_LIMIT' }, headers);
    const blocked: unknown[] = [];
    const failure = await read(aClient({ onRateLimited: async (bucket, until) => void blocked.push([bucket, until]) }).client);
    const retryAt = new Date(NOW.getTime() + waitMs);
    expect(failure).toBeInstanceOf(RetryLaterError);
    expect(failure).toMatchObject({ retryAt });
    expect(blocked).toEqual([['general', retryAt]]);
  });

  it.each([
    [423, {}, 2_000],
    [477, { 'Retry-After': '3600' }, 3_600_000],
  ])('waits when HubSpot answers %i', async (status, headers, waitMs) => {
    nock(API).post(READ).reply(status, {}, headers);
    expect(await read(aClient().client)).toMatchObject({ name: 'RetryLaterError', retryAt: new Date(NOW.getTime() + waitMs) });
  });

  it('refreshes a refused token once and tries again with the new one', async () => {
    const refusedTokens: string[] = [];
    nock(API, { reqheaders: { authorization: 'Bearer token-1' } })
      .post(READ)
      .reply(401, { category: 'EXPIRED_AUTHENTICATION' });
    nock(API, { reqheaders: { authorization: 'Bearer token-2' } })
      .post(READ)
      .reply(200, { results: [] });
    const { client, leases } = aClient({ refreshAfter401: async (token) => (refusedTokens.push(token), 'token-2') });
    await client.batchRead('companies', { ids: ['1'], properties: [] }, live);
    expect(refusedTokens).toEqual(['token-1']);
    expect(leases).toHaveLength(2);
  });

  it('asks to install again when the fresh token is refused too, or a scope is missing', async () => {
    nock(API).post(READ).twice().reply(401, {});
    expect(await read(aClient().client)).toMatchObject({ name: 'ReconnectError', code: 'hubspot.token_refused' });
    nock(API).post(READ).reply(403, { category: 'MISSING_SCOPES', message: 'no scope' });
    const failure = await read(aClient().client);
    expect(failure).toBeInstanceOf(ReconnectError);
    expect(failure).toMatchObject({ code: 'hubspot.scope_missing' });
  });

  it('takes a 403 of the network in front of HubSpot for an outage: nobody has to install again', async () => {
    nock(API).post(READ).reply(403, '<html>Attention required</html>').post(UPDATE).reply(403, '');
    const reconnects: unknown[] = [];
    const { client } = aClient({ onReconnectNeeded: async (error) => void reconnects.push(error) });
    for (const failure of [await read(client), await write(client)]) {
      expect(failure).toMatchObject({ name: 'TransientError', code: 'hubspot.failing' });
    }
    expect(reconnects).toEqual([]);
  });

  it.each([
    ['counted but not named', { status: 'COMPLETE', numErrors: 1, results: [] }],
    ['not finished', { status: 'CANCELED', results: [] }],
  ])('takes a read whose rest is %s for failed: what is missing would look deleted', async (_name, body) => {
    nock(API).post(READ).reply(200, body);
    expect(await read(aClient().client)).toMatchObject({ name: 'TransientError', code: 'hubspot.partial_read' });
  });

  it('stops waiting for a token when the caller has no more time', async () => {
    const { client } = aClient({ accessToken: () => new Promise(() => undefined) });
    const request = { ids: ['1'], properties: [] };
    await expect(client.batchRead('companies', request, { ...live, signal: AbortSignal.timeout(30) })).rejects.toThrow('timeout');
  });

  it('counts every call with its outcome', async () => {
    nock(API).post(READ).reply(200, { results: [] });
    const { client, calls } = aClient();
    await client.batchRead('companies', { ids: ['1'], properties: [] }, live);
    expect(calls).toMatchObject([{ operation: 'companies.batch_read', bucket: 'general', status: 200 }]);
  });

  it('stops waiting when its job is stopped', async () => {
    nock(API).post(UPDATE).delay(300).reply(200, { results: [] });
    const stop = new AbortController();
    const work = failureOf(aClient().client.batchUpdate('companies', [anUpdate('1')], { ...live, signal: stop.signal }));
    setTimeout(() => stop.abort(), 20);
    expect(await work).toBeInstanceOf(UnclearOutcomeError);
  });
});
