import { createElement } from 'react';
import { InvoiceTab } from '../../../hubspot-app/app/cards/components/InvoiceTab.tsx';
import { PaymentSidebar } from '../../../hubspot-app/app/cards/components/PaymentSidebar.tsx';
import type { CardHost } from '../../../hubspot-app/app/cards/hooks/useCard.tsx';
import { NOW, service } from '../host.ts';
import { answering, drawExtension, type Scene } from './draw-extension.tsx';

const nothing = () => undefined;

/** Draws the tab card, or the one of the sidebar, on this page with what the service answers. */
function draw({ locale, answers, objectTypeId = '0-2', isSidebar = false }: Scene): void {
  const server = service(answering(answers));
  Object.assign(globalThis, { asked: server.asked });
  const host: CardHost = {
    context: {
      user: { locale },
      portal: { id: 4711, timezone: 'America/Mexico_City' },
      crm: { objectId: 101, objectTypeId },
      variables: { BACKEND_URL: 'https://puente.example.com' },
    },
    actions: { addAlert: nothing, closeOverlay: nothing, refreshObjectProperties: nothing, onCrmPropertiesUpdate: nothing },
    fetch: server.fetch,
    now: () => NOW,
  };
  drawExtension(createElement(isSidebar ? PaymentSidebar : InvoiceTab, { host }));
}

Object.assign(globalThis, { draw });
