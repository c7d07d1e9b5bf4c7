import { describe, expect, it } from '@jest/globals';
import { Toggle } from '@hubspot/ui-extensions';
import { refused } from './host.ts';
import { openSettings } from './settings-page.tsx';
import { aConnectionView, anOverview, portalSettings } from './settings-views.ts';

describe('subscriptions in the settings', () => {
  const openConnection = async (readsSubscriptions: boolean | null, answer: unknown = { done: true }) => {
    const page = openSettings({
      'GET /settings/overview': anOverview({ connections: [aConnectionView({ readsSubscriptions })] }),
      'POST /settings/connections/update': answer,
    });
    await page.openTab('connections');
    await page.sees('Show quotations and orders on deals');
    return page;
  };

  it('are switched on for a connection that has them', async () => {
    const page = await openConnection(false);
    expect(page.text()).toContain('needs the right to read subscriptions or contracts');
    page.find(Toggle, { name: 'subscriptions-c1' }).props.onChange?.(true);
    expect(await page.sent('/connections/update')).toEqual({ connectionId: 'c1', readsSubscriptions: true });
    expect((await openConnection(null)).maybeFind(Toggle, { name: 'subscriptions-c1' })).toBeNull();
  });

  it('say that nothing makes any', async () => {
    const page = await openConnection(false, refused({ code: 'subscriptions.absent', params: {} }));
    page.find(Toggle, { name: 'subscriptions-c1' }).props.onChange?.(true);
    await page.sees('Nothing that makes subscriptions is installed in this ERP.');
  });

  it('have a set of properties of their own, beside that of projects', async () => {
    const page = openSettings({
      'GET /settings/overview': anOverview({ portal: portalSettings({ propertySets: ['projects'] }) }),
      'POST /settings/portal': { done: true },
    });
    await page.openTab('rules');
    await page.sees('Subscription properties on deals and companies');
    page.find(Toggle, { name: 'set-subscriptions' }).props.onChange?.(true);
    await page.waitFor(() => expect(page.find(Toggle, { name: 'set-subscriptions' }).props.checked).toBe(true));
    page.press('save-sets');
    expect(await page.sent('/portal')).toMatchObject({ propertySets: ['projects', 'subscriptions'] });
  });
});
