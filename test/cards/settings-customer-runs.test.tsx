import { describe, expect, it } from '@jest/globals';
import { Alert, Button, Checkbox, Link, LoadingButton, ProgressBar, Text, Tile } from '@hubspot/ui-extensions';
import { readable, refused } from './host.ts';
import { openCustomers, type CustomersPage } from './settings-customers-page.tsx';
import { aCustomersView, aRun, aRunGroup, aRunSample, someWrites } from './settings-customers-views.ts';
import { addCondition } from './settings-page.tsx';

const done = { done: true };
const aDraft = (over: Parameters<typeof aCustomersView>[0] = {}) => aCustomersView({ isDraft: true, preview: aRun(), ...over });
/** The first sentence of each group. */
const sentences = (page: CustomersPage) =>
  page
    .findAll(Tile)
    .filter(({ props }) => props.compact)
    .map((tile) => readable(tile.maybeFind(Checkbox) ?? tile.find(Text)));

describe('the dry run', () => {
  it('looks at what is saved, so saving comes first', async () => {
    const page = await openCustomers(aCustomersView({ isDraft: true }), { routes: { 'POST /settings/customers/preview': done } });
    await page.sees('Shows what the draft would do on both sides. Nothing is written.');
    addCondition(page, 'add-when-companies');
    await page.sees('Save first: the dry run looks at what is saved.');
    expect(page.findByTestId(LoadingButton, 'dry-run-c1').props.disabled).toBe(true);
  });

  it('is started by a press', async () => {
    const page = await openCustomers(aCustomersView({ isDraft: true }), { routes: { 'POST /settings/customers/preview': done } });
    await page.sees('Start the dry run');
    page.press('dry-run-c1');
    expect(await page.sent('/customers/preview')).toEqual({ connectionId: 'c1' });
    await page.waitFor(() => expect(page.server.to('GET /settings/customers')).toHaveLength(2));
  });

  it('shows how far it is, can be cancelled, and cannot be approved before it ends', async () => {
    const preview = aRun({ state: 'running', done: 300, endedAt: null });
    const page = await openCustomers(aDraft({ preview }), { routes: { 'POST /settings/customers/run': done } });
    await page.sees('companies would be created in the ERP.');
    expect(page.find(ProgressBar).props).toMatchObject({ value: 300, maxValue: 1200, valueDescription: '300 of 1,200' });
    expect(page.maybeFindByTestId(LoadingButton, 'approve-customers-c1')).toBeNull();
    page.press('cancel-dry-c1');
    expect(await page.sent('/customers/run')).toEqual({ connectionId: 'c1', answer: 'cancel' });
  });

  it('follows its own progress', async () => {
    let reads = 0;
    const page = await openCustomers(() => aDraft({ preview: aRun({ state: 'running', done: ++reads, endedAt: null, groups: [] }) }), {
      refreshSeconds: 0.03,
    });
    await page.waitFor(() => expect(Number(page.find(ProgressBar).props.value)).toBeGreaterThan(2));
  });

  it('says in sentences with counts what would happen, by which rule, what waits and why', async () => {
    const page = await openCustomers(aDraft());
    await page.sees('would be created in the ERP');
    expect(page.text()).not.toContain('Writing what is ticked');
    expect(sentences(page)).toEqual([
      '12 companies would be created in the ERP.',
      '"Salesperson" of 1 company would change in the ERP, because HubSpot wins.',
      '"Phone number" of 34 companies would change in HubSpot, because the ERP wins.',
      '"RFC" of 2 companies differs: after the approval you decide, for all at once or one by one.',
      '1 company may be in the ERP already: a person decides on its card.',
      '5 companies wait. The ERP needs "Tax ID", and HubSpot has nothing in "RFC".',
      '900 companies are left alone. No condition for making customers is met: what it asks for is empty, or says something else.',
    ]);
  });

  it('says it in Spanish', async () => {
    const page = await openCustomers(aDraft(), { locale: 'es-mx' });
    await page.sees('Se crearían en el ERP');
    expect(sentences(page)).toEqual([
      'Se crearían en el ERP: 12 empresas.',
      '«Vendedor» de 1 empresa cambiaría en el ERP, porque gana HubSpot.',
      '«Teléfono» de 34 empresas cambiaría en HubSpot, porque gana el ERP.',
      '«RFC» de 2 empresas difiere: después de aprobar decide usted, de una vez o caso por caso.',
      '1 empresa quizá ya está en el ERP: una persona decide en su tarjeta.',
      '5 empresas esperan. El ERP necesita «ID fiscal (RFC)», y HubSpot no tiene nada en «RFC».',
      '900 empresas no se tocan. No se cumple ninguna condición para crear clientes: lo que pide está vacío o dice otra cosa.',
    ]);
  });

  it('says of contacts that wait for their company that they do, and names none of them', async () => {
    const reason = { code: 'relation.organisation_unlinked', params: { organisation: 'Acme', customerId: '7' } };
    const groups = [aRunGroup('incomplete', { objectType: 'contacts', property: '$company', field: 'parent_id', count: 12, reason })];
    const page = await openCustomers(aDraft({ preview: aRun({ groups }) }));
    await page.reads('"Company of the contact" of 12 contacts waits: their companies are not linked yet.');
    expect(page.words()).not.toContain('Acme');
  });

  it('does not call a rule the reason that speaks for the other side', async () => {
    const groups = [aRunGroup('update_erp', { property: 'phone', field: 'phone', rule: 'erp_wins', count: 3 })];
    const page = await openCustomers(aDraft({ preview: aRun({ groups }) }));
    await page.reads('"Phone" of 3 companies would change in the ERP, because only HubSpot has something new.');
  });

  it('has examples with the record, and what it holds before and after, as people read it', async () => {
    const page = await openCustomers(aDraft());
    await page.sees('Show 2 examples');
    expect(page.text()).toContain('81 1234 → +52 81 1234 5678');
    expect(page.text()).toContain('empty → Luis Peña');
    expect(page.findAll(Link).map(({ text, props }) => [text, props.href])).toContainEqual([
      'Record 102',
      { url: 'https://app.hubspot.com/contacts/1/record/0-2/102', external: true },
    ]);
  });

  it('shows both values of what is asked, and the value that stands in the way', async () => {
    const asked = { property: 'hubspot_owner_id', field: 'user_id', samples: [aRunSample({ before: '71', after: '6' })] };
    const wrong = { property: 'rfc', field: 'vat', samples: [aRunSample({ before: 'ABC' })] };
    const reason = { code: 'customer.tax_id_malformed', params: {} };
    const groups = [aRunGroup('ask', asked), aRunGroup('incomplete', { ...wrong, reason })];
    const page = await openCustomers(aDraft({ preview: aRun({ groups }) }));
    await page.sees('HubSpot says Ana López, the ERP says Luis Peña');
    expect(page.text()).toContain('12 companies wait. Their tax ID does not have the form of their country.');
    expect(page.text()).toContain('ABC');
    expect(page.text()).not.toContain('ABC →');
  });

  it('says that nothing would change, and why it stopped', async () => {
    const still = await openCustomers(aDraft({ preview: aRun({ groups: [] }) }));
    await still.sees('Nothing would change: both sides are in step.');
    const trouble = { code: 'connection.unreachable', params: {} };
    const failed = await openCustomers(aDraft({ preview: aRun({ state: 'failed', done: 5, groups: [], trouble }) }));
    await failed.sees('The figures are not complete.');
    expect(failed.find(Alert, { title: 'The ERP does not answer.' }).props.variant).toBe('danger');
  });
});

