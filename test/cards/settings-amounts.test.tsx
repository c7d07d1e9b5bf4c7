import { describe, expect, it } from '@jest/globals';
import { LoadingButton, TextArea, Toggle, ToggleGroup } from '@hubspot/ui-extensions';
import { openSettings, type SettingsPage } from './settings-page.tsx';
import { anOverview, portalSettings } from './settings-views.ts';

async function openRules(routes: Parameters<typeof openSettings>[0] = {}) {
  const page = openSettings({ 'POST /settings/portal': { done: true }, ...routes });
  await page.openTab('rules');
  await page.sees('How customers are matched');
  return page;
}

const button = (page: SettingsPage, testId: string) => page.findByTestId(LoadingButton, testId);

describe('the rules', () => {
  it('say that each part holds as soon as it is saved, and which is not saved yet', async () => {
    const page = await openRules();
    await page.sees('applies as soon as you save. Rules for creating customers');
    expect(page.text()).not.toContain('Not saved yet');
    page.find(Toggle, { name: 'set-projects' }).props.onChange?.(true);
    await page.sees('Not saved yet. It applies as soon as you save it');
    page.find(Toggle, { name: 'writesAmounts' }).props.onChange?.(false);
    await page.waitFor(() => expect(page.text().split('Not saved yet')).toHaveLength(3));
    page.press('save-sets');
    await page.waitFor(() => expect(page.text().split('Not saved yet')).toHaveLength(2));
    expect(page.server.to('POST /settings/portal').map(({ body }) => Object.keys(body as object))).toEqual([['propertySets', 'was']]);
  });

  it('of who sees amounts: people and teams', async () => {
    const page = await openRules({
      'GET /settings/overview': anOverview({ portal: portalSettings({ amounts: { visibleTo: 'some', userEmails: [], teamIds: [9] } }) }),
    });
    page.find(TextArea, { name: 'userEmails' }).props.onInput?.('Eva@Example.com\n bob@example.com,');
    await page.waitFor(() => expect(button(page, 'save-amounts').props.disabled).toBe(false));
    const teams = page.find(ToggleGroup, { name: 'teams' });
    expect(teams.props.options.map(({ label }) => label)).toEqual(['Finance', 'Team 9']);
    teams.props.onChange?.(['5', '9'] as never);
    await page.waitFor(() => expect(page.find(ToggleGroup, { name: 'teams' }).props.value).toEqual(['5', '9']));
    page.press('save-amounts');
    expect(await page.sent('/portal')).toMatchObject({
      amounts: { visibleTo: 'some', userEmails: ['eva@example.com', 'bob@example.com'], teamIds: [5, 9] },
    });
  });

  it('of who sees amounts say that properties hold them too, until that is switched off', async () => {
    const page = await openRules();
    expect(page.text()).not.toContain('can be read beside the card');
    page.find(ToggleGroup, { name: 'visibleTo' }).props.onChange?.('some' as never);
    await page.sees('The same amounts can be read beside the card');
    page.find(Toggle, { name: 'writesAmounts' }).props.onChange?.(false);
    await page.waitFor(() => expect(page.text()).not.toContain('can be read beside the card'));
    page.press('save-amounts');
    expect(await page.sent('/portal')).toMatchObject({ amounts: { visibleTo: 'some' }, writesAmounts: false });
  });

  it('of who sees amounts can go back to everybody', async () => {
    const page = await openRules({
      'GET /settings/overview': anOverview({
        portal: portalSettings({ amounts: { visibleTo: 'some', userEmails: ['a@b.co'], teamIds: [] } }),
      }),
    });
    page.find(ToggleGroup, { name: 'visibleTo' }).props.onChange?.('everybody' as never);
    await page.waitFor(() => expect(page.maybeFind(TextArea, { name: 'userEmails' })).toBeNull());
    page.press('save-amounts');
    expect(await page.sent('/portal')).toMatchObject({ amounts: { visibleTo: 'everybody' } });
  });
});
