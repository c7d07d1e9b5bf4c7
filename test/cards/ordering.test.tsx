import { describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { Accordion, Button, LoadingButton, Panel, StatusTag, TableRow } from '@hubspot/ui-extensions';
import type { RenderedFragmentNode } from '@hubspot/ui-extensions/testing';
import type { OrderAction } from '../../hubspot-app/app/cards/api/orders.ts';
import { readable, refused } from './host.ts';
import { CREATE, OF_ORDER, openDeal } from './ordering-page.tsx';
import { aCheck, aChecklist, aDeal, anOrder, anOrderCommand, aPreview, aStep, mxn, STEPS } from './orders.ts';

describe('from line to cash', () => {
  const steps = [
    aStep('quoted', { state: 'done', number: 'S00042', url: 'https://erp.example.com/42', at: '2026-11-10' }),
    aStep('ordered', { state: 'done', number: 'S00042', at: '2026-11-12' }),
    aStep('reserved', { state: 'partly', quantity: { done: '7', of: '10' } }),
    aStep('delivered', { at: '2026-11-30' }),
    aStep('invoiced', { state: 'now' }),
    aStep('paid', { state: 'none' }),
  ];

  it.each([
    ['en-us', ['Quoted', 'Ordered', 'Partly reserved', 'Not delivered', 'To be invoiced'], ['7 of 10', 'expected on Nov 30']],
    ['es-mx', ['Cotizado', 'Confirmado', 'Reserva parcial', 'Sin entregar', 'Por facturar'], ['7 de 10', 'previsto el 30 nov']],
  ])('each step has its word, its number and its day; what is not to be done is left out (%s)', async (locale, words, facts) => {
    const card = openDeal({ status: 'ordered', steps }, { orders: [anOrder({ how: 'created' })], locale });
    await card.tag('step-quoted');
    expect(STEPS.map((step) => card.maybeFindByTestId(StatusTag, `step-${step}`)?.text)).toEqual([...words, undefined]);
    for (const fact of facts) expect(card.words()).toContain(fact);
  });

  it.each([
    ['en-us', 'To be reserved', 'reserved on Dec 12', 'rest on Dec 12'],
    ['es-mx', 'Por reservar', 'se reserva el 12 dic', 'el resto el 12 dic'],
  ])('goods that the ERP reserves later have their day (%s)', async (locale, word, later, rest) => {
    const [at, orders] = ['2026-12-12', [anOrder({ how: 'created' })]];
    const open = openDeal({ status: 'ordered', steps: [aStep('reserved', { at })] }, { orders, locale });
    expect(await open.tag('step-reserved')).toBe(word);
    expect(open.words()).toContain(later);
    const partly = openDeal({ status: 'ordered', steps: [aStep('reserved', { at, state: 'partly', quantity: { done: '7', of: '10' } })] }, { orders, locale }); // prettier-ignore
    await partly.tag('step-reserved');
    expect(partly.words()).toContain(rest);
  });

  it.each([
    [{}, 'When a deal reaches this stage, a quotation is created in Aceros ERP automatically. This deal has none yet.'],
    [{ rule: 'order' }, 'When a deal reaches this stage, an order is created in Aceros ERP automatically. This deal has none yet.'],
    [{ rule: null }, 'At this stage nothing is created in Aceros ERP automatically.'],
    [{ isOrderedBySignature: true }, 'A signed HubSpot quote turns its quotation in Aceros ERP into an order.'],
    [{ canOrder: false }, 'In Aceros ERP, orders are made from the quotations of this pipeline'],
    [{ isAutomatic: false }, 'an administrator has not confirmed prices, warehouse and terms. You can create it here.'],
  ] as const)('before anything was made, what the rules make of the stage is said: %j', async (deal, sentence) => {
    const card = openDeal(deal);
    await card.reads(sentence);
    expect(card.maybeFindByTestId(StatusTag, 'step-quoted')).toBeNull();
  });
});

describe('what was asked of the ERP', () => {
  it.each([
    ['planned', { status: 'asked' }, {}, 'Creating', 'Aceros ERP is told in a moment.'],
    ['sending', { status: 'asked' }, {}, 'Creating', 'Aceros ERP is working on it.'],
    ['waiting', { status: 'waiting_customer' }, {}, 'Waiting for customer', 'It continues automatically'],
    ['waiting', { status: 'waiting_approval' }, {}, 'Waiting for approval', 'It continues automatically'],
    ['unknown', { status: 'unknown' }, {}, 'Result not known', 'nothing is made twice'],
    ['rejected', { status: 'refused' }, {}, 'Refused by the ERP', 'gave no reason'],
  ] as const)('is said in words: %s %j', async (state, deal, over, step, sentence) => {
    const card = openDeal({ ...deal, commands: [anOrderCommand({ state, ...over })] });
    expect(await card.tag('command-createOrder-1')).toBe(step);
    expect(card.words()).toContain(sentence);
    expect(card.words()).toContain('Requested by ana@example.com');
  });

  it('of a refusal gives every reason, with the ERP’s own words and what to do', async () => {
    const reasons = [
      { code: 'command.order_rejected', params: { message: 'The product is archived', fields: 'Valve 2in' } },
      { code: 'outbound.timed_out', params: { host: 'erp.example.com', message: 'slow' } },
    ];
    const actions: OrderAction[] = [{ action: 'retry', key: 'HS-4711-D101-1' }];
    const routes = { 'POST /cards/orders/retry': { done: true } };
    const card = openDeal({ status: 'refused', commands: [anOrderCommand({ state: 'rejected', reasons })], actions }, { routes });
    await card.reads('The ERP refused. Its answer: "The product is archived"');
    expect(card.words()).toContain('on the deal, in the order rules or in the ERP, then retry.');
    expect(card.words()).toContain('erp.example.com did not answer in time. In the words of Aceros ERP: "slow"');
    await card.press('retry-HS-4711-D101-1');
    expect(await card.sent('retry')).toEqual({ key: 'HS-4711-D101-1' });
  });

  it('says once what stands in the way, and who may approve', async () => {
    const reason = { code: 'outbound.timed_out', params: { host: 'erp.example.com' } };
    const waiting = anOrderCommand({ state: 'waiting', reasons: [reason] });
    const card = openDeal({ status: 'waiting_approval', waiting: reason, commands: [waiting], approvers: ['eva@example.com', 'Sales'] });
    await card.reads('Can approve: eva@example.com, Sales');
    expect(card.words().split('erp.example.com did not answer in time.')).toHaveLength(2);
  });

  it('that is over lies behind one line, in words', async () => {
    const commands = [
      anOrderCommand({ key: 'b', name: 'confirmOrder', state: 'sending', askedBy: { kind: 'workflow' } }),
      anOrderCommand({ key: 'a', state: 'done', made: { number: 'S00042', url: null } }),
    ];
    const card = openDeal({ status: 'asked', commands, actions: [{ action: 'approve', key: 'b', net: '1000.00' }] });
    expect(await card.tag('command-confirmOrder-1')).toBe('Confirming');
    expect(readable(card.find(Accordion, { title: 'Earlier requests' }))).toContain('Create quotation → CreatedS00042');
    expect(card.words()).toContain('Requested by a workflow');
    // What can be pressed stands with what it is about.
    expect(card.text().indexOf('approve-b')).toBeLessThan(card.text().indexOf('Earlier requests'));
  });

  it('is looked at again by itself until the document is there, and the record is read then', async () => {
    let deal = aDeal({ status: 'asked', commands: [anOrderCommand({ state: 'sending' })] });
    const done = aDeal({ status: 'quotation', steps: [aStep('quoted', { state: 'done', number: 'S00077' })], commands: [] });
    const routes = { 'GET /cards/deal-orders': () => ({ state: 'ready', orders: [], deal }) };
    const card = openDeal({}, { routes, refreshSeconds: 0.05 });
    await card.tag('command-createOrder-1');
    const before = card.server.to('GET /cards/record').length;
    deal = done;
    await card.reads('S00077');
    await card.waitFor(() => expect(card.server.to('GET /cards/record').length).toBeGreaterThan(before));
    await card.waitFor(() => expect(card.mocks.actions.refreshObjectProperties.calls.length).toBeGreaterThan(0));
  });

  it('has the lines read again at once, because the order holds some of their stock', async () => {
    let deal = aDeal({ status: 'ordered' });
    const routes = { 'GET /cards/deal-orders': () => ({ state: 'ready', orders: [], deal }) };
    const card = openDeal({}, { routes, refreshSeconds: 2 });
    await card.tag('deal-status');
    const looks = (path: string) => card.server.to(`GET /cards/${path}`).length;
    const before = looks('deal-lines');
    deal = aDeal({ status: 'reserved' });
    // Nothing is drawn anew where the lines are as before, so no drawing is waited for.
    while (looks('deal-lines') === before) await sleep(20);
    // By themselves the lines are read after four looks at the orders.
    expect(looks('deal-orders')).toBeLessThan(4);
  });
});

it.each([
  [[], 'Type the ERP order number below'],
  [[anOrder({ how: 'created' })], 'Invoices of the order of this deal appear here automatically.'],
])('asks for the number of an order only where there is none (%#)', async (orders, sentence) => {
  const card = openDeal({}, { orders });
  await card.reads(sentence);
});

describe('ready to close?', () => {
  const unknown = aCheck({
    about: 'customer',
    state: 'blocked',
    reason: { code: 'command.waiting_organisation', params: {} },
    action: 'create_customer',
  });
  const look = aCheck({
    about: 'credit',
    state: 'warning',
    reason: { code: 'customer.value_too_long', params: { field: 'Name', most: 60 } },
  });

  it.each([
    ['en-us', 'Ready to close?', 'Ready: 2 of 2', 'Create quotation'],
    ['es-mx', '¿Listo para cerrar?', 'Listo: 2 de 2', 'Crear cotización'],
  ])('is one line when all is well, with the button that makes it (%s)', async (locale, title, ready, label) => {
    const routes = { 'GET /cards/order-checklist': aChecklist([aCheck(), aCheck({ about: 'stock' })]) };
    const card = openDeal({ actions: CREATE }, { locale, routes });
    expect(await card.tag('checklist')).toBe(ready);
    expect(card.words()).toContain(title);
    expect(card.findByTestId(LoadingButton, 'create_quotation').text).toBe(label);
    expect(card.findByTestId(LoadingButton, 'create_quotation').props.disabled).toBe(false);
  });

  it('names the worst first, says what to do, and does it where it can', async () => {
    let checks = [aCheck(), look, unknown];
    const routes = {
      'GET /cards/order-checklist': () => aChecklist(checks),
      'POST /cards/customer/create': () => ((checks = [aCheck(), look]), { key: 'k' }),
    };
    const card = openDeal({ actions: CREATE }, { routes });
    expect(await card.tag('checklist')).toBe('1 of 3 checks passed');
    const rows = card.findAll(TableRow).map(readable);
    expect(rows[0]).toContain('BlockedThe company of this contact is not a customer of the ERP yet.');
    expect(rows[0]).toContain('Make the company a customer first');
    expect(rows[1]).toContain('Look');
    expect(card.findByTestId(LoadingButton, 'create_quotation').props.disabled).toBe(true);
    expect(card.words()).toContain('You can create it once this is fixed.');
    await card.press('create-customer');
    await card.waitFor(() => expect(card.server.to('POST /cards/customer/create')[0]?.body).toMatchObject({ connectionId: 'c1' }));
    await card.press('check-again');
    await card.waitFor(() => expect(card.findByTestId(LoadingButton, 'create_quotation').props.disabled).toBe(false));
  });

  it.each([
    ['en-us', 'Use the list price: $125\u00a0MXN', 'The line costs $125\u00a0MXN now, without a discount.', 'By the price list Mayoreo.'],
    [
      'es-mx',
      'Usar el precio de lista: $125\u00a0MXN',
      'La partida cuesta ahora $125\u00a0MXN, sin descuento.',
      'Según la lista de precios Mayoreo.',
    ],
  ])('writes the list price as it was read on the one line, and turns green (%s)', async (locale, label, message, ofList) => {
    const params = { product: 'Valve 2in', list: '125', deal: '112.5', currency: 'MXN' };
    const reason = { code: 'order.price_differs', params };
    const dear = aCheck({
      about: 'price',
      state: 'warning',
      reason,
      lineId: '91',
      action: 'use_list_price',
      listPrice: mxn('125'),
      priceList: 'Mayoreo',
    });
    let checks = [aCheck(), dear, { ...dear, lineId: '92', listPrice: null, action: null, priceList: null }];
    const routes = {
      'GET /cards/order-checklist': () => aChecklist(checks),
      'POST /cards/orders/list-price': () => ((checks = [aCheck(), aCheck({ about: 'price' })]), { done: true }),
    };
    const card = openDeal({ actions: CREATE }, { locale, routes });
    await card.tag('checklist');
    expect(card.button('list-price-91')?.text).toBe(label);
    expect(card.button('list-price-92')).toBeNull();
    expect(card.words().split(ofList)).toHaveLength(2);
    const before = card.server.to('GET /cards/record').length;
    await card.press('list-price-91');
    expect(await card.sent('list-price')).toEqual({ lines: [{ lineId: '91', price: '125' }] });
    await card.waitFor(() => expect(card.findByTestId(StatusTag, 'checklist').props.variant).toBe('success'));
    expect(card.alerts()).toMatchObject([{ type: 'success', message }]);
    expect(card.server.to('GET /cards/record').length).toBeGreaterThan(before);
  });

  it('has what the rules make of the stage as its main button', async () => {
    const card = openDeal({ rule: 'order', actions: [...CREATE, { action: 'create_order', isAgain: false }] });
    await card.tag('checklist');
    const variantOf = (testId: string) => card.findByTestId(LoadingButton, testId).props.variant;
    expect([variantOf('create_quotation'), variantOf('create_order')]).toEqual(['secondary', 'primary']);
  });

  it('does not stop anybody where it cannot be had', async () => {
    const card = openDeal({ actions: CREATE }, { routes: { 'GET /cards/order-checklist': refused({ code: 'network', who: 'you' }) } });
    await card.waitFor(() => expect(card.button('retry-checklist')).not.toBeNull());
    expect(card.findByTestId(LoadingButton, 'create_quotation').props.disabled).toBe(false);
  });

  it('is not asked for where nothing can be made', async () => {
    const card = openDeal(
      { status: 'quotation', actions: [{ action: 'confirm', ...OF_ORDER }] },
      { orders: [anOrder({ status: 'quotation' })] },
    );
    await card.waitFor(() => expect(card.button('confirm-42')).not.toBeNull());
    expect(card.server.to('GET /cards/order-checklist')).toEqual([]);
  });
});

describe('the preview', () => {
  const opened = async (preview: unknown, locale = 'en-us') => {
    const card = openDeal({ actions: CREATE }, { locale, routes: { 'GET /cards/order-preview': preview } });
    await card.press('preview-order');
    const panel = () => card.findByTestId(Button, 'preview-order').props.overlay as unknown as RenderedFragmentNode;
    const sees = (sentence: string) => card.waitFor(() => expect(readable(panel())).toContain(sentence));
    return { ...card, panel, sees };
  };

  it.each([
    [
      'en-us',
      'As Aceros ERP would create it now, with its own taxes.',
      '10 × $125 MXN · 20% offVAL-2 · IVA 16%',
      'Nothing exists in Aceros ERP yet.',
    ],
    ['es-mx', 'Como lo crearía Aceros ERP ahora, con sus propios impuestos.', '20% de descuentoVAL-2 · IVA 16%', 'Todavía no existe nada'],
  ])('shows the document as the ERP will have it (%s)', async (locale, source, line, nothing) => {
    const { sees, panel, find } = await opened(aPreview(), locale);
    await sees(source);
    expect(readable(panel()).replaceAll('\u00a0', ' ')).toContain(line);
    expect(readable(panel())).toContain(nothing);
    expect(panel().find(Panel).props.id).toBe('order-preview');
    expect(find(Button, { testId: 'preview-order' })).toBeTruthy();
  });

  it('says what is not known before, and that totals differ', async () => {
    const sent = aPreview({ source: 'deal', tax: null, total: null, net: mxn('1100.00'), isDifferent: true });
    const { sees, panel } = await opened(sent);
    await sees('which adds its taxes when it is made.');
    expect(readable(panel())).toContain('Deal: $1,000 MXN. Aceros ERP: $1,100 MXN. Both before taxes.');
    expect(readable(panel())).toContain('Check prices and discounts, or create the document with the ERP’s total.');
    expect(readable(panel())).toContain('Taxesknown when it is made');
  });

  it('says why nothing can be made, and has no button then', async () => {
    const { sees, panel } = await opened({ state: 'refused', reasons: [{ code: 'command.waiting_organisation', params: {} }] });
    await sees('Make the company a customer first');
    expect(panel().maybeFind(LoadingButton)).toBeNull();
  });

  it('is asked afresh each time it is opened', async () => {
    const { sees, press, server, waitFor } = await opened(aPreview());
    await sees('Nothing exists');
    await press('preview-order');
    await waitFor(() => expect(server.to('GET /cards/order-preview')).toHaveLength(2));
  });
});
