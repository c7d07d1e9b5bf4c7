import type {
  OrderChoicesView,
  OrderCommandList,
  OrderCommandView,
  OrdersView,
  PipelineOrderRules,
  PipelineView,
} from '../../hubspot-app/app/settings/api/orders.ts';

export const aPipeline = (over: Partial<PipelineView> = {}): PipelineView => ({
  id: 'default',
  label: 'Sales',
  stages: [
    { id: 'proposal', label: 'Proposal', outcome: 'open' },
    { id: 'won', label: 'Closed won', outcome: 'won' },
    { id: 'lost', label: 'Closed lost', outcome: 'lost' },
  ],
  ...over,
});

export const pipelineRules = (over: Partial<PipelineOrderRules> = {}): PipelineOrderRules => ({
  pipelineId: 'default',
  connectionId: 'c1',
  stages: { won: 'quotation' },
  companyId: null,
  warehouseId: null,
  paymentTermId: null,
  priceLists: {},
  salespeople: {},
  prices: 'deal',
  approval: null,
  unknownProduct: 'stop',
  newProducts: { kind: 'goods', categoryId: null },
  withoutLines: 'stop',
  placeholderProductId: null,
  reserves: false,
  whenLost: 'leave',
  projects: [],
  projectCode: null,
  ...over,
});

export const anOrdersView = (rules: PipelineOrderRules[] = [], over: Partial<OrdersView> = {}): OrdersView => ({
  rules: { pipelines: rules },
  revision: 3,
  lastChange: null,
  confirmed: {},
  notices: [],
  pipelines: [aPipeline()],
  connections: [{ id: 'c1', name: 'Aceros ERP', system: 'odoo', readsOrders: true, sendsDocuments: true }],
  owners: [
    { id: '11', name: 'Ana Ruiz', email: 'ana@example.com' },
    { id: '12', name: 'Luis Gómez', email: 'luis@example.com' },
  ],
  dealProperties: [
    { name: 'contract_status', label: 'Contract', type: 'choice', isReadOnly: false, options: [{ value: 'signed', label: 'Signed' }] },
    { name: 'signed_on', label: 'Signed on', type: 'date', isReadOnly: false, options: null },
  ],
  readsQuotes: true,
  users: [{ email: 'ana@example.com' }, { email: 'eva@example.com' }],
  teams: [{ id: 5, name: 'Finance' }],
  currencies: ['MXN', 'USD'],
  counts: { planned: 0, waiting: 0, unknown: 0, rejected: 0, done: 0 },
  ...over,
});

export const someChoices = (over: Partial<Extract<OrderChoicesView, { state: 'ready' }>> = {}): OrderChoicesView => ({
  state: 'ready',
  companies: [
    { id: '1', name: 'Aceros MX' },
    { id: '2', name: 'Aceros US' },
  ],
  warehouses: [
    { id: '10', name: 'Monterrey', companyId: '1' },
    { id: '20', name: 'Laredo', companyId: '2' },
  ],
  priceLists: [
    { id: '30', name: 'Pesos', companyId: null, currency: 'MXN' },
    { id: '31', name: 'Dollars', companyId: '2', currency: 'USD' },
  ],
  paymentTerms: [{ id: '40', name: '30 days', companyId: null }],
  salespeople: [
    { id: '50', name: 'Ana R.', companyId: null, email: 'ana@example.com' },
    { id: '51', name: 'Sales desk', companyId: null, email: null },
  ],
  projectTemplates: null,
  projectCodes: null,
  categories: [
    { id: '60', name: 'All' },
    { id: '61', name: 'All / Valves' },
  ],
  canMakeProducts: true,
  proposedSalespeople: { 11: '50' },
  canReserve: true,
  canPreview: true,
  ...over,
});

export const anOrderCommandView = (over: Partial<OrderCommandView> = {}): OrderCommandView => ({
  key: 'HS-4711-D101-1',
  name: 'createOrder',
  connectionId: 'c1',
  dealId: '101',
  dealName: 'Valves for Q4',
  url: 'https://app.hubspot.com/contacts/4711/record/0-3/101',
  state: 'rejected',
  reasons: [{ code: 'command.order_rejected', params: { message: 'The product is archived', fields: 'Valve 2in' } }],
  canRetry: true,
  askedBy: { kind: 'person', name: 'ana@example.com' },
  askedAt: '2026-11-23T14:58:00Z',
  endedAt: '2026-11-23T14:59:00Z',
  decisions: [],
  made: null,
  ...over,
});

export const orderCommandList = (commands: OrderCommandView[], over: Partial<OrderCommandList> = {}): OrderCommandList => ({
  page: 1,
  pageCount: 1,
  total: commands.length,
  commands,
  ...over,
});
