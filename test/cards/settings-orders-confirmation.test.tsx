import { describe, expect, it } from '@jest/globals';
import { Alert, Button, Link, LoadingButton, StatusTag, Tabs, Toggle, ToggleGroup } from '@hubspot/ui-extensions';
import type { RenderedFragmentNode } from '@hubspot/ui-extensions/testing';
import { readable, refused } from './host.ts';
import { openOrders, select } from './settings-orders-page.tsx';
import { anOrderCommandView, anOrdersView, aPipeline, orderCommandList, pipelineRules } from './settings-orders-views.ts';

describe('the confirmation', () => {
  const rules = pipelineRules({
    ...{ stages: { won: 'order' as const }, companyId: '1', paymentTermId: '40', priceLists: { MXN: '30' } },
    approval: { userEmails: ['eva@example.com'], teamIds: [] },
  });

  it.each([
    [
      'en-us',
      'Rules of',
      [
        'A deal that enters "Closed won" becomes a sales order in Aceros ERP.',
        'Your company in the ERP: Aceros MX. Warehouse: the ERP decides. Payment terms: 30 days.',
        'Price lists: MXN: Pesos; for any other currency Aceros ERP finds one, or refuses the order.',
        'Before a quotation becomes an order, one of these has to approve: eva@example.com.',
        'goes back to a stage without a rule, leaves its document in Aceros ERP as it is.',
        'Aceros ERP is not asked to reserve stock: people ask for it on the deal.',
        '7 deals are in such a stage already',
      ],
    ],
    [
      'es-mx',
      'Reglas de',
      [
        'Un negocio que entra en «Closed won» pasa a ser un pedido en Aceros ERP.',
        'Su empresa en el ERP: Aceros MX. Almacén: decide el ERP. Condiciones de pago: 30 days.',
        'tiene que aprobar uno de estos: eva@example.com.',
        'o vuelve a una etapa sin regla, deja su documento en Aceros ERP como está.',
        'No se pide a Aceros ERP que reserve existencias',
        '7 negocios ya están en una de esas etapas',
      ],
    ],
  ])('reads everything once more in words, and says what stays untouched (%s)', async (locale, title, sentences) => {
    const page = await openOrders(anOrdersView([rules]), { locale });
    await page.unfold('Sales', title);
    for (const sentence of sentences) await page.reads(sentence);
    const overlay = page.findByTestId(Button, 'confirm-orders-default').props.overlay as unknown as RenderedFragmentNode;
    expect(readable(overlay)).toContain(sentences[0]);
    overlay.find(LoadingButton).trigger('onClick');
    expect(await page.sent('/orders/confirm')).toEqual({ pipelineId: 'default', revision: 3 });
  });

  it('names teams as HubSpot does, and by their number alone one that is gone', async () => {
    const page = await openOrders(anOrdersView([{ ...rules, approval: { userEmails: [], teamIds: [5, 9] } }]));
    await page.unfold();
    await page.reads('Before a quotation becomes an order, one of these has to approve: anyone in the team Finance, anyone in the team 9.');
  });

  it('is of what is saved, not of what is being edited', async () => {
    const page = await openOrders(anOrdersView([rules]));
    await page.unfold();
    (await select(page, 'companyId')).props.onChange?.('2');
    await page.reads('Save first: what is confirmed is what is saved.');
    expect(page.findByTestId(Button, 'confirm-orders-default').props.disabled).toBe(true);
  });

  it('names who gave it and when', async () => {
    const confirmed = { default: { at: '2026-11-20T14:00:00Z', by: 'eva@example.com' } };
    const page = await openOrders(anOrdersView([rules], { confirmed }));
    await page.unfold();
    await page.reads('Confirmed by eva@example.com, Nov 20, 8:00 AM. The rules act by themselves.');
    expect(page.maybeFindByTestId(Button, 'confirm-orders-default')).toBeNull();
    expect(page.words()).not.toContain('Saved since');
  });

  it('says that the rules were saved since, where what money depends on stayed', async () => {
    const confirmed = { default: { at: '2026-11-20T14:00:00Z', by: 'eva@example.com' } };
    const lastChange = { at: '2026-11-20T14:20:00Z', by: 'ana@example.com' };
    const page = await openOrders(anOrdersView([rules], { confirmed, lastChange }));
    await page.unfold();
    await page.reads('Saved since by ana@example.com, Nov 20, 8:20 AM; what money depends on is what was confirmed.');
  });

  it('reads what becomes of lost deals and of stock', async () => {
    const page = await openOrders(anOrdersView([pipelineRules({ whenLost: 'cancel', reserves: true })]));
    await page.unfold();
    await page.reads('has its document in Aceros ERP cancelled, as long as nothing was delivered or invoiced.');
    expect(page.words()).toContain('As soon as it is an order, Aceros ERP is asked to reserve stock.');
  });

  it('never says that nobody has to approve while the switch is on; nobody chosen cannot be saved', async () => {
    const page = await openOrders(anOrdersView([pipelineRules({ stages: { won: 'order' } })]));
    await page.unfold();
    await page.reads('Nobody has to approve.');
    page.find(Toggle, { name: 'approval-default' }).props.onChange?.(true);
    await page.reads('somebody has to approve, and nobody is chosen yet: every order would wait.');
    expect(page.words()).not.toContain('Nobody has to approve.');
    expect(page.findByTestId(LoadingButton, 'save-orders').props.disabled).toBe(true);
  });
});

