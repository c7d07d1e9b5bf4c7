import { createElement } from 'react';
import { Settings } from '../../../hubspot-app/app/settings/components/Settings.tsx';
import type { SettingsHost } from '../../../hubspot-app/app/settings/hooks/useSettings.tsx';
import { NOW, service } from '../host.ts';
import { answering, drawExtension, type Scene } from './draw-extension.tsx';

/** Draws the settings page with what the service answers. */
function draw({ locale, answers }: Scene): void {
  const server = service(answering(answers));
  Object.assign(globalThis, { asked: server.asked });
  const host: SettingsHost = {
    context: {
      user: { locale, teams: [] },
      portal: { id: 4711, timezone: 'America/Mexico_City' },
      variables: { BACKEND_URL: 'https://puente.example.com' },
    },
    actions: { addAlert: () => undefined, closeOverlay: () => undefined, copyTextToClipboard: () => Promise.resolve() },
    fetch: server.fetch,
    now: () => NOW,
  };
  drawExtension(createElement(Settings, { host }));
}

Object.assign(globalThis, { draw });
