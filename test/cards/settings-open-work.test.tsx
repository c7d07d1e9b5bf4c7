import { describe, expect, it } from '@jest/globals';
import { Button, StatusTag, Tab } from '@hubspot/ui-extensions';
import type { SettingsOverview } from '../../hubspot-app/app/settings/api/types.ts';
import { readable } from './host.ts';
import { SETTINGS } from './pictures/settings.ts';
import { openSettings } from './settings-page.tsx';
import { aConnectionView, aGroup, anOverview, aStream, NOBODY_LEFT_OUT } from './settings-views.ts';

describe('what is not done yet', () => {
  it.each([
    ['en-us', 'For you', '1 customer is not created or changed in the ERP yet', 'first ten records wait for your look'],
    ['es-mx', 'Para usted', '1 cliente aún no se crea o cambia en el ERP', 'primeros diez registros esperan su revisión'],
  ])('is named on the overview, which leads to where it is decided (%s)', async (locale, label, customer, trial) => {
    const open = [
      { kind: 'customersWaiting' as const, count: 1 },
      { kind: 'trial' as const, count: 0 },
      { kind: 'ordersWaiting' as const, count: 2 },
    ];
    const health = { inSync: 1, waiting: 0, toDecide: 4, leftOut: 0, whyLeftOut: NOBODY_LEFT_OUT, leftOutToDecide: 0, failing: 0, open };
    const page = openSettings({ 'GET /settings/overview': anOverview({ connections: [aConnectionView({ health })] }) }, { locale });
    await page.sees(label);
    for (const sentence of [customer, trial]) await page.sees(sentence);
    page.press('open-ordersWaiting');
    await page.waitFor(() => expect(page.server.to('GET /settings/orders')).toHaveLength(1));
  });

  it.each([
    [
      'en-us',
      ['15 not found in HubSpot', '5 with a doubtful match', '2 left out by someone', '1 deleted in HubSpot'],
      'also includes 21 from',
    ],
    [
      'es-mx',
      ['15 no encontrados en HubSpot', '5 con coincidencia dudosa', '2 que alguien dejó fuera', '1 eliminado en HubSpot'],
      '«Por decidir» incluye además 21',
    ],
  ])('tells why customers are left out, and which of them are to be decided (%s)', async (locale, reasons, listed) => {
    const whyLeftOut = { notFound: 15, inQuestion: 5, byPeople: 2, deleted: 1 };
    const health = { inSync: 1, waiting: 0, toDecide: 4, leftOut: 23, whyLeftOut, leftOutToDecide: 21, failing: 0, open: [] };
    const page = openSettings({ 'GET /settings/overview': anOverview({ connections: [aConnectionView({ health })] }) }, { locale });
    await page.sees(listed);
    const words = readable(page.getRootNode());
    for (const reason of reasons) expect(words).toContain(reason);
  });
});

describe('what waits for an answer before anything goes on', () => {
  const heldRemoval = { count: 300, of: 1200, since: '2026-11-23T13:00:00Z' };
  const swapped = { status: 'paused' as const, paused: { code: 'connection.swapped', params: {} } };
  it.each([
    ['en-us', { streams: [aStream('invoices', { heldRemoval })] }, 'Needs your answer', 'Overview (1)'],
    ['es-mx', { streams: [aStream('invoices', { heldRemoval })] }, 'Falta su respuesta', 'Resumen (1)'],
    ['en-us', swapped, 'Needs your answer', 'Overview (1)'],
  ])('is said in place of "connected", and to people on other tabs (%s)', async (locale, over, status, tab) => {
    const page = openSettings({ 'GET /settings/overview': anOverview({ connections: [aConnectionView(over)] }) }, { locale });
    await page.sees(status);
    expect(page.find(StatusTag).props.variant).toBe('warning');
    expect(page.findAll(Tab)[0]?.props.title).toBe(tab);
  });

  it('leaves nothing to retry meanwhile, and says until when', async () => {
    const page = openSettings({
      'GET /settings/overview': anOverview({ connections: [aConnectionView(swapped)] }),
      'GET /settings/problems': { groups: [aGroup()] },
    });
    await page.sees('Possible once you have answered above.');
    for (const id of ['retry-all-record.refused', 'retry-p1']) expect(page.findByTestId(Button, id).props.disabled).toBe(true);
  });
});

describe('a field of a product that was put right', () => {
  const overwritten = (property: string, detail: string) =>
    aGroup({
      ...{ code: 'product.overwritten', params: { property }, isNews: true, canRetry: false, count: 1 },
      records: [{ ...aGroup().records[0]!, subjectKind: 'products', detail }],
    });
  it.each([
    ['en-us', 'Unit price, Unit price USD, Name', 'Unit price: 99 → 10; SKU: A → B'],
    ['es-mx', 'Precio unitario, Precio unitario USD, Nombre', 'Precio unitario: 99 → 10; SKU: A → B'],
  ])('goes by what the reader calls it, and one of before by the name it was kept under (%s)', async (locale, named, change) => {
    const routes = (property: string) => ({
      'GET /settings/problems': { groups: [overwritten(property, 'price: 99 → 10; hs_sku: A → B')] },
    });
    const page = openSettings(routes('price, hs_price_usd, name'), { locale });
    await page.sees(`(${named})`);
    await page.sees(change);
    await openSettings(routes('Unit price'), { locale }).sees('(Unit price)');
  });
});

it('a refusal of HubSpot is told in the words within its list of facts', async () => {
  const detail = 'Property values were not valid: [{"isValid":false,"message":"\\"a@b\\" is invalid","name":"email"},{"message":"Too long"';
  const groups = [aGroup({ records: [{ ...aGroup().records[0]!, detail }] })];
  const page = openSettings({ 'GET /settings/problems': { groups } });
  await page.sees('is invalid; Too long');
  expect(page.text()).not.toContain('isValid');
});

describe('the figures of a picture', () => {
  const live = Object.entries(SETTINGS).flatMap(([name, { answers }]) => {
    const overview = answers['GET /settings/overview'] as Partial<SettingsOverview>;
    return overview.connections?.[0]?.phase === 'live' && overview.toDecide ? [[name, overview as SettingsOverview] as const] : [];
  });
  it.each(live)('agree: the tab counts what the tile and its sentence do (%s)', (_, { toDecide, connections: [connection] }) => {
    const sum = (counts: number[]) => counts.reduce((all, count) => all + count, 0);
    const { health } = connection!;
    expect(sum(health.open.map(({ count }) => count))).toBe(health.toDecide);
    expect(sum(Object.values(health.whyLeftOut))).toBe(health.leftOut);
    expect(sum(Object.values(toDecide))).toBe(health.toDecide + health.leftOutToDecide);
  });
});