describe('rules that somebody else saved meanwhile', () => {
  const theirs = anOrdersView([pipelineRules({ reserves: true })], {
    revision: 4,
    lastChange: { at: '2026-11-23T14:40:00Z', by: 'eva@example.com' },
  });

  /** A switch is being changed; then another administrator saves. */
  async function overtaken() {
    let view = anOrdersView([pipelineRules()]);
    const page = await openOrders(() => view, { refreshSeconds: 0.02 });
    await page.unfold();
    (await page.drawn(() => page.maybeFind(ToggleGroup, { name: 'whenLost-default' }))).props.onChange?.('cancel' as never);
    await page.waitFor(() => expect(page.findByTestId(LoadingButton, 'save-orders').props.disabled).toBe(false));
    view = theirs;
    await page.drawn(() => page.maybeFindByTestId(Button, 'load-theirs'));
    return page;
  }

  it('are told to who is editing; what was typed stays', async () => {
    const page = await overtaken();
    expect(page.findAll(Alert).map(({ props }) => props.title)).toContain(
      'Somebody else saved these rules while you were editing (eva@example.com, 8:40\u00a0AM)',
    );
    expect(page.findByTestId(LoadingButton, 'save-orders').props.disabled).toBe(true);
    expect(page.find(ToggleGroup, { name: 'whenLost-default' }).props.value).toBe('cancel');
  });

  it('are loaded, or written over, only by who says so', async () => {
    const page = await overtaken();
    page.press('save-over-theirs');
    expect(await page.sent('/orders')).toMatchObject({ revision: 4, rules: { pipelines: [{ whenLost: 'cancel', reserves: false }] } });
    const other = await overtaken();
    other.press('load-theirs');
    await other.waitFor(() => expect(other.find(Toggle, { name: 'reserves-default' }).props.checked).toBe(true));
    expect(other.find(ToggleGroup, { name: 'whenLost-default' }).props.value).toBe('leave');
  });

  it('are refused by the service where the page did not know, and shown then', async () => {
    let view = anOrdersView([pipelineRules()]);
    const routes = { 'POST /settings/orders': () => ((view = theirs), refused({ code: 'orders.changed_meanwhile', who: 'you' })) };
    const page = await openOrders(() => view, { routes });
    await page.unfold();
    (await page.drawn(() => page.maybeFind(ToggleGroup, { name: 'whenLost-default' }))).props.onChange?.('cancel' as never);
    await page.saved();
    await page.reads('What you typed is still here and not saved.');
  });
});

