import { describe, expect, it } from '@jest/globals';
import { Button, Link } from '@hubspot/ui-extensions';
import type { ListRequest, RecordList } from '../../hubspot-app/app/settings/api/lists.ts';
import { refused, type Asked } from './host.ts';
import { openSettings } from './settings-page.tsx';
import { aConnectionView, aGroup, anOverview } from './settings-views.ts';

const group = aGroup();
const made = (over: Partial<RecordList> = {}): RecordList => ({
  ...{
    objectType: 'companies',
    name: 'Puente: Refused (companies, Nov 23, 2026)',
    url: 'https://app.hubspot.com/contacts/7/objectLists/12',
  },
  ...{ count: 3, left: 0 },
  ...over,
});
const open = (answer: unknown, locale = 'en-us', routes = {}) =>
  openSettings({ 'GET /settings/problems': { groups: [group] }, 'POST /settings/lists': answer, ...routes }, { locale });

describe('a HubSpot list of the records of a problem', () => {
  it.each([
    ['en-us', 'Show records', 'Create a HubSpot list', 'Bring the list up to date', '(companies, Nov 23, 2026)'],
    ['es-mx', 'Mostrar registros', 'Crear una lista en HubSpot', 'Actualizar la lista', '(empresas, 23 nov 2026)'],
  ])('is one click away, named in the reader’s words and by the day (%s)', async (locale, shown, make, again, ending) => {
    const page = open({ lists: [made()] }, locale);
    await page.sees(new RegExp(`${shown}.*${make}`));
    page.press(`list-${group.code}`);
    const { listed, names } = (await page.sent('/lists')) as unknown as ListRequest;
    expect(listed).toEqual({ about: 'problem', code: group.code, connectionId: group.connectionId });
    expect(names.companies).toMatch(/^Puente: \S+/);
    expect(names.companies.endsWith(ending)).toBe(true);
    expect(new Set(Object.values(names)).size).toBe(3);
    await page.sees(again);
    expect(page.findAll(Link).map(({ props }) => props.href)).toContainEqual({ url: made().url, external: true });
  });

  it.each([
    ['en-us', 'Bring the list up to date', 'Create a HubSpot list'],
    ['es-mx', 'Actualizar la lista', 'Crear una lista en HubSpot'],
  ])('is still there when the page is opened again, also in another language (%s)', async (locale, again, make) => {
    const { objectType, name, url } = made();
    const knownLists = ({ query }: Asked) => ({ lists: query['about'] === 'problem' ? [{ objectType, name, url }] : [] });
    const page = open({ lists: [made()] }, locale, { 'GET /settings/lists': knownLists });
    await page.sees(again);
    expect(page.text()).toContain(name);
    // The other is of what fails, of which none was made.
    expect(page.text().split(make)).toHaveLength(2);
    expect(page.findAll(Link).map(({ props }) => props.href)).toContainEqual({ url, external: true });
    expect(page.server.to('GET /settings/lists').map(({ query }) => query)).toContainEqual({
      ...{ about: 'problem', code: group.code, connectionId: group.connectionId },
    });
    page.press(`list-${group.code}`);
    await page.sees(/3 (records|registros)/);
  });

  it('says how many it holds, and how many it does not', async () => {
    const page = open({ lists: [made({ count: 10_000, left: 23 })] });
    await page.sees('Show records');
    page.press(`list-${group.code}`);
    await page.sees('10,000 records 23 more are left out');
  });

  it('says that there is nothing to list', async () => {
    const page = open({ lists: [] });
    await page.sees('Show records');
    page.press(`list-${group.code}`);
    await page.sees('None of them has a record in HubSpot');
  });

  it.each([
    ['en-us', 'Ask your HubSpot administrator to install Puente again'],
    ['es-mx', 'Pida a su administrador de HubSpot que instale Puente de nuevo'],
  ])('says whom to ask where the permission is missing (%s)', async (locale, words) => {
    const page = open(refused({ code: 'record_lists.no_permission', who: 'administrator' }, 403), locale);
    await page.sees(/Show records|Mostrar registros/);
    page.press(`list-${group.code}`);
    await page.sees(words);
  });

  it('is not offered where no record of HubSpot is touched', async () => {
    const records = [{ ...group.records[0]!, subjectKind: 'stream' }];
    const page = open({ lists: [] }, 'en-us', { 'GET /settings/problems': { groups: [{ ...group, records }] } });
    await page.sees('Show records');
    expect(page.maybeFind(Button, { testId: `list-${group.code}` })).toBeNull();
  });
});

describe('a HubSpot list of what the overview counts', () => {
  it('is offered where something fails or waits for people', async () => {
    const connection = aConnectionView();
    const health = {
      ...connection.health,
      failing: 2,
      open: [{ kind: 'fields', count: 1 } as const, { kind: 'customersUnderWay', count: 4 } as const],
    };
    const page = open({ lists: [made()] }, 'en-us', {
      'GET /settings/overview': anOverview({ connections: [{ ...connection, health }] }),
    });
    await page.sees('both sides changed');
    page.press(`list-failing-${connection.id}`);
    expect(await page.sent('/lists')).toMatchObject({ listed: { about: 'failing', connectionId: connection.id } });
    expect(page.maybeFind(Button, { testId: `list-fields-${connection.id}` })).not.toBeNull();
    expect(page.maybeFind(Button, { testId: `list-customersUnderWay-${connection.id}` })).toBeNull();
  });
});