describe('the approval', () => {
  const isApprovable = (page: CustomersPage) => !page.findByTestId(LoadingButton, 'approve-customers-c1').props.disabled;
  const tick = async (page: CustomersPage, name: string, isOn = true) => {
    page.find(Checkbox, { name }).props.onChange?.(isOn, '');
    await page.waitFor(() => expect(page.find(Checkbox, { name }).props.checked).toBe(isOn));
  };
  const boxes = (page: CustomersPage) => page.findAll(Checkbox).map((box) => [readable(box), box.props.checked] as const);
  const kinds = (page: CustomersPage) => boxes(page).filter(([words]) => words.endsWith('now)'));
  const ticked = (page: CustomersPage) => page.findAll(Checkbox).flatMap(({ props: { name, checked } }) => (checked ? [name] : []));
  const ALL = someWrites({ creates: true, updatesErp: true, updatesHubSpot: true });
  const PHONE = { write: 'updatesHubSpot', objectType: 'companies', property: 'phone', field: 'phone' } as const;
  const SELLER = { write: 'updatesErp', objectType: 'companies', property: 'hubspot_owner_id', field: 'user_id' } as const;

  it('is planned by how long what is ticked takes, and by nothing else', async () => {
    const page = await openCustomers(aDraft());
    await page.sees('What may be written?');
    expect(page.text()).not.toContain('requests.');
    await tick(page, 'approve-creates');
    await page.sees('Writing what is ticked takes about 1 minute, with 36 requests.');
    await tick(page, 'approve-updatesHubSpot');
    await page.sees('Writing what is ticked takes about 1 minute, with 37 requests.');
    await tick(page, 'approve-creates', false);
    await page.sees('Writing what is ticked takes about 1 minute, with 1 request.');
  });

  it('is given for each kind of writing by itself, with how many there are', async () => {
    const page = await openCustomers(aDraft(), { routes: { 'POST /settings/customers/approve': done } });
    await page.sees('What may be written?');
    expect(kinds(page)).toEqual([
      ['Create customers in the ERP (12 now)', false],
      ['Change fields in the ERP (1 now)', false],
      ['Change properties in HubSpot (34 now)', false],
    ]);
    expect(isApprovable(page)).toBe(false);
    await tick(page, 'approve-creates');
    await tick(page, 'approve-updatesHubSpot');
    page.press('approve-customers-c1');
    const writes = someWrites({ creates: true, updatesHubSpot: true });
    expect(await page.sent('/customers/approve')).toEqual({ connectionId: 'c1', writes, previewId: 'r1' });
    await page.waitFor(() =>
      expect(page.alerts()).toEqual(['Approved. The first ten records are being written: see "The first ten" above.']),
    );
  });

  it('starts from what was approved before', async () => {
    const writes = someWrites({ creates: true });
    const page = await openCustomers(aDraft({ state: 'live', writes }));
    await page.sees('What may be written?');
    expect(isApprovable(page)).toBe(true);
  });

  it('leaves out the groups that are not ticked, and counts the rest', async () => {
    const page = await openCustomers(aDraft({ writes: ALL }), { routes: { 'POST /settings/customers/approve': done } });
    await page.sees('What may be written?');
    await tick(page, 'approve-updatesHubSpot-companies-phone-phone', false);
    expect(kinds(page).at(-1)).toEqual(['Change properties in HubSpot (0 now)', true]);
    page.press('approve-customers-c1');
    expect(await page.sent('/customers/approve')).toMatchObject({ writes: { ...ALL, leftOut: [PHONE] } });
  });

  it('of one group is that of its kind without the others', async () => {
    const groups = ['phone', 'name', 'city'].map((name) => aRunGroup('update_erp', { property: name, field: name }));
    const page = await openCustomers(aDraft({ preview: aRun({ groups }) }), { routes: { 'POST /settings/customers/approve': done } });
    await page.sees('What may be written?');
    await tick(page, 'approve-updatesErp-companies-name-name');
    expect(ticked(page)).toEqual(['approve-updatesErp-companies-name-name', 'approve-updatesErp']);
    await tick(page, 'approve-updatesErp', false);
    await tick(page, 'approve-updatesErp');
    expect(ticked(page)).toHaveLength(4);
  });

  it('to create of one kind of record is that to link it, too', async () => {
    const groups = [aRunGroup('create'), aRunGroup('link'), aRunGroup('create', { objectType: 'contacts' })];
    const page = await openCustomers(aDraft({ preview: aRun({ groups }), writes: ALL }));
    await page.sees('What may be written?');
    page.find(Checkbox, { name: 'approve-creates-companies' }).props.onChange?.(false, '');
    await page.waitFor(() => expect(ticked(page)).not.toContain('approve-creates-companies'));
    expect(ticked(page)).toEqual(['approve-creates-contacts', 'approve-creates', 'approve-updatesErp', 'approve-updatesHubSpot']);
  });

  it.each([
    ['en-us', 'Left out until you approve it: Companies: "Phone number" in HubSpot, Companies: "Salesperson" in the ERP.'],
    ['es-mx', 'Queda fuera hasta que lo apruebe: Empresas: «Teléfono» en HubSpot, Empresas: «Vendedor» en el ERP.'],
  ])('can be completed later, when the rules are live (%s)', async (locale, words) => {
    const live = aCustomersView({ state: 'live', writes: { ...ALL, leftOut: [PHONE, SELLER] } });
    const page = await openCustomers(live, { locale, routes: { 'POST /settings/customers/preview': done } });
    await page.reads(words);
    page.press('dry-run-c1');
    expect(await page.sent('/customers/preview')).toEqual({ connectionId: 'c1' });
  });

  it('shows what was left out although nothing would be written for it now', async () => {
    const view = aCustomersView({ state: 'live', writes: { ...ALL, leftOut: [SELLER] }, preview: aRun({ groups: [] }) });
    const page = await openCustomers(view, { routes: { 'POST /settings/customers/approve': done } });
    await page.reads('Companies: "Salesperson" in the ERP (nothing to write now)');
    await tick(page, 'approve-updatesErp-companies-hubspot_owner_id-user_id');
    page.press('approve-customers-c1');
    expect(await page.sent('/customers/approve')).toMatchObject({ writes: ALL });
  });

  it('is not asked for again where everything was approved', async () => {
    const page = await openCustomers(aCustomersView({ state: 'live', writes: ALL }));
    await page.sees('Your rules are live');
    expect(page.maybeFindByTestId(LoadingButton, 'dry-run-c1')).toBeNull();
  });

  it.each([
    ['en-us', 'Look at the newest dry run, or start one, then approve.'],
    ['es-mx', 'Mire la simulación más reciente, o inicie una, y luego apruebe.'],
  ])('of a dry run that is no longer of what is saved is refused with words (%s)', async (locale, words) => {
    const page = await openCustomers(aDraft({ writes: ALL }), {
      locale,
      routes: { 'POST /settings/customers/approve': refused({ code: 'customers.preview_outdated', who: 'you' }) },
    });
    await page.waitFor(() => expect(page.maybeFindByTestId(LoadingButton, 'approve-customers-c1')).not.toBeNull());
    page.press('approve-customers-c1');
    await page.sees(words);
    await page.waitFor(() => expect(page.server.to('GET /settings/customers')).toHaveLength(2));
  });

  it('waits for edits to be saved', async () => {
    const page = await openCustomers(aDraft({ writes: ALL }));
    await page.sees('What may be written?');
    addCondition(page, 'add-when-companies');
    await page.waitFor(() => expect(isApprovable(page)).toBe(false));
  });
});

