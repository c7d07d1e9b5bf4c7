import { createElement } from 'react';
import { InvoiceTab } from '../../../hubspot-app/app/cards/components/InvoiceTab.tsx';
import type { CardHost } from '../../../hubspot-app/app/cards/hooks/useCard.tsx';
import { NOW, service } from '../host.ts';
import { drawExtension, type Scene } from './draw-extension.tsx';

const nothing = () => undefined;

/** Draws the tab card on this page with what the service answers. */
function draw({ locale, answers, objectTypeId = '0-2' }: Scene): void {
  const host: CardHost = {
    context: {
      user: { locale },
      portal: { id: 4711, timezone: 'America/Mexico_City' },
      crm: { objectId: 101, objectTypeId },
      variables: { BACKEND_URL: 'https://puente.example.com' },
    },
    actions: { addAlert: nothing, closeOverlay: nothing, refreshObjectProperties: nothing, onCrmPropertiesUpdate: nothing },
    fetch: service(answers).fetch,
    now: () => NOW,
  };
  drawExtension(createElement(InvoiceTab, { host }));
}

Object.assign(globalThis, { draw });
