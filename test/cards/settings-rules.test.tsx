import { describe, expect, it } from '@jest/globals';
import {
  Accordion,
  Button,
  Checkbox,
  DateInput,
  Input,
  LoadingButton,
  Modal,
  NumberInput,
  Select,
  TextArea,
  ToggleGroup,
} from '@hubspot/ui-extensions';
import type { RenderedFragmentNode } from '@hubspot/ui-extensions/testing';
import { refused } from './host.ts';
import { openSettings, type SettingsPage } from './settings-page.tsx';
import { aConnectionView, anOverview, portalSettings } from './settings-views.ts';

async function openRules(routes: Parameters<typeof openSettings>[0] = {}) {
  const page = openSettings({ 'POST /settings/portal': { done: true }, ...routes });
  await page.openTab('rules');
  await page.sees('How customers are matched');
  return page;
}

const button = (page: SettingsPage, testId: string) => page.findByTestId(LoadingButton, testId);

describe('the rules', () => {
  it('of matching are saved alone, and nothing else with them', async () => {
    const page = await openRules();
    expect(button(page, 'save-matching').props.disabled).toBe(true);
    const taxId = page.find(Select, { name: 'taxId-companies' });
    expect(taxId.props.options.map(({ label }) => label)).toEqual(['None: skip this step', 'RFC (looks right)', 'Nickname']);
    taxId.props.onChange?.('rfc');
    await page.waitFor(() => expect(button(page, 'save-matching').props.disabled).toBe(false));
    page.find(Select, { name: 'contactsCarry' }).props.onChange?.('all_contacts');
    await page.waitFor(() => expect(page.find(Select, { name: 'contactsCarry' }).props.value).toBe('all_contacts'));
    page.press('save-matching');
    const { taxIdProperty, contactsCarry } = portalSettings();
    expect(await page.sent('/portal')).toEqual({
      taxIdProperty: { companies: 'rfc', contacts: null },
      contactsCarry: 'all_contacts',
      was: { taxIdProperty, contactsCarry },
    });
    await page.waitFor(() => expect(page.alerts()).toEqual(['Saved.']));
  });

  it('keep what a person is changing while the page reads itself again', async () => {
    let reads = 0;
    const page = openSettings(
      { 'GET /settings/overview': () => (reads++, anOverview({ portal: portalSettings({ activeMonths: reads }) })) },
      { refreshSeconds: 0.05 },
    );
    await page.openTab('rules');
    await page.sees('How customers are matched');
    page.find(Select, { name: 'taxId-companies' }).props.onChange?.('nickname');
    const before = reads;
    await page.waitFor(() => expect(page.find(NumberInput, { name: 'activeMonths' }).props.value).toBeGreaterThan(before + 1));
    expect(page.find(Select, { name: 'taxId-companies' }).props.value).toBe('nickname');
  });

  it('of workflows: hour of overdue, age of events, months of activity', async () => {
    const page = await openRules();
    const hours = page.find(Select, { name: 'overdueHour' }).props.options?.map(({ label }) => label);
    expect([hours?.[0], hours?.[9], hours?.[13]]).toEqual(['12:00\u00a0AM', '9:00\u00a0AM', '1:00\u00a0PM']);
    page.find(Select, { name: 'overdueHour' }).props.onChange?.(9);
    page.find(NumberInput, { name: 'eventMaxAgeHours' }).props.onChange?.(24);
    await page.waitFor(() => expect(button(page, 'save-times').props.disabled).toBe(false));
    page.press('save-times');
    expect(await page.sent('/portal')).toMatchObject({ overdueHour: 9, eventMaxAgeHours: 24 });
  });

  it('of who administrates say what is wrong with what was typed, and keep it', async () => {
    const page = await openRules({
      'POST /settings/portal': refused({ code: 'input.invalid', params: { field: 'administrators.0' }, who: 'you' }),
    });
    page.find(TextArea, { name: 'administrators' }).props.onInput?.('nobody');
    await page.waitFor(() => expect(button(page, 'save-administrators').props.disabled).toBe(false));
    page.press('save-administrators');
    await page.sees('Administrators of Puente\\" is missing or not valid.');
    expect(page.find(TextArea, { name: 'administrators' }).props.value).toBe('nobody');
  });
});

