import { describe, expect, it } from '@jest/globals';
import { Alert, Button, LoadingButton, MultiSelect, SearchInput, Select, StatusTag, Toggle, ToggleGroup } from '@hubspot/ui-extensions';
import { refused } from './host.ts';
import { openOrders, select, values } from './settings-orders-page.tsx';
import { anOrdersView, pipelineRules, someChoices } from './settings-orders-views.ts';
import { addCondition } from './settings-page.tsx';

describe('what deals become in the ERP', () => {
  it.each([
    ['en-us', anOrdersView(), 'Sales: nothing is made'],
    ['es-mx', anOrdersView(), 'Sales: no se crea nada'],
    ['en-us', anOrdersView([pipelineRules()]), 'Sales: made by hand, waits for your confirmation'],
    ['es-mx', anOrdersView([pipelineRules()]), 'Sales: se crea a mano, espera su confirmación'],
    [
      'en-us',
      anOrdersView([pipelineRules()], { confirmed: { default: { at: '2026-11-20T10:00:00Z', by: null } } }),
      'Sales: made by itself',
    ],
  ])('is said of every pipeline in one line (%s)', async (locale, view, words) => {
    const page = await openOrders(view, { locale });
    expect((await page.drawn(() => page.maybeFindByTestId(StatusTag, 'pipeline-default'))).text).toBe(words);
  });

  it('is set up with what is usual, and nothing of it counts before it is saved', async () => {
    const page = await openOrders(anOrdersView());
    await page.unfold();
    await page.drawn(() => page.maybeFindByTestId(Button, 'set-up-default'));
    page.press('set-up-default');
    await page.reads('Sales: not saved yet');
    expect(page.server.to('POST /settings/orders')).toEqual([]);
    expect(await page.saved()).toEqual(pipelineRules());
    await page.waitFor(() => expect(page.alerts()).toEqual(['Saved. What money depends on has to be confirmed again where it changed.']));
  });

  it('is chosen stage by stage', async () => {
    const page = await openOrders(anOrdersView([pipelineRules()]));
    await page.unfold();
    expect(values((await select(page, 'stage-default-proposal')).props.options as never)).toEqual([
      'Nothing',
      'A quotation',
      'A sales order',
    ]);
    (await select(page, 'stage-default-won')).props.onChange?.('order');
    (await select(page, 'stage-default-proposal')).props.onChange?.('quotation');
    expect((await page.saved()).stages).toEqual({ won: 'order', proposal: 'quotation' });
  });

  it('keeps a stage that HubSpot has no more in sight until it is taken out', async () => {
    const page = await openOrders(anOrdersView([pipelineRules({ stages: { old: 'order' } })]));
    await page.unfold();
    await page.sees('old (no longer there)');
    (await select(page, 'stage-default-old')).props.onChange?.('');
    expect((await page.saved()).stages).toEqual({});
  });

  it('can be nothing again', async () => {
    const page = await openOrders(anOrdersView([pipelineRules()]));
    await page.unfold();
    await page.drawn(() => page.maybeFindByTestId(Button, 'remove-default'));
    page.press('remove-default');
    await page.reads('Sales: nothing is made');
    expect(await page.saved()).toBeUndefined();
  });

  it('says what is not there, and what to do', async () => {
    const none = await openOrders(anOrdersView([], { connections: [] }));
    await none.reads('None of the connected ERPs lets Puente make orders.');
    const gone = await openOrders(anOrdersView([], { notices: [{ code: 'order.stage_gone', params: { stage: 'old' } }] }));
    await gone.reads('Choose another stage for the rule, and save.');
    const silent = await openOrders(anOrdersView([pipelineRules()], { pipelines: null }));
    await silent.reads('What is saved stays and works.');
    expect(silent.words()).toContain('No. default');
    const less = { id: 'c1', name: 'Aceros ERP', system: 'odoo', readsOrders: false, sendsDocuments: false };
    const unread = await openOrders(anOrdersView([], { connections: [less] }));
    await unread.reads('Switch reading on under "Connections".');
    expect(unread.words()).toContain('Aceros ERP: sends no e-mails of its own for Puente.');
    const failed = await openOrders(refused({ code: 'internal' }, 500));
    await failed.sees('Something went wrong on our side.');
  });
});

