import { describe, expect, it } from '@jest/globals';
import { refreshAccount } from '../../server/portals/account.ts';
import { findPortal, pausePortal, PortalSettingsPatch, storeInstall, updateSettings } from '../../server/portals/portals.ts';
import { raiseProblems } from '../../server/portals/problems.ts';
import { forgetInstall, portalsToRemove, removePortalData } from '../../server/portals/removal.ts';
import { useTestDatabase } from '../support/database.ts';
import { recordingLog } from '../support/log.ts';
import { anInstalledPortal, someTokens } from '../support/portals.ts';
import { aConnection } from '../support/portal-rows.ts';

const NOW = new Date('2026-11-23T10:00:00Z');
const LATER = new Date('2026-12-30T10:00:00Z');
const db = useTestDatabase();

describe('settings', () => {
  it('keeps what somebody else saved since a person looked, and tells that person; other parts are saved', async () => {
    const { portalId } = await anInstalledPortal(db());
    await updateSettings(db(), portalId, { activeMonths: 24 }, { activeMonths: 12 });
    const second = updateSettings(db(), portalId, { activeMonths: 6 }, { activeMonths: 12 });
    await expect(second).rejects.toMatchObject({ code: 'settings.changed_meanwhile' });
    // A call that HubSpot repeats finds its own.
    await updateSettings(db(), portalId, { activeMonths: 24 }, { activeMonths: 12 });
    await updateSettings(
      db(),
      portalId,
      { amounts: { visibleTo: 'some', userEmails: [], teamIds: [9] } },
      { amounts: { visibleTo: 'everybody' } },
    );
    expect((await findPortal(db(), portalId))?.settings).toMatchObject({ activeMonths: 24, amounts: { visibleTo: 'some', teamIds: [9] } });
  });

  it('have defaults, change in part, and tell other processes', async () => {
    const { portalId } = await anInstalledPortal(db());
    const before = (await findPortal(db(), portalId))!;
    expect(before.settings).toMatchObject({ activeMonths: 12, overdueHour: 8, amounts: { visibleTo: 'everybody' } });
    await updateSettings(db(), portalId, PortalSettingsPatch.parse({ overdueHour: 6, administrators: ['Ana@Acme.test'] }));
    const after = (await findPortal(db(), portalId))!;
    expect(after.settings).toEqual({ ...before.settings, overdueHour: 6, administrators: ['ana@acme.test'] });
    expect(after.settingsRevision).toBeGreaterThan(before.settingsRevision);
  });

  it.each([
    { overdueHour: 24 },
    { activeMonths: 0 },
    { unknown: 1 },
    { administrators: ['no address'] },
    { amounts: { visibleTo: 'some' } },
  ])('refuse %j', (patch) => {
    expect(PortalSettingsPatch.safeParse(patch).success).toBe(false);
  });
});

describe('installing again', () => {
  it('revives a paused portal, closes what that solves, keeps settings and installer', async () => {
    const { portalId, secrets } = await anInstalledPortal(db(), { installedBy: 7 });
    await updateSettings(db(), portalId, { overdueHour: 6 });
    await pausePortal(db(), portalId, 'hubspot.token_revoked', NOW);
    await raiseProblems(
      db(),
      portalId,
      [{ code: 'property.no_room', connectionId: null, subjectKind: 'property', subject: 'deals.x' }],
      NOW,
    );
    expect(await findPortal(db(), portalId)).toMatchObject({ status: 'paused', pausedCode: 'hubspot.token_revoked' });

    await storeInstall(
      db(),
      secrets,
      { portalId, tokens: someTokens({ accessToken: 'access-2' }), installedBy: null, locale: 'es' },
      LATER,
    );
    expect(await findPortal(db(), portalId)).toMatchObject({
      status: 'active',
      pausedCode: null,
      installedBy: 7,
      installedAt: NOW,
      settings: { overdueHour: 6 },
    });
    expect(await db()('problems').where({ portalId }).whereNull('resolvedAt').pluck('code')).toEqual(['property.no_room']);
  });

  it('starts anew after an uninstall, under the administrator it had', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    await forgetInstall(db(), portalId, NOW);
    expect(await db()('portals').where({ portalId }).first('accessToken', 'refreshToken')).toEqual({
      accessToken: null,
      refreshToken: null,
    });
    await storeInstall(db(), secrets, { portalId, tokens: someTokens(), installedBy: 9, locale: 'en' }, LATER);
    expect(await findPortal(db(), portalId)).toMatchObject({ status: 'active', uninstalledAt: null, installedAt: LATER, installedBy: 7 });
    expect(await removePortalData({ db: db(), log: recordingLog(), now: () => LATER, graceDays: 0 }, portalId)).toBe(false);
  });
});

