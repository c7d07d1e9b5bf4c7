import * as React from 'react';
import { createRemoteRoot } from '@remote-ui/core';
import * as RemoteUI from '@remote-ui/react';
import type { FrameElement, FrameHost } from './host.ts';

/**
 * Stands for the worker in which HubSpot runs an extension: the same globals, no page of its own. What the extension draws goes to the
 * page's receiver as descriptions of components.
 */
function start(host: FrameHost): void {
  const { context, actions } = host;
  const api = { context, actions, runServerlessFunction: () => Promise.reject(new Error('Serverless functions are not offered here')) };
  const extend = (render: (given: typeof api) => React.ReactElement) => {
    const root = createRemoteRoot(host.receive, { strict: false });
    RemoteUI.createRoot(root).render(render(api));
    void root.mount();
  };
  const say =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (...words: unknown[]) =>
      console[level](`[${host.location}]`, ...words);
  Object.assign(globalThis, {
    __HUBSPOT_EXTENSION_WORKER__: true,
    React,
    RemoteUI,
    logger: { debug: say('debug'), info: say('info'), warn: say('warn'), error: say('error') },
    extend_V2: extend,
    hsFetch: async (url: string | URL, options: Record<string, unknown> = {}) => {
      const { status, type, body } = await host.fetch(String(url), options);
      return new Response([204, 205, 304].includes(status) ? null : body, { status, headers: { 'content-type': type } });
    },
    hsWorkerAPI: {
      useExtensionContext: () => api.context,
      useExtensionActions: () => api.actions,
      useExtensionApi: () => api,
    },
  });
  const script = document.createElement('script');
  script.src = `/scripts/${host.location}.js`;
  document.body.append(script);
}

const host = (globalThis.frameElement as FrameElement | null)?.host;
if (host) start(host);
