import { aChange, aCommand, aConflict, anOffer, aPair, customerCard } from '../customers.ts';
import { mxn } from '../orders.ts';
import { aCandidate, aConnection, aCustomer, aDetail, anInvoice, linkedView, pageOf, totalsIn, unlinkedView } from '../views.ts';
import { DEALS } from './deals.ts';
import { LONG_NAME, type PicturedState } from './scene.ts';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const administrators = ['ana.garcia@aceros.example', 'luis.torres@aceros.example'];
const BEAM = 'Viga IPR de 12" × 14 lb/ft, acero ASTM A992, cortada y perforada según plano, con certificado de calidad';
const HUGE = '12345678901234.56';

const late = { status: 'overdue', issuedOn: '2026-10-01', dueOn: '2026-10-31', daysOverdue: 23 } as const;
const overdue = anInvoice({ id: '1', number: 'INV/2026/00215', ...late });
const partlyPaid = anInvoice({ id: '2', number: 'INV/2026/00229', status: 'partially_paid', open: mxn('20000.00') });
const settled = anInvoice({
  ...{ id: '3', number: 'INV/2026/00220', status: 'paid', issuedOn: '2026-10-02', dueOn: '2026-11-01', settledOn: '2026-10-29' },
  open: mxn('0.00'),
});
const creditNote = anInvoice({
  ...{ id: '4', number: 'RINV/2026/00007', type: 'credit_note', status: 'open', issuedOn: '2026-11-16', dueOn: null },
  ...{ total: mxn('1500.00'), open: mxn('1500.00') },
});
const draft = anInvoice({ id: '5', number: null, status: 'draft', issuedOn: '2026-11-20', dueOn: null });
/** As they are listed at first: the newest first. */
const invoices = [draft, creditNote, partlyPaid, settled, overdue];
const lastPayment = { on: '2026-11-16', money: mxn('21000.00'), method: 'Transfer' };

const inUsd = { customerName: 'Aceros US Inc.', connectionId: 'c2' };
const jpy = (amount: string) => ({ amount, currency: 'JPY' });
const inManyCurrencies = [
  ...[draft, creditNote].map((one) => ({ ...one, customerName: LONG_NAME })),
  anInvoice({
    ...{ id: '10', number: 'RINV/2026/00006', type: 'credit_note', issuedOn: '2026-11-10', dueOn: null, customerName: LONG_NAME },
    ...{ total: jpy('120000'), open: jpy('120000') },
  }),
  anInvoice({ id: '7', number: 'INV/2026/00232', issuedOn: '2026-11-05', total: mxn(HUGE), open: mxn(HUGE), customerName: LONG_NAME }),
  ...[partlyPaid, settled].map((one) => ({ ...one, customerName: LONG_NAME })),
  anInvoice({
    ...{ id: '9', number: 'INV/2026/00208', status: 'paid', issuedOn: '2026-09-14', settledOn: '2026-10-12', customerName: LONG_NAME },
    ...{ total: jpy('1200000'), open: jpy('0') },
  }),
  anInvoice({
    ...{ id: '8', number: 'EXPORT/2026/00017', status: 'paid', issuedOn: '2026-08-03', settledOn: '2026-09-02', ...inUsd },
    ...{ total: usd('98765.40'), open: usd('0.00') },
  }),
  anInvoice({
    ...{ id: '6', number: 'EXPORT/2025/01234', status: 'overdue', issuedOn: '2025-09-07', dueOn: '2025-10-07', daysOverdue: 412, ...inUsd },
    ...{ total: usd(HUGE), open: usd(HUGE), overdue: usd(HUGE) },
  }),
];
const earlier = Array.from({ length: 22 }, (_, nth) =>
  anInvoice({
    ...{ id: `2${nth}`, number: `INV/2026/00${212 - nth}`, status: 'paid', issuedOn: '2026-09-14', settledOn: '2026-10-12' },
    ...{ total: mxn('12500.50'), open: mxn('0.00') },
  }),
);

