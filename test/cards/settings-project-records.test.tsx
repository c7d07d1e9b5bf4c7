import { describe, expect, it } from '@jest/globals';
import { Select } from '@hubspot/ui-extensions';
import type { ProjectRecordsView } from '../../hubspot-app/app/settings/api/project-records.ts';
import { refused } from './host.ts';
import { openSettings } from './settings-page.tsx';
import { aConnectionView, anOverview } from './settings-views.ts';

const aView = (given: Partial<ProjectRecordsView> = {}): ProjectRecordsView => ({
  chosen: null,
  projects: 1_204,
  objects: [
    { object: 'services', state: 'available', toMake: 1_204, made: 0, deleted: 0 },
    { object: 'projects', state: 'not_in_account', toMake: 1_204, made: 0, deleted: 0 },
  ],
  stopped: null,
  hasDoneStage: null,
  ...given,
});

describe('projects as records of HubSpot', () => {
  const open = async (view: ProjectRecordsView, answer: unknown = { done: true }) => {
    const page = openSettings({
      'GET /settings/overview': anOverview({ connections: [aConnectionView({ readsProjects: true })] }),
      'GET /settings/project-records': view,
      'POST /settings/project-records': answer,
    });
    await page.openTab('connections');
    await page.sees('Make a HubSpot record of each project');
    return page;
  };
  const choices = (page: Awaited<ReturnType<typeof open>>) => page.find(Select, { name: 'project-records-c1' }).props;

  it('are offered where the account has the object, and say before how many there would be', async () => {
    const page = await open(aView());
    expect(choices(page).options?.map(({ value }) => value)).toEqual(['none', 'services']);
    expect(page.text()).toContain('Projects: not switched on in this HubSpot account');
    choices(page).onChange?.('services');
    await page.sees('Services: 1,204 more records would be made, 0 are there.');
    page.press('save-project-records-c1');
    expect(await page.sent('/project-records')).toEqual({ connectionId: 'c1', object: 'services' });
  });

  it('are switched off without losing those that are there', async () => {
    const objects: ProjectRecordsView['objects'] = [{ object: 'services', state: 'available', toMake: 0, made: 12, deleted: 3 }];
    const page = await open(aView({ chosen: 'services', objects, hasDoneStage: false }));
    expect(page.text()).toContain('3 were deleted in HubSpot and are not made again.');
    expect(page.text()).toContain('HubSpot does not say which stage means finished');
    choices(page).onChange?.('none');
    await page.waitFor(() => expect(choices(page).value).toBe('none'));
    page.press('save-project-records-c1');
    expect(await page.sent('/project-records')).toEqual({ connectionId: 'c1', object: null });
  });

  it('say what stops them, and what is missing for the others', async () => {
    const objects: ProjectRecordsView['objects'] = [
      { object: 'services', state: 'needs_permission', toMake: 0, made: 12, deleted: 0 },
      { object: 'projects', state: 'unknown', toMake: 0, made: 0, deleted: 0 },
    ];
    const page = await open(aView({ chosen: 'services', objects, stopped: { code: 'project_records.full', params: {} } }));
    expect(page.text()).toContain('Services: Puente has no permission for this object');
    expect(page.text()).toContain('Projects: HubSpot does not answer well at the moment');
    expect(page.text()).toContain('allows no more records of this object');
    expect(choices(page).options?.map(({ value }) => value)).toEqual(['none', 'services']);
  });

  it('that cannot be chosen after all say why', async () => {
    const page = await open(aView(), refused({ code: 'project_records.not_now', params: {} }));
    choices(page).onChange?.('services');
    await page.sees('1,204 more records');
    page.press('save-project-records-c1');
    await page.sees('HubSpot did not say whether it has this object');
  });
});
