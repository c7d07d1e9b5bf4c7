import { describe, expect, it } from '@jest/globals';
import { LoadingButton } from '@hubspot/ui-extensions';
import { readable } from './host.ts';
import { openCustomers } from './settings-customers-page.tsx';
import { aCustomersView, aRun, aRunGroup, someWrites } from './settings-customers-views.ts';

const done = { done: true };
const aDraft = (over: Parameters<typeof aCustomersView>[0] = {}) => aCustomersView({ isDraft: true, preview: aRun(), ...over });

describe('a dry run that writes nothing', () => {
  it('says once of whom waits for a company, whichever side lacks it', async () => {
    const about = { objectType: 'contacts', property: '$company', field: 'parent_id' } as const;
    const ofErp = { ...about, count: 9, reason: { code: 'relation.organisation_unlinked', params: { customerId: '7' } } };
    const ofHubSpot = { ...about, count: 8, reason: { code: 'relation.company_unlinked', params: { recordId: '101' } } };
    const groups = [aRunGroup('incomplete', ofErp), aRunGroup('incomplete', ofHubSpot)];
    const page = await openCustomers(aDraft({ preview: aRun({ groups }) }));
    await page.sees('17 contacts waits: their companies are not linked yet.');
    expect(page.text().match(/Company of the contact/g)).toHaveLength(1);
  });

  it.each([
    ['en-us', 'Approve', 'Nothing has to be written now', 'Approved. Nothing had to be written; changes are followed from now on.'],
    ['es-mx', 'Aprobar', 'Ahora no hay nada que escribir', 'Aprobado. No había nada que escribir; desde ahora se siguen los cambios.'],
  ])('speaks of no first ten and of no lines where nothing is written (%s)', async (locale, button, text, approved) => {
    const writes = someWrites({ creates: true, updatesErp: true, updatesHubSpot: true });
    const preview = aRun({ groups: [aRunGroup('left_out', { count: 17 })] });
    const page = await openCustomers(aDraft({ preview, writes }), { locale, routes: { 'POST /settings/customers/approve': done } });
    await page.sees(text);
    expect(page.text()).not.toMatch(/first ten|primeros diez|line above|línea arriba/);
    expect(readable(page.findByTestId(LoadingButton, 'approve-customers-c1'))).toBe(button);
    page.press('approve-customers-c1');
    await page.waitFor(() => expect(page.alerts()).toEqual([approved]));
  });
});
