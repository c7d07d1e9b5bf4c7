import { describe, expect, it } from '@jest/globals';
import { Accordion, Alert, Button, LoadingButton, Select, StatisticsItem, StatusTag, Toggle } from '@hubspot/ui-extensions';
import type { RenderedFragmentNode } from '@hubspot/ui-extensions/testing';
import { readable, refused } from './host.ts';
import { openCustomers, type CustomersPage } from './settings-customers-page.tsx';
import { aCustomersView, aRun, customerRules } from './settings-customers-views.ts';
import { aConnectionView, anOverview, NOBODY_LEFT_OUT } from './settings-views.ts';
import { addCondition } from './settings-page.tsx';

const NOTHING = aCustomersView().counts;

describe('what customers both ways do', () => {
  it.each([
    ['off', aCustomersView(), 'Off', 'it is off, and nothing is written before you have seen a dry run and approved it.'],
    ['draft', aCustomersView({ isDraft: true }), 'Not approved', 'your rules are saved as a draft, and nothing is written before'],
    ['trial', aCustomersView({ state: 'live', isTrial: true }), 'The first ten', 'everything else waits until you have looked at them'],
    ['applying', aCustomersView({ state: 'live', run: aRun({ state: 'running', done: 300 }) }), 'Being applied', '(300 of 1,200)'],
    ['paused', aCustomersView({ state: 'live', run: aRun({ state: 'paused', done: 7, total: null }) }), 'Paused', 'is paused (7)'],
    [
      'changed',
      aCustomersView({ state: 'live', isDraft: true }),
      'Live, draft not approved',
      'Your draft changes nothing before you approve',
    ],
    ['live', aCustomersView({ state: 'live' }), 'Live', 'Your rules are live'],
  ])('is one sentence with its state: %s', async (_, view, tag, sentence) => {
    const page = await openCustomers(view);
    await page.waitFor(() => expect(page.findByTestId(StatusTag, 'customers-c1').text).toBe(tag));
    expect(page.text()).toContain(sentence);
  });

  it.each([
    ['en-us', 'Look at its preview under "Overview" and approve it; then start the dry run.'],
    ['es-mx', 'Mire su vista previa en «Resumen» y apruébela; después inicie la simulación.'],
  ])('has a dry run only once the connection is approved, and says so (%s)', async (locale, words) => {
    const routes = { 'GET /settings/overview': anOverview({ connections: [aConnectionView({ phase: 'preview' })] }) };
    const page = await openCustomers(aCustomersView({ isDraft: true }), { routes, locale });
    await page.reads(words);
    expect(page.findByTestId(LoadingButton, 'dry-run-c1').props.disabled).toBe(true);
  });

  it.each([
    ['en-us', 'Aceros ERP can only be read: Puente cannot create customers there or change their fields.'],
    ['es-mx', 'Aceros ERP solo puede leerse: Puente no puede crear clientes ahí ni cambiar sus campos.'],
  ])('says so where the ERP can only be read (%s)', async (locale, sentence) => {
    const page = await openCustomers({ state: 'not_offered' }, { locale });
    await page.sees(sentence);
    expect(page.maybeFind(StatusTag)).toBeNull();
    expect(page.findAll(Toggle).map(({ props }) => props.name)).toEqual(['create-companies', 'create-contacts']);
  });

  it.each([
    ['en-us', 'Create missing contacts in HubSpot'],
    ['es-mx', 'Crear en HubSpot los contactos que falten'],
  ])('begin with the way from the ERP to HubSpot, saved by itself (%s)', async (locale, label) => {
    const connections = [aConnectionView({ phase: 'preview' })];
    const routes = { 'GET /settings/overview': anOverview({ connections }), 'POST /settings/portal': { done: true } };
    const page = await openCustomers(aCustomersView(), { locale, routes });
    await page.waitFor(() => expect(page.find(Toggle, { name: 'create-contacts' }).props.label).toBe(label));
    expect(page.findByTestId(LoadingButton, 'save-to-hubspot').props.disabled).toBe(true);
    page.find(Toggle, { name: 'create-contacts' }).props.onChange?.(true);
    await page.waitFor(() => expect(page.findByTestId(LoadingButton, 'save-to-hubspot').props.disabled).toBe(false));
    page.press('save-to-hubspot');
    expect(await page.sent('/portal')).toMatchObject({ createMissing: { companies: false, contacts: true } });
  });

  it.each([
    ['en-us', 'The connection is paused, so nothing goes on here', 'It goes on by itself when the connection is resumed'],
    ['es-mx', 'La conexión está en pausa, así que aquí no avanza nada', 'Sigue por sí solo cuando se reanude la conexión'],
  ])('say why a dry run stands still (%s)', async (locale, title, words) => {
    const preview = aRun({ state: 'running', done: 0, total: null, endedAt: null, groups: [] });
    const of = (status: 'active' | 'paused') => ({ 'GET /settings/overview': anOverview({ connections: [aConnectionView({ status })] }) });
    const paused = await openCustomers(aCustomersView({ isDraft: true, preview }), { locale, routes: of('paused') });
    await paused.reads(words);
    expect(paused.find(Alert, { title }).props.variant).toBe('warning');
    const active = await openCustomers(aCustomersView({ isDraft: true, preview }), { locale, routes: of('active') });
    await active.waitFor(() => expect(active.maybeFindByTestId(Button, 'cancel-dry-c1')).not.toBeNull());
    expect(active.words()).not.toContain(words);
  });

  it('is shown for each connection', async () => {
    const connections = [
      aConnectionView(),
      aConnectionView({
        id: 'c2',
        name: 'Second ERP',
        health: { inSync: 0, waiting: 0, toDecide: 0, leftOut: 0, whyLeftOut: NOBODY_LEFT_OUT, leftOutToDecide: 0, failing: 0, open: [] },
      }),
    ];
    const page = await openCustomers(
      ({ query }: { query: Record<string, string> }) => (query['connectionId'] === 'c1' ? { state: 'not_offered' } : aCustomersView()),
      { routes: { 'GET /settings/overview': anOverview({ connections }) } },
    );
    await page.sees('Customers and leads of Second ERP, both ways');
    expect(page.text()).toContain('Customers and leads of Aceros ERP, both ways');
  });

  it('fails with words and tries again', async () => {
    let calls = 0;
    const page = await openCustomers(() => (++calls === 1 ? refused({ code: 'internal' }, 500) : aCustomersView()));
    await page.sees('Something went wrong on our side.');
    page.find(Button, ({ text }) => text === 'Try again').trigger('onClick');
    await page.sees('Save as draft');
  });

  it('says why the ERP does not answer, and keeps what was saved in sight', async () => {
    const trouble = { code: 'connection.unreachable', params: {} };
    const page = await openCustomers(aCustomersView({ isDraft: true, fields: null, trouble }));
    await page.sees('The ERP does not answer, so its fields are missing');
    expect(page.find(Alert).props.title).toBe('The ERP does not answer.');
    expect(page.text()).toContain('property_payment_term_id: 2');
    expect(page.text()).toContain('country_id');
    expect(page.maybeFindByTestId(Button, 'add-field-companies')).toBeNull();
  });
});