describe('the first ten', () => {
  it.each([
    ['en-us', '"Salesperson" of 1 company was changed in the ERP, because HubSpot wins.'],
    ['es-mx', '«Vendedor» de 1 empresa cambió en el ERP, porque gana HubSpot.'],
  ])('are shown as written, and a person lets the rest follow (%s)', async (locale, sentence) => {
    const page = await openCustomers(aCustomersView({ state: 'live', isTrial: true, run: aRun({ done: 10, total: 10 }) }), {
      locale,
      routes: { 'POST /settings/customers/confirm': done },
    });
    await page.reads(sentence);
    page.press('confirm-customers-c1');
    expect(await page.sent('/customers/confirm')).toEqual({ connectionId: 'c1' });
  });

  it('are looked for among what was created where the run names nothing', async () => {
    const page = await openCustomers(aCustomersView({ state: 'live', isTrial: true, run: aRun({ groups: [] }) }));
    await page.sees('what was created is listed below');
    await page.waitFor(() => expect(page.server.to('GET /settings/customers/commands').at(-1)?.query['state']).toBe('done'));
  });
});

describe('the application to records that were there before', () => {
  it.each([
    ['running', 'pause', 'Being applied'],
    ['paused', 'resume', 'Paused'],
  ] as const)('can go on or not while it is %s', async (state, answer, tag) => {
    const page = await openCustomers(aCustomersView({ state: 'live', run: aRun({ state, done: 300, endedAt: null }) }), {
      routes: { 'POST /settings/customers/run': done },
    });
    await page.sees(tag);
    expect(page.find(ProgressBar).props.value).toBe(300);
    expect(page.maybeFindByTestId(Button, 'cancel-apply-c1')).not.toBeNull();
    page.press(`${answer}-apply-c1`);
    expect(await page.sent('/customers/run')).toEqual({ connectionId: 'c1', answer });
  });

  it('says when it ended, and keeps quiet of what it did not count', async () => {
    const page = await openCustomers(aCustomersView({ state: 'live', run: aRun({ groups: [], done: 1199 }) }));
    await page.sees('Records gone through: 1,199 (8:32 AM).');
    expect(sentences(page)).toEqual([]);
  });
});
