import { aChange, aCommand, aConflict, anOffer, aPair, customerCard } from '../customers.ts';
import { aCheck, aChecklist, aDeal, anOrder, aStep, DEAL, dealRoutes, mxn } from '../orders.ts';
import { aSubscriptionView, readySubscriptions } from '../subscriptions.ts';
import {
  aCandidate,
  aConnection,
  aCustomer,
  aDetail,
  aLine,
  aLineProduct,
  anInvoice,
  linkedView,
  pageOf,
  totalsIn,
  unlinkedView,
} from '../views.ts';
import { LONG_NAME, type PicturedState } from './scene.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const administrators = ['ana.garcia@aceros.example', 'luis.torres@aceros.example'];
const HUGE = '12345678901234.56';

const invoices = [
  anInvoice({ id: '1', number: 'INV/2026/00231', status: 'overdue', daysOverdue: 23 }),
  anInvoice({ id: '2', number: 'INV/2026/00229', status: 'partially_paid', open: mxn('20000.00'), customerName: LONG_NAME }),
  anInvoice({ id: '3', number: 'INV/2026/00220', status: 'paid', settledOn: '2026-10-29', open: mxn('0.00') }),
  anInvoice({ id: '4', number: 'RINV/2026/00007', type: 'credit_note', status: 'open', dueOn: null }),
  anInvoice({ id: '5', number: null, status: 'draft' }),
];
const inTwoCurrencies = [
  ...invoices,
  anInvoice({
    id: '6',
    number: 'EXPORT/2026/01234',
    total: usd(HUGE),
    open: usd(HUGE),
    overdue: usd(HUGE),
    status: 'overdue',
    daysOverdue: 412,
  }),
];

const page = {
  'GET /cards/invoices': pageOf(invoices),
  'GET /cards/deal-orders': { state: 'off' },
  'GET /cards/deal-lines': { state: 'off' },
};
const linked = (over: Parameters<typeof linkedView>[0] = {}, routes = {}): PicturedState => ({
  answers: { ...page, 'GET /cards/record': linkedView(over), 'GET /cards/customer': customerCard(), ...routes },
});
const HISTORY = [
  aChange({ id: '5', before: '81 2222', after: '81 3333' }),
  aChange({ id: '4', property: 'city', writtenTo: 'erp', before: 'León', after: LONG_NAME, lost: 'León', rule: 'hubspot_wins' }),
  aChange({ id: '3', canUndo: false }),
  aChange({ id: '2', before: null, after: '81 1111', rule: 'fill_if_empty', canUndo: false }),
];

const unlinked = (over: Parameters<typeof unlinkedView>[0], card = customerCard()): PicturedState => ({
  answers: { ...page, 'GET /cards/record': unlinkedView(over), 'GET /cards/customer': card },
});
const only = (record: unknown): PicturedState => ({ answers: { 'GET /cards/record': record } });
const sidebar = (state: PicturedState): PicturedState => ({ ...state, isSidebar: true });

const customers = [
  aCustomer({ name: LONG_NAME, isBlocked: true, subsidiaries: [{ name: LONG_NAME, open: [mxn(HUGE), usd('900.00')] }] }),
  aCustomer({ id: '8', connectionId: 'c2', name: 'Aceros US Inc.', number: null, rule: 'person' }),
];
const manyCurrencies = {
  ...{ customers, connections: [aConnection(), aConnection({ id: 'c2', name: 'SAP Business One · Aceros Estados Unidos' })] },
  totals: [
    totalsIn('MXN', { open: HUGE, overdue: '0', oldestOverdueDays: null }),
    totalsIn('USD', { open: '98765432.10', overdue: '41000.00' }),
    totalsIn('JPY', { open: '0', overdue: '0', oldestOverdueDays: null, unappliedCredit: '120000' }),
  ],
};
const trouble = { code: 'connection.unreachable', since: '2026-11-23T09:00:00Z', isAdministratorNeeded: false };
const candidates = [
  aCandidate({ name: LONG_NAME }),
  aCandidate({ customerId: '8', reason: 'email', linkedTo: { recordId: '900', name: LONG_NAME, url: 'https://app.hubspot.com/900' } }),
];