describe('a proposal', () => {
  it.each([
    ['en-us', 'Rules are proposed once Aceros ERP and HubSpot have said which fields they have.'],
    ['es-mx', 'Las reglas se proponen en cuanto Aceros ERP y HubSpot hayan dicho qué campos tienen.'],
  ])('is waited for while the ERP has not said its fields, and can be asked for again (%s)', async (locale, sentence) => {
    const trouble = { code: 'outbound.timed_out', params: {} };
    const unknown = aCustomersView({ fields: null, trouble, rules: customerRules({ mapping: [] }) });
    let isSlow = true;
    const page = await openCustomers(() => (isSlow ? unknown : aCustomersView()), { locale });
    await page.reads(sentence);
    expect(page.maybeFindByTestId(Button, 'save-customers-c1')).toBeNull();
    isSlow = false;
    page.press('propose-again');
    await page.waitFor(() => expect(page.maybeFindByTestId(LoadingButton, 'save-customers-c1')).not.toBeNull());
  });
});

describe('the draft', () => {
  it('is the proposal, saved as it is, before there is another', async () => {
    const page = await openCustomers(aCustomersView());
    await page.sees('Save as draft');
    page.press('save-customers-c1');
    expect(await page.sent('/customers')).toEqual({ connectionId: 'c1', rules: customerRules(), revision: 3 });
    await page.waitFor(() => expect(page.alerts()).toEqual(['Saved as a draft. Nothing is written by it before you approve.']));
  });

  it('says which line cannot be saved, and what to do', async () => {
    const page = await openCustomers(aCustomersView(), {
      routes: { 'POST /settings/customers': refused({ code: 'customers.field_twice', params: { field: 'Phone' }, who: 'you' }) },
    });
    await page.sees('Save as draft');
    page.press('save-customers-c1');
    await page.sees('Remove one of them, then save again.');
    expect(page.findAll(Alert).map(({ props }) => props.title)).toContain('The ERP field Phone stands in two lines.');
  });

  it('is not in the way of rules that are live: they are folded, and there is nothing to save', async () => {
    const page = await openCustomers(aCustomersView({ state: 'live' }));
    await page.sees('Your rules are live');
    const folded = page.find(Accordion, { title: 'Rules and fields' });
    expect(folded.props.open).toBe(false);
    expect(page.server.to('POST /settings/customers/sample')).toEqual([]);
    folded.props.onClick?.();
    await page.sees('today’s value on');
    expect(page.server.to('POST /settings/customers/sample')[0]?.body).toEqual({ connectionId: 'c1', objectType: 'companies' });
    expect(page.maybeFindByTestId(LoadingButton, 'save-customers-c1')).toBeNull();
  });
});

