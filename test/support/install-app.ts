import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from '@jest/globals';
import express from 'express';
import { oauthRouter } from '../../server/http/oauth/router.ts';
import { createOAuthClient } from '../../server/hubspot/oauth.ts';
import { createHubSpotAccess } from '../../server/portals/hubspot-access.ts';
import { createRateLimits } from '../../server/portals/rate-limits.ts';
import { createSecrets } from '../../server/portals/secrets.ts';
import { startHubSpotFake, type HubSpotFake, type HubSpotFakeOptions } from '../fakes/hubspot/index.ts';
import { useTestDatabase } from './database.ts';
import { recordingLog } from './log.ts';
import { aKey } from './portals.ts';

/** The double that portals are installed from; there from `beforeAll` on. */
export let hubspot: HubSpotFake;
export const log = recordingLog();
let publicUrl: string;

/** The install pages over HTTP, against the double of HubSpot. */
export function useInstallApp(options: HubSpotFakeOptions = {}) {
  const db = useTestDatabase();
  const app = express();
  const server = createServer(app);
  beforeAll(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    hubspot = await startHubSpotFake(options);
    const now = (): Date => new Date();
    const { clientId, clientSecret, url: apiUrl, authorizeUrl } = hubspot;
    const oauth = createOAuthClient({ apiUrl, clientId, clientSecret, now, timeoutMs: 500 });
    const access = { db: db(), secrets: createSecrets([aKey()]), oauth, apiUrl, now, log };
    const openHubSpot = createHubSpotAccess({ ...access, rateLimits: createRateLimits(db()) });
    app.use(
      '/oauth',
      oauthRouter({ ...access, openHubSpot, clientId, clientSecret, authorizeUrl, publicUrl, enqueue: async () => undefined }),
    );
  });
  afterAll(async () => {
    server.close();
    await hubspot.close();
  });
  return db;
}

export interface Begun {
  portalId: number;
  location: string;
  cookie: string;
}

export async function beginInstall(portalId: number): Promise<Begun> {
  const begun = await fetch(`${publicUrl}/oauth/install`, { redirect: 'manual' });
  return { portalId, location: begun.headers.get('location')!, cookie: begun.headers.get('set-cookie')!.split(';')[0]! };
}

/** Back from HubSpot, where this person agreed; the portal's administrator unless another is named. */
export const comeBack = ({ portalId, location, cookie }: Begun, userId?: number, language = 'en'): Promise<Response> =>
  fetch(hubspot.consent(location, { portalId, ...(userId === undefined ? {} : { userId }) }), {
    headers: { cookie, 'accept-language': language },
  });
