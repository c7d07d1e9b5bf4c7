import { describe, expect, it } from '@jest/globals';
import { openSettings } from './settings-page.tsx';
import { aConnectionView, anOverview } from './settings-views.ts';

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
    const health = { inSync: 1, waiting: 0, toDecide: 4, leftOut: 0, failing: 0, open };
    const page = openSettings({ 'GET /settings/overview': anOverview({ connections: [aConnectionView({ health })] }) }, { locale });
    await page.sees(label);
    for (const sentence of [customer, trial]) await page.sees(sentence);
    page.press('open-ordersWaiting');
    await page.waitFor(() => expect(page.server.to('GET /settings/orders')).toHaveLength(1));
  });
});
