import type { OrdersView } from '../../../hubspot-app/app/settings/api/orders.ts';
import { createRulesAdministrator } from './customer-rules.ts';
import { comeToRest, until, type Stage } from './stage.ts';

const PIPELINE = 'default';

/** Whose company is no customer yet becomes one by ordering; won makes an order. */
export async function setOrderRules(stage: Stage, connectionId: string, more: Partial<Rules> = {}): Promise<void> {
  const { call } = stage.world;
  const administrator = createRulesAdministrator(stage, connectionId);
  await administrator.dryRun();
  await administrator.approve();
  await administrator.confirm();
  await comeToRest(stage);
  const { revision } = await call<OrdersView>('/settings/orders');
  await call('/settings/orders', { rules: { pipelines: [{ ...rulesOf(connectionId), ...more }] }, revision });
  await until('products and orders are read', () => areRead(stage, connectionId));
  await call('/settings/orders/confirm', { pipelineId: PIPELINE, revision: revision + 1 });
  await comeToRest(stage);
}

type Rules = OrdersView['rules']['pipelines'][number];
const rulesOf = (connectionId: string): Rules => ({
  ...{ pipelineId: PIPELINE, connectionId, stages: { closedwon: 'order' } },
  ...{ companyId: null, warehouseId: null, paymentTermId: null, priceLists: {}, salespeople: {}, prices: 'deal', approval: null },
  ...{
    unknownProduct: 'stop',
    newProducts: { kind: 'goods', categoryId: null },
    withoutLines: 'stop',
    placeholderProductId: null,
    reserves: false,
    whenLost: 'cancel',
  },
});

async function areRead({ database: { db } }: Stage, connectionId: string): Promise<boolean> {
  const streams = await db('erpStreams')
    .where({ connectionId, isOn: true })
    .select<{ firstCompletedAt: Date | null }[]>('firstCompletedAt');
  return streams.length > 3 && streams.every(({ firstCompletedAt }) => firstCompletedAt !== null);
}
