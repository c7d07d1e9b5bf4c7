import { describe, expect, it } from '@jest/globals';
import { Accordion, Alert, Button, LoadingButton, TableRow } from '@hubspot/ui-extensions';
import type { RenderedFragmentNode } from '@hubspot/ui-extensions/testing';
import type { DealOrderState, OrderAction } from '../../hubspot-app/app/cards/api/orders.ts';
import { readable, refused } from './host.ts';
import { CREATE, OF_ORDER, openDeal } from './ordering-page.tsx';
import { anOrder, anOrderCommand, mxn } from './orders.ts';

describe('the buttons', () => {
  it('ask once, however fast they are pressed, and are busy until there is an answer', async () => {
    let answer = (_: unknown) => {};
    const routes = { 'POST /cards/orders/create': () => new Promise((resolve) => (answer = resolve)) };
    const card = openDeal({ actions: CREATE }, { routes });
    await card.tag('checklist');
    const press = card.findByTestId(LoadingButton, 'create_quotation').props.onClick as () => void;
    press();
    press();
    await card.waitFor(() => expect(card.findByTestId(LoadingButton, 'create_quotation').props.loading).toBe(true));
    expect(await card.sent('create')).toEqual({ what: 'quotation' });
    answer({ key: 'HS-4711-D101-1' });
    await card.waitFor(() => expect(card.findByTestId(LoadingButton, 'create_quotation').props.loading).toBe(false));
    expect(card.server.to('POST /cards/orders/create')).toHaveLength(1);
    expect(card.alerts()).toEqual([{ type: 'success', message: 'Aceros ERP is asked for a quotation.' }]);
  });

  it('are read again after a refusal, which says what and what to do', async () => {
    const refusal = refused({ code: 'not_found', who: 'you' });
    const card = openDeal({ actions: CREATE }, { routes: { 'POST /cards/orders/create': refusal } });
    await card.tag('checklist');
    const before = card.server.to('GET /cards/deal-orders').length;
    await card.press('create_quotation');
    await card.waitFor(() => expect(card.alerts()).toHaveLength(1));
    expect(card.alerts()[0]).toMatchObject({ type: 'danger', title: 'This is no longer there.' });
    await card.waitFor(() => expect(card.server.to('GET /cards/deal-orders').length).toBeGreaterThan(before));
  });

  it.each([
    ['confirm', { action: 'confirm', ...OF_ORDER }, 'confirm-42', OF_ORDER],
    ['approve', { action: 'approve', key: 'k', net: '1100' }, 'approve-k', { key: 'k', net: '1100' }],
    ['decline', { action: 'decline', key: 'k', net: '1100' }, 'decline-k', { key: 'k', net: '1100' }],
    ['leave', { action: 'leave', key: 'k' }, 'leave-k', { key: 'k' }],
    ['reserve', { action: 'reserve', ...OF_ORDER }, 'reserve-42', { ...OF_ORDER, isReserved: true }],
    ['reserve', { action: 'release', ...OF_ORDER }, 'release-42', { ...OF_ORDER, isReserved: false }],
    ['untie', { action: 'untie', ...OF_ORDER }, 'untie-42', OF_ORDER],
  ] as const)('do what they say: %s %j', async (path, action, testId, body) => {
    const routes = { [`POST /cards/orders/${path}`]: { done: true } };
    const card = openDeal({ status: 'quotation', actions: [action] }, { orders: [anOrder()], routes });
    await card.press(testId);
    expect(await card.sent(path)).toEqual(body);
  });

  it.each([
    [{ action: 'cancel', ...OF_ORDER }, 'cancel-42', 'The document stays in the ERP as cancelled', 'cancel', OF_ORDER],
    [{ action: 'create_order', isAgain: true }, 'create_order', 'The new one does not replace it.', 'create', { what: 'order' }],
  ] as const)('ask once more what cannot be taken back: %j', async (action, testId, words, path, body) => {
    const routes = { [`POST /cards/orders/${path}`]: { key: 'k' } };
    const card = openDeal({ status: 'cancelled', actions: [action] }, { orders: [anOrder()], routes });
    await card.waitFor(() => expect(card.button(testId)).not.toBeNull());
    const overlay = () => card.findByTestId(Button, testId).props.overlay as unknown as RenderedFragmentNode;
    expect(readable(overlay())).toContain(words);
    expect(card.server.to(`POST /cards/orders/${path}`)).toEqual([]);
    overlay().find(LoadingButton).trigger('onClick');
    expect(await card.sent(path)).toEqual(body);
  });

  it('are not called off by closing the question while what was answered is under way', async () => {
    const answer = Promise.withResolvers<object>();
    const routes = { 'POST /cards/orders/cancel': () => answer.promise };
    const card = openDeal({ status: 'cancelled', actions: [{ action: 'cancel', ...OF_ORDER }] }, { orders: [anOrder()], routes });
    await card.waitFor(() => expect(card.button('cancel-42')).not.toBeNull());
    const overlay = () => card.findByTestId(Button, 'cancel-42').props.overlay as unknown as RenderedFragmentNode;
    const close = () => overlay().findAll(Button).at(-1)!;
    expect([close().text, close().props.disabled]).toEqual(['Close', false]);
    overlay().find(LoadingButton).trigger('onClick');
    await card.waitFor(() => expect(close().props.disabled).toBe(true));
    answer.resolve({ key: 'k' });
    await card.waitFor(() => expect(close().props.disabled).toBe(false));
  });

  it('name the document where there are several', async () => {
    const orders = [anOrder(), anOrder({ id: '43', number: 'S00043' })];
    const card = openDeal({ status: 'ordered', actions: [{ action: 'confirm', connectionId: 'c1', orderId: '43' }] }, { orders });
    await card.waitFor(() => expect(card.button('confirm-43')?.text).toBe('Convert to order S00043'));
  });
});

