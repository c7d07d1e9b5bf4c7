import { describe, expect, it } from '@jest/globals';
import { Button, Checkbox, SearchInput, Select, Table, TableRow } from '@hubspot/ui-extensions';
import { readable, refused } from './host.ts';
import { openSettings } from './settings-page.tsx';
import { overlayOf } from './settings-catalog-page.tsx';
import { aDecided, someDecided } from './settings-decided-views.ts';

async function openDecided(decided: unknown, { locale = 'en-us', routes = {} } = {}) {
  const page = openSettings({ 'GET /settings/decided': decided, 'POST /settings/decided/undo': { done: true }, ...routes } as never, {
    locale,
  });
  await page.openTab('review');
  const asked = () => page.server.to('GET /settings/decided').map(({ query }) => query);
  const rows = () => page.findAll(TableRow).map((row) => readable(row).replaceAll(/[\u202f\u00a0]/g, ' '));
  return { ...page, asked, rows };
}

describe('what was decided of customers', () => {
  it.each([
    ['en-us', 'ERP: Aceros SA · C-7HubSpot:Aceros del NorteCompanyLinkedBy Ana López, 7:00 AMUndo', 'By a rule (Found by tax ID), 7:00 AM'],
    [
      'es-mx',
      'ERP: Aceros SA · C-7HubSpot:Aceros del NorteEmpresaVinculadoPor Ana López, 7:00 a.m.Deshacer',
      'Por una regla (Encontrado por ID fiscal), 7:00 a.m.',
    ],
  ])('is listed with both sides, who and when, people before rules (%s)', async (locale, byPerson, byRule) => {
    const page = await openDecided(
      someDecided([aDecided(), aDecided({ customer: { id: '8', name: 'Bolt', number: null }, rule: 'tax_id', by: null })]),
      {
        locale,
      },
    );
    await page.sees('Aceros SA');
    expect(page.rows()[1]).toBe(byPerson);
    expect(page.rows()[2]).toContain(byRule);
    expect(page.asked()).toEqual([{ about: '', by: 'people' }]);
  });

  it('says what was made for each other, left out and refused, and of what the ERP has no more', async () => {
    const page = await openDecided(
      someDecided([
        aDecided({ rule: 'created', by: null, canUndo: false }),
        aDecided({ kind: 'left_out', record: null, by: { name: null } }),
        aDecided({ kind: 'refused', customer: { id: '9', name: null, number: null } }),
        aDecided({ kind: 'not_yet', customer: null, canUndo: false }),
        aDecided({ kind: 'left', customer: null, canUndo: false, at: null }),
      ]),
    );
    await page.sees('Created for each other');
    const [, made, leftOut, isOther, notYet, left] = page.rows();
    expect(made).not.toContain('Undo');
    expect(leftOut).toContain('Left outBy Somebody');
    expect(isOther).toContain('No. 9 (no longer in the ERP)');
    expect(notYet).toContain('No customer yet');
    expect(left).toContain('Left without customerBy Ana López, earlier');
  });

  it.each([
    ['linked', '101', 'leaves "Aceros del Norte", which shows its figures no more.'],
    ['refused', '101', 'may be the same again'],
    ['left_out', null, 'is looked for in HubSpot again'],
  ] as const)('is taken back once the consequence was read: %s', async (kind, recordId, consequence) => {
    const row = aDecided({ kind, ...(recordId === null && { record: null }) });
    let reads = 0;
    const page = await openDecided(() => (++reads === 1 ? someDecided([row]) : someDecided([])));
    const id = `take-back-${kind}-7-${recordId ?? ''}`;
    await page.sees('Aceros SA');
    expect(readable(overlayOf(page, id))).toContain(consequence);
    page.press(`${id}-yes`);
    expect(await page.sent('/decided/undo')).toEqual({ connectionId: 'c1', kind, objectType: 'companies', customerId: '7', recordId });
    await page.sees('Nothing was decided that this filter shows.');
    expect(page.alerts()).toEqual(['Undone.']);
  });

  it('is under way once it was answered: what closes the question does not call it off meanwhile', async () => {
    const answer = Promise.withResolvers<object>();
    const page = await openDecided(someDecided([aDecided()]), { routes: { 'POST /settings/decided/undo': () => answer.promise } });
    await page.sees('Aceros SA');
    const close = () => overlayOf(page, 'take-back-linked-7-101').findAll(Button).at(-1)!.props;
    expect(close()).toMatchObject({ disabled: false });
    page.press('take-back-linked-7-101-yes');
    await page.waitFor(() => expect(close()).toMatchObject({ disabled: true }));
    answer.resolve({ done: true });
    await page.waitFor(() => expect(close()).toMatchObject({ disabled: false }));
    expect(page.alerts()).toEqual(['Undone.']);
  });

  it('says when it does not hold any more', async () => {
    const routes = { 'POST /settings/decided/undo': refused({ code: 'decided.gone' }) };
    const page = await openDecided(someDecided([aDecided()]), { routes });
    await page.sees('Aceros SA');
    page.press('take-back-linked-7-101-yes');
    await page.sees('This decision does not hold any more');
  });

  it.each([
    ['en-us', 'Undone by Luis Paz, 8:00 AM', 'No longer valid since 8:00 AM', 'Undone by Somebody, 8:00 AM'],
    ['es-mx', 'Deshecho por Luis Paz, 8:00 a.m.', 'Dejó de valer: 8:00 a.m.', 'Deshecho por Alguien, 8:00 a.m.'],
  ])('says by whom it was taken back and when, and offers that no more (%s)', async (locale, ...words) => {
    const people = [{ name: 'Luis Paz' }, null, { name: null }];
    const rows = people.map((by, nth) => aDecided({ canUndo: false, key: `${nth}`, takenBack: { at: '2026-11-23T14:00:00Z', by } }));
    const page = await openDecided(someDecided(rows), { locale });
    await page.sees('Aceros SA');
    const shown = page.rows().slice(1);
    expect(shown.map((row, nth) => [row.includes('Ana López, 7:00'), row.endsWith(words[nth]!)])).toEqual(Array(3).fill([true, true]));
  });

  it('is found by a record and by who decided, and turned page by page', async () => {
    const page = await openDecided(({ query }: { query: { after?: string } }) =>
      query.after === undefined ? someDecided([aDecided()], { next: '17 a' }) : someDecided([aDecided({ key: 'b' })]),
    );
    await page.sees('Aceros SA');
    const turn = (to: number) => (page.find(Table, { paginated: true }).props as { onPageChange: (page: number) => void }).onPageChange(to);
    turn(2);
    await page.waitFor(() => expect(page.asked().at(-1)).toMatchObject({ after: '17 a' }));
    await page.waitFor(() => expect(page.find(Table, { paginated: true }).props).toMatchObject({ page: 2, pageCount: 2 }));
    turn(1);
    await page.waitFor(() => expect(page.asked().at(-1)).toEqual({ about: '', by: 'people' }));
    page.find(Select, { name: 'decided-by' }).props.onChange?.('all');
    await page.waitFor(() => expect(page.asked().at(-1)).toEqual({ about: '', by: 'all' }));
    (page.find(SearchInput, { name: 'decided-about' }).props as { onInput: (text: string) => void }).onInput(' Aceros ');
    await page.waitFor(() => expect(page.asked().at(-1)).toEqual({ about: 'Aceros', by: 'all' }));
  });
});

