import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { oauthRouter } from '../../server/http/oauth/router.ts';
import { createOAuthClient } from '../../server/hubspot/oauth.ts';
import { createSecrets } from '../../server/portals/secrets.ts';
import { startHubSpotFake, type HubSpotFake } from '../fakes/hubspot/index.ts';
import { useTestDatabase } from '../support/database.ts';
import { recordingLog } from '../support/log.ts';
import { aKey } from '../support/portals.ts';

const db = useTestDatabase();
const app = express();
const server = createServer(app);
const log = recordingLog();
const PORTALS = [4711, 4712];
let hubspot: HubSpotFake;
let publicUrl: string;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let calls = 0;
  // The first to ask is answered last, so that the installs overtake each other.
  hubspot = await startHubSpotFake({ latencyMs: () => 60 - (calls++ % 6) * 10 });
  for (const portalId of PORTALS) hubspot.addPortal({ portalId });
  const now = (): Date => new Date();
  const { clientId, clientSecret, url: apiUrl, authorizeUrl } = hubspot;
  const oauth = createOAuthClient({ apiUrl, clientId, clientSecret, now, timeoutMs: 500 });
  const shared = { db: db(), secrets: createSecrets([aKey()]), oauth, apiUrl, now, log, kick: async () => undefined };
  app.use('/oauth', oauthRouter({ ...shared, clientId, clientSecret, authorizeUrl, publicUrl }));
});
afterAll(async () => {
  server.close();
  await hubspot.close();
});

interface Begun {
  portalId: number;
  location: string;
  cookie: string;
}

async function begin(portalId: number): Promise<Begun> {
  const begun = await fetch(`${publicUrl}/oauth/install`, { redirect: 'manual' });
  return { portalId, location: begun.headers.get('location')!, cookie: begun.headers.get('set-cookie')!.split(';')[0]! };
}

const comeBack = ({ portalId, location, cookie }: Begun): Promise<Response> =>
  fetch(hubspot.consent(location, { portalId }), { headers: { cookie } });

/** Which portal the browser's last page confirms. */
async function finish(begun: Begun): Promise<{ asked: number; confirmed: number }> {
  const page = await (await comeBack(begun)).text();
  return { asked: begun.portalId, confirmed: Number(/integrations-settings\/(\d+)\//.exec(page)?.[1]) };
}

describe('installs at the same time', () => {
  it('each browser has its own way to HubSpot and is told of its own portal', async () => {
    const browsers = Array.from({ length: 12 }, (_, index) => PORTALS[index % 2]!);
    const begun = await Promise.all(browsers.map(begin));
    expect(new Set(begun.map(({ location }) => new URL(location).searchParams.get('state'))).size).toBe(12);
    // While some come back, others begin.
    const [finished, alsoBegun] = await Promise.all([Promise.all(begun.map(finish)), Promise.all(browsers.map(begin))]);
    for (const { asked, confirmed } of [...finished, ...(await Promise.all(alsoBegun.map(finish)))]) expect(confirmed).toBe(asked);
    expect(log.levels().filter((level) => level !== 'info')).toEqual([]);
    expect(await db()('portals').orderBy('portalId').select('portalId')).toEqual(PORTALS.map((portalId) => ({ portalId })));
  });

  const TOKEN = /POST \/oauth\/[^/]+\/token$/;
  it.each([
    ['cannot be read', { kind: 'status', status: 200, body: 'null', match: TOKEN }],
    ['does not come', { kind: 'hang', match: TOKEN }],
    ['breaks off', { kind: 'cutOff', match: TOKEN }],
  ] as const)('one whose token answer %s fails alone, and is nothing the operator must act on', async (_what, fault) => {
    log.lines.length = 0;
    const [broken, whole] = await Promise.all(PORTALS.map(begin));
    hubspot.faults.next(fault);
    expect((await comeBack(broken!)).status).toBe(502);
    expect((await finish(whole!)).confirmed).toBe(whole!.portalId);
    expect(log.levels()).toEqual(['warn', 'info']);
    hubspot.faults.clear();
  });
});
