import { describe, expect, it } from '@jest/globals';
import { Button, Checkbox, DateInput, Input, LoadingButton, Select, ToggleGroup } from '@hubspot/ui-extensions';
import { startOfDay } from '../../hubspot-app/app/settings/hooks/days.ts';
import { refused } from './host.ts';
import { openSettings, type SettingsPage } from './settings-page.tsx';
import { anOverview } from './settings-views.ts';

const empty = anOverview({ connections: [] });
const tested = {
  product: 'Odoo 18.0',
  name: 'Aceros',
  companies: [
    { id: '1', name: 'Aceros MX', currency: 'MXN' },
    { id: '2', name: 'Aceros US', currency: 'USD' },
  ],
  notices: [{ code: 'odoo.key_expires_soon', params: { expiresOn: '2031-12-01', days: 8 } }],
};
const entered = { url: 'https://aceros.odoo.com', apiKey: 'secret' };

const fill = (page: SettingsPage, values: Record<string, string>) => {
  for (const [name, value] of Object.entries(values)) page.find(Input, { name }).props.onInput?.(value);
};

describe('connecting an ERP', () => {
  it('asks for what the ERP needs, with help for each field, and hides the secret', async () => {
    const page = openSettings({ 'GET /settings/overview': empty });
    await page.sees('Connect your ERP');
    const inputs = page.findAll(Input).map(({ props }) => [props.name, props.type, props.required]);
    expect(inputs).toEqual([
      ['url', 'text', true],
      ['database', 'text', false],
      ['login', 'text', false],
      ['apiKey', 'password', true],
    ]);
    for (const { props } of page.findAll(Input)) expect(props.description).toMatch(/\w{3}/);
    expect(page.findByTestId(LoadingButton, 'test').props.disabled).toBe(true);
  });

  it('tests, lets choose companies and go-live, connects and shows what follows', async () => {
    let isConnected = false;
    const page = openSettings({
      'GET /settings/overview': () => (isConnected ? anOverview() : empty),
      'POST /settings/connections/test': tested,
      'POST /settings/connections': () => ((isConnected = true), { connectionId: 'c1' }),
    });
    await page.sees('Connect your ERP');
    fill(page, entered);
    page.press('test');
    expect(await page.sent('/connections/test')).toEqual({ system: 'odoo', settings: entered });
    await page.sees('It works: Odoo 18.0');
    await page.sees('The API key expires on Dec 1, 2031.');
    page.find(ToggleGroup, { name: 'companies' }).props.onChange?.(['2'] as never);
    page.find(DateInput, { name: 'goLive' }).props.onChange?.({ year: 2026, month: 11, date: 1 });
    fill(page, { name: 'Our ERP' });
    page.press('connect');
    expect(await page.sent('/connections')).toEqual({
      system: 'odoo',
      name: 'Our ERP',
      settings: entered,
      companies: ['2'],
      goLiveAt: '2026-12-01T06:00:00.000Z',
    });
    await page.sees('Aceros ERP');
    expect(page.alerts()).toEqual(['Connected. The first read has begun.']);
  });

  it('includes every company unless told otherwise, and goes live at once', async () => {
    const page = openSettings({
      'GET /settings/overview': empty,
      'POST /settings/connections/test': tested,
      'POST /settings/connections': { connectionId: 'c1' },
    });
    await page.sees('Connect your ERP');
    fill(page, entered);
    page.press('test');
    await page.sees('It works');
    page.press('connect');
    expect(await page.sent('/connections')).toMatchObject({ name: 'Odoo', companies: [], goLiveAt: null });
  });

  it('proposes the kind of the ERP as its name, and the company behind it once there are several', async () => {
    const page = openSettings({ 'POST /settings/connections/test': tested });
    await page.openTab('connections');
    await page.waitFor(() => expect(page.maybeFindByTestId(Button, 'add-connection')).not.toBeNull());
    page.press('add-connection');
    await page.sees('Connect your ERP');
    fill(page, entered);
    page.press('test');
    await page.waitFor(() => expect(page.find(Input, { name: 'name' }).props.value).toBe('Odoo · Aceros'));
  });

  it('names exactly what is wrong, in both languages', async () => {
    const refusal = refused({ code: 'odoo.missing_right', params: { model: 'account.move' }, who: 'administrator' }, 409);
    for (const [locale, words] of [
      ['en-us', 'The Odoo user may not read "account.move".'],
      ['es-mx', 'El usuario de Odoo no puede leer «account.move».'],
    ] as const) {
      const page = openSettings({ 'GET /settings/overview': empty, 'POST /settings/connections/test': refusal }, { locale });
      await page.waitFor(() => expect(page.findAll(Input)).toHaveLength(4));
      fill(page, entered);
      page.press('test');
      await page.waitFor(() => expect(page.text().replaceAll('\\"', '"')).toContain(words));
      expect(page.text()).toContain('a1b2c3d4');
    }
  });

  it('accepts a self-signed certificate only by its fingerprint', async () => {
    const params = { host: 'erp.local', fingerprint: 'AA:BB', subject: 'erp', validTo: 'Jan 2030', reason: 'SELF_SIGNED' };
    const page = openSettings({
      'GET /settings/overview': empty,
      'POST /settings/connections/test': refused({ code: 'outbound.certificate_untrusted', params }),
    });
    await page.sees('Connect your ERP');
    fill(page, entered);
    page.press('test');
    await page.sees('Fingerprint: AA:BB. Issued to erp, valid to Jan 2030.');
    page.find(Checkbox).props.onChange?.(true, '');
    page.press('test');
    await page.waitFor(() => expect(page.server.to('POST /settings/connections/test')).toHaveLength(2));
    expect(page.server.to('POST /settings/connections/test')[1]?.body['settings']).toEqual({ ...entered, pinnedCertificate: 'AA:BB' });
  });

  it('tests again after any change', async () => {
    const page = openSettings({ 'GET /settings/overview': empty, 'POST /settings/connections/test': tested });
    await page.sees('Connect your ERP');
    fill(page, entered);
    page.press('test');
    await page.sees('It works');
    fill(page, { url: 'https://other.example.com' });
    await page.waitFor(() => expect(page.maybeFindByTestId(LoadingButton, 'connect')).toBeNull());
  });

  it('lets choose the ERP where there are several, and says when a form is missing', async () => {
    const page = openSettings({ 'GET /settings/overview': anOverview({ connections: [], systems: ['odoo', 'newer'] }) });
    await page.sees('Connect your ERP');
    expect(page.find(Select, { name: 'system' }).props.options).toEqual([
      { value: 'odoo', label: 'Odoo' },
      { value: 'newer', label: 'newer' },
    ]);
    page.find(Select, { name: 'system' }).props.onChange?.('newer');
    await page.sees('This version of the page has no form for newer.');
  });
});

describe('a day in the portal', () => {
  it('begins at its own midnight, also when clocks change', () => {
    expect(startOfDay('2026-12-01', 'America/Mexico_City')).toBe('2026-12-01T06:00:00.000Z');
    expect(startOfDay('2026-03-29', 'Europe/Madrid')).toBe('2026-03-28T23:00:00.000Z');
    expect(startOfDay('2026-10-26', 'Europe/Madrid')).toBe('2026-10-25T23:00:00.000Z');
    expect(startOfDay('2026-07-01', 'UTC')).toBe('2026-07-01T00:00:00.000Z');
  });
});