export const CARDS: Record<string, PicturedState> = {
  loading: only({ $never: true }),
  'not-connected': only({ state: 'not_connected', isPaused: false, isAdministrator: true, administrators }),
  'not-connected-others': only({ state: 'not_connected', isPaused: false, isAdministrator: false, administrators }),
  'being-read': only({ state: 'preparing', isAdministrator: true, needsApproval: false, rowsRead: 1_234_567 }),
  'to-approve': only({ state: 'preparing', isAdministrator: true, needsApproval: true, rowsRead: 9 }),
  'not-allowed': only({ state: 'not_allowed', administrators, notices: [{ code: 'hubspot.users_stale', params: {} }] }),
  failed: only({ $refused: { code: 'internal', params: {}, who: 'operator', reference: 'deadbeef' } }),
  'not-linked': unlinked({ candidates }),
  'not-linked-offer': unlinked({}, customerCard({ offers: [anOffer()] })),
  'not-linked-refused': unlinked({}, customerCard({ commands: [aCommand({ state: 'unknown' })] })),
  'nothing-invoiced': linked({ totals: [], lastInvoice: null, lastPayment: null }),
  linked: linked(),
  'many-currencies': linked(manyCurrencies, { 'GET /cards/invoices': pageOf(inTwoCurrencies, { pageCount: 4, total: 93 }) }),
  unreachable: linked({ connections: [aConnection({ trouble, asOf: '2026-11-23T08:59:00Z' })] }),
  'fields-history': {
    ...linked({}, { 'GET /cards/customer': customerCard({ pairs: [aPair({ frozen: ['city'] })], changes: HISTORY }) }),
    act: async (shown) => {
      await shown.getByRole('button', { name: /^(Fields|Campos)/ }).click();
      await shown.getByRole('button', { name: /^(2 changes before|2 cambios anteriores)$/ }).click();
    },
  },
  'fields-to-decide': linked({}, { 'GET /cards/customer': customerCard({ pairs: [aPair()], conflicts: [aConflict({ erp: LONG_NAME })] }) }),
  invoice: {
    ...linked({}, { 'GET /cards/invoice': aDetail({ lines: aDetail().lines.map((line) => ({ ...line, description: LONG_NAME })) }) }),
    act: (shown) => shown.getByRole('button', { name: 'INV/2026/00231' }).click(),
  },
  deal: {
    ...DEAL,
    answers: {
      ...page,
      ...dealRoutes({
        deal: aDeal({
          status: 'ordered',
          steps: [
            aStep('quoted', { state: 'done', number: 'S00042', url: 'https://erp.example.com/42', at: '2026-11-10' }),
            aStep('ordered', { state: 'now', number: 'S00042', at: '2026-11-12' }),
            aStep('reserved', { state: 'partly', quantity: { done: '7', of: '10' }, at: '2026-11-30' }),
          ],
        }),
        orders: [anOrder({ how: 'created' })],
      }),
      'GET /cards/deal-lines': {
        ...{ state: 'ready', pricedBy: 'library', drift: [mxn('-1250.00')] },
        lines: [
          aLine({ name: LONG_NAME, findings: ['short', 'price_differs'], product: aLineProduct({ available: '7', wanted: '160' }) }),
          aLine({ id: '2' }),
        ],
      },
      'GET /cards/order-checklist': aChecklist([aCheck(), aCheck({ about: 'customer' })]),
      'GET /cards/deal-candidates': { invoices: [invoices[2]], lacks: null },
    },
  },
  'deal-choosing-product': {
    ...DEAL,
    answers: {
      ...page,
      ...dealRoutes({ deal: aDeal({ actions: [{ action: 'create_quotation', isAgain: false }] }), orders: [] }),
      'GET /cards/order-checklist': aChecklist([
        aCheck({
          ...{ about: 'product', state: 'blocked', action: 'choose_product' },
          reason: { code: 'order.unknown_product', params: { product: `${LONG_NAME} (GONE-1), Valve 3in` } },
          lines: [
            { lineId: '91', name: LONG_NAME },
            { lineId: '92', name: 'Valve 3in' },
          ],
        }),
        aCheck(),
      ]),
      'GET /cards/order-products': {
        found: [
          { id: 'p1', name: LONG_NAME, sku: 'VAL-2', unit: 'Units' },
          { id: 'p2', name: 'Valve 3in', sku: 'VAL-3', unit: null },
        ],
      },
    },
    act: async (shown) => {
      await shown
        .getByRole('button', { name: /Choose its product|Elegir su producto/ })
        .first()
        .click();
      await shown.getByRole('searchbox').or(shown.getByRole('textbox')).last().fill('valve');
      await shown.getByText('VAL-3').waitFor();
    },
  },
  'deal-subscription': {
    ...DEAL,
    answers: {
      ...page,
      ...dealRoutes({ deal: aDeal({ status: 'ordered' }), orders: [anOrder({ how: 'created' })] }),
      'GET /cards/subscriptions': readySubscriptions(
        [
          aSubscriptionView(),
          aSubscriptionView({ id: 'contract-8', name: LONG_NAME, isUnpaid: true, monthly: { amount: '50.00', currency: 'USD' } }),
          aSubscriptionView({ id: 'contract-9', name: 'Póliza 2025', status: 'cancelled', nextInvoiceOn: null, endsOn: '2026-10-31' }),
        ],
        {
          monthly: [mxn('900.00'), { amount: '50.00', currency: 'USD' }],
          unexpected: [{ number: 'S00042', expected: 1, found: 2 }],
        },
      ),
      'GET /cards/deal-candidates': { invoices: [invoices[2]], lacks: null },
    },
  },
  sidebar: sidebar(linked()),
  'sidebar-many-currencies': sidebar(linked(manyCurrencies)),
  'sidebar-not-linked': sidebar(unlinked({ candidates })),
  'sidebar-not-allowed': sidebar(only({ state: 'not_allowed', administrators, notices: [] })),
};
