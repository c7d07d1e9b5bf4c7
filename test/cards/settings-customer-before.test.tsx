import { describe, expect, it } from '@jest/globals';
import { Button, LoadingButton, Modal } from '@hubspot/ui-extensions';
import type { RenderedFragmentNode } from '@hubspot/ui-extensions/testing';
import { readable } from './host.ts';
import { openCustomers } from './settings-customers-page.tsx';
import { conflictList } from './settings-customer-lists.ts';
import { aCustomersView } from './settings-customers-views.ts';

const done = { done: true };
const NONE = aCustomersView().counts;
const live = (counts: Partial<typeof NONE>) => aCustomersView({ state: 'live', counts: { ...NONE, ...counts } });

describe('fields that differed before the rules', () => {
  const group = { objectType: 'contacts', property: '$company', field: 'parent_id', count: 34, takes: ['hubspot', 'erp'] };
  const open = (routes: object = {}, locale = 'en-us') =>
    openCustomers(live({ differing: 34 }), {
      locale,
      routes: { 'GET /settings/customers/conflicts': conflictList({ groups: [group as never] }), ...routes },
    });

  it.each([
    ['en-us', '"Company of the contact" of 34 contacts differs.', 'HubSpot gets the values of the ERP (34 contacts).'],
    ['es-mx', '«Empresa del contacto» de 34 contactos difiere.', 'HubSpot recibe los valores del ERP (34 contactos).'],
  ])('are one sentence with one answer for all (%s)', async (locale, sentence, consequence) => {
    const page = await open({ 'POST /settings/customers/decide-all': done }, locale);
    await page.reads(sentence);
    expect(page.words()).not.toContain('Aceros SA');
    const overlay = page.findByTestId(Button, 'before-erp-contacts-$company').props.overlay as unknown as RenderedFragmentNode;
    expect(readable(overlay.find(Modal))).toContain(consequence);
    overlay.find(LoadingButton).trigger('onClick');
    expect(await page.sent('/customers/decide-all')).toEqual({
      ...{ connectionId: 'c1', objectType: 'contacts', property: '$company', field: 'parent_id', answer: 'erp' },
    });
  });

  it('offer only what the rules write', async () => {
    const page = await open({ 'GET /settings/customers/conflicts': conflictList({ groups: [{ ...group, takes: ['erp'] } as never] }) });
    await page.reads('of 34 contacts differs.');
    expect(page.maybeFindByTestId(Button, 'before-erp-contacts-$company')).not.toBeNull();
    expect(page.maybeFindByTestId(Button, 'before-hubspot-contacts-$company')).toBeNull();
  });

  it('are listed one by one for who wants to look', async () => {
    const page = await open();
    await page.reads('of 34 contacts differs.');
    page.press('before-list-c1');
    await page.reads('Aceros SA');
    expect(page.server.to('GET /settings/customers/conflicts').map(({ query }) => query['kind'])).toEqual(['before']);
  });

  it('are not spoken of where contacts only wait for their company', async () => {
    const page = await openCustomers(live({ waitingContacts: 12, waitingCompanies: 1 }));
    await page.reads('12 contacts wait for companies that are not linked yet');
    await page.reads('1 company waits for its parent company');
    expect(page.words()).not.toContain('to decide');
  });
});
