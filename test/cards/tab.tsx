import { expect } from '@jest/globals';
import { InvoiceTab } from '../../hubspot-app/app/cards/components/InvoiceTab.tsx';
import { hostOf, service, wordsOf } from './host.ts';
import { openRenderer } from './renderer.tsx';
import type { CustomerCard } from '../../hubspot-app/app/cards/api/customers.ts';
import { customerCard } from './customers.ts';
import { anInvoice, linkedView, pageOf, unlinkedView } from './views.ts';

type Routes = Parameters<typeof service>[0];

/** The tab card of a linked company with one invoice, unless the routes say otherwise. */
export function openTab(routes: Routes, options: Parameters<typeof hostOf>[2] = {}) {
  const server = service({
    'GET /cards/record': linkedView(),
    'GET /cards/invoices': pageOf([anInvoice()]),
    'GET /cards/deal-lines': { state: 'off' },
    'GET /cards/deal-orders': { state: 'off' },
    'GET /cards/deal-projects': { state: 'off' },
    'GET /cards/subscriptions': { state: 'off' },
    'GET /cards/customer': customerCard(),
    ...routes,
  });
  const renderer = openRenderer('crm.record.tab');
  renderer.render(<InvoiceTab host={hostOf(renderer, server, options)} />);
  const text = () => wordsOf(renderer.getRootNode());
  const sees = (words: string | RegExp) => renderer.waitFor(() => expect(text()).toMatch(words));
  return { ...renderer, server, text, sees };
}

/** The tab card of a company that is no customer of the ERP. */
export const openUnlinked = (customer: Partial<CustomerCard>, routes: Routes = {}, options: Parameters<typeof openTab>[1] = {}) =>
  openTab({ 'GET /cards/record': unlinkedView(), 'GET /cards/customer': customerCard(customer), ...routes }, options);
