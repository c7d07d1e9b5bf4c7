import type {
  OrderChoicesView,
  OrderProducts,
  OrderRules,
  OrdersView,
  PipelineOrderRules,
  PipelineView,
  ProjectRule,
} from '../../hubspot-app/app/settings/api/orders.ts';
import type { ProjectRecordsView } from '../../hubspot-app/app/settings/api/project-records.ts';
import type { SettingsOverview } from '../../hubspot-app/app/settings/api/types.ts';
import { call, until, type SetupDeps } from './administrator.ts';
import { CALIBRATION } from './erps/calibration.ts';

type Choices = Extract<OrderChoicesView, { state: 'ready' }>;

/** Orders are read, a deal that is won becomes an order, and what money depends on is confirmed. */
export async function setUpOrders(deps: SetupDeps, connectionId: string): Promise<void> {
  const { connections } = await call<SettingsOverview>(deps, '/settings/overview');
  if (connections.find(({ id }) => id === connectionId)?.readsOrders === null) return;
  deps.tell('orders', 'quotations and orders are read');
  await call(deps, '/settings/connections/update', { connectionId, readsOrders: true });
  await until('the orders are read', () => isRead(deps, connectionId, 'orders'));
  await until('what is known of orders is on the deals', () => isWritten(deps, connectionId));
  await setUpProjects(deps, connectionId);
  await setUpSubscriptions(deps, connectionId);

  const view = await call<OrdersView>(deps, '/settings/orders');
  const [pipeline] = view.pipelines ?? [];
  // Not every ERP can be told about orders.
  if (!pipeline || !view.connections.some(({ id }) => id === connectionId)) return;
  deps.tell('orders', 'rules: a deal that is won, or whose quote is signed, becomes an order');
  const choices = await call<OrderChoicesView>(deps, `/settings/orders/choices?connectionId=${connectionId}`);
  if (choices.state !== 'ready') throw new Error(`The ERP does not say what orders are made with: ${JSON.stringify(choices.reason)}`);
  const projects = await projectRules(deps, connectionId, choices);
  const rules: OrderRules = { pipelines: [{ ...rulesOf(connectionId, pipeline, { choices, currencies: view.currencies }), projects }] };
  await call(deps, '/settings/orders', { rules, revision: view.revision });
  const { revision } = await call<OrdersView>(deps, '/settings/orders');
  await call(deps, '/settings/orders/confirm', { pipelineId: pipeline.id, revision });
}

/** Where the ERP has them: on cards, and in two properties more. */
async function setUpProjects(deps: SetupDeps, connectionId: string): Promise<void> {
  const { connections } = await call<SettingsOverview>(deps, '/settings/overview');
  if (connections.find(({ id }) => id === connectionId)?.readsProjects === null) return;
  deps.tell('orders', 'projects are read');
  await call(deps, '/settings/portal', { propertySets: ['projects'] });
  await call(deps, '/settings/connections/update', { connectionId, readsProjects: true });
  await until('the projects are read', () => isRead(deps, connectionId, 'projects'));
  await until('the properties of projects exist', () => deps.portal.crm.definitions('deals').get('erp_project_status') !== undefined);
  await until('what is known of projects is on the deals', () => isWritten(deps, connectionId));
  await chooseProjectRecords(deps, connectionId);
}

/** This account has services: each project that stands on a deal is one. */
async function chooseProjectRecords(deps: SetupDeps, connectionId: string): Promise<void> {
  deps.tell('orders', 'projects become records of HubSpot');
  await call(deps, '/settings/project-records', { connectionId, object: 'services' });
  await until('the projects are records', async () => {
    const { objects } = await call<ProjectRecordsView>(deps, `/settings/project-records?connectionId=${connectionId}`);
    return objects.every(({ object, toMake }) => object !== 'services' || toMake === 0);
  });
}

/** Likewise. */
async function setUpSubscriptions(deps: SetupDeps, connectionId: string): Promise<void> {
  const { connections, portal } = await call<SettingsOverview>(deps, '/settings/overview');
  if (connections.find(({ id }) => id === connectionId)?.readsSubscriptions === null) return;
  deps.tell('orders', 'subscriptions are read');
  await call(deps, '/settings/portal', { propertySets: [...portal.propertySets, 'subscriptions'] });
  await call(deps, '/settings/connections/update', { connectionId, readsSubscriptions: true });
  await until('the subscriptions are read', () => isRead(deps, connectionId, 'subscriptions'));
  await until(
    'the properties of subscriptions exist',
    () => deps.portal.crm.definitions('deals').get('erp_subscription_failed_at') !== undefined,
  );
}

async function isWritten(deps: SetupDeps, connectionId: string): Promise<boolean> {
  const { connections } = await call<SettingsOverview>(deps, '/settings/overview');
  return connections.some(({ id, health }) => id === connectionId && health.waiting === 0);
}

async function isRead(deps: SetupDeps, connectionId: string, wanted: 'orders' | 'projects' | 'subscriptions'): Promise<boolean> {
  const { connections } = await call<SettingsOverview>(deps, '/settings/overview');
  const streams = connections.find(({ id }) => id === connectionId)?.streams ?? [];
  return streams.some(({ stream, isComplete }) => stream === wanted && isComplete);
}

/** What the ERP makes no project of by itself gets one by a rule. */
async function projectRules(deps: SetupDeps, connectionId: string, { projectTemplates }: Choices): Promise<ProjectRule[]> {
  const template = projectTemplates?.find(({ name }) => name === CALIBRATION.project);
  if (!template) return [];
  const query = new URLSearchParams({ connectionId, query: CALIBRATION.sku });
  const { products } = await call<OrderProducts>(deps, `/settings/orders/products?${query.toString()}`);
  const named = products.map(({ id, name }) => ({ id, name }));
  return named.length === 0 ? [] : [{ id: '1', templateId: template.id, products: named, categoryIds: [] }];
}

/** Won makes an order; one stage before, a quotation is enough. */
function rulesOf(
  connectionId: string,
  { id: pipelineId, stages }: PipelineView,
  given: { choices: Choices; currencies: string[] },
): PipelineOrderRules {
  const { choices, currencies } = given;
  const lastOpen = stages.findLast(({ outcome }) => outcome === 'open');
  const lists = currencies.map((currency) => [currency, choices.priceLists.find((list) => list.currency === currency)?.id] as const);
  return {
    pipelineId,
    connectionId,
    stages: {
      ...(lastOpen ? { [lastOpen.id]: 'quotation' as const } : {}),
      ...Object.fromEntries(stages.flatMap(({ id, outcome }) => (outcome === 'won' ? [[id, 'order' as const]] : []))),
    },
    companyId: null,
    warehouseId: null,
    paymentTermId: null,
    priceLists: Object.fromEntries(lists.flatMap(([currency, list]) => (list === undefined ? [] : [[currency, list]]))),
    salespeople: choices.proposedSalespeople,
    prices: 'deal',
    approval: null,
    unknownProduct: 'stop',
    newProducts: { kind: 'goods', categoryId: null },
    withoutLines: 'stop',
    placeholderProductId: null,
    reserves: choices.canReserve,
    whenLost: 'cancel',
    confirmWhenSigned: true,
  };
}
