import { randomBytes } from 'node:crypto';
import { REQUIRED_SCOPES } from '../../server/hubspot/scopes.ts';
import { startHubSpotFake, type HubSpotFake, type Portal } from '../fakes/hubspot/index.ts';
import { freePort } from './free-port.ts';

export const PORTAL_ID = 4711;

/** How a test's ERP is connected. */
export interface ErpAddress {
  system: string;
  settings: Record<string, unknown>;
}

/** HubSpot over HTTP with one portal, and what the real service needs to find it. */
export interface World {
  hubspot: HubSpotFake;
  portal: Portal;
  /** Where the service is to listen. */
  port: number;
  publicUrl: string;
  /** The service's environment, for a process of its own; `loadConfig` takes it as well. */
  env: Record<string, string>;
  /** Installs the app through the real OAuth flow, as the portal's administrator. */
  install(): Promise<void>;
  /** A settings or card call as HubSpot's proxy makes it. Throws what is not 2xx. */
  call<T>(path: string, body?: Record<string, unknown>): Promise<T>;
  /** Connects the ERP and returns the connection's id; nothing is approved yet. */
  connect(erp: ErpAddress, more?: Record<string, unknown>): Promise<string>;
  /** Waits until the preview is complete, then approves it. */
  approve(connectionId: string): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  databaseUrl: string;
  companyCurrency?: string;
  timeZone?: string;
  hubspot?: Parameters<typeof startHubSpotFake>[0];
  portal?: { additionalCurrencies: string[] };
  env?: Record<string, string>;
}

export async function startWorld({ databaseUrl, companyCurrency = 'MXN', timeZone = 'UTC', ...options }: WorldOptions): Promise<World> {
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const hubspot = await startHubSpotFake({ webhookTarget: `${publicUrl}/webhooks/hubspot`, stepTarget: publicUrl, ...options.hubspot });
  const portal = hubspot.addPortal({ portalId: PORTAL_ID, companyCurrency, timeZone, ...options.portal });
  const call = <T>(path: string, body?: Record<string, unknown>) => callSigned<T>(hubspot, portal, publicUrl + path, body);
  return {
    hubspot,
    portal,
    port,
    publicUrl,
    env: { ...environment(hubspot, port, publicUrl, databaseUrl), ...options.env },
    install: () => install(hubspot, publicUrl),
    call,
    async connect({ system, settings }, more = {}) {
      const body = { system, name: 'Books', settings, ...more };
      return (await call<{ connectionId: string }>('/settings/connections', body)).connectionId;
    },
    approve: (connectionId) => approve(call, connectionId),
    close: () => hubspot.close(),
  };
}

function environment(hubspot: HubSpotFake, port: number, publicUrl: string, databaseUrl: string): Record<string, string> {
  return {
    PORT: String(port),
    PUBLIC_URL: publicUrl,
    DATABASE_URL: databaseUrl,
    HUBSPOT_CLIENT_ID: hubspot.clientId,
    HUBSPOT_CLIENT_SECRET: hubspot.clientSecret,
    HUBSPOT_API_URL: hubspot.url,
    HUBSPOT_AUTHORIZE_URL: hubspot.authorizeUrl,
    ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    ALLOW_PRIVATE_ADDRESSES: '*',
    LOG_LEVEL: 'info',
  };
}

/** The browser's way: our install page, HubSpot's consent, back with a code and the cookie. */
async function install(hubspot: HubSpotFake, publicUrl: string): Promise<void> {
  const start = await fetch(`${publicUrl}/oauth/install`, { redirect: 'manual' });
  const cookie = start.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const back = hubspot.consent(start.headers.get('location') ?? '', { portalId: PORTAL_ID });
  const end = await fetch(back, { headers: { cookie }, redirect: 'manual' });
  if (!end.ok) throw new Error(`Install ended with ${end.status}: ${await end.text()}`);
  for (const scope of REQUIRED_SCOPES)
    if (!start.headers.get('location')?.includes(scope)) throw new Error(`Scope ${scope} was not asked for`);
}

async function callSigned<T>(hubspot: HubSpotFake, { id, admin }: Portal, url: string, body?: Record<string, unknown>): Promise<T> {
  const options = body ? ({ method: 'POST', body, timeout: 60_000 } as const) : {};
  const answer = await hubspot.hsFetch(id, { userId: admin.userId, email: admin.email }, url, options);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${text}`);
  return JSON.parse(text) as T;
}

const PREVIEW_WITHIN_MS = 300_000;

async function approve(call: World['call'], connectionId: string): Promise<void> {
  const deadline = Date.now() + PREVIEW_WITHIN_MS;
  while (!(await call<{ isComplete: boolean }>(`/settings/preview?connectionId=${connectionId}`)).isComplete) {
    if (Date.now() > deadline) throw new Error('The preview was not complete in time');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await call('/settings/connections/approve', { connectionId });
}
