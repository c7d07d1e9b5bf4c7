import { expect } from '@jest/globals';
import { Button, LoadingButton, Select, Tabs } from '@hubspot/ui-extensions';
import { Settings } from '../../hubspot-app/app/settings/components/Settings.tsx';
import { NOW, service, wordsOf } from './host.ts';
import { openRenderer } from './renderer.tsx';
import { anOverview, someCreations, someReviews, someUnmatched } from './settings-views.ts';

/** The settings page of an administrator with one live connection, unless the routes say otherwise. */
export function openSettings(routes: Parameters<typeof service>[0], { locale = 'en-us', refreshSeconds = 3600 } = {}) {
  const server = service({
    'GET /settings/overview': anOverview(),
    'GET /settings/problems': { groups: [] },
    'GET /settings/reviews': someReviews({ groups: [], total: 0 }),
    'GET /settings/reviews/unmatched': someUnmatched({ customers: [], total: 0 }),
    'GET /settings/reviews/creations': someCreations([]),
    'GET /settings/decided': { next: null, decided: [] },
    ...routes,
  });
  const renderer = openRenderer('settings');
  const { context, actions } = renderer.mocks;
  const host = {
    context: {
      ...context,
      portal: { id: 4711, timezone: 'America/Mexico_City' },
      user: { ...context.user, locale, teams: [{ id: 5, name: 'Finance', teammates: [] }] },
      variables: { BACKEND_URL: 'https://puente.example.com', REFRESH_SECONDS: refreshSeconds },
    },
    actions,
    fetch: server.fetch,
    now: () => NOW,
  };
  renderer.render(<Settings host={host} />);
  const text = () => wordsOf(renderer.getRootNode());
  const sees = (words: string | RegExp) => renderer.waitFor(() => expect(text()).toMatch(words));
  const press = (testId: string) => (renderer.maybeFind(LoadingButton, { testId }) ?? renderer.find(Button, { testId })).trigger('onClick');
  const sent = async (path: string) => {
    await renderer.waitFor(() => expect(server.to(`POST /settings${path}`).length).toBeGreaterThan(0));
    return server.to(`POST /settings${path}`).at(-1)?.body;
  };
  const openTab = async (tab: string) => {
    await renderer.waitFor(() => expect(renderer.maybeFind(Tabs)).not.toBeNull());
    (renderer.find(Tabs).props as { onSelectedChange: (tab: string) => void }).onSelectedChange(tab);
  };
  const alerts = () => renderer.mocks.actions.addAlert.calls.map(([alert]) => alert.message);
  return { ...renderer, server, text, sees, press, sent, openTab, alerts };
}

export type SettingsPage = ReturnType<typeof openSettings>;

/** The first of the properties that are offered there. */
export function addCondition(page: Pick<SettingsPage, 'find'>, name: string): void {
  const { options, onChange } = page.find(Select, { name }).props;
  onChange?.(options[0]!.value);
}
