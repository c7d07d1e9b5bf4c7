import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { portalId as asPortalId } from '../../server/shared/ids.ts';
import { findPortal, updateSettings } from '../../server/portals/portals.ts';
import { forgetInstall } from '../../server/portals/removal.ts';
import { beginInstall, comeBack, hubspot, log, useInstallApp } from '../support/install-app.ts';

const PORTAL = asPortalId(4711);
const [FIRST, REP, BOSS, JOSE] = [101, 102, 103, 104];
const db = useInstallApp();

beforeAll(() => {
  const person = (userId: number, name: string) => ({ userId, email: `${name}@acme.example`, firstName: name, lastName: 'X', teams: [] });
  const people = [
    person(FIRST, 'first'),
    person(REP, 'rep'),
    { ...person(BOSS, 'Boss'), isSuperAdmin: true },
    { ...person(JOSE, 'José'), isSuperAdmin: true },
  ];
  hubspot.addPortal({ portalId: PORTAL, people });
});
beforeEach(() => {
  log.lines.length = 0;
});

const install = async (userId: number, language = 'en') => (await comeBack(await beginInstall(PORTAL), userId, language)).text();
const administrators = async () => {
  const portal = await findPortal(db(), PORTAL);
  return [portal?.installedBy, ...(portal?.settings.administrators ?? [])];
};
const problems = () => db()('problems').where({ portalId: PORTAL }).whereNull('resolvedAt').select('code', 'params');

describe('who installs first', () => {
  it('is the administrator, whatever rights HubSpot gave', async () => {
    expect(await install(REP)).toContain('Puente is installed<');
    expect(await administrators()).toEqual([REP]);
    expect(await problems()).toEqual([]);
  });
});

describe('who installs again', () => {
  it('is no administrator, who stays one and is told, also after an uninstall', async () => {
    await install(FIRST);
    for (const again of [() => undefined, () => forgetInstall(db(), PORTAL, new Date())]) {
      await again();
      expect(await install(REP)).toContain('You are not one of its administrators yet');
      expect(await install(REP, 'es')).toContain('todavía no es uno de sus administradores');
      expect(await administrators()).toEqual([FIRST]);
      expect(await problems()).toEqual([{ code: 'portal.installed_by_other', params: { email: 'rep@acme.example' } }]);
      expect(await findPortal(db(), PORTAL)).toMatchObject({ status: 'active' });
    }
    expect(await install(FIRST)).toContain('Puente is installed<');
  });

  it('becomes one beside the others as a super admin, of which they are told', async () => {
    await install(FIRST);
    expect(await install(BOSS)).toContain('Puente is installed<');
    expect(await install(BOSS)).toContain('Puente is installed<');
    expect(await administrators()).toEqual([FIRST, 'boss@acme.example']);
    expect(await problems()).toEqual([{ code: 'portal.administrator_added', params: { email: 'boss@acme.example' } }]);
  });

  it('becomes one as a super admin with an address in any script', async () => {
    await install(FIRST);
    expect(await install(JOSE)).toContain('Puente is installed<');
    expect(await administrators()).toEqual([FIRST, 'josé@acme.example']);
  });

  it('is one where an administrator named this user before', async () => {
    await install(FIRST);
    await updateSettings(db(), PORTAL, { administrators: ['rep@acme.example'] });
    expect(await install(REP)).toContain('Puente is installed<');
    expect(await problems()).toEqual([]);
  });

  it('is none while HubSpot does not say who that is', async () => {
    await install(FIRST);
    hubspot.faults.next({ kind: 'status', status: 403, body: { category: 'MISSING_SCOPES' }, match: /settings\/users/ });
    expect(await install(BOSS)).toContain('You are not one of its administrators yet');
    expect(await administrators()).toEqual([FIRST]);
    expect(await problems()).toEqual([{ code: 'portal.installed_by_other', params: { email: 'boss@acme.example' } }]);
    expect(log.levels()).toEqual(['info', 'warn', 'info']);
    expect(await findPortal(db(), PORTAL)).toMatchObject({ status: 'active', pausedCode: null });
  });

  it('is the administrator where nobody is', async () => {
    await db()('portals').insert({ portalId: PORTAL, installedAt: new Date() });
    expect(await install(REP)).toContain('Puente is installed<');
    expect(await administrators()).toEqual([REP]);
  });
});
