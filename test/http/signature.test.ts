import { describe, expect, it } from '@jest/globals';
import express from 'express';
import request from 'supertest';
import { signedByHubSpot, signedUser, verifiedBody } from '../../server/http/signature.ts';
import { recordingLog } from '../support/log.ts';
import { CLIENT_SECRET, PUBLIC_URL, signed } from '../support/signed.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const QUERY = 'objectId=5&userId=7&portalId=42&userEmail=ana%40acme.test&appId=1';

function aServer() {
  const log = recordingLog();
  const app = express();
  app.use('/cards', ...signedByHubSpot({ clientSecret: CLIENT_SECRET, publicUrl: PUBLIC_URL, now: () => NOW, log }));
  app.all('/cards/record', (req, res) => void res.json({ user: signedUser(req), body: (req.body as unknown) ?? null }));
  app.get('/open', (req, res) => void res.json(signedUser(req)));
  return { app, log };
}

const get = (path: string, at = NOW, signedPath = path) => signed(request(aServer().app).get(path), 'GET', signedPath, '', at);

describe('a card request', () => {
  it('is answered for the portal and user that HubSpot signed', async () => {
    const { status, body } = await get(`/cards/record?${QUERY}`);
    expect(status).toBe(200);
    expect(body.user).toEqual({ portalId: 42, userId: 7, userEmail: 'ana@acme.test' });
  });

  it('is understood when HubSpot signed the decoded address', async () => {
    const path = `/cards/record?${QUERY}`;
    expect((await get(path, NOW, path.replace('%40', '@'))).status).toBe(200);
  });

  it('carries its body exactly as it was signed', async () => {
    const path = `/cards/record?${QUERY}`;
    const body = '{"connectionId":"ñ",  "n":1}';
    const answer = await signed(request(aServer().app).post(path), 'POST', path, body, NOW)
      .set('content-type', 'application/json')
      .send(body);
    expect(answer.body.body).toEqual({ connectionId: 'ñ', n: 1 });
  });

  it('is refused unsigned, without saying more than a reference', async () => {
    const { app, log } = aServer();
    const { status, body } = await request(app).get(`/cards/record?${QUERY}`);
    expect(status).toBe(401);
    expect(body).toEqual({ code: 'request.not_signed', params: {}, who: 'operator', reference: expect.stringMatching(/^[0-9a-f]{8}$/) });
    expect(log.lines[0]!.fields).toMatchObject({ reference: body.reference, reason: 'missing' });
    expect(JSON.stringify(log.lines)).not.toContain('ana');
  });

  it.each([-301_000, 301_000])('is refused %i ms away from now', async (offsetMs) => {
    const { status, body } = await get(`/cards/record?${QUERY}`, new Date(NOW.getTime() + offsetMs));
    expect([status, body.code]).toEqual([401, 'request.stale']);
  });

  it.each([
    ['another portal', QUERY.replace('portalId=42', 'portalId=43')],
    ['another record', QUERY.replace('objectId=5', 'objectId=6')],
    ['a parameter more', `${QUERY}&x=1`],
  ])('is refused when the address was changed to %s', async (_name, query) => {
    const { status, body } = await get(`/cards/record?${query}`, NOW, `/cards/record?${QUERY}`);
    expect([status, body.code]).toEqual([401, 'request.not_signed']);
  });

  it("is refused when the body was changed, or the secret is another app's", async () => {
    const path = `/cards/record?${QUERY}`;
    const changed = signed(request(aServer().app).post(path), 'POST', path, '{"a":1}', NOW)
      .set('content-type', 'application/json')
      .send('{"a":2}');
    expect((await changed).status).toBe(401);
    expect((await signed(request(aServer().app).get(path), 'GET', path, '', NOW, 'other')).status).toBe(401);
  });

  it.each([
    `portalId=43&${QUERY}`,
    `${QUERY}&portalId=43`,
    `${QUERY}&portal%49d=43`,
    QUERY.replace('&userId=7', ''),
    QUERY.replace('portalId=42', 'portalId=4e1'),
    // Its own words first, HubSpot's behind a second question mark.
    `portalId=43&userId=9&userEmail=x&appId=1&search=a?b&${QUERY}`,
  ])('is refused when its own words name a portal or user beside the signed one: %s', async (query) => {
    expect((await get(`/cards/record?${query}`)).status).toBe(401);
  });

  it('may have question marks among its words', async () => {
    expect((await get(`/cards/record?search=paid?&${QUERY}`)).body.user).toMatchObject({ portalId: 42, userId: 7 });
  });

  it('is answered for this person alone: nobody on the way keeps it', async () => {
    expect((await get(`/cards/record?${QUERY}`)).headers['cache-control']).toBe('no-store');
  });

  it('is refused above 1 MB, before anything else', async () => {
    const path = `/cards/record?${QUERY}`;
    const body = JSON.stringify({ text: 'x'.repeat(1_100_000) });
    const answer = await signed(request(aServer().app).post(path), 'POST', path, body, NOW)
      .set('content-type', 'application/json')
      .send(body);
    expect(answer.status).toBe(413);
  });

  it('has no user on a route that is not behind the check', async () => {
    expect((await request(aServer().app).get(`/open?${QUERY}`)).status).toBe(500);
  });
});

describe('a webhook', () => {
  const event = '[{"portalId":43,"subscriptionType":"contact.privacyDeletion","objectId":1}]';
  const post = (path: string) => {
    const app = express();
    app.post(
      '/webhooks/hubspot',
      verifiedBody({ clientSecret: CLIENT_SECRET, publicUrl: PUBLIC_URL, now: () => NOW, log: recordingLog() }),
    );
    app.post('/webhooks/hubspot', (req, res) => void res.json(req.body));
    return signed(request(app).post(path), 'POST', path, event, NOW).set('content-type', 'application/json').send(event);
  };

  it('is taken as HubSpot sends it', async () => {
    expect((await post('/webhooks/hubspot')).body).toEqual(JSON.parse(event));
  });

  it("is not what a card has HubSpot's proxy sign: a user of one portal could speak for another", async () => {
    expect((await post(`/webhooks/hubspot?${QUERY}`)).status).toBe(401);
  });
});