describe('a draft that somebody else saved meanwhile', () => {
  const theirs = (contacts: Partial<ReturnType<typeof customerRules>['contacts']> = {}) => ({
    ...customerRules({ mayCreateByHand: false }),
    contacts: { ...customerRules().contacts, ...contacts },
  });
  const overtaken = aCustomersView({
    ...{ isDraft: true, revision: 4, rules: theirs({ isOneWay: true }) },
    lastChange: { at: '2026-11-23T14:40:00Z', by: 'eva@example.com' },
  });
  const titles = (page: CustomersPage) => page.findAll(Alert).map(({ props }) => props.title);
  const byHand = (page: CustomersPage) => page.find(Toggle, { name: 'customers-companies-mayCreateByHand' }).props.checked;

  /** One condition more is being edited; then another administrator saves. */
  async function overtakenPage(locale = 'en-us') {
    let view = aCustomersView({ isDraft: true });
    const page = await openCustomers(() => view, { locale, refreshSeconds: 0.02 });
    await page.waitFor(() => expect(page.maybeFind(Select, { name: 'add-when-companies' })).not.toBeNull());
    addCondition(page, 'add-when-companies');
    await page.waitFor(() => expect(page.findByTestId(LoadingButton, 'save-customers-c1').props.disabled).toBe(false));
    view = overtaken;
    return page;
  }

  it.each([
    ['en-us', 'Somebody else saved these rules while you were editing (eva@example.com, 8:40\u00a0AM)'],
    ['es-mx', 'Otra persona guardó estas reglas mientras usted las editaba (eva@example.com, 8:40\u00a0a.m.)'],
  ])('is told to who is editing, and what was typed stays (%s)', async (locale, title) => {
    const page = await overtakenPage(locale);
    await page.waitFor(() => expect(titles(page)).toContain(title));
    expect(byHand(page)).toBe(true);
    expect(page.findByTestId(LoadingButton, 'save-customers-c1').props.disabled).toBe(true);
    expect(page.server.to('POST /settings/customers')).toEqual([]);
  });

  it('is loaded when its reader wants that', async () => {
    const page = await overtakenPage();
    await page.waitFor(() => expect(page.maybeFindByTestId(Button, 'load-theirs')).not.toBeNull());
    page.press('load-theirs');
    await page.waitFor(() => expect(byHand(page)).toBe(false));
    expect(page.maybeFindByTestId(Button, 'load-theirs')).toBeNull();
  });

  it('is written over only by who says so, as far as the other edited something else', async () => {
    const page = await overtakenPage();
    await page.waitFor(() => expect(page.maybeFindByTestId(Button, 'save-over-theirs')).not.toBeNull());
    page.press('save-over-theirs');
    const sent = (await page.sent('/customers')) as { rules: ReturnType<typeof customerRules>; revision: number };
    expect(sent).toMatchObject({ revision: 4, rules: { companies: { mayCreateByHand: true }, contacts: { isOneWay: true } } });
    await page.waitFor(() => expect(page.alerts()).toEqual(['Saved as a draft. Nothing is written by it before you approve.']));
  });

  it('is refused by the service where the page did not know, and shown then', async () => {
    let view = aCustomersView({ isDraft: true });
    const page = await openCustomers(() => view, {
      routes: { 'POST /settings/customers': () => ((view = overtaken), refused({ code: 'customers.changed_meanwhile', who: 'you' })) },
    });
    await page.waitFor(() => expect(page.maybeFind(Select, { name: 'add-when-companies' })).not.toBeNull());
    addCondition(page, 'add-when-companies');
    await page.waitFor(() => expect(page.findByTestId(LoadingButton, 'save-customers-c1').props.disabled).toBe(false));
    page.press('save-customers-c1');
    expect(await page.sent('/customers')).toMatchObject({ revision: 3 });
    await page.sees('What you typed is still here and not saved.');
    expect(byHand(page)).toBe(true);
  });
});

