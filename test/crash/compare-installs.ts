import type { Db } from '../../server/db/index.ts';
import { createOAuthClient } from '../../server/hubspot/oauth.ts';
import { portalId as asPortalId } from '../../server/shared/ids.ts';
import { TOKEN_PURPOSES } from '../../server/portals/portals.ts';
import { createSecrets } from '../../server/portals/secrets.ts';
import type { World } from '../support/world.ts';
import { OTHER_PORTAL_ID, SECOND_ADMIN, type AppInstalls } from './installs.ts';

/** Everything in which the installs disagree with who installed: tokens, administrators, and what one portal got of the other. */
export async function installDifferences(db: Db, world: World, installs: AppInstalls): Promise<string[]> {
  return [
    ...(await tokenDifferences(db, world)),
    ...(await administratorDifferences(db, world, installs)),
    ...(await otherPortalDifferences(db, world)),
  ];
}

interface PortalRow {
  portalId: number;
  status: string;
  accessToken: string | null;
  refreshToken: string | null;
}

/** Each portal is served with tokens that HubSpot issued for it. */
async function tokenDifferences(db: Db, { hubspot, env }: World): Promise<string[]> {
  const { clientId, clientSecret, url: apiUrl } = hubspot;
  const [id = '', key = ''] = (env['ENCRYPTION_KEYS'] ?? '').split(':');
  const secrets = createSecrets([{ id, key: Buffer.from(key, 'base64') }]);
  const oauth = createOAuthClient({ apiUrl, clientId, clientSecret, now: () => new Date() });
  const portals = await db('portals').select<PortalRow[]>('portalId', 'status', 'accessToken', 'refreshToken');
  const found = portals.map(async ({ portalId, status, accessToken, refreshToken }) => {
    if (status !== 'active' || !accessToken || !refreshToken) return [`portal ${portalId} is ${status} although the app is installed`];
    const open = (purpose: string, sealed: string) => secrets.decrypt(asPortalId(portalId), purpose, sealed);
    const refreshed = await oauth.refresh(open(TOKEN_PURPOSES.refresh, refreshToken));
    const stored = await oauth.introspect(open(TOKEN_PURPOSES.access, accessToken));
    // HubSpot names no account for an access token that was taken away; the next call would refresh it.
    return [refreshed.portalId, stored.portalId]
      .filter((hub) => hub !== null && hub !== portalId)
      .map((hub) => `portal ${portalId} holds a token of ${hub}`);
  });
  return (await Promise.all(found)).flat();
}

/** The first installer stays; who installs again joins only as a super admin. */
async function administratorDifferences(db: Db, { portal }: World, installs: AppInstalls): Promise<string[]> {
  const row = await db('portals')
    .where({ portalId: portal.id })
    .first<{ installedBy: number; settings: { administrators?: string[] } }>('installedBy', 'settings');
  const administrators = row.settings.administrators ?? [];
  const expected = installs.hasSecondAdmin() ? [SECOND_ADMIN.email] : [];
  return [
    ...(row.installedBy === portal.admin.userId ? [] : [`the first installer became ${row.installedBy}`]),
    ...(administrators.join() === expected.join() ? [] : [`administrators are [${administrators.join()}], not [${expected.join()}]`]),
  ];
}

/** The other portal has no ERP: it gets our properties, and nothing is read or written there for the portal that has one. */
async function otherPortalDifferences(db: Db, { hubspot }: World): Promise<string[]> {
  if (!(await db('portals').where({ portalId: OTHER_PORTAL_ID }).first<object | undefined>('portalId'))) return [];
  const properties = await db('hubspotProperties')
    .where({ portalId: OTHER_PORTAL_ID, state: 'ready' })
    .select<{ objectType: 'companies' | 'contacts' | 'deals'; name: string }[]>('objectType', 'name');
  const { crm } = hubspot.portal(OTHER_PORTAL_ID);
  const missing = properties.filter(({ objectType, name }) => !crm.definitions(objectType).get(name));
  const strange = hubspot.calls({ portalId: OTHER_PORTAL_ID, path: /\/crm\/(objects|associations)|\/objects\// });
  return [
    ...(properties.length > 0 ? [] : [`portal ${OTHER_PORTAL_ID} got no properties`]),
    ...missing.map(({ name }) => `property ${name} of ${OTHER_PORTAL_ID} was made elsewhere`),
    ...strange.map(({ method, path }) => `${method} ${path} with a token of ${OTHER_PORTAL_ID}`),
  ];
}
