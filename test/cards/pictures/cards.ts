import { aChange, aCommand, aConflict, anOffer, aPair, customerCard } from '../customers.ts';
import { mxn } from '../orders.ts';
import { aCandidate, aConnection, aCustomer, aDetail, anInvoice, linkedView, pageOf, totalsIn, unlinkedView } from '../views.ts';
import { DEALS } from './deals.ts';
import { LONG_NAME, type PicturedState } from './scene.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const administrators = ['ana.garcia@aceros.example', 'luis.torres@aceros.example'];
const HUGE = '12345678901234.56';

const longLate = { status: 'overdue', issuedOn: '2025-09-07', dueOn: '2025-10-07', daysOverdue: 412 } as const;
const late = { status: 'overdue', issuedOn: '2026-10-01', dueOn: '2026-10-31', daysOverdue: 23 } as const;
const partlyPaid = anInvoice({
  id: '2',
  number: 'INV/2026/00229',
  status: 'partially_paid',
  open: mxn('20000.00'),
  customerName: LONG_NAME,
});
const settled = [
  anInvoice({
    ...{ id: '3', number: 'INV/2026/00220', status: 'paid', issuedOn: '2026-10-02', dueOn: '2026-11-01', settledOn: '2026-10-29' },
    open: mxn('0.00'),
  }),
  anInvoice({ id: '4', number: 'RINV/2026/00007', type: 'credit_note', status: 'open', dueOn: null }),
  anInvoice({ id: '5', number: null, status: 'draft', dueOn: null }),
];
const overdue = anInvoice({ id: '1', number: 'INV/2026/00231', ...late });
const invoices = [overdue, partlyPaid, ...settled];
const inTwoCurrencies = [
  anInvoice({ id: '6', number: 'EXPORT/2025/01234', total: usd(HUGE), open: usd(HUGE), overdue: usd(HUGE), ...longLate }),
  anInvoice({ id: '7', number: 'INV/2026/00232', total: mxn(HUGE), open: mxn(HUGE) }),
  partlyPaid,
  ...settled,
];

const page = {
  'GET /cards/invoices': pageOf(invoices),
  'GET /cards/deal-orders': { state: 'off' },
  'GET /cards/deal-lines': { state: 'off' },
  'GET /cards/subscriptions': { state: 'off' },
};
const owing = totalsIn('MXN', { open: '61000.00', ageing: { ...totalsIn('MXN').ageing, notDue: '20000.00' } });
const linked = (over: Parameters<typeof linkedView>[0] = {}, routes = {}): PicturedState => ({
  answers: { ...page, 'GET /cards/record': linkedView({ totals: [owing], ...over }), 'GET /cards/customer': customerCard(), ...routes },
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
    totalsIn('USD', { open: HUGE, overdue: HUGE, oldestOverdueDays: 412, paid12Months: '98765.40' }),
    totalsIn('JPY', { open: '0', overdue: '0', oldestOverdueDays: null, paid12Months: '1200000', unappliedCredit: '120000' }),
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
  'not-linked-ruled-out': unlinked(
    {
      refused: {
        since: '2026-11-20T15:00:00Z',
        by: 'Eva Ruiz',
        isByOne: false,
        total: 7,
        customers: candidates.map((one) => ({ ...one, reason: 'search' })),
      },
    },
    customerCard({ offers: [anOffer()] }),
  ),
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
      await shown.getByRole('button', { name: /^(2 earlier changes|2 cambios anteriores)$/ }).click();
    },
  },
  'fields-to-decide': linked(
    {},
    {
      'GET /cards/customer': customerCard({
        pairs: [aPair()],
        conflicts: [aConflict({ property: 'name', field: 'name', hubspot: 'Aceros del Norte', erp: LONG_NAME })],
      }),
    },
  ),
  invoice: {
    ...linked(
      {},
      { 'GET /cards/invoice': aDetail({ ...overdue, lines: aDetail().lines.map((line) => ({ ...line, description: LONG_NAME })) }) },
    ),
    act: (shown) => shown.getByRole('button', { name: 'INV/2026/00231' }).click(),
  },
  ...DEALS,
  sidebar: sidebar(linked()),
  'sidebar-many-currencies': sidebar(linked(manyCurrencies)),
  'sidebar-unreachable': sidebar(linked({ connections: [aConnection({ trouble, asOf: '2026-11-23T08:59:00Z' })] })),
  'sidebar-not-linked': sidebar(unlinked({ candidates })),
  'sidebar-not-allowed': sidebar(only({ state: 'not_allowed', administrators, notices: [] })),
};