describe('a deal and a document that differ', () => {
  const differs = {
    ...{ state: 'differs', ...OF_ORDER, number: 'S00042', canAmend: true, reasons: [], deal: mxn('1250.00'), erp: mxn('1100.00') },
    lines: [
      { name: 'Valve 2in', sku: 'VAL-2', deal: { quantity: '12', net: mxn('1250.00') }, erp: { quantity: '10', net: mxn('1100.00') } },
      { name: 'Pump 3 HP', sku: null, deal: { quantity: '1', net: null }, erp: null },
    ],
  };
  const deal: Partial<DealOrderState> = {
    status: 'difference',
    difference: { key: 'k', deal: mxn('1250.00'), erp: mxn('1100.00') },
    actions: [
      { action: 'accept_difference', key: 'k', net: '1100' },
      { action: 'amend', ...OF_ORDER },
    ],
  };

  it.each([
    ['en-us', 'Deal: $1,250 MXN. Aceros ERP: $1,100 MXN. Both before taxes.', 'Pump 3 HP1not in the order'],
    ['es-mx', 'Negocio: $1,250 MXN. Aceros ERP: $1,100 MXN. Ambos antes de impuestos.', 'Pump 3 HP1no está en el pedido'],
  ])('stand side by side (%s)', async (locale, totals, row) => {
    const card = openDeal(deal, { orders: [anOrder()], locale, routes: { 'GET /cards/order-difference': differs } });
    await card.reads('Pump 3 HP');
    expect(card.words()).toContain(totals);
    const rows = card.findAll(TableRow).map(readable);
    expect(rows).toEqual(expect.arrayContaining(['Valve 2inVAL-212$1,25010$1,100', row]));
  });

  it('are brought together from here, either way', async () => {
    const routes = {
      'GET /cards/order-difference': differs,
      'POST /cards/orders/accept': { done: true },
      'POST /cards/orders/amend': { key: 'k2' },
    };
    const card = openDeal(deal, { orders: [anOrder()], routes });
    await card.press('accept_difference-k');
    expect(await card.sent('accept')).toEqual({ key: 'k', net: '1100' });
    await card.reads('If you accept, neither Aceros ERP nor the deal changes, and pending steps continue.');
    await card.reads('Change S00042 to match the deal');
    expect(card.button('amend-42')?.props.overlay).toBeDefined();
    await card.press('amend-42-yes');
    expect(await card.sent('amend')).toEqual(OF_ORDER);
  });

  it('changes a quotation at once', async () => {
    const routes = { 'GET /cards/order-difference': differs, 'POST /cards/orders/amend': { key: 'k2' } };
    const card = openDeal(deal, { orders: [anOrder({ status: 'quotation' })], routes });
    await card.reads('not in the quotation');
    await card.press('amend-42');
    expect(await card.sent('amend')).toEqual(OF_ORDER);
  });

  it('are explained where the document cannot be changed any more', async () => {
    const reasons = [{ code: 'command.refused', params: { message: 'Locked', fields: 'order' } }];
    const routes = { 'GET /cards/order-difference': { ...differs, canAmend: false, reasons } };
    const card = openDeal(deal, { orders: [anOrder()], routes });
    await card.reads('The ERP refused. Its answer: "Locked"');
    expect(card.button('amend-42')).toBeNull();
  });

  it('are looked at by themselves, and what agrees is one line', async () => {
    const routes = { 'GET /cards/order-difference': { state: 'same', ...OF_ORDER } };
    const card = openDeal({ status: 'quotation', actions: [{ action: 'amend', ...OF_ORDER }] }, { orders: [anOrder()], routes });
    await card.reads('Aceros ERP says what the deal says.');
    expect(card.maybeFind(Accordion, { title: 'Deal and Aceros ERP side by side' })).toBeNull();
    expect(card.maybeFind(Alert)).toBeNull();
  });

  it.each([
    [
      'en-us',
      true,
      'The totals of the deal and Aceros ERP differ',
      'Deal: $1,250 MXN. Aceros ERP: $1,100 MXN.',
      'changed since it was made',
    ],
    [
      'es-mx',
      false,
      'El negocio y Aceros ERP tienen totales distintos',
      'Negocio: $1,250 MXN. Aceros ERP: $1,100 MXN.',
      'cambió desde que se hizo',
    ],
  ] as const)(
    'after it was ordered are a warning with both figures, the lines open below (%s)',
    async (locale, mayAmend, title, figures, todo) => {
      const actions: OrderAction[] = mayAmend ? [{ action: 'amend', ...OF_ORDER }] : [];
      const orders = [anOrder({ how: 'created' })];
      const card = openDeal({ status: 'reserved', actions }, { orders, locale, routes: { 'GET /cards/order-difference': differs } });
      await card.reads('Pump 3 HP');
      const alert = card.find(Alert);
      expect([alert.props.variant, alert.props.title]).toEqual(['warning', title]);
      for (const part of [figures, todo]) expect(readable(alert)).toContain(part);
      expect(card.button('amend-42') !== null).toBe(mayAmend);
    },
  );

  it('of other things at the same total say so', async () => {
    const routes = { 'GET /cards/order-difference': { ...differs, deal: mxn('1100.00') } };
    const card = openDeal({ status: 'ordered' }, { orders: [anOrder({ how: 'created' })], routes });
    await card.waitFor(() => expect(card.find(Alert).props.title).toBe('The deal and Aceros ERP have the same total, but different lines'));
  });

  it('are looked at again when somebody edits the deal', async () => {
    let answer: unknown = { state: 'same', ...OF_ORDER };
    const card = openDeal(
      { status: 'ordered' },
      { orders: [anOrder({ how: 'created' })], routes: { 'GET /cards/order-difference': () => answer } },
    );
    await card.reads('Aceros ERP says what the deal says.');
    answer = differs;
    const [, edited] = card.mocks.actions.onCrmPropertiesUpdate.calls[0] ?? [];
    edited?.({});
    await card.reads('Deal: $1,250 MXN. Aceros ERP: $1,100 MXN.');
  });
});

