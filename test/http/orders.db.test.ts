import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DealOrders } from '../../hubspot-app/app/cards/api/orders.ts';
import type { OrdersView, PipelineOrderRules } from '../../hubspot-app/app/settings/api/orders.ts';
import type { ConnectionId, PortalId, RecordId } from '../../server/shared/ids.ts';
import { ReconnectError } from '../../server/shared/errors.ts';
import { DEFAULT_CATALOG_RULES } from '../../server/sync/connection/catalog-rules.ts';
import { aProduct } from '../support/catalog.ts';
import { anOrder } from '../support/erp-records.ts';
import { approvedConnection, connectionId } from '../support/customers-app.ts';
import { pipelineRules, VALVES } from '../support/ordering.ts';
import { ask, company, enqueue, hubspot, now, REP, settle, useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

let erp: WritableErp;
const database = useSettingsApp(() => {
  erp = new WritableErp();
  return erp;
});

let deal: RecordId;
let valves: RecordId;

beforeEach(async () => {
  erp.set('products', aProduct({ id: 'p1', sku: 'VAL-2', name: 'Valve' }));
  hubspot.owners = [{ id: '71', name: 'Ana', email: 'ana@acme.test' }];
  const stages = [
    { id: 'open', label: 'Open', outcome: 'open' as const },
    { id: 'won', label: 'Won', outcome: 'won' as const },
  ];
  hubspot.pipelines = [{ id: 'sales', label: 'Sales', stages }];
  await approvedConnection();
  deal = hubspot.add('deals', { dealname: 'Valves', pipeline: 'sales', dealstage: 'won', deal_currency_code: 'EUR' });
  hubspot.associations.push(`deals ${deal} companies ${company}`);
  valves = hubspot.addLine(deal, VALVES);
});

const view = async () => (await ask('/orders').expect(200)).body as OrdersView;
const save = (more: Partial<PipelineOrderRules> = {}, revision = 0) =>
  ask('/orders', { body: { rules: { pipelines: [pipelineRules(connectionId, more)] }, revision } });
const card = async (path: string) =>
  (await ask(`${path}?objectTypeId=0-3&objectId=${deal}`, { pages: '/cards', as: REP }).expect(200)).body as Record<string, unknown>;
const press = (path: string, body: object = {}) =>
  ask(path, { pages: '/cards', as: REP, body: { objectTypeId: '0-3', objectId: deal, ...body } });
const lineOf = async (id: RecordId, properties: string[]) =>
  (await hubspot.batchRead('line_items', { ids: [id], properties })).get(id)?.properties;
/** What changed there is read now. */
async function readErp(): Promise<void> {
  await settle(1);
  await database()('erpConnections').where({ id: connectionId }).update({ nextPullAt: now });
  await enqueue(database(), 'pull', { portalId: 7 as PortalId, connectionId: connectionId as ConnectionId });
  await settle();
}
const state = async () => {
  const answer = (await card('/deal-orders')) as unknown as DealOrders;
  if (answer.state !== 'ready' || !answer.deal) throw new Error('No rules');
  return { orders: answer.orders, ...answer.deal };
};

describe('the rules of orders', () => {
  it('keep what they need: a catalog that stops leaves the products read, and the orders cannot be switched off', async () => {
    const isRead = async () => {
      const rows = await database()('erpStreams').where({ connectionId }).select<{ stream: string; isOn: boolean }[]>('stream', 'isOn');
      return Object.fromEntries(rows.map(({ stream, isOn }) => [stream, isOn]));
    };
    await ask('/catalog', { body: { connectionId, rules: DEFAULT_CATALOG_RULES } }).expect(200);
    await save().expect(200);
    await ask('/catalog/stop', { body: { connectionId } }).expect(200);
    expect(await isRead()).toMatchObject({ products: true, prices: false, stock: false, orders: true });
    const off = { connectionId, readsOrders: false };
    expect((await ask('/connections/update', { body: off }).expect(400)).body).toMatchObject({ code: 'orders.in_use' });

    await ask('/orders', { body: { rules: { pipelines: [] }, revision: 1 } }).expect(200);
    await ask('/connections/update', { body: off }).expect(200);
    await ask('/catalog', { body: { connectionId, rules: DEFAULT_CATALOG_RULES } }).expect(200);
    await ask('/catalog/stop', { body: { connectionId } }).expect(200);
    expect(await isRead()).toMatchObject({ products: false, orders: false });
  });

  it('leave projects to be switched on along with orders, where the ERP lets them be read', async () => {
    const isOn = async () => {
      const rows = await database()('erpStreams').where({ connectionId, isOn: true }).pluck<string[]>('stream');
      return ['orders', 'projects'].filter((stream) => rows.includes(stream));
    };
    const turn = (change: object) => ask('/connections/update', { body: { connectionId, ...change } });
    erp.before = (call) => {
      if (call.startsWith('readPage projects'))
        throw new ReconnectError('Not allowed', { code: 'odoo.missing_right', params: { model: 'project.project' } });
    };
    expect((await turn({ readsProjects: true })).body).toMatchObject({ code: 'odoo.missing_right' });
    expect(await isOn()).toEqual([]);
    erp.before = () => undefined;
    erp.notices = [{ code: 'projects.absent', params: {} }];
    expect((await turn({ readsProjects: true }).expect(400)).body).toMatchObject({ code: 'projects.absent' });
    expect(await isOn()).toEqual([]);
    erp.notices = [];
    await turn({ readsProjects: true }).expect(200);
    expect(await isOn()).toEqual(['orders', 'projects']);
    await turn({ readsProjects: false }).expect(200);
    expect(await isOn()).toEqual(['orders']);
    await turn({ readsProjects: true }).expect(200);
    await turn({ readsOrders: false }).expect(200);
    expect(await isOn()).toEqual([]);
  });

  it('leave subscriptions to be switched on along with orders, where something makes them', async () => {
    const turn = (readsSubscriptions: boolean) => ask('/connections/update', { body: { connectionId, readsSubscriptions } });
    const isOn = async () =>
      (await database()('erpStreams').where({ connectionId, isOn: true }).pluck<string[]>('stream')).filter(
        (one) => one === 'subscriptions',
      );
    erp.notices = [{ code: 'subscriptions.absent', params: {} }];
    expect((await turn(true).expect(400)).body).toMatchObject({ code: 'subscriptions.absent' });
    expect(await isOn()).toEqual([]);
    erp.notices = [];
    await turn(true).expect(200);
    expect(await isOn()).toEqual(['subscriptions']);
    await turn(false).expect(200);
    expect(await isOn()).toEqual([]);
  });

  it('are saved over what was seen, and the second of two administrators is told', async () => {
    expect(await view()).toMatchObject({
      revision: 0,
      lastChange: null,
      connections: [{ id: connectionId, sendsDocuments: false }],
      pipelines: [{ id: 'sales' }],
    });
    await save().expect(200);
    await save().expect(200);
    expect((await save({ prices: 'erp' }).expect(400)).body).toMatchObject({ code: 'orders.changed_meanwhile' });
    await save({ stages: { won: 'order', gone: 'quotation' } }, 1).expect(200);
    expect(await view()).toMatchObject({ revision: 2, notices: [{ code: 'order.stage_gone', params: { stage: 'gone' } }] });
    await save({ confirmWhen: [{ property: 'erp_order_status', values: ['quotation'] }] }, 2).expect(400);
    for (const property of ['erp_order_number', 'dealstage', 'pipeline'])
      await save({ confirmWhen: [{ property, values: [] }] }, 2).expect(400);
    await save({ confirmWhen: [{ property: 'signed_on', values: [] }] }, 2).expect(200);
    expect(await view()).toMatchObject({ revision: 3, notices: [{ code: 'order.property_gone', params: { property: 'signed_on' } }] });
  });

  it('are confirmed once, and anew when what money depends on changed', async () => {
    await save().expect(200);
    await ask('/orders/confirm', { body: { pipelineId: 'sales', revision: 1 } }).expect(200);
    expect(Object.keys((await view()).confirmed)).toEqual(['sales']);
    await save({ reserves: true }, 1).expect(200);
    expect(Object.keys((await view()).confirmed)).toEqual(['sales']);
    await save({ warehouseId: 'w1' }, 2).expect(200);
    expect((await view()).confirmed).toEqual({});
  });

  it('need a product that stands for the unknown, a connection that is there, and an administrator', async () => {
    expect((await save({ unknownProduct: 'placeholder' }).expect(400)).body).toMatchObject({ code: 'orders.placeholder_missing' });
    const connection = { connectionId: '00000000-0000-4000-8000-000000000001' };
    expect((await save(connection).expect(400)).body).toMatchObject({ code: 'orders.connection_unknown' });
    await ask('/orders', { as: REP }).expect(403);
  });

  it('are made with what the ERP has, owners proposed by their e-mail', async () => {
    const { body } = await ask(`/orders/choices?connectionId=${connectionId}`).expect(200);
    expect(body).toMatchObject({ state: 'ready', proposedSalespeople: { 71: 's1' }, canReserve: true, canPreview: true });
  });
});

describe('the card of a deal', () => {
  beforeEach(async () => {
    await save({ stages: { won: 'quotation', open: 'order' } }).expect(200);
    await settle(1);
  });

  it('checks, previews, makes one document for two who press, and shows it', async () => {
    expect(await card('/order-checklist')).toMatchObject({ state: 'ready', canCreate: true });
    expect(await card('/order-preview')).toMatchObject({ state: 'ready', total: { amount: '130.50', currency: 'EUR' } });
    expect((await state()).actions).toMatchObject([
      { action: 'create_quotation', isAgain: false },
      { action: 'create_order' },
      { action: 'tie' },
    ]);
    const keys = await Promise.all([press('/orders/create', { what: 'quotation' }), press('/orders/create', { what: 'quotation' })]);
    expect(new Set(keys.map(({ body }) => (body as { key: string }).key)).size).toBe(1);
    await settle(1);
    const shown = await state();
    expect(erp.orders.all()).toHaveLength(1);
    expect(shown).toMatchObject({ status: 'quotation', isAutomatic: false, rule: 'quotation', waiting: null, difference: null });
    expect(shown.orders).toMatchObject([{ how: 'created', status: 'quotation' }]);
    expect(shown.steps.map(({ step, state: how }) => [step, how])).toEqual([
      ['quoted', 'done'],
      ['ordered', 'now'],
      ['reserved', 'open'],
      ['delivered', 'open'],
      ['invoiced', 'open'],
      ['paid', 'open'],
    ]);
    expect(shown.actions.map(({ action }) => action)).toEqual(['confirm', 'amend', 'cancel']);
    const { body } = await ask('/orders/commands?state=done&page=1').expect(200);
    expect(body).toMatchObject({ total: 1, commands: [{ name: 'createOrder', dealName: 'Valves' }] });
    expect((await ask(`/customers/commands?connectionId=${connectionId}&state=done&page=1`).expect(200)).body).toMatchObject({ total: 0 });
  });

  it('ties an order that was made in the ERP, and takes it off again', async () => {
    erp.edit('1', { name: 'Aceros S.L.', vat: 'ESB12345674' });
    const made = erp.orders.create(
      {
        ...{ customerId: '1' as never, contactId: null, companyId: null, warehouseId: null, priceListId: null, paymentTermId: null },
        ...{ salespersonId: null, currency: 'EUR', reference: null },
        lines: [{ productId: 'p1' as never, description: null, quantity: '1', unitPrice: '10', discount: '0' }],
      },
      'TYPED-THERE',
    );
    await readErp();
    const { orders } = (await card('/order-candidates')) as { orders: { orderId: string }[] };
    expect(orders).toMatchObject([{ orderId: made.id }]);
    await press('/orders/tie', { connectionId, orderId: made.id }).expect(200);
    await settle(1);
    expect((await state()).orders).toMatchObject([{ how: 'person' }]);
    expect(hubspot.get('deals', deal)['erp_order_number']).toBe(made.number);
    await press('/orders/untie', { connectionId, orderId: made.id }).expect(200);
    await settle(1);
    expect(hubspot.get('deals', deal)['erp_order_number']).toBeFalsy();
    expect((await state()).orders).toEqual([]);
    expect(await card('/order-candidates')).toMatchObject({ orders: [{ orderId: made.id }] });
    await press('/orders/cancel', { connectionId, orderId: made.id }).expect(404);
  });

  it('ties no order of another customer, and none that was called off', async () => {
    erp.edit('1', { name: 'Aceros S.L.', vat: 'ESB12345674' });
    erp.edit('2', { name: 'Stranger' });
    const refused = [anOrder({ id: 'o1', number: 'O1', customerId: '2' }), anOrder({ id: 'o2', number: 'O2', status: 'cancelled' })];
    erp.set('orders', ...refused);
    await readErp();
    for (const { id } of refused) await press('/orders/tie', { connectionId, orderId: id }).expect(404);
    expect(await database()('orderTies').select('orderId')).toEqual([]);
  });

  describe('with prices of a list', () => {
    const line = { name: 'Valve', hs_sku: 'val-2', quantity: '10', price: '13', hs_discount_percentage: '10', discount: '1' };
    let lineId: RecordId;

    const priceChecks = async () =>
      ((await card('/order-checklist')) as { checks: { about: string; state: string; lineId: string | null }[] }).checks.filter(
        ({ about }) => about === 'price',
      );
    const writes = () => hubspot.writes.filter(({ objectType }) => objectType === 'line_items');
    const take = (...lines: { lineId: string; price: string }[]) => press('/orders/list-price', { lines });
    const list = (amount: string) =>
      erp.set('products', aProduct({ id: 'p1', sku: 'VAL-2', name: 'Valve', basePrice: { amount, currency: 'EUR' } }));

    beforeEach(async () => {
      list('12.50');
      lineId = hubspot.addLine(deal, line);
    });

    it('a line that is named gets the price of the list and no discount; then its check is green', async () => {
      hubspot.editLine(valves, { hs_discount_percentage: '' });
      expect(await priceChecks()).toMatchObject([
        { state: 'warning', lineId, action: 'use_list_price', listPrice: { amount: '12.5', currency: 'EUR' } },
      ]);
      await take({ lineId, price: '12.5' }).expect(200);
      expect(writes()).toEqual([
        { objectType: 'line_items', id: lineId, properties: { price: '12.5', discount: '', hs_discount_percentage: '' } },
      ]);
      expect(await lineOf(lineId, ['amount', 'price'])).toEqual({ amount: '125', price: '12.5' });
      expect(await priceChecks()).toMatchObject([{ state: 'ok' }]);
      await take({ lineId, price: '12.5' }).expect(200);
      expect(writes()).toHaveLength(1);
    });

    it('the other lines stay as they are', async () => {
      await take({ lineId, price: '12.5' }).expect(200);
      expect(writes().map(({ id }) => id)).toEqual([lineId]);
      expect(await priceChecks()).toMatchObject([{ state: 'warning', lineId: valves }]);
    });

    it('nothing is written of a price that nobody saw, of another deal, or for whoever may not see amounts', async () => {
      const other = hubspot.addLine(hubspot.add('deals', { pipeline: 'sales', dealstage: 'won' }), line);
      expect((await take({ lineId, price: '12.5' }, { lineId: other, price: '12.5' }).expect(404)).body).toMatchObject({
        code: 'not_found',
      });
      list('14');
      const changed = { code: 'order.list_price_changed', params: { product: 'Valve', list: '14', currency: 'EUR' } };
      expect((await take({ lineId, price: '12.5' }).expect(400)).body).toMatchObject(changed);
      await take({ lineId, price: '-14' }).expect(400);
      await ask('/portal', { body: { amounts: { visibleTo: 'some', userEmails: ['eva@acme.test'], teamIds: [] } } }).expect(200);
      expect((await take({ lineId, price: '14' }).expect(403)).body).toMatchObject({ code: 'amounts.not_allowed' });
      expect(writes()).toEqual([]);
    });

    it('a line that HubSpot refuses is named', async () => {
      hubspot.refuse({ applies: (objectType) => objectType === 'line_items', scope: 'input', code: 'hubspot.read_only_property' });
      const refused = { code: 'order.line_refused', params: { product: 'Valve', message: 'hubspot.read_only_property' } };
      expect((await take({ lineId, price: '12.5' }).expect(400)).body).toMatchObject(refused);
    });
  });
});
