import { describe, expect, it } from '@jest/globals';
import { Alert, Checkbox, DateInput, LoadingButton, Select } from '@hubspot/ui-extensions';
import type { FieldChange } from '../../hubspot-app/app/settings/api/customers.ts';
import { openCustomers, type CustomersPage } from './settings-customers-page.tsx';
import { aFieldChange, changeList } from './settings-customer-lists.ts';
import { aCustomersView } from './settings-customers-views.ts';

const live = () => aCustomersView({ state: 'live' });

describe('what became of fields', () => {
  const many = async (locale: string, changes: FieldChange[], count: object) => {
    const page = await openCustomers(live(), {
      locale,
      routes: { 'GET /settings/customers/changes': changeList(changes), 'POST /settings/customers/undo-many': count },
    });
    await page.sees('ana@example.com');
    return page;
  };
  const choose = (page: CustomersPage, id: string, isChosen = true) =>
    (page.findByTestId(Checkbox, `choose-${id}`).props as { onChange: (checked: boolean) => void }).onChange(isChosen);
  const undone = (page: CustomersPage) => page.server.to('POST /settings/customers/undo-many').map(({ body }) => body);
  const TWO = [aFieldChange({ id: '8', canUndo: true }), aFieldChange({ id: '7', property: 'phone', canUndo: true })];
  const COUNT = { taken: 2, refused: 1, upTo: '8', hasMore: false };

  it.each([
    ['en-us', 'Undo the selected changes (2)', 'Changes that can be taken back: 2.', 'Changes that stay: 1.', 'Being taken back: 2.'],
    ['es-mx', 'Deshacer los cambios seleccionados (2)', 'se pueden deshacer: 2.', 'que se quedan: 1.', 'Se están deshaciendo: 2.'],
  ])(
    'is taken back together with others that were selected, once a person saw how many (%s)',
    async (locale, label, taken, stay, success) => {
      const page = await many(locale, TWO, COUNT);
      expect(page.maybeFindByTestId(LoadingButton, 'undo-many')).toBeNull();
      choose(page, '8');
      choose(page, '7');
      await page.sees(label);
      page.press('undo-many');
      await page.sees(stay);
      expect(page.text()).toContain(stay);
      expect(page.find(Alert, { variant: 'warning' }).props.title).toContain(taken);
      expect(undone(page)).toEqual([{ connectionId: 'c1', group: { changeIds: ['8', '7'] }, isPreview: true }]);
      page.press('undo-many-yes');
      await page.waitFor(() => expect(page.alerts()).toEqual([success]));
      expect(undone(page).at(-1)).toEqual({ connectionId: 'c1', group: { changeIds: ['8', '7'] }, isPreview: false });
      await page.waitFor(() => expect(page.server.to('GET /settings/customers/changes')).toHaveLength(2));
      expect(page.maybeFindByTestId(LoadingButton, 'undo-many')).toBeNull();
    },
  );

  it('is counted anew when the selection is another one', async () => {
    const page = await many('en-us', TWO, COUNT);
    choose(page, '8');
    await page.sees('(1)');
    page.press('undo-many');
    await page.waitFor(() => expect(page.maybeFindByTestId(LoadingButton, 'undo-many-yes')).not.toBeNull());
    choose(page, '7');
    await page.sees('(2)');
    expect(page.maybeFindByTestId(LoadingButton, 'undo-many-yes')).toBeNull();
    choose(page, '8', false);
    choose(page, '7', false);
    await page.waitFor(() => expect(page.maybeFindByTestId(LoadingButton, 'undo-many')).toBeNull());
  });

  it('of a day and an editor is shown, and taken back up to what was counted', async () => {
    const page = await many('en-us', TWO, COUNT);
    const day = page.find(DateInput, { name: 'changes-day' }).props as { onChange: (day: object) => void };
    day.onChange({ year: 2026, month: 10, date: 23 });
    const shown = () => page.server.to('GET /settings/customers/changes').at(-1)?.query;
    await page.waitFor(() => expect(shown()).toMatchObject({ from: '2026-11-23T06:00:00.000Z', until: '2026-11-24T06:00:00.000Z' }));
    await page.sees('Undo all of these');
    (page.find(Select, { name: 'changes-edited-by' }).props as { onChange: (editor: string) => void }).onChange('import');
    await page.waitFor(() => expect(shown()).toMatchObject({ editedBy: 'import', page: '1' }));
    await page.sees('Undo all of these');
    page.press('undo-many');
    await page.waitFor(() => expect(page.maybeFindByTestId(LoadingButton, 'undo-many-yes')).not.toBeNull());
    page.press('undo-many-yes');
    await page.waitFor(() => expect(undone(page)).toHaveLength(2));
    const filter = { from: '2026-11-23T06:00:00.000Z', until: '2026-11-24T06:00:00.000Z', editedBy: 'import' };
    expect(undone(page).map(({ group }) => group)).toEqual([
      { filter, upTo: null },
      { filter, upTo: '8' },
    ]);
  });

  it('says so where a filter shows nothing, and keeps the filter', async () => {
    const page = await openCustomers(live(), {
      routes: {
        'GET /settings/customers/changes': ({ query }: { query: Record<string, string> }) =>
          changeList(query['editedBy'] ? [] : [aFieldChange()]),
      },
    });
    await page.sees('ana@example.com');
    (page.find(Select, { name: 'changes-edited-by' }).props as { onChange: (editor: string) => void }).onChange('form');
    await page.sees('Nothing changed that this filter shows.');
    (page.find(Select, { name: 'changes-edited-by' }).props as { onChange: (editor: string) => void }).onChange('');
    await page.sees('ana@example.com');
  });
});