describe('a connection', () => {
  const companies = [
    { id: '1', name: 'Aceros MX', currency: 'MXN', isIncluded: true },
    { id: '2', name: 'Aceros US', currency: 'USD', isIncluded: false },
  ];
  async function openConnections(
    over: Parameters<typeof aConnectionView>[0] = {},
    routes: Parameters<typeof openSettings>[0] = {},
    locale = 'en-us',
  ) {
    const overview = anOverview({ connections: [aConnectionView(over)] });
    const served = { 'GET /settings/overview': overview, 'POST /settings/connections/update': { done: true }, ...routes };
    const page = openSettings(served, { locale });
    await page.openTab('connections');
    await page.sees(locale === 'es-mx' ? 'Nombre' : 'Name');
    return page;
  }

  it('is renamed, and other companies are included', async () => {
    const page = await openConnections({ companies });
    page.find(Input, { name: 'name-c1' }).props.onInput?.('Finance');
    page.find(ToggleGroup, { name: 'companies' }).props.onChange?.(['1', '2'] as never);
    await page.waitFor(() => expect(button(page, 'save-connection-c1').props.disabled).toBe(false));
    page.press('save-connection-c1');
    expect(await page.sent('/connections/update')).toEqual({
      ...{ connectionId: 'c1', name: 'Finance', companies: [] },
      was: { name: 'Aceros ERP', companies: ['1'] },
    });
  });

  it.each([
    ['en-us', 'Drop mine and load theirs'],
    ['es-mx', 'Dejar lo mío y cargar lo suyo'],
  ])('says who edits that somebody else changed its companies meanwhile (%s)', async (locale, load) => {
    let shown = companies;
    const overview = () => anOverview({ connections: [aConnectionView({ companies: shown })] });
    const page = openSettings({ 'GET /settings/overview': overview }, { locale, refreshSeconds: 0.05 });
    await page.openTab('connections');
    await page.waitFor(() => expect(page.maybeFindByTestId(LoadingButton, 'save-connection-c1')).not.toBeNull());
    page.find(ToggleGroup, { name: 'companies' }).props.onChange?.([] as never);
    await page.openTab('rules');
    shown = companies.map((one) => ({ ...one, isIncluded: true }));
    await page.openTab('connections');
    await page.waitFor(() => expect(page.maybeFindByTestId(Button, 'save-over-theirs')).not.toBeNull());
    expect(button(page, 'save-connection-c1').props.disabled).toBe(true);
    expect(page.text()).toContain(load);
    page.press('load-theirs');
    await page.waitFor(() => expect(page.find(ToggleGroup, { name: 'companies' }).props.value).toEqual(['1', '2']));
  });

  it('gets a new key in one field; the stored one is never shown', async () => {
    const page = await openConnections();
    expect(page.find(Input, { name: 'url' }).props.value).toBe('https://aceros.odoo.com');
    expect(page.find(Input, { name: 'apiKey' }).props).toMatchObject({ value: '', required: false });
    page.find(Input, { name: 'apiKey' }).props.onInput?.('new-key');
    page.find(DateInput, { name: 'keyExpiresOn' }).props.onChange?.({ year: 2027, month: 1, date: 20 });
    await page.waitFor(() => expect(button(page, 'save-credentials-c1').props.disabled).toBe(false));
    page.press('save-credentials-c1');
    expect(await page.sent('/connections/update')).toEqual({
      connectionId: 'c1',
      settings: { apiKey: 'new-key', keyExpiresOn: '2027-02-20' },
      was: { settings: { apiKey: '', keyExpiresOn: '' } },
    });
  });

  const again = { 'en-us': 'Enter it again: the address', 'es-mx': 'Indíquelo de nuevo: cambió la dirección' };
  it.each(Object.entries(again))('asks for the key again when it would go to another place (%s)', async (locale, words) => {
    const page = await openConnections({}, {}, locale);
    page.find(Input, { name: 'database' }).props.onInput?.('copy');
    await page.waitFor(() => expect(page.find(Input, { name: 'apiKey' }).props).toMatchObject({ required: true }));
    expect(page.find(Input, { name: 'apiKey' }).props.description).toContain(words);
    expect(button(page, 'save-credentials-c1').props.disabled).toBe(true);
    page.find(Input, { name: 'apiKey' }).props.onInput?.('key');
    await page.waitFor(() => expect(button(page, 'save-credentials-c1').props.disabled).toBe(false));
  });

  it('keeps the old credentials when the new ones do not work', async () => {
    const page = await openConnections(
      {},
      { 'POST /settings/connections/update': refused({ code: 'connection.other_installation', params: { name: 'Other' } }) },
    );
    page.find(Input, { name: 'url' }).props.onInput?.('https://other.odoo.com');
    page.find(Input, { name: 'apiKey' }).props.onInput?.('key');
    await page.waitFor(() => expect(button(page, 'save-credentials-c1').props.disabled).toBe(false));
    page.press('save-credentials-c1');
    await page.sees('These credentials lead to another ERP database.');
    expect(page.find(Input, { name: 'url' }).props.value).toBe('https://other.odoo.com');
  });

  it('announces changes after an administrator was named once', async () => {
    const page = await openConnections({}, { 'POST /settings/connections/hint': { done: true } });
    await page.sees('Used once, not stored.');
    const install = page.find(Accordion, { title: 'Let Puente set them up' });
    install.find(Input, { name: 'login' }).props.onInput?.('admin');
    page.find(Accordion, { title: 'Let Puente set them up' }).find(Input, { name: 'apiKey' }).props.onInput?.('admin-key');
    await page.waitFor(() => expect(button(page, 'install-hint-c1').props.disabled).toBe(false));
    page.press('install-hint-c1');
    expect(await page.sent('/connections/hint')).toEqual({
      connectionId: 'c1',
      answer: 'install',
      admin: { login: 'admin', apiKey: 'admin-key' },
    });
    await page.waitFor(() =>
      expect(page.find(Accordion, { title: 'Let Puente set them up' }).find(Input, { name: 'apiKey' }).props.value).toBe(''),
    );
  });

  it('can be made to announce changes by hand', async () => {
    const page = await openConnections();
    await page.sees('https://puente.example.com/hints/abc');
    page.find(Button, ({ text }) => text === 'Copy').trigger('onClick');
    await page.waitFor(() => expect(page.mocks.actions.copyTextToClipboard.calls[0]).toEqual(['https://puente.example.com/hints/abc']));
  });

  it('stops announcing, with an administrator where it may not by itself', async () => {
    let tries = 0;
    const page = await openConnections(
      { hint: 'on' },
      {
        'POST /settings/connections/hint': () =>
          ++tries === 1 ? refused({ code: 'odoo.administrator_needed', who: 'administrator' }, 409) : { done: true },
      },
    );
    page.press('remove-hint');
    expect(await page.sent('/connections/hint')).toEqual({ connectionId: 'c1', answer: 'remove', admin: null });
    await page.sees('This user may not change automation rules in Odoo.');
    page.find(Input, ({ props }) => props.label === 'Odoo administrator').props.onInput?.('admin');
    await page.waitFor(() => expect(page.find(Input, ({ props }) => props.label === 'Odoo administrator').props.value).toBe('admin'));
    page.press('remove-hint');
    await page.waitFor(() =>
      expect(page.server.to('POST /settings/connections/hint').at(-1)?.body).toMatchObject({ admin: { login: 'admin' } }),
    );
  });

  it('is paused by a person', async () => {
    const page = await openConnections();
    page.press('pause-c1');
    expect(await page.sent('/connections/update')).toEqual({ connectionId: 'c1', isPaused: true });
  });

  it('is resumed where it was paused, unless somebody must say first which ERP this is', async () => {
    const paused = (code: string) => anOverview({ connections: [aConnectionView({ status: 'paused', paused: { code, params: {} } })] });
    const page = await openConnections({}, { 'GET /settings/overview': paused('connection.paused_by_person') });
    page.press('resume');
    expect(await page.sent('/connections/update')).toEqual({ connectionId: 'c1', isPaused: false });
    const asked = await openConnections({}, { 'GET /settings/overview': paused('connection.swapped') });
    expect(asked.maybeFind(Button, { testId: 'resume' })).toBeNull();
  });

  it('is disconnected after a question, and our properties are emptied unless told otherwise', async () => {
    const page = await openConnections({}, { 'POST /settings/connections/disconnect': { done: true } });
    const modal = () => (page.findByTestId(Button, 'disconnect-c1').props.overlay as unknown as RenderedFragmentNode).find(Modal);
    expect(modal().props.title).toBe('Disconnect Aceros ERP?');
    expect(modal().find(Checkbox).props.checked).toBe(true);
    modal().find(Checkbox).props.onChange?.(false, '');
    await page.waitFor(() => expect(modal().find(Checkbox).props.checked).toBe(false));
    modal().find(LoadingButton).trigger('onClick');
    expect(await page.sent('/connections/disconnect')).toEqual({ connectionId: 'c1', clearProperties: false });
    await page.waitFor(() => expect(page.mocks.actions.closeOverlay.calls).toEqual([['disconnect-c1']]));
  });

  it('is not the only one possible', async () => {
    const page = await openConnections();
    page.press('add-connection');
    await page.sees('Connect your ERP');
  });

  it('ends with Puente itself', async () => {
    const page = await openConnections({}, { 'POST /settings/uninstall': { done: true } });
    (page.findByTestId(Button, 'uninstall').props.overlay as unknown as RenderedFragmentNode).find(LoadingButton).trigger('onClick');
    expect(await page.sent('/uninstall')).toEqual({});
  });
});