const page = {
  'GET /cards/invoices': pageOf(invoices),
  'GET /cards/deal-orders': { state: 'off' },
  'GET /cards/deal-lines': { state: 'off' },
  'GET /cards/subscriptions': { state: 'off' },
};
const owing = totalsIn('MXN', {
  ...{ open: '61000.00', paid12Months: '62000.00', unappliedCredit: '1500.00' },
  ageing: { ...totalsIn('MXN').ageing, notDue: '20000.00' },
});
const linked = (over: Parameters<typeof linkedView>[0] = {}, routes = {}): PicturedState => ({
  answers: {
    ...page,
    'GET /cards/record': linkedView({ totals: [owing], lastPayment, ...over }),
    'GET /cards/customer': customerCard(),
    ...routes,
  },
});
const LONG_ADDRESS = 'Av. Ruiz Cortines 1250, entre Edison y Bernardo Reyes, Colonia Industrial, bodega 14, andén de carga 3';
const HISTORY = [
  aChange({ id: '5', before: '81 2222', after: '81 3333' }),
  aChange({
    ...{ id: '4', at: '2026-11-10T17:40:00Z', property: 'address', writtenTo: 'erp', rule: 'hubspot_wins' },
    ...{ before: 'Ruiz Cortines 1250', after: LONG_ADDRESS, lost: 'Ruiz Cortines 1250' },
  }),
  aChange({ id: '3', at: '2026-11-03T15:15:00Z', canUndo: false }),
  aChange({ id: '2', at: '2026-10-28T16:30:00Z', before: null, after: '81 1111', rule: 'fill_if_empty', canUndo: false }),
];

const unlinked = (over: Parameters<typeof unlinkedView>[0], card = customerCard()): PicturedState => ({
  answers: { ...page, 'GET /cards/record': unlinkedView(over), 'GET /cards/customer': card },
});
const only = (record: unknown): PicturedState => ({ answers: { 'GET /cards/record': record } });
const sidebar = (state: PicturedState): PicturedState => ({ ...state, isSidebar: true });

