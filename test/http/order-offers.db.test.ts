import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DealOrders, OrderChecklist } from '../../hubspot-app/app/cards/api/orders.ts';
import type { DealLines } from '../../hubspot-app/app/cards/api/types.ts';
import type { OrderProducts, PipelineOrderRules } from '../../hubspot-app/app/settings/api/orders.ts';
import { CATALOG_SCOPES } from '../../server/hubspot/scopes.ts';
import type { ConnectionId, PortalId, RecordId } from '../../server/shared/ids.ts';
import { DEFAULT_CATALOG_RULES } from '../../server/sync/connection/catalog-rules.ts';
import { aProduct } from '../support/catalog.ts';
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

const save = (more: Partial<PipelineOrderRules>, revision: number) =>
  ask('/orders', { body: { rules: { pipelines: [pipelineRules(connectionId, more)] }, revision } });
const card = async (path: string): Promise<unknown> =>
  (await ask(`${path}?objectTypeId=0-3&objectId=${deal}`, { pages: '/cards', as: REP }).expect(200)).body;
const press = (path: string, body: object) =>
  ask(path, { pages: '/cards', as: REP, body: { objectTypeId: '0-3', objectId: deal, ...body } });
/** What changed there is read now. */
async function readErp(): Promise<void> {
  await settle(1);
  await database()('erpConnections').where({ id: connectionId }).update({ nextPullAt: now });
  await enqueue(database(), 'pull', { portalId: 7 as PortalId, connectionId: connectionId as ConnectionId });
  await settle();
}
const state = async () => {
  const answer = (await card('/deal-orders')) as DealOrders;
  if (answer.state !== 'ready' || !answer.deal) throw new Error('No rules');
  return answer.deal;
};

beforeEach(async () => {
  const product = aProduct({ id: 'p1', sku: 'VAL-2', name: 'Valve', basePrice: { amount: '12.50', currency: 'EUR' } });
  erp.set('products', product);
  const stages = [
    { id: 'open', label: 'Open', outcome: 'open' as const },
    { id: 'won', label: 'Won', outcome: 'won' as const },
  ];
  hubspot.pipelines = [{ id: 'sales', label: 'Sales', stages }];
  await approvedConnection();
  deal = hubspot.add('deals', { dealname: 'Valves', pipeline: 'sales', dealstage: 'won', deal_currency_code: 'EUR' });
  hubspot.associations.push(`deals ${deal} companies ${company}`);
  hubspot.addLine(deal, VALVES);
  await save({ stages: { won: 'quotation', open: 'order' } }, 0).expect(200);
  await settle(1);
});

describe('the rules of orders', () => {
  it('name the product that stands for the unknown, also once it is not sold any more', async () => {
    const named = async (asked: string) =>
      ((await ask(`/orders/products?connectionId=${connectionId}&${asked}`).expect(200)).body as OrderProducts).products;
    const valve = { id: 'p1', name: 'Valve', sku: 'VAL-2' };
    expect(await named('id=p1')).toEqual([valve]);
    expect(await named('id=p9')).toEqual([]);
    expect(await named('query=val')).toEqual([valve]);
    erp.set('products', aProduct({ id: 'p1', sku: 'VAL-2', name: 'Valve', isSold: false }));
    await readErp();
    expect(await named('query=val')).toEqual([]);
    expect(await named('id=p1')).toEqual([valve]);
    await ask(`/orders/products?connectionId=${connectionId}`).expect(400);
  });
});

describe('the card of a deal', () => {
  it('where stages make quotations alone and nobody approves, offers no order and makes none; whoever is named may', async () => {
    await save({ stages: { won: 'quotation' } }, 1).expect(200);
    expect(await state()).toMatchObject({ canOrder: false, actions: [{ action: 'create_quotation' }, { action: 'tie' }] });
    const only = { code: 'order.only_quotations', params: { name: expect.any(String) } };
    expect((await press('/orders/create', { what: 'order' }).expect(400)).body).toMatchObject(only);
    await press('/orders/create', { what: 'quotation' }).expect(200);
    await settle(1);
    const orderId = erp.orders.all()[0]!.id;
    expect((await state()).actions.map(({ action }) => action)).toEqual(['amend', 'cancel']);
    expect((await press('/orders/confirm', { connectionId, orderId }).expect(400)).body).toMatchObject(only);
    await save({ stages: { won: 'quotation' }, approval: { userEmails: ['boss@acme.test'], teamIds: [] } }, 2).expect(200);
    expect((await state()).actions.map(({ action }) => action)).toEqual(['confirm', 'amend', 'cancel']);
    await press('/orders/confirm', { connectionId, orderId }).expect(200);
    await settle(1);
    expect(erp.orders.all()).toMatchObject([{ status: 'quotation' }]);
    expect((await state()).waiting).toMatchObject({ code: 'order.waiting_approval' });
  });

  it('offers what the ERP would do now, and takes no more than that', async () => {
    await press('/orders/create', { what: 'order' }).expect(200);
    await settle(1);
    const orderId = erp.orders.all()[0]!.id;
    const offered = async () => (await state()).actions.map(({ action }) => action);
    const refuse = async (path: string, code: string, more: object = {}) =>
      expect((await press(path, { connectionId, orderId, ...more }).expect(400)).body).toMatchObject({
        code,
        params: { number: expect.any(String) },
      });
    expect(await offered()).toEqual(['amend', 'cancel', 'reserve']);
    await refuse('/orders/reserve', 'order.no_release', { isReserved: false });
    await press('/orders/reserve', { connectionId, orderId, isReserved: true }).expect(200);
    await settle(1);
    await readErp();
    expect(await offered()).toEqual(['amend', 'cancel', 'release']);
    await refuse('/orders/reserve', 'order.no_reserve', { isReserved: true });
    erp.orders.deliver(orderId);
    await readErp();
    expect(await offered()).toEqual(['amend']);
    await refuse('/orders/cancel', 'order.no_cancel');
    await refuse('/orders/reserve', 'order.no_release', { isReserved: false });
    expect(erp.orders.all()).toMatchObject([{ status: 'confirmed' }]);
  });

  it('names the list of its prices; the line items beside it name the same prices, and not those of the library', async () => {
    await save({ stages: { won: 'quotation', open: 'order' }, priceLists: { EUR: 'l-EUR' } }, 1).expect(200);
    const { checks } = (await card('/order-checklist')) as Extract<OrderChecklist, { state: 'ready' }>;
    expect(checks.filter(({ about }) => about === 'price')).toMatchObject([{ priceList: 'EUR' }]);
    await database()('portals').update({ scopes: [...CATALOG_SCOPES] });
    const rules = JSON.stringify(DEFAULT_CATALOG_RULES);
    await database()('catalogRules').insert({ portalId: 7, connectionId, rules, approvedAt: now });
    const lines = async () => (await card('/deal-lines')) as DealLines;
    expect(await lines()).toMatchObject({
      ...{ state: 'ready', pricedBy: 'order', priceList: 'EUR' },
      lines: [{ product: { listPrice: { amount: '12.5' }, drift: { amount: '-1.25' } } }],
    });
    await ask('/orders', { body: { rules: { pipelines: [] }, revision: 2 } }).expect(200);
    expect(await lines()).toMatchObject({
      state: 'ready',
      pricedBy: 'library',
      lines: [{ product: { listPrice: { amount: '12.5' } } }],
    });
  });
});