describe('an order made in the ERP itself', () => {
  const candidate = {
    ...{ ...OF_ORDER, number: 'S00042', status: 'confirmed', orderedAt: '2026-11-12', total: mxn('1160.00') },
    ...{ reference: 'PO-77', url: null },
  };

  it('is tied by a person who sees which it is', async () => {
    const routes = { 'GET /cards/order-candidates': { orders: [candidate] }, 'POST /cards/orders/tie': { done: true } };
    const card = openDeal({ actions: [{ action: 'tie' }] }, { routes });
    await card.waitFor(() => expect(card.maybeFind(Accordion, { title: 'Tie an order that is in the ERP already' })).not.toBeNull());
    expect(card.server.to('GET /cards/order-candidates')).toEqual([]);
    card.find(Accordion, { title: 'Tie an order that is in the ERP already' }).trigger('onClick');
    await card.reads('S00042Ordered · Nov 12 · PO-77');
    await card.press('tie-order-42');
    expect(await card.sent('tie')).toEqual(OF_ORDER);
    await card.waitFor(() => expect(card.alerts()[0]?.message).toBe('S00042 is tied to this deal.'));
  });

  it.each([
    [null, 'The customer of this deal has no order that could be tied.'],
    ['company', 'This deal has no company. Add it to the deal'],
    ['link', 'The company of this deal is not linked with an ERP customer.'],
  ] as const)('that is not there says what the deal lacks, and nothing that it has: %s', async (lacks, sentence) => {
    const card = openDeal({ actions: [{ action: 'tie' }] }, { routes: { 'GET /cards/order-candidates': { orders: [], lacks } } });
    await card.waitFor(() => expect(card.maybeFind(Accordion, { title: 'Tie an order that is in the ERP already' })).not.toBeNull());
    card.find(Accordion, { title: 'Tie an order that is in the ERP already' }).trigger('onClick');
    await card.reads(sentence);
  });
});

describe('an order that waits for its customer', () => {
  it.each([
    ['en-us', 'Waiting for customer', 'Create customer'],
    ['es-mx', 'En espera del cliente', 'Crear cliente'],
  ])('says so, and the customer can be made right there (%s)', async (locale, step, label) => {
    const reasons = [{ code: 'order.waiting_customer', params: {} }];
    const commands = [anOrderCommand({ state: 'planned', reasons })];
    const routes = { 'POST /cards/customer/create': { key: 'k' } };
    const card = openDeal({ status: 'waiting_customer', commands, actions: [{ action: 'create_customer' }] }, { routes, locale });
    expect(await card.tag('command-createOrder-1')).toBe(step);
    expect(card.button('create-customer')?.text).toBe(label);
    await card.press('create-customer');
    await card.waitFor(() => expect(card.server.to('POST /cards/customer/create')).toHaveLength(1));
  });

  it('is not asked for twice', async () => {
    const card = openDeal({ status: 'waiting_customer', commands: [anOrderCommand({ state: 'planned' })], actions: [] });
    await card.tag('command-createOrder-1');
    expect(card.button('create-customer')).toBeNull();
  });
});