describe('what else makes an order of a quotation', () => {
  it('is a property of the deal and the values that count, and stands in the words that somebody confirms', async () => {
    const page = await openOrders(anOrdersView([pipelineRules()]));
    await page.unfold();
    await page.drawn(() => page.maybeFind(Select, { name: 'add-confirm-default' }));
    addCondition(page, 'add-confirm-default');
    expect(values((await select(page, 'confirm-default-0')).props.options as never)).toEqual(['Contract', 'Signed on']);
    (await page.drawn(() => page.maybeFind(MultiSelect, { name: 'confirm-default-0-values' }))).props.onChange?.(['signed']);
    await page.reads('A quotation becomes an order when "Contract" of its deal becomes one of: Signed.');
    expect(page.words()).not.toContain('No stage here makes an order and nobody is named to approve one');
    addCondition(page, 'add-confirm-default');
    await page.reads('A quotation becomes an order when "Signed on" of its deal is filled in.');
    expect((await page.saved()).confirmWhen).toEqual([
      { property: 'contract_status', values: ['signed'] },
      { property: 'signed_on', values: [] },
    ]);
  });

  it('is left as it was saved while HubSpot does not answer, and taken out by a person', async () => {
    const confirmWhen = [{ property: 'contract_status', values: ['signed'] }];
    const silent = await openOrders(anOrdersView([pipelineRules({ confirmWhen })], { dealProperties: null }), { locale: 'es-mx' });
    await silent.unfold('Sales', 'Reglas de');
    await silent.reads('HubSpot no indica las propiedades de los negocios en este momento.');
    const page = await openOrders(anOrdersView([pipelineRules({ confirmWhen })]));
    await page.unfold();
    await page.drawn(() => page.maybeFindByTestId(Button, 'remove-confirm-default-0'));
    page.press('remove-confirm-default-0');
    expect((await page.saved()).confirmWhen).toEqual([]);
  });
});

describe('a quote of HubSpot that is signed', () => {
  it('is switched on, stands in the words, and says which permission is missing', async () => {
    const page = await openOrders(anOrdersView([pipelineRules()], { readsQuotes: false }));
    await page.unfold();
    (await page.drawn(() => page.maybeFind(Toggle, { name: 'confirm-signed-default' }))).props.onChange?.(true);
    await page.reads('A quotation becomes an order when a HubSpot quote of its deal is signed or accepted.');
    expect(page.words()).toContain('This account does not let Puente read quotes');
    expect((await page.saved()).confirmWhenSigned).toBe(true);
  });
});