describe('customers that are live', () => {
  it('are counted by what became of them', async () => {
    const counts = { ...NOTHING, planned: 1, waiting: 2, unknown: 4, rejected: 3, done: 40, inStep: 1180, due: 5 };
    const page = await openCustomers(aCustomersView({ state: 'live', counts }));
    await page.sees('3 customers were refused by the ERP; see below why and what to do.');
    expect(page.findAll(StatisticsItem).map(({ props }) => [props.label, props.number])).toEqual([
      ['Created in the ERP', '40'],
      ['To be created', '7'],
      ['Records in step', '1,180'],
      ['Being compared', '5'],
    ]);
  });

  it.each([
    ['en-us', '25 linked records differ and are written once you have looked at the first ten.', '1 linked record differs in some field'],
    ['es-mx', '25 registros vinculados difieren y se escriben cuando', '1 registro vinculado difiere en algún campo'],
  ])('are told apart where they are not the same on both sides (%s)', async (locale, behind, left) => {
    const counts = { ...NOTHING, inStep: 75, behindTrial: 25, leftDifferent: 1 };
    const page = await openCustomers(aCustomersView({ state: 'live', counts }), { locale });
    for (const sentence of [behind, left]) await page.sees(sentence);
  });

  it.each([
    ['en-us', 'What was written stays, and the rules stay as a draft.'],
    ['es-mx', 'Lo escrito queda, y las reglas quedan como borrador.'],
  ])('are stopped after a question that says what stays (%s)', async (locale, words) => {
    const page = await openCustomers(aCustomersView({ state: 'live' }), {
      locale,
      routes: { 'POST /settings/customers/stop': { done: true } },
    });
    await page.waitFor(() => expect(page.maybeFindByTestId(Button, 'stop-customers-c1')).not.toBeNull());
    const overlay = page.findByTestId(Button, 'stop-customers-c1').props.overlay as unknown as RenderedFragmentNode;
    expect(readable(overlay)).toContain(words);
    overlay.find(LoadingButton).trigger('onClick');
    expect(await page.sent('/customers/stop')).toEqual({ connectionId: 'c1' });
  });

  it('are stopped only after the question has said what was planned and waits then', async () => {
    const counts = { ...NOTHING, archivals: 3, archivalsPlanned: 1, held: 1 };
    const page = await openCustomers(aCustomersView({ state: 'live', counts }));
    await page.waitFor(() => expect(page.maybeFindByTestId(Button, 'stop-customers-c1')).not.toBeNull());
    const overlay = page.findByTestId(Button, 'stop-customers-c1').props.overlay as unknown as RenderedFragmentNode;
    expect(readable(overlay)).toContain('2 planned archivings wait');
  });

  it('cannot be stopped, nor have a past, before they ran', async () => {
    const page = await openCustomers(aCustomersView());
    await page.sees('Save as draft');
    expect(page.maybeFindByTestId(Button, 'stop-customers-c1')).toBeNull();
    expect(page.text()).not.toContain('What happened');
  });
});
