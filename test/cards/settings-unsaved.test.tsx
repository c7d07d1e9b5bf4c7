import { describe, expect, it } from '@jest/globals';
import { Input, LoadingButton, Select, Tab, Toggle } from '@hubspot/ui-extensions';
import { openCustomers } from './settings-customers-page.tsx';
import { aCustomersView } from './settings-customers-views.ts';
import { openSettings } from './settings-page.tsx';
import { aConnectionView, anOverview } from './settings-views.ts';

const titlesOf = (page: Awaited<ReturnType<typeof openCustomers>>) => page.findAll(Tab).map(({ props }) => String(props.title));

describe('changes that are not saved', () => {
  it.each([
    ['en-us', 'Not saved: Customers', 'Customers · not saved', 'Leaving or reloading this page loses it.'],
    ['es-mx', 'Sin guardar: Clientes', 'Clientes · sin guardar', 'Si sale de esta página o la recarga, se pierde.'],
  ])('of rules on customers outlive a look at another tab, and are named above all tabs (%s)', async (locale, named, marked, lost) => {
    const page = await openCustomers(aCustomersView(), { locale, routes: { 'POST /settings/customers': { done: true } } });
    const isOneWay = () => page.find(Toggle, { name: 'customers-companies-isOneWay' }).props;
    await page.waitFor(() => expect(isOneWay().checked).toBe(false));
    expect(page.text()).not.toContain(named);
    isOneWay().onChange?.(true);
    await page.waitFor(() => expect(isOneWay().checked).toBe(true));
    await page.openTab('rules');
    await page.sees(named);
    expect(page.text()).toContain(lost);
    expect(titlesOf(page)).toContain(marked);
    page.press('to-unsaved-customers');
    await page.waitFor(() => expect(isOneWay().checked).toBe(true));
    page.press('save-customers-c1');
    expect(await page.sent('/customers')).toMatchObject({ rules: { companies: { isOneWay: true } }, revision: 3 });
    await page.waitFor(() => expect(page.text()).not.toContain(named));
  });

  it('are told when somebody else saved while another tab was looked at', async () => {
    let saved = 3;
    const page = await openCustomers(() => aCustomersView({ revision: saved, isDraft: true }), {});
    await page.waitFor(() => expect(page.maybeFind(Toggle, { name: 'customers-companies-isOneWay' })).not.toBeNull());
    page.find(Toggle, { name: 'customers-companies-isOneWay' }).props.onChange?.(true);
    await page.sees('Not saved: Customers');
    await page.openTab('rules');
    saved = 4;
    await page.openTab('customers');
    await page.sees('Somebody else saved these rules while you were editing');
    expect(page.findByTestId(LoadingButton, 'save-customers-c1').props.disabled).toBe(true);
  });

  it('of the account’s rules stay, too; those of a connection that is gone are not asked about', async () => {
    let connections = [aConnectionView()];
    const page = openSettings(
      {
        'GET /settings/overview': () => anOverview({ connections }),
      },
      { refreshSeconds: 0.05 },
    );
    await page.openTab('rules');
    await page.sees('How customers are matched');
    page.find(Select, { name: 'taxId-companies' }).props.onChange?.('rfc');
    await page.sees('Not saved: Rules');
    await page.openTab('connections');
    await page.waitFor(() => expect(page.maybeFind(LoadingButton, { testId: 'save-connection-c1' })).not.toBeNull());
    await page.openTab('rules');
    await page.waitFor(() => expect(page.find(Select, { name: 'taxId-companies' }).props.value).toBe('rfc'));
    await page.openTab('connections');
    await page.waitFor(() => expect(page.maybeFind(LoadingButton, { testId: 'save-connection-c1' })).not.toBeNull());
    page.find(Input, { name: 'name-c1' }).props.onChange?.('Aceros of Monterrey');
    await page.sees('Not saved: Rules, Connections');
    // It is disconnected, and another one is there.
    connections = [aConnectionView({ id: 'c2', name: 'SAP' })];
    await page.waitFor(() => expect(page.text()).not.toContain('Rules, Connections'));
    expect(page.text()).toContain('Not saved: Rules');
  });
});
