import { describe, expect, it } from '@jest/globals';
import { Accordion, Button, Link, Tab, Table, TableRow, Tabs } from '@hubspot/ui-extensions';
import type { FieldChange } from '../../hubspot-app/app/settings/api/customers.ts';
import { readable, refused } from './host.ts';
import { openCustomers, type CustomersPage } from './settings-customers-page.tsx';
import { aFieldChange, changeList, conflictList } from './settings-customer-lists.ts';
import { aCommand, aCustomersView, commandList } from './settings-customers-views.ts';

const done = { done: true };
const NONE = aCustomersView().counts;
const live = (counts: Partial<typeof NONE>) => aCustomersView({ state: 'live', counts: { ...NONE, ...counts } });
const asked = (page: CustomersPage) => page.server.to('GET /settings/customers/commands').map(({ query }) => query);
const openState = (page: CustomersPage, state: string) =>
  (page.find(Tabs, { variant: 'enclosed' }).props as { onSelectedChange: (tab: string) => void }).onSelectedChange(state);
const lastRow = (page: CustomersPage) => readable(page.findAll(TableRow).at(-1)!);

describe('customers that the ERP was asked to make', () => {
  it('are listed by what became of them, refused ones first', async () => {
    const page = await openCustomers(live({ rejected: 1, waiting: 2, done: 40 }), {
      routes: { 'GET /settings/customers/commands': commandList([aCommand()]) },
    });
    await page.sees('The VAT number is not valid.');
    expect(page.findAll(Tab).map(({ props }) => props.title)).toEqual(
      expect.arrayContaining(['Under way (2)', 'Refused (1)', 'Created (40)']),
    );
    expect(asked(page)).toEqual([{ connectionId: 'c1', state: 'rejected', page: '1' }]);
    openState(page, 'done');
    await page.waitFor(() => expect(asked(page).at(-1)).toEqual({ connectionId: 'c1', state: 'done', page: '1' }));
  });

  it.each([
    [
      'en-us',
      'Aceros del NorteCompanyBy the rule on "Lifecycle stage", 8:00 AM',
      'RefusedThe ERP refused. Its answer: "The VAT number is not valid."Correct what the ERP complains about (Tax ID) on the HubSpot record or in the ERP, then retry.Retry',
    ],
    [
      'es-mx',
      'Aceros del NorteEmpresaPor la regla sobre «Etapa del ciclo de vida», 8:00 a.m.',
      'RechazadoEl ERP lo rechazó. Su respuesta: «The VAT number is not valid.»Corrija en el registro de HubSpot o en el ERP lo que este objeta: ID fiscal (RFC). Después reintente.Reintentar',
    ],
  ])('say who asked and when, what the ERP said, and what next (%s)', async (locale, who, what) => {
    const page = await openCustomers(live({ rejected: 1 }), {
      locale,
      routes: { 'GET /settings/customers/commands': commandList([aCommand()]) },
    });
    await page.sees('The VAT number is not valid.');
    expect(lastRow(page).replaceAll(/[\u202f\u00a0]/g, ' ')).toBe(who + what);
  });

  it('say who pressed the button, and what they wait for', async () => {
    const waiting = aCommand({
      state: 'waiting',
      recordName: null,
      askedBy: { kind: 'person', name: 'ana@example.com' },
      reason: { code: 'customer.field_missing', params: { field: 'Tax ID', property: 'RFC' } },
    });
    const page = await openCustomers(live({ waiting: 1 }), { routes: { 'GET /settings/customers/commands': commandList([waiting]) } });
    await page.sees('Tax ID');
    expect(lastRow(page)).toContain('Record 101CompanyBy ana@example.com, 8:00');
    expect(page.maybeFindByTestId(Button, 'retry-HS-101')).not.toBeNull();
  });

  it('lead to what was made, on both sides, and are not retried', async () => {
    const made = aCommand({ state: 'done', reason: null, canRetry: false, made: { id: '77', number: null, url: 'https://erp/77' } });
    const page = await openCustomers(live({ done: 1 }), { routes: { 'GET /settings/customers/commands': commandList([made]) } });
    await page.sees('No. 77');
    expect(page.findAll(Link).map(({ text, props }) => [text, (props.href as { url: string }).url])).toEqual(
      expect.arrayContaining([
        ['Aceros del Norte', 'https://app.hubspot.com/contacts/1/record/0-2/101'],
        ['No. 77', 'https://erp/77'],
      ]),
    );
    expect(page.maybeFindByTestId(Button, 'retry-HS-101')).toBeNull();
    expect(page.maybeFindByTestId(Button, 'retry-commands-c1')).toBeNull();
  });

  it('are retried one or all, and a failure is said', async () => {
    let answers = 0;
    const page = await openCustomers(live({ rejected: 1 }), {
      routes: {
        'GET /settings/customers/commands': commandList([aCommand()]),
        'POST /settings/customers/retry': () => (++answers === 3 ? refused({ code: 'customers.nothing_saved' }) : { left: 2 }),
      },
    });
    await page.sees('The VAT number is not valid.');
    const pressWhenFree = async (testId: string) => {
      await page.waitFor(() => expect(page.findByTestId(Button, testId).props.disabled).toBe(false));
      page.press(testId);
    };
    const sent = () => page.server.to('POST /settings/customers/retry').map(({ body }) => body['keys']);
    for (const [index, button] of ['retry-HS-101', 'retry-commands-c1', 'retry-HS-101'].entries()) {
      await pressWhenFree(button);
      await page.waitFor(() => expect(sent()).toHaveLength(index + 1));
    }
    expect(sent()).toEqual([['HS-101'], null, ['HS-101']]);
    await page.sees('No rules for customers have been saved yet.');
    expect(asked(page)).toHaveLength(3);
    const [told] = page.mocks.actions.addAlert.calls.at(-1)!;
    expect(told.message).toContain('but for 2 that wait for a person’s decision');
  });

  it('are not retried where a person has to decide first', async () => {
    const review = { code: 'command.waiting_review', params: { customers: 'Aceros SA' } };
    const undecided = aCommand({ state: 'waiting', reason: review, canRetry: false });
    const page = await openCustomers(live({ waiting: 1 }), { routes: { 'GET /settings/customers/commands': commandList([undecided]) } });
    await page.sees(/Decide under .+To decide.+, or on the card of the record/);
    expect(page.maybeFindByTestId(Button, 'retry-HS-101')).toBeNull();
    expect(page.maybeFindByTestId(Button, 'retry-commands-c1')).toBeNull();
  });

  it('have pages, and words where there is none', async () => {
    const page = await openCustomers(live({ waiting: 60 }), {
      routes: {
        'GET /settings/customers/commands': ({ query }: { query: Record<string, string> }) =>
          query['state'] === 'open'
            ? commandList([aCommand({ state: 'planned', reason: null })], { pageCount: 3, total: 60 })
            : commandList([]),
      },
    });
    await page.sees('Planned');
    (page.find(Table, { paginated: true }).props as { onPageChange: (page: number) => void }).onPageChange(2);
    await page.waitFor(() => expect(asked(page).at(-1)?.['page']).toBe('2'));
    openState(page, 'rejected');
    await page.sees('None was refused.');
  });
});