describe('approvers and policies', () => {
  it('are people and teams; nobody at all is warned of', async () => {
    const page = await openOrders(anOrdersView([pipelineRules()]));
    await page.unfold();
    (await page.drawn(() => page.maybeFind(Toggle, { name: 'approval-default' }))).props.onChange?.(true);
    const people = await page.drawn(() => page.maybeFind(MultiSelect, { name: 'approvers-default' }));
    expect(people.props.validationMessage).toContain('otherwise every order waits for ever');
    people.props.onChange?.(['eva@example.com']);
    (await page.drawn(() => page.maybeFind(MultiSelect, { name: 'approving-teams-default' }))).props.onChange?.(['5']);
    expect((await page.saved()).approval).toEqual({ userEmails: ['eva@example.com'], teamIds: [5] });
  });

  it('need their placeholder before they can be saved', async () => {
    const routes = { 'GET /settings/orders/products': { products: [{ id: '77', name: 'Other', sku: 'OTHER' }] } };
    const page = await openOrders(anOrdersView([pipelineRules()]), { routes });
    await page.unfold();
    (await page.drawn(() => page.maybeFind(ToggleGroup, { name: 'unknownProduct-default' }))).props.onChange?.('placeholder' as never);
    (await page.drawn(() => page.maybeFind(ToggleGroup, { name: 'withoutLines-default' }))).props.onChange?.('amount' as never);
    await page.reads('Choose the placeholder, or stop such deals: then it can be saved.');
    expect(page.findByTestId(LoadingButton, 'save-orders').props.disabled).toBe(true);
    (await page.drawn(() => page.maybeFind(SearchInput, { name: 'placeholder' }))).props.onInput?.('oth');
    await page.drawn(() => page.maybeFindByTestId(Button, 'choose-product-77'));
    expect(page.server.to('GET /settings/orders/products')[0]?.query).toEqual({ connectionId: 'c1', query: 'oth' });
    page.press('choose-product-77');
    const { unknownProduct, withoutLines, placeholderProductId } = await page.saved();
    expect([unknownProduct, withoutLines, placeholderProductId]).toEqual(['placeholder', 'amount', '77']);
    await page.reads('Other · OTHER');
  });

  it.each([
    ['en-us', 'Rules of', [{ id: '77', name: 'Other', sku: null }], 'Other'],
    ['en-us', 'Rules of', [], 'Product no. 77 in the ERP (name not available right now)'],
    ['es-mx', 'Reglas de', [], 'Producto núm. 77 en el ERP (nombre no disponible por ahora)'],
  ])('name the placeholder that was saved, as far as the ERP knows it (%s, %j)', async (locale, rulesOf, products, words) => {
    const routes = { 'GET /settings/orders/products': { products } };
    const rules = pipelineRules({ unknownProduct: 'placeholder', placeholderProductId: '77' });
    const page = await openOrders(anOrdersView([rules]), { routes, locale });
    await page.unfold('Sales', rulesOf);
    await page.reads(words);
    expect(page.server.to('GET /settings/orders/products')[0]?.query).toEqual({ connectionId: 'c1', id: '77' });
  });

  it.each([
    ['en-us', 'Rules of', 'What new products are like', 'Services', 'The ERP decides'],
    ['es-mx', 'Reglas de', 'Cómo son los productos nuevos', 'Servicios', 'Decide el ERP'],
  ])('of unknown products say what the new ones are like (%s)', async (locale, rulesOf, title, services, none) => {
    const page = await openOrders(anOrdersView([pipelineRules()]), { locale });
    await page.unfold('Sales', rulesOf);
    (await page.drawn(() => page.maybeFind(ToggleGroup, { name: 'unknownProduct-default' }))).props.onChange?.('create' as never);
    await page.reads(title);
    const kind = await page.drawn(() => page.maybeFind(ToggleGroup, { name: 'newProductKind-default' }));
    expect(values(kind.props.options)).toContain(services);
    kind.props.onChange?.('service' as never);
    const category = await select(page, 'newProductCategory-default');
    await page.waitFor(() =>
      expect(values(page.find(Select, { name: 'newProductCategory-default' }).props.options)).toEqual([none, 'All', 'All / Valves']),
    );
    category.props.onChange?.('61');
    const { unknownProduct, newProducts } = await page.saved();
    expect([unknownProduct, newProducts]).toEqual(['create', { kind: 'service', categoryId: '61' }]);
  });

  it('say where the ERP makes no products', async () => {
    const routes = { 'GET /settings/orders/choices': someChoices({ canMakeProducts: false }) };
    const page = await openOrders(anOrdersView([pipelineRules({ unknownProduct: 'create' })]), { routes });
    await page.unfold();
    await page.reads('Puente cannot make products in this ERP: such lines stop.');
  });

  it('say what becomes of a deal that is lost, and of stock', async () => {
    const page = await openOrders(anOrdersView([pipelineRules()]));
    await page.unfold();
    (await page.drawn(() => page.maybeFind(ToggleGroup, { name: 'whenLost-default' }))).props.onChange?.('cancel' as never);
    (await page.drawn(() => page.maybeFind(Toggle, { name: 'reserves-default' }))).props.onChange?.(true);
    expect(await page.saved()).toEqual(pipelineRules({ whenLost: 'cancel', reserves: true }));
  });

  it.each([
    ['en-us', 'reserves stock by its own rules: nothing has to be asked for.'],
    ['es-mx', 'reserva existencias según sus propias reglas: no hay que pedirlo.'],
  ])('offer nothing to ask for where the ERP holds stock back by itself (%s)', async (locale, words) => {
    const routes = { 'GET /settings/orders/choices': someChoices({ canReserve: false }) };
    const page = await openOrders(anOrdersView([pipelineRules()]), { routes, locale });
    await page.unfold('Sales', locale === 'en-us' ? 'Rules of' : 'Reglas de');
    await page.reads(words);
    expect(page.maybeFind(Toggle, { name: 'reserves-default' })).toBeNull();
  });
});

