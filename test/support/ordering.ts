import type { OrderRules, PipelineOrderRules } from '../../hubspot-app/app/settings/api/orders.ts';
import type { Db } from '../../server/db/index.ts';
import type { RecordId } from '../../server/shared/ids.ts';
import { confirmOrderRules, loadOrderRules, saveOrderRules } from '../../server/sync/orders/rules.ts';
import type { SyncPortal } from '../../server/sync/shared/deps.ts';
import { aProduct } from './catalog.ts';
import { WritingWorld } from './writing.ts';

const USER = 5;
const PIPELINE = 'sales';
const STAGES = (['open', 'offer', 'won', 'lost'] as const).map((id) => {
  return { id, label: id, outcome: id === 'won' || id === 'lost' ? id : ('open' as const) };
});
export const SALES = { id: PIPELINE, label: 'Sales', stages: STAGES };

/** Won makes a quotation; a test names only what it is about. */
export const pipelineRules = (connectionId: string, more: Partial<PipelineOrderRules> = {}): PipelineOrderRules => ({
  ...{ pipelineId: PIPELINE, connectionId, stages: { won: 'quotation' }, companyId: null, warehouseId: null, paymentTermId: null },
  ...{ priceLists: {}, salespeople: {}, prices: 'deal', approval: null, unknownProduct: 'stop', withoutLines: 'stop' },
  ...{ newProducts: { kind: 'goods', categoryId: null }, placeholderProductId: null, reserves: false, whenLost: 'cancel' },
  ...more,
});

export async function saveRules(world: WritingWorld, rules: OrderRules): Promise<void> {
  const { portalId } = world.scope;
  const { revision = 0 } = (await loadOrderRules(world.deps.db, portalId)) ?? {};
  await saveOrderRules(world.deps, portalId, rules, { revision, userId: USER });
}

export async function confirmRules(world: WritingWorld, pipelineId = PIPELINE): Promise<void> {
  const { portalId } = world.scope;
  const { revision } = (await loadOrderRules(world.deps.db, portalId))!;
  await confirmOrderRules(world.deps, portalId, pipelineId, { revision, userId: USER });
}

interface OrderingOptions {
  portalId?: number;
  rules?: Partial<PipelineOrderRules>;
  isConfirmed?: boolean;
  settings?: Partial<SyncPortal['settings']>;
}

/** One portal with a pipeline, an ERP with two products, Acme linked to its customer 1, and order rules that act. */
export async function anOrderingWorld(db: Db, { portalId = 7, rules = {}, isConfirmed = true, settings }: OrderingOptions = {}) {
  const world = await WritingWorld.start(db, { portalId, ...(settings && { settings }) });
  world.hubspot.pipelines = [SALES];
  world.erp.set('products', aProduct({ id: 'p1', sku: 'VAL-2', name: 'Valve' }), aProduct({ id: 'p2', sku: 'PUMP-3', name: 'Pump' }));
  world.erp.edit('1', { name: 'Acme SL' });
  await world.pullOnce();
  const acme = world.hubspot.add('companies', { name: 'Acme SL' });
  await world.link('companies', '1', acme);
  await saveRules(world, { pipelines: [pipelineRules(world.scope.connectionId, rules)] });
  await world.settle();
  world.pass(1_000);
  if (isConfirmed) await confirmRules(world);
  world.pass(1_000);
  return { world, acme };
}

/** A deal of Acme over ten valves at 12.50, ten percent off, in its first stage. */
export async function aDeal(world: WritingWorld, company: RecordId | null, properties: Record<string, string> = {}): Promise<RecordId> {
  const given = { dealname: 'Valves', pipeline: PIPELINE, dealstage: 'open', amount: '112.5', deal_currency_code: 'EUR', ...properties };
  const deal = await world.add('deals', given);
  if (company) world.hubspot.associations.push(`deals ${deal} companies ${company}`);
  return deal;
}

export const VALVES = { name: 'Valve', hs_sku: 'val-2', quantity: '10', price: '12.5', hs_discount_percentage: '10' };

export async function aDealWithLines(world: WritingWorld, company: RecordId | null, ...lines: Record<string, string>[]): Promise<RecordId> {
  const deal = await aDeal(world, company);
  for (const line of lines.length > 0 ? lines : [VALVES]) world.hubspot.addLine(deal, line);
  return deal;
}

export const toStage = (world: WritingWorld, deal: RecordId, dealstage: string): Promise<void> => world.edit('deals', deal, { dealstage });
