import { describe, expect, it } from '@jest/globals';
import { findPortal, storeInstall } from '../../../server/portals/portals.ts';
import { uninstallPortal } from '../../../server/sync/connection/uninstall.ts';
import { useTestDatabase } from '../../support/database.ts';
import { anInstalledPortal, someTokens } from '../../support/portals.ts';

const db = useTestDatabase();
const NOW = new Date('2026-11-23T10:05:00Z');

/** Takes the app out; `meanwhile` happens while HubSpot works on it. */
async function takeOut(meanwhile: (install: (refreshToken: string) => Promise<void>) => Promise<void>) {
  const { portalId, secrets } = await anInstalledPortal(db());
  const install = (refreshToken: string) =>
    storeInstall(db(), secrets, { portalId, tokens: someTokens({ refreshToken }), installedBy: 7, locale: 'en' }, NOW);
  const openHubSpot = async () => ({ uninstall: () => meanwhile(install) });
  const connectors = { closeConnector: async () => undefined };
  await uninstallPortal({ db: db(), secrets, connectors, openHubSpot, now: () => NOW }, portalId);
  return findPortal(db(), portalId);
}

describe('taking the app out of HubSpot', () => {
  it('forgets the install, also one whose token was renewed for the call', async () => {
    expect(await takeOut(async () => undefined)).toMatchObject({ status: 'uninstalled', uninstalledAt: NOW });
    expect(await db()('portals').select('accessToken', 'refreshToken')).toEqual([{ accessToken: null, refreshToken: null }]);
    expect(await takeOut((install) => install('refresh-1'))).toMatchObject({ status: 'uninstalled' });
  });

  it('leaves an install that came meanwhile', async () => {
    expect(await takeOut((install) => install('refresh-2'))).toMatchObject({ status: 'active', uninstalledAt: null });
    expect(await db()('portals').whereNotNull('refreshToken').select('portalId')).toHaveLength(1);
  });
});