describe('removing a portal', () => {
  it('waits for the grace period, then leaves no row of it in any table and says how many went', async () => {
    const { portalId } = await anInstalledPortal(db());
    await anInstalledPortal(db(), { portalId: 43 });
    for (const id of [42, 43]) await aConnection(db(), { portalId: id });
    await raiseProblems(db(), portalId, [{ code: 'x', connectionId: null, subjectKind: 'portal', subject: '42' }], NOW);
    await db()('rateBuckets').insert({ portalId, bucket: 'general', tokens: 1 });
    await forgetInstall(db(), portalId, NOW);

    const log = recordingLog();
    const deps = (now: Date) => ({ db: db(), log, now: () => now, graceDays: 30 });
    expect(await removePortalData(deps(new Date(NOW.getTime() + 29 * 86_400_000)), portalId)).toBe(false);
    expect(await portalsToRemove(db(), LATER, 30)).toEqual([portalId]);
    expect(await removePortalData(deps(LATER), portalId)).toBe(true);
    expect(log.lines.at(-1)?.fields).toMatchObject({ portalId, removed: { erp_connections: 1, problems: 1, portals: 1 } });

    const { rows } = await db().raw<{ rows: { name: string }[] }>(
      `select table_name as name from information_schema.columns where column_name = 'portal_id' and table_schema = 'public'`,
    );
    for (const { name } of rows) expect([name, await db()(name).where({ portalId }).first()]).toEqual([name, undefined]);
    expect(await findPortal(db(), 43 as typeof portalId)).toBeDefined();
    expect(await db()('erpConnections').where({ portalId: 43 })).toHaveLength(1);
  });

  it('whose token was revoked counts as uninstalled, unless it is installed again', async () => {
    const { portalId, secrets } = await anInstalledPortal(db());
    await pausePortal(db(), portalId, 'hubspot.token_revoked', NOW);
    expect(await portalsToRemove(db(), LATER, 30)).toEqual([portalId]);
    await storeInstall(db(), secrets, { portalId, tokens: someTokens(), installedBy: 7, locale: 'en' }, LATER);
    expect(await portalsToRemove(db(), LATER, 0)).toEqual([]);
    await pausePortal(db(), portalId, 'hubspot.scope_missing', NOW);
    expect(await portalsToRemove(db(), LATER, 0)).toEqual([]);
  });

  it('names every table that holds portal data, so that no cascade does the counting', async () => {
    const { portalId } = await anInstalledPortal(db());
    await forgetInstall(db(), portalId, NOW);
    const log = recordingLog();
    await removePortalData({ db: db(), log, now: () => LATER, graceDays: 30 }, portalId);
    const { rows } = await db().raw<{ rows: { name: string }[] }>(
      `select table_name as name from information_schema.columns where column_name = 'portal_id' and table_schema = 'public' order by 1`,
    );
    expect(Object.keys(log.lines.at(-1)!.fields['removed'] as object).sort()).toEqual(rows.map(({ name }) => name));
  });
});

describe('account details', () => {
  it('are taken over, and a time zone nobody knows is not', async () => {
    const { portalId } = await anInstalledPortal(db());
    const details = {
      portalId: 42,
      timeZone: 'America/Mexico_City',
      companyCurrency: 'MXN',
      additionalCurrencies: [],
      uiDomain: 'app-eu1.hubspot.com',
    };
    const withDetails = (given: object) => ({
      db: db(),
      openHubSpot: async () => ({ accountDetails: async () => ({ ...details, ...given }) }),
    });
    await refreshAccount(withDetails({}), portalId);
    const first = await findPortal(db(), portalId);
    expect(first).toMatchObject({ timeZone: 'America/Mexico_City', companyCurrency: 'MXN', uiDomain: 'app-eu1.hubspot.com' });
    await refreshAccount(withDetails({ timeZone: 'Mars/Olympus', companyCurrency: 'EUR' }), portalId);
    expect(await findPortal(db(), portalId)).toMatchObject({ timeZone: 'America/Mexico_City', companyCurrency: 'EUR' });
    await refreshAccount(withDetails({ companyCurrency: 'EUR' }), portalId);
    expect((await findPortal(db(), portalId))!.settingsRevision).toBe(first!.settingsRevision + 1);
  });

  it('are not taken over without the records that they make due', async () => {
    const { portalId } = await anInstalledPortal(db());
    const details = { portalId: 42, timeZone: 'UTC', companyCurrency: 'SEK', additionalCurrencies: [], uiDomain: 'app.hubspot.com' };
    const deps = { db: db(), openHubSpot: async () => ({ accountDetails: async () => details }) };
    const told: number[] = [];
    const crash = (): Promise<void> => Promise.reject(new Error('the process dies here'));
    await expect(refreshAccount({ ...deps, onRecordsDue: crash }, portalId)).rejects.toThrow('dies here');
    await refreshAccount({ ...deps, onRecordsDue: async (_trx, id) => void told.push(id) }, portalId);
    await refreshAccount({ ...deps, onRecordsDue: async (_trx, id) => void told.push(id) }, portalId);
    expect(told).toEqual([portalId]);
  });
});
