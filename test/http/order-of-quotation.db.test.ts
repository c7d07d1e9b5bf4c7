import { beforeEach, describe, expect, it } from '@jest/globals';
import type { DealOrders } from '../../hubspot-app/app/cards/api/orders.ts';
import { erpRecordId, type ConnectionId, type PortalId, type RecordId } from '../../server/shared/ids.ts';
import { approvedConnection, connectionId } from '../support/customers-app.ts';
import { anOrder } from '../support/erp-records.ts';
import { pipelineRules } from '../support/ordering.ts';
import { ask, company, enqueue, hubspot, now, REP, settle, useSettingsApp } from '../support/settings-app.ts';
import { WritableErp } from '../support/writable-erp.ts';

let erp: WritableErp;
const database = useSettingsApp(() => {
  erp = new WritableErp();
  return erp;
});
let deal: RecordId;

beforeEach(async () => {
  hubspot.pipelines = [{ id: 'sales', label: 'Sales', stages: [{ id: 'won', label: 'Won', outcome: 'won' }] }];
  await approvedConnection();
  deal = hubspot.add('deals', { dealname: 'Valves', pipeline: 'sales', dealstage: 'won', deal_currency_code: 'MXN' });
  hubspot.associations.push(`deals ${deal} companies ${company}`);
  await ask('/orders', { body: { rules: { pipelines: [pipelineRules(connectionId)] }, revision: 0 } }).expect(200);
});

async function card(): Promise<Extract<DealOrders, { state: 'ready' }>> {
  const asked = ask(`/deal-orders?objectTypeId=0-3&objectId=${deal}`, { pages: '/cards', as: REP });
  return (await asked.expect(200)).body as Extract<DealOrders, { state: 'ready' }>;
}

describe('a quotation that became an order of its own', () => {
  it('stands under that order, and only while it is not there by itself', async () => {
    const quotation = anOrder({ id: 'q1', number: '3003', status: 'closed' });
    const order = { ...anOrder({ id: 'o1', number: '4002' }), quotationId: erpRecordId('q1') };
    erp.set('orders', quotation);
    const tie = { portalId: 7, connectionId, dealId: deal, how: 'created', wants: 'order', currency: 'MXN', tiedAt: now };
    for (const orderId of ['q1', 'o1']) await database()('orderTies').insert({ ...tie, orderId });
    const read = async () => {
      await settle(1);
      await database()('erpConnections').where({ id: connectionId }).update({ nextPullAt: now });
      await enqueue(database(), 'pull', { portalId: 7 as PortalId, connectionId: connectionId as ConnectionId });
      await settle();
    };
    await read();
    expect((await card()).orders).toMatchObject([{ number: '3003', quotation: null }]);
    erp.set('orders', quotation, order);
    await read();
    const { orders, deal: state } = await card();
    expect(orders).toMatchObject([{ number: '4002', status: 'confirmed', quotation: { number: '3003' } }]);
    expect(state?.steps.slice(0, 2)).toMatchObject([
      { step: 'quoted', state: 'done', number: '3003' },
      { step: 'ordered', state: 'done', number: '4002' },
    ]);
  });
});
