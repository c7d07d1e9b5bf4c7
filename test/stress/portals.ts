import type { Portal } from '../fakes/hubspot/index.ts';
import { beginInstall, comeBack } from '../support/install-journey.ts';
import type { World } from '../support/world.ts';

/** A further portal with the app in it. */
export async function installInto(world: World, portalId: number): Promise<Portal> {
  const portal = world.hubspot.addPortal({ portalId, companyCurrency: 'MXN', timeZone: 'UTC' });
  const answer = await comeBack(world, await beginInstall(world), { portalId });
  if (!answer.ok) throw new Error(`Installing into ${portalId} ended with ${answer.status}`);
  return portal;
}

/** As the portal's administrator, through HubSpot's proxy. */
export function ask({ hubspot, publicUrl }: World, { id, admin }: Portal, path: string, body?: Record<string, unknown>): Promise<Response> {
  const options = body ? ({ method: 'POST', body, timeout: 60_000 } as const) : {};
  return hubspot.hsFetch(id, { userId: admin.userId, email: admin.email }, publicUrl + path, options);
}
