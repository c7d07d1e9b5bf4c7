import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import express from 'express';
import { oauthRouter } from '../../server/http/oauth/router.ts';
import { verifiedBody } from '../../server/http/signature.ts';
import { hubspotWebhooks } from '../../server/http/webhooks/hubspot.ts';
import { createOAuthClient } from '../../server/hubspot/oauth.ts';
import { portalId as asPortalId, recordId } from '../../server/shared/ids.ts';
import type { ObjectType } from '../../server/shared/object-types.ts';
import { refreshAccount } from '../../server/portals/account.ts';
import { createHubSpotAccess } from '../../server/portals/hubspot-access.ts';
import { findPortal } from '../../server/portals/portals.ts';
import { describeProperties, propertiesOf } from '../../server/records/catalogue/index.ts';
import { provisionProperties } from '../../server/portals/properties.ts';
import { createRateLimits } from '../../server/portals/rate-limits.ts';
import { createSecrets } from '../../server/portals/secrets.ts';
import { startHubSpotFake, type HubSpotFake } from '../fakes/hubspot/index.ts';
import { useTestDatabase } from '../support/database.ts';
import { eventually } from '../support/eventually.ts';
import { recordingLog } from '../support/log.ts';
import { aKey } from '../support/portals.ts';

const PORTAL = asPortalId(4711);
const live = { priority: 'live' } as const;
const db = useTestDatabase();
const app = express();
const server = createServer(app);
const log = recordingLog();
const now = () => new Date();
let hubspot: HubSpotFake;
let publicUrl: string;

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  hubspot = await startHubSpotFake({ webhookTarget: `${publicUrl}/webhooks/hubspot` });
});
afterAll(async () => {
  server.close();
  await hubspot.close();
});

/** The service's own parts over real HTTP, against the double of HubSpot. */
async function anInstall() {
  const portal = hubspot.addPortal({ portalId: PORTAL, timeZone: 'America/Mexico_City', companyCurrency: 'MXN' });
  const secrets = createSecrets([aKey()]);
  const { clientId, clientSecret, url: apiUrl, authorizeUrl } = hubspot;
  const oauth = createOAuthClient({ apiUrl, clientId, clientSecret, now });
  const access = { db: db(), secrets, oauth, apiUrl, now, log };
  const openHubSpot = createHubSpotAccess({ ...access, rateLimits: createRateLimits(db()) });
  const shared = { ...access, openHubSpot, enqueue: async () => undefined };
  const router = express.Router();
  router.use('/oauth', oauthRouter({ ...shared, clientId, clientSecret, authorizeUrl, publicUrl }));
  router.post('/webhooks/hubspot', verifiedBody({ clientSecret, publicUrl, now, log }), hubspotWebhooks(shared));
  app.use(router);
  const begun = await fetch(`${publicUrl}/oauth/install`, { redirect: 'manual' });
  const callback = hubspot.consent(begun.headers.get('location')!, { portalId: PORTAL });
  const cookie = begun.headers.get('set-cookie')!.split(';')[0]!;
  const done = await fetch(callback, { headers: { cookie } });
  return { portal, done, openHubSpot, deps: { db: db(), openHubSpot, log, now } };
}

describe('a portal from install to uninstall, with HubSpot over HTTP', () => {
  it('installs, provisions, reads, writes, hears of changes, and is paused when the app is taken out', async () => {
    const { portal, done, openHubSpot, deps } = await anInstall();
    expect([done.status, (await done.text()).includes('Puente is installed')]).toEqual([200, true]);
    await refreshAccount(deps, PORTAL);
    expect(await findPortal(db(), PORTAL)).toMatchObject({
      installedBy: portal.admin.userId,
      companyCurrency: 'MXN',
      timeZone: 'America/Mexico_City',
    });

    const { writable } = await provisionProperties({ ...deps, describeProperties }, PORTAL);
    const names = (type: ObjectType) => propertiesOf(type).flatMap(({ name, set }) => (set === undefined ? [name] : []));
    expect(writable).toEqual({ companies: names('companies'), contacts: names('contacts'), deals: names('deals'), products: [] });
    hubspot.forgetCalls();
    await provisionProperties({ ...deps, describeProperties }, PORTAL);
    expect(hubspot.calls({ method: 'POST' }).concat(hubspot.calls({ method: 'PATCH' }))).toEqual([]);

    const client = await openHubSpot(PORTAL);
    const [good, other] = [portal.users.createCompany({ name: 'Acme' }), portal.users.createCompany({ name: 'Acme S.A.' })];
    const update = (id: string, properties: Record<string, string>) => ({ id: recordId(id), properties });
    const outcome = await client.batchUpdate(
      'companies',
      [
        update(good, { erp_open_amount: '12.50' }),
        update(other, { erp_payment_status: 'nonsense' }),
        update('999999', { erp_open_amount: '1' }),
      ],
      live,
    );
    expect(outcome.written.map(({ id }) => id)).toEqual([good]);
    expect(outcome.refused).toMatchObject([
      { id: other, properties: ['erp_payment_status'] },
      { id: '999999', code: 'hubspot.record_gone' },
    ]);

    const merged = portal.users.merge('companies', good, other);
    const read = await client.batchRead('companies', { ids: [good, other, '999999'], properties: ['name'] }, live);
    expect([...read].map(([asked, { id }]) => [asked, id])).toEqual([
      [good, merged],
      [other, merged],
    ]);
    await eventually(async () => {
      const marks = await db()('inbox').where({ portalId: PORTAL, objectType: 'companies' }).select<{ recordId: string }[]>();
      expect(marks.map((mark) => mark.recordId)).toEqual(expect.arrayContaining([good, other, merged]));
    });
    const deal = portal.users.createDeal({ dealname: 'Renewal' }, merged);
    expect(await client.associatedIds('deals', [recordId(deal)], 'companies', live)).toEqual(new Map([[deal, [merged]]]));
    expect((await client.listUsers(live))[0]).toMatchObject({ userId: portal.admin.userId });
    expect(await client.remainingCustomProperties('deals', live)).toBeGreaterThan(100);

    portal.uninstall();
    await expect(client.accountDetails(live)).rejects.toMatchObject({ code: 'hubspot.token_revoked' });
    expect(await findPortal(db(), PORTAL)).toMatchObject({ status: 'paused', pausedCode: 'hubspot.token_revoked' });
    expect(log.levels().filter((level) => level === 'error')).toEqual([]);
  });
});
