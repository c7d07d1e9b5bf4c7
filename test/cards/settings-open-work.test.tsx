import { describe, expect, it } from '@jest/globals';
import { readable } from './host.ts';
import { openSettings } from './settings-page.tsx';
import { aConnectionView, anOverview, NOBODY_LEFT_OUT } from './settings-views.ts';

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
      ['15 not found in HubSpot', '5 in question between records', '2 left out by people', '1 deleted in HubSpot'],
      'also lists 21 that are counted under',
    ],
    [
      'es-mx',
      ['No encontrados en HubSpot: 15', 'En duda entre registros: 5', 'por una persona: 2', 'Eliminados en HubSpot: 1'],
      '«Por decidir» también muestra 21',
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
