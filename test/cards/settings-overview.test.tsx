import { describe, expect, it } from '@jest/globals';
import {
  Alert,
  Button,
  DateInput,
  DescriptionListItem,
  LoadingButton,
  LoadingSpinner,
  StatisticsItem,
  StatusTag,
  StepIndicator,
  TableRow,
  Tabs,
  Toggle,
} from '@hubspot/ui-extensions';
import { readable, refused } from './host.ts';
import { openSettings } from './settings-page.tsx';
import { aConnectionView, aGroup, anOverview, aPreview, aStream, portalSettings } from './settings-views.ts';

const withConnection = (over: Parameters<typeof aConnectionView>[0]) => anOverview({ connections: [aConnectionView(over)] });

describe('who may see the settings', () => {
  it('others than administrators read whom to ask', async () => {
    const page = openSettings({ 'GET /settings/overview': anOverview({ isAdministrator: false, connections: [] }) }, { locale: 'es-mx' });
    await page.sees('Pídaselo a un administrador: ana@example.com.');
    expect(page.maybeFind(Tabs)).toBeNull();
  });

  it('waits without flicker, fails with words, and tries again', async () => {
    let calls = 0;
    const page = openSettings({ 'GET /settings/overview': () => (++calls === 1 ? refused({ code: 'internal' }, 500) : anOverview()) });
    expect(page.maybeFind(LoadingSpinner)).toBeNull();
    await page.sees('Something went wrong on our side.');
    page.find(Button).trigger('onClick');
    await page.sees('Aceros ERP');
  });

  it.each([
    ['en-us', 'HubSpot does not answer at the moment'],
    ['es-mx', 'HubSpot no responde en este momento'],
  ])('says when what HubSpot told is old (%s)', async (locale, words) => {
    const notices = [{ code: 'hubspot.choices_stale', params: {} }];
    const page = openSettings({ 'GET /settings/overview': anOverview({ notices }) }, { locale });
    await page.sees(words);
  });

  it('says when HubSpot no longer lets us in', async () => {
    const page = openSettings({ 'GET /settings/overview': anOverview({ isPaused: { code: 'hubspot.token_revoked', params: {} } }) });
    await page.sees('HubSpot no longer accepts our access.');
  });
});

describe('the first read', () => {
  it('shows rows, pace and what is complete for each kind of record', async () => {
    const streams = [
      aStream('customers'),
      aStream('invoices', { rowsRead: 5400, isComplete: false, rowsPerMinute: 3000 }),
      aStream('payments', { rowsRead: 0, isComplete: false }),
    ];
    const page = openSettings({ 'GET /settings/overview': withConnection({ phase: 'reading', streams }) });
    await page.sees('3,000 per minute');
    expect(page.findAll(TableRow).slice(1).map(readable)).toEqual([
      'Customers1,200Complete',
      'Invoices5,400Reading3,000 per minute',
      'Payments0Not begun',
    ]);
    expect(page.find(StepIndicator).props.currentStep).toBe(1);
  });

  it('can be paused where a person watches it', async () => {
    const page = openSettings({
      'GET /settings/overview': withConnection({ phase: 'reading' }),
      'POST /settings/connections/update': { done: true },
    });
    await page.sees('You can close this page');
    page.press('pause-c1');
    expect(await page.sent('/connections/update')).toEqual({ connectionId: 'c1', isPaused: true });
  });

  it('follows by itself', async () => {
    let reads = 0;
    const page = openSettings(
      { 'GET /settings/overview': () => withConnection({ phase: ++reads < 3 ? 'reading' : 'matching' }) },
      { refreshSeconds: 0.05 },
    );
    await page.sees('Reading for the first time');
    await page.sees('The customers are being looked for in HubSpot.');
  });
});

