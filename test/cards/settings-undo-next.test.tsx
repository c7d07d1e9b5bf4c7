import { describe, expect, it } from '@jest/globals';
import type { FieldChange, FieldMapping } from '../../hubspot-app/app/settings/api/customers.ts';
import { readable } from './host.ts';
import { overlayOf } from './settings-catalog-page.tsx';
import { aFieldChange, changeList } from './settings-customer-lists.ts';
import { openCustomers } from './settings-customers-page.tsx';
import { aCustomersView, aLine, customerRules } from './settings-customers-views.ts';

const done = { done: true };

async function dialog(line: Partial<FieldMapping>, change: Partial<FieldChange> = {}, locale = 'en-us') {
  const changed = aFieldChange({ property: 'phone', field: 'phone', before: '81', after: '82', canUndo: true, isFrozen: false, ...change });
  const page = await openCustomers(aCustomersView({ state: 'live', live: customerRules({ mapping: [aLine('phone', 'phone', line)] }) }), {
    locale,
    routes: {
      'GET /settings/customers/changes': changeList([changed]),
      'POST /settings/customers/freeze': done,
      'POST /settings/customers/undo': done,
    },
  });
  await page.sees('ana@example.com');
  return { page, words: readable(overlayOf(page, 'undo-1')) };
}

describe('the question before a change is taken back', () => {
  it.each([
    ['en-us', 'Your rule here is "ERP wins" (both ways). It does not write the value again by itself', 'freeze the field as well'],
    ['es-mx', 'Su regla aquí es «gana el ERP» (ambos sentidos). No vuelve a escribir el valor por sí sola', 'congele también el campo'],
  ])('says from the rule what writes the value again, and offers to freeze it (%s)', async (locale, next, freeze) => {
    const { words } = await dialog({ rule: 'erp_wins' }, { writtenTo: 'hubspot' }, locale);
    expect(words).toContain(next);
    expect(words).toContain(freeze);
  });

  it('names the side whose next edit counts', async () => {
    expect((await dialog({}, { writtenTo: 'erp' })).words).toContain('the next edit of the field in HubSpot does.');
    expect((await dialog({}, { writtenTo: 'hubspot' })).words).toContain('the next edit of the field in Aceros ERP does.');
  });

  it('says where an edit on the side itself is put right', async () => {
    const oneWay = { direction: 'to_hubspot', rule: 'erp_wins' } as const;
    expect((await dialog(oneWay, { writtenTo: 'hubspot' })).words).toContain(
      'So does an edit of it in HubSpot: the rule puts it right from Aceros ERP.',
    );
    expect((await dialog({}, { writtenTo: 'hubspot' })).words).not.toContain('puts it right');
  });

  it('says that a rule that only fills leaves what is there, and writes what is emptied again', async () => {
    const filled = await dialog({ rule: 'fill_if_empty' }, { writtenTo: 'hubspot' });
    expect(filled.words).toContain('it does not write over this value.');
    const emptied = await dialog({ rule: 'fill_if_empty' }, { writtenTo: 'hubspot', before: null });
    expect(emptied.words).toContain('the next edit of the field in Aceros ERP does.');
  });

  it('says nothing of rules where the field is frozen, or none speaks of it any more', async () => {
    const frozen = await dialog({}, { isFrozen: true });
    expect(frozen.words).toContain('This field is frozen.');
    expect(frozen.words).not.toContain('Your rule here');
    const gone = await dialog({}, { property: 'fax', isFrozen: null });
    expect(gone.words).not.toContain('Your rule here');
    expect(gone.words).not.toContain('Undo and freeze');
  });

  it('freezes first and then takes back, when that is chosen', async () => {
    const { page } = await dialog({});
    page.press('undo-1-also');
    expect(await page.sent('/customers/undo')).toEqual({ connectionId: 'c1', changeId: '1' });
    expect(page.server.to('POST /settings/customers/freeze').map(({ body }) => body)).toEqual([
      { connectionId: 'c1', objectType: 'companies', customerId: '7', property: 'phone', isFrozen: true },
    ]);
    await page.waitFor(() =>
      expect(page.alerts()).toEqual([expect.stringContaining('the value before is put back, and the field of this record is frozen.')]),
    );
  });
});
