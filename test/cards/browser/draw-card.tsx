import { createElement } from 'react';
import { OWN_LABELS } from '../../../hubspot-app/app/cards/common/own-property-labels.ts';
import { languageOf, type Language } from '../../../hubspot-app/app/cards/common/translate.ts';
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
  drawExtension(createElement(isSidebar ? PaymentSidebar : InvoiceTab, { host }), (names) =>
    propertiesOf(names, languageOf({ locale }), answers),
  );
}

interface Answered {
  dealInvoices?: { orderNumber: string | null } | null;
}

/** Properties as HubSpot shows them, by their labels; of a deal its order number, the one that cards show. */
const propertiesOf = (names: readonly string[], language: Language, { 'GET /cards/record': record }: Scene['answers']) =>
  createElement(
    'dl',
    { className: 'ui-descriptions ui-descriptions-column' },
    names.map((name) =>
      createElement(
        'div',
        { key: name, className: 'ui-description' },
        createElement('dt', null, OWN_LABELS[name]?.[language] ?? name),
        createElement('dd', null, (record as Answered).dealInvoices?.orderNumber ?? '–'),
      ),
    ),
  );

Object.assign(globalThis, { draw });
