import { describe, expect, it } from '@jest/globals';
import { Toggle } from '@hubspot/ui-extensions';
import { refused } from './host.ts';
import { openSettings } from './settings-page.tsx';
import { aConnectionView, anOverview, portalSettings } from './settings-views.ts';

describe('projects in the settings', () => {
  const openConnection = async (readsProjects: boolean | null, answer: unknown = { done: true }) => {
    const page = openSettings({
      'GET /settings/overview': anOverview({ connections: [aConnectionView({ readsProjects })] }),
      'POST /settings/connections/update': answer,
    });
    await page.openTab('connections');
    await page.sees('Show quotations and orders on deals');
    return page;
  };

  it('are switched on for a connection that has them', async () => {
    const page = await openConnection(false);
    expect(page.text()).toContain('needs the right to read projects');
    page.find(Toggle, { name: 'projects-c1' }).props.onChange?.(true);
    expect(await page.sent('/connections/update')).toEqual({ connectionId: 'c1', readsProjects: true });
    expect((await openConnection(null)).maybeFind(Toggle, { name: 'projects-c1' })).toBeNull();
  });

  it('say which right is missing', async () => {
    const page = await openConnection(false, refused({ code: 'odoo.missing_right', params: { model: 'project.project', groups: null } }));
    page.find(Toggle, { name: 'projects-c1' }).props.onChange?.(true);
    await page.sees('project.project');
  });

  it('have a set of properties of their own, which says what it needs', async () => {
    const page = openSettings({
      'GET /settings/overview': anOverview({ portal: portalSettings() }),
      'POST /settings/portal': { done: true },
    });
    await page.openTab('rules');
    await page.sees('Project properties on deals');
    expect(page.text()).toContain('Adds two properties to deals');
    page.find(Toggle, { name: 'set-projects' }).props.onChange?.(true);
    await page.waitFor(() => expect(page.find(Toggle, { name: 'set-projects' }).props.checked).toBe(true));
    page.press('save-sets');
    expect(await page.sent('/portal')).toMatchObject({ propertySets: ['projects'] });
  });
});