describe('what the ERPs were asked', () => {
  const counts = { planned: 1, waiting: 1, unknown: 0, rejected: 2, done: 9 };

  it.each([
    ['en-us', 'Refused by the ERP', 'The ERP refused. Its answer: "The product is archived"', 'By ana@example.com'],
    ['es-mx', 'Rechazada por el ERP', 'El ERP lo rechazó. Su respuesta: «The product is archived»', 'Por ana@example.com'],
  ])('is listed with state, reason and what to do; refusals first (%s)', async (locale, state, reason, who) => {
    const routes = { 'GET /settings/orders/commands': orderCommandList([anOrderCommandView()]) };
    const page = await openOrders(anOrdersView([], { counts }), { locale, routes });
    await page.reads(reason);
    expect(page.findAll(StatusTag).map(({ text }) => text)).toContain(state);
    expect(page.words()).toContain(who);
    expect(page.find(Link, ({ text }) => text === 'Valves for Q4').props.href).toMatchObject({ external: true });
    expect(page.server.to('GET /settings/orders/commands')[0]?.query).toMatchObject({ state: 'rejected', page: '1' });
  });

  it.each([
    ['en-us', 'Approved by Ana Boss, ', 'Declined by a person'],
    ['es-mx', 'Aprobada por Ana Boss, ', 'Rechazada por una persona'],
  ])('says who agreed to it, and who did not (%s)', async (locale, approved, declined) => {
    const decided = anOrderCommandView({
      name: 'confirmOrder',
      decisions: [
        { what: 'approved', by: 'Ana Boss', at: '2026-11-23T14:58:30Z' },
        { what: 'declined', by: null, at: '2026-11-23T14:58:40Z' },
      ],
    });
    const routes = { 'GET /settings/orders/commands': orderCommandList([decided]) };
    const page = await openOrders(anOrdersView([], { counts }), { locale, routes });
    await page.reads(approved);
    expect(page.words()).toContain(declined);
  });

  it('is tried again, one or all', async () => {
    const routes = {
      'GET /settings/orders/commands': orderCommandList([anOrderCommandView()]),
      'POST /settings/orders/retry': { left: 0 },
    };
    const page = await openOrders(anOrdersView([], { counts }), { routes });
    await page.drawn(() => page.maybeFindByTestId(Button, 'retry-HS-4711-D101-1'));
    page.press('retry-HS-4711-D101-1');
    expect(await page.sent('/orders/retry')).toEqual({ keys: ['HS-4711-D101-1'] });
    await page.waitFor(() => expect(page.findByTestId(Button, 'retry-orders').props.disabled).toBe(false));
    page.press('retry-orders');
    await page.waitFor(() => expect(page.server.to('POST /settings/orders/retry').at(-1)?.body).toEqual({ keys: [] }));
  });

  it('is what was done, with the document, where somebody looks there', async () => {
    const done = anOrderCommandView({
      state: 'done',
      reasons: [],
      askedBy: { kind: 'rule' },
      made: { number: 'S00042', url: 'https://erp.example.com/42' },
    });
    const routes = { 'GET /settings/orders/commands': orderCommandList([done]) };
    const page = await openOrders(anOrdersView([], { counts, pipelines: [aPipeline({ label: 'Export' })] }), { routes });
    await page.reads('Retry all');
    (page.findAll(Tabs).at(-1)!.props as unknown as { onSelectedChange: (tab: string) => void }).onSelectedChange('done');
    await page.waitFor(() => expect(page.server.to('GET /settings/orders/commands').at(-1)?.query).toMatchObject({ state: 'done' }));
    await page.reads('S00042');
    expect(page.words()).toContain('By a rule');
    expect(page.maybeFindByTestId(Button, 'retry-orders')).toBeNull();
  });
});