describe('customers that were not found', () => {
  const customer = {
    connectionId: 'c1',
    customerId: '7',
    name: 'Bolt SL',
    number: null,
    facts: {},
    owed: [],
    objectType: 'companies',
    isDeleted: false,
  };

  it('are shown with what they owe, nothing too, and their whole e-mail', async () => {
    const email = ['cuentas.por.pagar@electromecanica-azteca.com.mx'];
    const answer = { page: 1, pageCount: 1, total: 1, deleted: 0, customers: [{ ...customer, facts: { email } }] };
    const page = await openDecided(someDecided([]), { routes: { 'GET /settings/reviews/unmatched': answer } });
    await page.sees('Owes nothing');
    expect(page.text().replaceAll('\u200b', '')).toContain(email[0]);
  });

  it.each([
    ['en-us', 'Create 1 selected in HubSpot', 'Each is looked for once more.', 'Its record is being created in HubSpot.'],
    ['es-mx', 'Crear 1 seleccionado en HubSpot', 'Cada uno se busca una vez más.', 'Su registro se está creando en HubSpot.'],
  ])('get their record when a person chooses them, once it was said what happens (%s)', async (locale, label, text, said) => {
    const page = await openDecided(someDecided([]), {
      locale,
      routes: {
        'GET /settings/reviews/unmatched': { page: 1, pageCount: 1, total: 1, deleted: 0, customers: [customer] },
        'POST /settings/reviews/decide': { decided: 1, refused: 0 },
      },
    });
    await page.sees('Bolt SL');
    expect(page.findByTestId(Button, 'unmatched-create-chosen').props.disabled).toBe(true);
    (page.findByTestId(Checkbox, 'choose-7').props as { onChange: (isOn: boolean) => void }).onChange(true);
    await page.sees(label);
    expect(readable(overlayOf(page, 'unmatched-create-chosen'))).toContain(text);
    page.press('unmatched-create-chosen-yes');
    expect(await page.sent('/reviews/decide')).toEqual({
      decisions: [{ connectionId: 'c1', customerId: '7', objectType: 'companies', recordId: null, answer: 'create' }],
    });
    await page.waitFor(() => expect(page.alerts()).toEqual([said]));
  });
});