describe('fields that both sides changed', () => {
  const open = (routes: object = {}, locale = 'en-us') =>
    openCustomers(live({ asked: 1 }), { locale, routes: { 'GET /settings/customers/conflicts': conflictList(), ...routes } });

  it.each([
    ['en-us', 'Company ownerAceros SASince 7:00 AMHubSpot: Ana LópezKeep HubSpot’sERP: Luis PeñaKeep the ERP’sLeave both as they are'],
    [
      'es-mx',
      'PropietarioAceros SADesde 7:00 a.m.HubSpot: Ana LópezConservar el de HubSpotERP: Luis PeñaConservar el del ERPDejar los dos como están',
    ],
  ])('are tasks with both values as people read them (%s)', async (locale, words) => {
    const page = await open({}, locale);
    await page.reads('Luis Peña');
    const row = page
      .findAll(TableRow)
      .map(readable)
      .find((text) => text.includes('Luis Peña'));
    expect(row?.replaceAll(/[\u202f\u00a0]/g, ' ')).toBe(words);
  });

  it.each([
    ['en-us', 'Edited by ana@example.com, 6:59 AM', 'The customer was last edited by an import, 6:58 AM'],
    ['es-mx', 'Editado por ana@example.com, 6:59 a.m.', 'Última edición del cliente: una importación, 6:58 a.m.'],
  ])('say who edited each side and when, where that is known (%s)', async (locale, here, there) => {
    const list = conflictList();
    const editedBy = {
      hubspot: { kind: 'user' as const, name: 'ana@example.com', at: '2026-11-23T12:59:00Z' },
      erp: { kind: 'import' as const, name: null, at: '2026-11-23T12:58:00Z' },
    };
    const conflicts = list.conflicts.map((one) => ({ ...one, editedBy }));
    const page = await open({ 'GET /settings/customers/conflicts': { ...list, conflicts } }, locale);
    await page.sees('ana@example.com');
    const text = page.text().replaceAll(/[\u202f\u00a0]/g, ' ');
    expect(text).toContain(here);
    expect(text).toContain(there);
  });

  it.each([
    ['hubspot', 'The ERP gets the value of HubSpot.'],
    ['erp', 'HubSpot gets the value of the ERP.'],
    ['both', 'From now on both keep what they have.'],
  ])('are decided with one click: %s', async (answer, success) => {
    let reads = 0;
    const page = await open({
      'GET /settings/customers/conflicts': () => (++reads === 1 ? conflictList() : conflictList({ total: 0, conflicts: [] })),
      'POST /settings/customers/decide': done,
    });
    await page.sees('Fields to decide');
    page.press(`${answer}-7-hubspot_owner_id`);
    expect(await page.sent('/customers/decide')).toEqual({
      connectionId: 'c1',
      objectType: 'companies',
      customerId: '7',
      property: 'hubspot_owner_id',
      answer,
    });
    await page.waitFor(() => expect(page.text()).not.toContain('Fields to decide'));
    expect(page.alerts()).toEqual([success]);
  });

  it('go back to the page before when the last of a page was decided', async () => {
    const page = await open({
      'GET /settings/customers/conflicts': ({ query }: { query: Record<string, string> }) =>
        query['page'] === '2'
          ? conflictList({ page: 2, pageCount: 1, conflicts: [], total: 25 })
          : conflictList({ pageCount: 2, total: 26 }),
    });
    await page.sees('Fields to decide');
    (page.find(Table, { paginated: true }).props as { onPageChange: (page: number) => void }).onPageChange(2);
    const pages = () => page.server.to('GET /settings/customers/conflicts').map(({ query }) => query['page']);
    await page.waitFor(() => expect(pages()).toEqual(['1', '2', '1']));
  });

  it('say why a decision was not taken', async () => {
    const page = await open({ 'POST /settings/customers/decide': refused({ code: 'not_found' }) });
    await page.sees('Fields to decide');
    page.press('erp-7-hubspot_owner_id');
    await page.sees('Reload the page; somebody may have changed it meanwhile.');
  });
});

