import { describe, expect, it } from '@jest/globals';
import { openSettings } from './settings-page.tsx';
import { aConnectionView, anOverview, aStream } from './settings-views.ts';

const withConnection = (over: Parameters<typeof aConnectionView>[0]) => anOverview({ connections: [aConnectionView(over)] });

describe('what only a person can decide', () => {
  it('whether vanished records were deleted', async () => {
    const heldRemoval = { count: 300, of: 1200, since: '2026-11-23T13:00:00Z' };
    const overview = withConnection({ streams: [aStream('invoices', { heldRemoval })] });
    const page = openSettings({ 'GET /settings/overview': overview, 'POST /settings/connections/decide': { done: true } });
    await page.sees('300 records vanished from the ERP at the same time');
    await page.sees('Invoices: 300 of 1,200 have been missing since Nov 23, 7:00 AM.');
    page.press('keep');
    expect(await page.sent('/connections/decide')).toEqual({
      connectionId: 'c1',
      about: 'held_removal',
      stream: 'invoices',
      answer: 'keep',
    });
    page.press('drop');
    await page.waitFor(() => expect(page.server.to('POST /settings/connections/decide')).toHaveLength(2));
    expect(page.server.to('POST /settings/connections/decide')[1]?.body).toMatchObject({ answer: 'drop' });
  });

  it('whether our user is not to see what is hidden from it', async () => {
    const overview = withConnection({ streams: [aStream('customers', { hidden: { count: 17, since: '2026-11-23T13:00:00Z' } })] });
    const page = openSettings({ 'GET /settings/overview': overview, 'POST /settings/connections/decide': { done: true } });
    await page.sees('can no longer read 17 records');
    await page.sees('Customers: still in the ERP, but not readable since Nov 23, 7:00 AM.');
    page.press('drop-hidden');
    expect(await page.sent('/connections/decide')).toEqual({ connectionId: 'c1', about: 'hidden', stream: 'customers', answer: 'drop' });
  });

  it('whether this is still the same ERP', async () => {
    const overview = withConnection({ status: 'paused', paused: { code: 'connection.swapped', params: {} } });
    const page = openSettings({ 'GET /settings/overview': overview, 'POST /settings/connections/decide': { done: true } });
    await page.sees('Another ERP database answers at this address.');
    page.press('same');
    expect(await page.sent('/connections/decide')).toEqual({ connectionId: 'c1', about: 'swapped', answer: 'same' });
    page.press('start-over');
    await page.waitFor(() =>
      expect(page.server.to('POST /settings/connections/decide').at(-1)?.body).toMatchObject({ answer: 'start_over' }),
    );
  });

  it('whether a paused connection goes on', async () => {
    const overview = withConnection({ status: 'paused', paused: { code: 'odoo.key_expired', params: { expiredOn: '2020-11-20' } } });
    const page = openSettings({ 'GET /settings/overview': overview, 'POST /settings/connections/update': { done: true } });
    await page.sees('The API key expired on Nov 20, 2020.');
    page.press('resume');
    expect(await page.sent('/connections/update')).toEqual({ connectionId: 'c1', isPaused: false });
  });
});
