import type {
  DealOrder,
  DealOrderState,
  DealOrders,
  OrderCheck,
  OrderChecklist,
  OrderCommand,
  OrderPreview,
  OrderStep,
} from '../../hubspot-app/app/cards/api/orders.ts';
import { linkedView } from './views.ts';

export const DEAL = { objectTypeId: '0-3' };
export const mxn = (amount: string) => ({ amount, currency: 'MXN' });

export const anOrder = (over: Partial<DealOrder> = {}): DealOrder => ({
  connectionId: 'c1',
  id: '42',
  status: 'confirmed',
  number: 'S00042',
  orderedAt: '2026-11-12',
  promisedAt: '2026-11-30',
  total: mxn('1160.00'),
  url: 'https://erp.example.com/orders/42',
  quotation: null,
  how: 'number',
  reserved: 'all',
  reservesOn: null,
  delivered: 'partly',
  invoiced: 'none',
  paid: 'none',
  lines: [
    {
      ...{ id: '1', name: 'Valve 2in', sku: 'VAL-2', unit: 'pcs', quantity: '10' },
      ...{ net: mxn('1000.00'), reserved: '6', reservesOn: null, delivered: '4', invoiced: '0' },
    },
  ],
  deliveries: [{ id: '7', number: 'WH/OUT/7', status: 'done', at: '2026-11-14', tracking: 'MX123' }],
  invoices: [{ id: '9', number: 'INV/9', status: 'partially_paid', issuedOn: '2026-11-15', url: null }],
  ...over,
});

export const STEPS = ['quoted', 'ordered', 'reserved', 'delivered', 'invoiced', 'paid'] as const;

export const aStep = (step: OrderStep['step'], over: Partial<OrderStep> = {}): OrderStep => ({
  ...{ step, state: 'open', number: null, url: null, at: null, quantity: null },
  ...over,
});

export const aDeal = (over: Partial<DealOrderState> = {}): DealOrderState => ({
  status: null,
  connectionId: 'c1',
  connectionName: 'Aceros ERP',
  rule: 'quotation',
  isAutomatic: true,
  isOrderedBySignature: false,
  canOrder: true,
  steps: STEPS.map((step) => aStep(step)),
  commands: [],
  waiting: null,
  difference: null,
  approvers: [],
  actions: [],
  ...over,
});

export const anOrderCommand = (over: Partial<OrderCommand> = {}): OrderCommand => ({
  key: 'HS-4711-D101-1',
  name: 'createOrder',
  state: 'planned',
  reasons: [],
  askedAt: '2026-11-23T14:58:00Z',
  askedBy: { kind: 'person', name: 'ana@example.com' },
  dueAt: null,
  decisions: [],
  made: null,
  ...over,
});

export const aCheck = (over: Partial<OrderCheck> = {}): OrderCheck => ({
  about: 'tax_id',
  state: 'ok',
  reason: { code: 'customer.tax_id_check_digit', params: { taxId: 'ANO950101AB1' } },
  lineId: null,
  action: null,
  lines: [],
  listPrice: null,
  priceList: null,
  ...over,
});

export const aChecklist = (checks: OrderCheck[]): OrderChecklist => ({
  state: 'ready',
  checks,
  passed: checks.filter(({ state }) => state === 'ok').length,
  canCreate: !checks.some(({ state }) => state === 'blocked'),
});

type PreviewLine = Extract<OrderPreview, { state: 'ready' }>['lines'][number];

export const aPreviewLine = (over: Partial<PreviewLine> = {}): PreviewLine => ({
  ...{ name: 'Valve 2in', sku: 'VAL-2', quantity: '10', unitPrice: mxn('125.00') },
  ...{ discount: '20', net: mxn('1000.00'), taxes: ['IVA 16%'] },
  ...over,
});

export const aPreview = (over: Partial<Extract<OrderPreview, { state: 'ready' }>> = {}): OrderPreview => ({
  state: 'ready',
  source: 'erp',
  connectionName: 'Aceros ERP',
  customer: { name: 'Aceros del Norte S.A. de C.V.', number: 'C-10442' },
  lines: [aPreviewLine()],
  net: mxn('1000.00'),
  tax: mxn('160.00'),
  total: mxn('1160.00'),
  dealNet: mxn('1000.00'),
  isDifferent: false,
  notices: [],
  ...over,
});

/** What the card of a deal is answered; the newest of these wins. */
export const dealRoutes = (
  { deal = null, orders = [] }: { deal?: DealOrderState | null; orders?: DealOrder[] },
  { orderNumber = null }: { orderNumber?: string | null } = {},
) => ({
  'GET /cards/record': linkedView({
    ...{ lastInvoice: null, totals: [], lastPayment: null },
    dealInvoices: { orderNumber, isOrderKnown: true, tied: 0, hasOrder: orders.length > 0 },
  }),
  'GET /cards/deal-orders': { state: 'ready', orders, deal } satisfies DealOrders,
  'GET /cards/deal-lines': { state: 'off' },
  'GET /cards/deal-projects': { state: 'off' },
  'GET /cards/subscriptions': { state: 'off' },
  'GET /cards/order-checklist': aChecklist([aCheck()]),
  'GET /cards/order-preview': aPreview(),
  'GET /cards/order-difference': { state: 'none' },
});
