import { createElement, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import { createRemoteRoot } from '@remote-ui/core';
import { createRoot as createRemoteReactRoot } from '@remote-ui/react';
import { createController, createRemoteReceiver, RemoteRenderer, type ComponentMapping } from '@remote-ui/react/host';
import { refused } from '../host.ts';
import { CrmRecordContext } from '../../playground/components/crm.tsx';
import { COMPONENTS } from '../../playground/components/index.ts';

export interface Scene {
  locale: string;
  answers: Record<string, unknown>;
  /** Of a card: on which kind of record it stands. */
  objectTypeId?: string;
  isSidebar?: boolean;
}

/** Answers come as data: `$never` stands for one that does not come, `$refused` for a refusal, `$each` for another one each time, the last for ever. */
export const answering = (answers: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(answers).map(([route, answer]) => {
      const { $never, $refused, $each } = (answer ?? {}) as { $never?: true; $refused?: Parameters<typeof refused>[0]; $each?: unknown[] };
      if ($each) return [route, () => ($each.length > 1 ? $each.shift() : $each[0])];
      if ($never) return [route, () => new Promise(() => undefined)];
      return [route, $refused ? refused($refused, 500) : answer];
    }),
  );

type Draw = (names: readonly string[]) => ReactElement;

/** What HubSpot would send over as descriptions of components, drawn on this page; `properties` draws those of the record. */
export function drawExtension(extension: ReactElement, properties: Draw | null = null): void {
  const receiver = createRemoteReceiver();
  const root = createRemoteRoot(receiver.receive, { strict: false });
  createRemoteReactRoot(root).render(extension);
  void root.mount();
  const controller = createController(COMPONENTS as unknown as ComponentMapping);
  const page = document.getElementById('root');
  const drawn = createElement(RemoteRenderer, { receiver, controller });
  if (page) createRoot(page).render(createElement(CrmRecordContext.Provider, { value: properties }, drawn));
}