describe('the preview', () => {
  const preview = (over: Parameters<typeof aPreview>[0] = {}, more = {}) =>
    openSettings({
      'GET /settings/overview': withConnection({ phase: 'preview', canMoveGoLive: true }),
      'GET /settings/preview': aPreview(over),
      ...more,
    });

  it('says what would be written, by which rule, at what cost', async () => {
    const page = preview();
    await page.sees('Nothing has been written yet.');
    const figures = Object.fromEntries(page.findAll(StatisticsItem).map(({ props }) => [props.label, props.number]));
    expect(figures).toEqual({
      'Customers in the ERP': '400',
      'Would be linked': '342',
      'For you to decide': '7',
      'Not found in HubSpot': '51',
    });
    const facts = Object.fromEntries(page.findAll(DescriptionListItem).map((item) => [item.props.label, readable(item)]));
    expect(facts).toEqual({
      'Found by tax ID': '250',
      'Found by e-mail': '80',
      'Found by web domain and name': '12',
      'HubSpot records that would be written': 'Companies: 300, contacts: 42, deals: 15',
      'Properties to be created': '1 in the group "ERP (Puente)"',
      'Time it takes': 'About 1 minute, with 12 requests to HubSpot',
    });
    expect(page.text()).toContain('9 customers have no contact');
    expect(page.text()).toContain('ERP open amount: $41,000 MXN');
  });

  it('warns which workflows a state could start', async () => {
    const page = preview({}, {});
    await page.sees('120 HubSpot records would get');
    expect(page.find(Alert, { variant: 'warning' }).props.title).toBe('120 HubSpot records would get "Paid" in "ERP payment status".');
    expect(page.findAll(Alert).map(({ props }) => props.variant)).toEqual(['tip', 'warning']);
  });

  it('offers the property that looks like the tax id, while none is named', async () => {
    let overview = withConnection({ phase: 'preview' });
    const page = preview(
      {},
      {
        'GET /settings/overview': () => overview,
        'POST /settings/portal': () => (
          (overview = { ...overview, portal: portalSettings({ taxIdProperty: { companies: 'rfc', contacts: null } }) }),
          { done: true }
        ),
      },
    );
    await page.sees('The company property');
    page.press('use-tax-id');
    expect(await page.sent('/portal')).toMatchObject({ taxIdProperty: { companies: 'rfc', contacts: null } });
    await page.waitFor(() => expect(page.maybeFind(Button, { testId: 'use-tax-id' })).toBeNull());
  });

  it('is approved once, and only when it is complete', async () => {
    const counting = preview({ isComplete: false });
    await counting.sees('Still counting');
    expect(counting.findByTestId(LoadingButton, 'approve').props.disabled).toBe(true);
    let isApproved = false;
    const page = openSettings({
      'GET /settings/overview': () => withConnection({ phase: isApproved ? 'live' : 'preview' }),
      'GET /settings/preview': aPreview(),
      'POST /settings/connections/approve': () => ((isApproved = true), { done: true }),
    });
    await page.sees('Approve and start writing');
    page.press('approve');
    expect(await page.sent('/connections/approve')).toEqual({ connectionId: 'c1' });
    await page.sees('In sync');
  });

  it('says why it cannot be approved yet', async () => {
    const page = preview({}, { 'POST /settings/connections/approve': refused({ code: 'connection.still_reading', who: 'you' }) });
    await page.sees('Approve and start writing');
    page.press('approve');
    await page.sees('The ERP is not read to its end yet.');
  });

  it.each(['to-review', 'to-unmatched'])('leads to what is to decide (%s)', async (link) => {
    const page = preview();
    await page.sees('Of those not found, the ones with invoices are listed under');
    page.press(link);
    await page.sees('Nothing to decide.');
  });

  it('leads to how customers are matched', async () => {
    const page = preview();
    await page.sees('Nothing has been written yet.');
    page.press('to-rules');
    await page.sees('Company property with the tax ID');
  });

  it('leads to what is created in HubSpot', async () => {
    const page = preview({}, { 'GET /settings/customers': { state: 'not_offered' } });
    await page.sees('Nothing has been written yet.');
    page.press('to-customers');
    await page.waitFor(() => expect(page.maybeFind(Toggle, { name: 'create-companies' })).not.toBeNull());
  });

  it('lets go-live move before the first write', async () => {
    const page = preview({}, { 'POST /settings/connections/update': { done: true } });
    await page.sees('Workflows start for what happens from Nov 23, 8:00 AM on.');
    page.find(DateInput).props.onChange?.({ year: 2026, month: 10, date: 30 });
    await page.waitFor(() => expect(page.findByTestId(Button, 'move-go-live').props.disabled).toBe(false));
    page.press('move-go-live');
    expect(await page.sent('/connections/update')).toEqual({ connectionId: 'c1', goLiveAt: '2026-11-30T06:00:00.000Z' });
  });
});