describe('what became of fields', () => {
  const open = (changes: FieldChange[], locale = 'en-us') =>
    openCustomers(live({}), { locale, routes: { 'GET /settings/customers/changes': changeList(changes) } });

  it.each([
    ['en-us', 'Aceros SA6:59 AM, ana@example.com changed "Company owner" in HubSpot from "Luis Peña" to "7".'],
    ['es-mx', 'Aceros SA6:59 a.m.: ana@example.com cambió el campo «Propietario» en HubSpot de «Luis Peña» a «7».'],
  ])('is read as sentences, with values as people know them (%s)', async (locale, words) => {
    const page = await open([aFieldChange()], locale);
    await page.sees('ana@example.com');
    expect(lastRow(page).replaceAll(/[\u202f\u00a0]/g, ' ')).toBe(words);
  });

  it.each([
    ['en-us', 'changed \\"Company of the contact\\" in HubSpot from'],
    ['es-mx', 'cambió el campo «Empresa del contacto» en HubSpot de'],
  ])('calls where a record belongs in words of its own (%s)', async (locale, words) => {
    const change = aFieldChange({ property: '$company', field: 'parent_id', writtenTo: 'erp', before: 'Acme (1)', after: 'Beta (2)' });
    const page = await open([change], locale);
    await page.sees(words);
  });

  it('says what could not be taken back, and why', async () => {
    const page = await open([
      aFieldChange({ undoRefused: { code: 'field.refused_by_erp', params: { field: 'Phone', message: 'too long' } } }),
    ]);
    await page.sees(/Not taken back\. .*too long/);
  });

  it.each([
    ['undo-1-yes', '/customers/undo', { connectionId: 'c1', changeId: '1' }, 'Company owner: the value before is put back.'],
    [
      'freeze-1',
      '/customers/freeze',
      { connectionId: 'c1', objectType: 'companies', customerId: '7', property: 'hubspot_owner_id', isFrozen: true },
      'Company owner of this record is frozen: both sides keep what they have.',
    ],
  ])('is taken back and frozen where it stands: %s', async (testId, path, body, success) => {
    const page = await openCustomers(live({}), {
      routes: {
        'GET /settings/customers/changes': changeList([aFieldChange({ canUndo: true, isFrozen: false })]),
        [`POST /settings${path}`]: done,
      },
    });
    await page.sees('ana@example.com');
    expect(page.text()).toMatch(/The value before, .* is written to/);
    page.press(testId);
    expect(await page.sent(path)).toEqual(body);
    await page.waitFor(() => expect(page.alerts()).toEqual([success]));
    expect(page.server.to('GET /settings/customers/changes')).toHaveLength(2);
  });

  it.each([
    ['en-us', 'One earlier change', 'Freeze'],
    ['es-mx', 'Un cambio anterior', 'Congelar'],
  ])('has one row for each field of a record, frozen once, with what came before folded below (%s)', async (locale, earlier, freeze) => {
    const about = { canUndo: true, isFrozen: false };
    const page = await open(
      [aFieldChange({ ...about, id: '3' }), aFieldChange({ ...about, id: '1' }), aFieldChange({ ...about, id: '2', property: 'phone' })],
      locale,
    );
    await page.sees(freeze);
    expect(page.findAll(Accordion).map(({ props }) => props.title)).toContain(earlier);
    expect(['3', '1', '2'].map((id) => page.maybeFindByTestId(Button, `freeze-${id}`)?.text)).toEqual([freeze, undefined, freeze]);
    expect(['3', '1', '2'].map((id) => page.maybeFindByTestId(Button, `undo-${id}`) !== null)).toEqual([true, true, true]);
  });

  it('offers only what can be done', async () => {
    const page = await open([aFieldChange({ isFrozen: true })]);
    await page.sees('Unfreeze');
    expect(page.maybeFindByTestId(Button, 'undo-1')).toBeNull();
  });

  it('is not spoken of before anything did', async () => {
    const page = await open([]);
    await page.waitFor(() => expect(page.server.to('GET /settings/customers/changes')).toHaveLength(1));
    await page.sees('Customers requested from HubSpot');
    expect(page.text()).not.toContain('Field history');
  });
});
