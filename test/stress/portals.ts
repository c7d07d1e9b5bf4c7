import type { Portal } from '../fakes/hubspot/index.ts';
import type { World } from '../support/world.ts';

/** A browser that is sent to HubSpot and comes back; each has an address of its own. */
export interface Browser {
  location: string;
  headers: Record<string, string>;
}

let count = 0;

export async function beginInstall({ publicUrl }: World): Promise<Browser> {
  count += 1;
  const from = { 'x-forwarded-for': `198.18.${count >> 8}.${count & 255}` };
  const answer = await fetch(`${publicUrl}/oauth/install`, { headers: from, redirect: 'manual' });
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';')[0]);
  return { location: answer.headers.get('location') ?? '', headers: { ...from, cookie: cookies.join('; ') } };
}

export function comeBack({ hubspot }: World, { location, headers }: Browser, portalId: number): Promise<Response> {
  return fetch(hubspot.consent(location, { portalId }), { headers, redirect: 'manual' });
}

/** A further portal with the app in it. */
export async function installInto(world: World, portalId: number): Promise<Portal> {
  const portal = world.hubspot.addPortal({ portalId, companyCurrency: 'MXN', timeZone: 'UTC' });
  const answer = await comeBack(world, await beginInstall(world), portalId);
  if (!answer.ok) throw new Error(`Installing into ${portalId} ended with ${answer.status}`);
  return portal;
}

/** As the portal's administrator, through HubSpot's proxy. */
export function ask({ hubspot, publicUrl }: World, { id, admin }: Portal, path: string, body?: Record<string, unknown>): Promise<Response> {
  const options = body ? ({ method: 'POST', body, timeout: 60_000 } as const) : {};
  return hubspot.hsFetch(id, { userId: admin.userId, email: admin.email }, publicUrl + path, options);
}