describe('health', () => {
  it('is five numbers and the freshness of each kind of record', async () => {
    const page = openSettings({});
    await page.sees('In sync');
    expect(page.findAll(StatisticsItem).map(({ props }) => [props.label, props.number])).toEqual([
      ['In sync', '1,180'],
      ['Waiting', '4'],
      ['For you', '0'],
      ['Without a record', '12'],
      ['Failing', '3'],
    ]);
    expect(page.findAll(DescriptionListItem).map(readable)).toEqual([
      '8:02 AM · 1,200 records',
      '8:02 AM · 5,400 records',
      'Not yet · 1,200 records',
    ]);
  });

  it('leads from customers that are left out to where that is decided', async () => {
    const page = openSettings({});
    await page.sees('In sync');
    page.press('left-out-to-review');
    await page.sees('Nothing to decide.');
  });

  it('says when the ERP does not answer', async () => {
    const notices = [{ code: 'outbound.timed_out', params: { host: 'aceros.odoo.com', since: '2026-11-23T13:00:00Z' } }];
    const page = openSettings({ 'GET /settings/overview': withConnection({ notices }) });
    await page.sees('aceros.odoo.com did not answer in time.');
    expect(page.find(StatusTag).text).toBe('Does not answer');
  });

  it('lists problems by cause, with what to do, and retries one or all', async () => {
    let groups = [aGroup({ count: 30, params: { reason: 'hubspot.email_refused' } })];
    const page = openSettings({
      'GET /settings/problems': () => ({ groups }),
      'POST /settings/problems/retry': () => ((groups = []), { done: true }),
    });
    await page.sees('HubSpot refuses the values for some records.');
    await page.sees('HubSpot does not accept this e-mail address.');
    await page.sees('The first 2 are shown.');
    await page.sees('Name: Aceros S → Aceros');
    page.press('retry-p1');
    expect(await page.sent('/problems/retry')).toEqual({ problemIds: ['p1'] });
    await page.sees('No problems.');
    groups = [aGroup()];
    const again = openSettings({ 'GET /settings/problems': { groups }, 'POST /settings/problems/retry': { done: true } });
    await again.sees('HubSpot refuses the values');
    again.press('retry-all-record.refused');
    expect(await again.sent('/problems/retry')).toEqual({ code: 'record.refused', connectionId: 'c1' });
  });

  it('gives no retry where trying again changes nothing', async () => {
    const page = openSettings({
      'GET /settings/problems': { groups: [aGroup({ code: 'amount.other_currency', canRetry: false, params: { currencies: 'USD' } })] },
    });
    await page.sees('The amounts are in USD');
    expect(page.maybeFindByTestId(Button, 'retry-all-amount.other_currency')).toBeNull();
  });

  it('lets a person close what is only to be known', async () => {
    const news = aGroup({
      code: 'portal.installed_by_other',
      canRetry: false,
      isNews: true,
      params: { email: 'rep@acme.test' },
      records: [],
    });
    const page = openSettings({ 'GET /settings/problems': { groups: [news] }, 'POST /settings/problems/retry': { done: true } });
    await page.sees('rep@acme.test installed Puente again, and is not an administrator of Puente.');
    await page.sees('Mark as seen');
    page.press('retry-all-portal.installed_by_other');
    expect(await page.sent('/problems/retry')).toEqual({ code: 'portal.installed_by_other', connectionId: 'c1' });
  });

  it('says which properties cannot be written, and sets them up again', async () => {
    const properties = [
      { objectType: 'companies' as const, name: 'erp_open_amount', state: 'conflict' as const, detail: { reason: 'type' } },
      { objectType: 'deals' as const, name: 'erp_order_number', state: 'missing' as const, detail: {} },
    ];
    const page = openSettings({ 'GET /settings/overview': anOverview({ properties }), 'POST /settings/properties/retry': { done: true } });
    await page.sees('The property Company · ERP open amount (erp_open_amount) exists in HubSpot but cannot hold our values.');
    await page.sees('Deal · ERP order number: Not created yet.');
    page.press('retry-properties');
    expect(await page.sent('/properties/retry')).toEqual({});
  });
});