describe('what money depends on', () => {
  it('is chosen by name, of the company chosen', async () => {
    const page = await openOrders(anOrdersView([pipelineRules()]));
    await page.unfold();
    (await select(page, 'companyId')).props.onChange?.('1');
    await page.waitFor(() =>
      expect(values(page.find(Select, { name: 'warehouseId' }).props.options as never)).toEqual(['The ERP decides', 'Monterrey']),
    );
    page.find(Select, { name: 'warehouseId' }).props.onChange?.('10');
    page.find(Select, { name: 'paymentTermId' }).props.onChange?.('40');
    page.find(Select, { name: 'order-priceList-MXN' }).props.onChange?.('30');
    page.find(ToggleGroup, { name: 'prices-default' }).props.onChange?.('erp' as never);
    const rules = pipelineRules({ companyId: '1', warehouseId: '10', paymentTermId: '40', priceLists: { MXN: '30' }, prices: 'erp' });
    expect(await page.saved()).toEqual(rules);
  });

  it('has a salesperson for each owner; equal addresses are offered, nobody is guessed', async () => {
    const page = await openOrders(anOrdersView([pipelineRules({ salespeople: { 12: '51' } })]));
    await page.unfold();
    expect((await select(page, 'salesperson-11')).props.value).toBe('');
    await page.drawn(() => page.maybeFindByTestId(Button, 'take-proposed-salespeople'));
    page.press('take-proposed-salespeople');
    expect((await page.saved()).salespeople).toEqual({ 11: '50', 12: '51' });
  });

  it('shows the first of many owners, those with a salesperson before the others', async () => {
    const owners = Array.from({ length: 40 }, (_, index) => ({ id: String(index), name: `Owner ${index}`, email: null }));
    const page = await openOrders(anOrdersView([pipelineRules({ salespeople: { 39: '51' } })], { owners }));
    await page.unfold();
    expect((await select(page, 'salesperson-39')).props.value).toBe('51');
    expect(page.maybeFind(Select, { name: 'salesperson-30' })).toBeNull();
    page.press('all-owners');
    await select(page, 'salesperson-30');
  });

  it('stays in sight by its numbers while the ERP does not answer', async () => {
    const reason = { code: 'outbound.timed_out', params: { host: 'erp.example.com' } };
    const routes = { 'GET /settings/orders/choices': { state: 'failed', reason } };
    const page = await openOrders(anOrdersView([pipelineRules({ companyId: '2', priceLists: { USD: '31' } })]), { routes });
    await page.unfold();
    expect(values((await select(page, 'companyId')).props.options as never)).toEqual(['The ERP decides', 'No. 2']);
    expect(page.findAll(Alert).map(({ props }) => props.title)).toContain('erp.example.com did not answer in time.');
  });

  it('is forgotten with the ERP it belonged to', async () => {
    const connections = [
      { id: 'c1', name: 'Aceros ERP', system: 'odoo', readsOrders: true, sendsDocuments: true },
      { id: 'c2', name: 'Second ERP', system: 'sap-b1', readsOrders: true, sendsDocuments: true },
    ];
    const page = await openOrders(anOrdersView([pipelineRules({ companyId: '1', priceLists: { MXN: '30' } })], { connections }));
    await page.unfold();
    (await select(page, 'erp-default')).props.onChange?.('c2');
    await page.waitFor(() => expect(page.server.to('GET /settings/orders/choices').at(-1)?.query).toEqual({ connectionId: 'c2' }));
    expect(await page.saved()).toEqual(pipelineRules({ connectionId: 'c2' }));
  });
});
