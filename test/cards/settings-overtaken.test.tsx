import { describe, expect, it } from '@jest/globals';
import { LoadingButton, NumberInput } from '@hubspot/ui-extensions';
import { refused } from './host.ts';
import { openSettings } from './settings-page.tsx';
import { anOverview, portalSettings } from './settings-views.ts';

describe('settings', () => {
  it('that somebody else saved meanwhile are written over only by who says so', async () => {
    let portal = portalSettings({ activeMonths: 12, eventMaxAgeHours: 48 });
    let saves = 0;
    const page = openSettings({
      'GET /settings/overview': () => anOverview({ portal }),
      'POST /settings/portal': () => (++saves === 1 ? refused({ code: 'settings.changed_meanwhile' }) : { done: true }),
    });
    await page.openTab('rules');
    await page.sees('How customers are matched');
    page.find(NumberInput, { name: 'activeMonths' }).props.onChange?.(6);
    await page.waitFor(() => expect(page.find(NumberInput, { name: 'activeMonths' }).props.value).toBe(6));
    portal = portalSettings({ activeMonths: 24, eventMaxAgeHours: 72 });
    page.press('save-times');
    await page.sees('Somebody else saved this while you were editing');
    expect(page.find(NumberInput, { name: 'activeMonths' }).props.value).toBe(6);
    expect(page.find(NumberInput, { name: 'eventMaxAgeHours' }).props.value).toBe(72);
    expect(page.findByTestId(LoadingButton, 'save-times').props.disabled).toBe(true);
    page.press('save-over-theirs');
    await page.waitFor(() => expect(page.server.to('POST /settings/portal')).toHaveLength(2));
    expect(await page.sent('/portal')).toEqual({ activeMonths: 6, was: { activeMonths: 24 } });
    await page.waitFor(() => expect(page.alerts()).toEqual(['Saved.']));
  });
});