const LONG_RFC = 'CIV980312QX4';
const SUBSIDIARY = 'Servicios Industriales y Logísticos del Bajío Centro Norte S. de R.L. de C.V.';
const customers = [
  aCustomer({
    ...{ name: LONG_NAME, taxId: LONG_RFC, isBlocked: true },
    subsidiaries: [{ name: SUBSIDIARY, open: [mxn(HUGE), usd('900.00')] }],
  }),
  aCustomer({ id: '8', connectionId: 'c2', name: 'Aceros US Inc.', number: null, taxId: '74-1234567', rule: 'person' }),
];
const NOTHING_DUE = { notDue: '0', days1to30: '0', days31to60: '0', days61to90: '0', over90: '0' };
const HUGE_AND_MORE = '12345678921234.56';
const manyCurrencies = {
  ...{ customers, connections: [aConnection(), aConnection({ id: 'c2', name: 'SAP Business One · Aceros Estados Unidos' })] },
  totals: [
    totalsIn('MXN', {
      ...{ open: HUGE_AND_MORE, overdue: '0', oldestOverdueDays: null, paid12Months: '62000.00', unappliedCredit: '1500.00' },
      ageing: { ...NOTHING_DUE, notDue: HUGE_AND_MORE },
    }),
    totalsIn('USD', {
      ...{ open: HUGE, overdue: HUGE, oldestOverdueDays: 412, paid12Months: '98765.40' },
      ageing: { ...NOTHING_DUE, over90: HUGE },
    }),
    totalsIn('JPY', {
      open: '0',
      overdue: '0',
      oldestOverdueDays: null,
      paid12Months: '1200000',
      unappliedCredit: '120000',
      ageing: NOTHING_DUE,
    }),
  ],
};
const trouble = { code: 'connection.unreachable', since: '2026-11-23T09:00:00Z', isAdministratorNeeded: false };
const linkedTo = {
  recordId: '900',
  name: 'Distribuidora de Aceros y Perfiles Industriales de Saltillo',
  url: 'https://app.hubspot.com/900',
};
const candidates = [
  aCandidate({ name: LONG_NAME, taxId: LONG_RFC }),
  aCandidate({
    ...{ customerId: '8', name: 'Aceros del Norte, sucursal Saltillo', number: 'C-10977', taxId: null, city: 'Saltillo' },
    ...{ reason: 'email', linkedTo },
  }),
];
const ruledOut = [
  ...candidates,
  aCandidate({ customerId: '9', name: 'Aceros y Tubos de León S.A. de C.V.', number: 'C-10801', taxId: 'ATL870605HG2', city: 'León' }),
  aCandidate({ customerId: '10', name: 'Aceros US Inc.', number: 'C-10655', taxId: '74-1234567', city: 'Houston' }),
  aCandidate({ customerId: '11', name: 'Norte Aceros', number: 'C-10012', taxId: null, city: 'Chihuahua' }),
].map((one) => ({ ...one, reason: 'search' as const }));
const rejected = {
  code: 'command.rejected',
  params: { message: 'The VAT number [ANO950101AB1] does not seem to be valid.', fields: 'Tax ID' },
};

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
        customers: ruledOut,
      },
    },
    customerCard({ offers: [anOffer()] }),
  ),
  'not-linked-offer': unlinked({}, customerCard({ offers: [anOffer()] })),
  'not-linked-unanswered': unlinked({}, customerCard({ commands: [aCommand({ state: 'unknown' })] })),
  'not-linked-refused': unlinked({}, customerCard({ commands: [aCommand({ state: 'rejected', reason: rejected })], offers: [anOffer()] })),
  'nothing-invoiced': linked({ totals: [], lastInvoice: null, lastPayment: null }),
  linked: linked(),
  'many-currencies': linked(manyCurrencies, { 'GET /cards/invoices': pageOf(inManyCurrencies) }),
  'four-pages': linked(
    { totals: [{ ...owing, paid12Months: '1137500.50', unappliedCredit: '0.00' }] },
    { 'GET /cards/invoices': pageOf([partlyPaid, settled, overdue, ...earlier], { pageCount: 4, total: 93 }) },
  ),
  unreachable: linked({ connections: [aConnection({ trouble, asOf: '2026-11-23T08:59:00Z' })] }),
  'fields-history': {
    ...linked(
      {},
      {
        'GET /cards/customer': customerCard({
          pairs: [aPair({ frozen: ['city'], properties: ['phone', 'city', 'name', 'address'] })],
          changes: HISTORY,
        }),
      },
    ),
    act: async (shown) => {
      await shown.getByRole('button', { name: /^(Fields|Campos)/ }).click();
      await shown.getByRole('button', { name: /^(2 earlier changes|2 cambios anteriores)$/ }).click();
    },
  },
  'fields-to-decide': linked(
    { customers: [aCustomer({ name: LONG_NAME, taxId: LONG_RFC })] },
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
      { 'GET /cards/invoice': aDetail({ ...overdue, lines: aDetail().lines.map((line) => ({ ...line, description: BEAM })) }) },
    ),
    act: (shown) => shown.getByRole('button', { name: 'INV/2026/00215' }).click(),
  },
  ...DEALS,
  sidebar: sidebar(linked()),
  'sidebar-many-currencies': sidebar(linked(manyCurrencies)),
  'sidebar-unreachable': sidebar(linked({ connections: [aConnection({ trouble, asOf: '2026-11-23T08:59:00Z' })] })),
  'sidebar-not-linked': sidebar(unlinked({ candidates })),
  'sidebar-not-allowed': sidebar(only({ state: 'not_allowed', administrators, notices: [] })),
};
