import { expect, it } from '@jest/globals';
import { aFieldChange, changeList } from './settings-customer-lists.ts';
import { openCustomers } from './settings-customers-page.tsx';
import { aCustomersView } from './settings-customers-views.ts';

it.each([
  ['en-us', true, /is written to the ERP.*This field is frozen/],
  ['es-mx', true, /se escribe en el ERP.*Este campo está congelado/],
  ['en-us', false, /is written to the ERP(?!.*This field is frozen)/],
])('asks before a change is undone, and says that the field is frozen (%s, %s)', async (locale, isFrozen, words) => {
  const change = aFieldChange({ writtenTo: 'erp', canUndo: true, isFrozen });
  const page = await openCustomers(aCustomersView({ state: 'live', isDraft: false }), {
    locale,
    routes: { 'GET /settings/customers/changes': changeList([change]) },
  });
  await page.sees('ana@example.com');
  expect(page.text()).toMatch(words);
});
