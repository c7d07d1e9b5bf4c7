import { aFieldChange, aFrozenRecord, changeList, conflictList, frozenList } from '../settings-customer-lists.ts';
import { aDecided, someDecided, takenBack } from '../settings-decided-views.ts';
import { aCommand, aCustomersView, aRun, aSample, commandList, customerRules } from '../settings-customers-views.ts';
import { anOrderCommandView, anOrdersView, orderCommandList, pipelineRules, someChoices } from '../settings-orders-views.ts';
import {
  aCatalog,
  aConnectionView,
  aGroup,
  anOverview,
  aPreview,
  aReviewed,
  aReviewGroup,
  aStream,
  someCreations,
  someProductReviews,
  someReviews,
  someUnmatched,
} from '../settings-views.ts';
import type { ConnectionView } from '../../../hubspot-app/app/settings/api/types.ts';
import { LONG_NAME, tabAt, type PicturedState } from './scene.ts';

const counts = {
  ...{ planned: 1, waiting: 2, unknown: 0, rejected: 1, done: 40, inStep: 1180, due: 4, asked: 1 },
  ...{ archivals: 0, held: 0, archivalsPlanned: 0, frozenRecords: 1, frozenFields: 2, oneWay: 40 },
  ...{ differing: 0, behindTrial: 0, leftDifferent: 3, undoing: 0, waitingContacts: 12, waitingCompanies: 0 },
};
const ofName = (recordId: string) => ({
  records: [{ ...aReviewGroup().records[0]!, recordId, facts: { name: ['Aceros del Norte'], taxId: [], city: [], domain: [] } }],
  byName: {
    candidates: [{ recordId, rule: 'name', creation: { key: `HS-4711-C${recordId}-1`, erp: LONG_NAME } }],
    facts: { name: ['ACEROS DEL NORTE SA'], taxId: ['ANO950101AB1'], city: ['Monterrey'] },
  },
});
const [twice, once] = [ofName('102'), ofName('103')];
const namesakes = aReviewGroup({
  records: twice.records,
  customers: ['17', '19'].map((customerId) => aReviewed({ ...twice.byName, customerId, owed: [] })),
});
const namesake = aReviewGroup({ records: once.records, customers: [aReviewed({ ...once.byName, customerId: '11' })] });
const group = aReviewGroup({
  customers: [aReviewed({ name: LONG_NAME, facts: { ...aReviewed().facts, name: [LONG_NAME] } }), aReviewed({ customerId: '9', owed: [] })],
  others: Array.from({ length: 381 }, (_, nth) => ({ connectionId: 'c1', customerId: `more-${nth}` })),
});
const afterDeletion = (state: 'kept' | 'done') => ({
  ...{
    side: 'erp',
    objectType: 'companies',
    customerId: state,
    customerName: state === 'kept' ? LONG_NAME : 'Tornillos del Bajío',
    customerUrl: null,
    state,
    reason: null,
    key: null,
  },
  ...{ recordId: '101', recordUrl: 'https://app.hubspot.com/101', unsettled: 0, by: 'ana.garcia@aceros.example' },
  ...{ noticedAt: '2026-11-23T14:00:00Z', dueAt: '2026-11-23T14:10:00Z', endedAt: `2026-11-23T14:${state === 'kept' ? 20 : 12}:00Z` },
});
const rules = pipelineRules({
  ...{ stages: { won: 'order', proposal: 'quotation' }, companyId: '1', priceLists: { MXN: '30' } },
  ...{ approval: { userEmails: ['eva@example.com'], teamIds: [5] }, unknownProduct: 'placeholder', placeholderProductId: '77' },
});

/** What the tab counts: 386 in question and 3 without a record, a creation, a field, two products. */
const toDecide = { customers: 389, creations: 1, fields: 1, archivals: 0, products: 2 };
const NOTHING_TO_DECIDE = { customers: 0, creations: 0, fields: 0, archivals: 0, products: 0 };
const streams = [aStream('customers'), aStream('invoices', { rowsRead: 5400 }), aStream('payments')];
const health: ConnectionView['health'] = {
  ...{
    inSync: 1180,
    waiting: 4,
    toDecide: 388,
    leftOut: 7,
    whyLeftOut: { notFound: 2, inQuestion: 2, byPeople: 2, deleted: 1 },
    leftOutToDecide: 5,
    failing: 2,
  },
  open: [
    { kind: 'fields', count: 1 },
    { kind: 'catalog', count: 2 },
    { kind: 'matches', count: 384, records: 2 },
    { kind: 'creations', count: 1 },
  ],
};
const aLiveConnection = (over: Partial<ConnectionView> = {}) => aConnectionView({ streams, health, ...over });

/** What the ERP of the pictures calls its things, as its people do. */
const catalog = aCatalog();
const choices = {
  ...catalog.choices!,
  priceLists: [
    { id: '1', name: 'Público', currency: 'MXN' },
    { id: '3', name: 'Exportación', currency: 'USD' },
  ],
  categories: [
    { id: 'k1', name: 'Válvulas' },
    { id: 'k2', name: 'Bombas' },
  ],
};
const reviews = someProductReviews().reviews.map((review, nth) => ({
  ...review,
  ...(nth === 0 ? { name: 'Válvula 2"', unit: 'pza' } : { name: 'Bomba 3 HP' }),
  candidates: review.candidates.map((candidate) => ({ ...candidate, name: candidate.name && (nth === 0 ? 'Válvula' : 'Bomba') })),
}));

/** As HubSpot refuses a value. */
const REFUSAL = 'Property values were not valid: [{"isValid":false,"message":"Email address pagos@aceros is invalid","name":"email"}]';

/** The page of an administrator; the newest of these answers wins. */
const page = (over: Parameters<typeof anOverview>[0] = {}, routes = {}): PicturedState => ({
  answers: {
    'GET /settings/overview': anOverview({ toDecide, connections: [aLiveConnection()], ...over }),
    'GET /settings/problems': {
      groups: [
        aGroup({
          params: { reason: 'hubspot.email_refused', property: 'email' },
          records: ['Aceros del Norte', LONG_NAME].map((label, nth) => ({
            ...aGroup().records[0]!,
            ...{ problemId: `p${nth}`, detail: REFUSAL, label },
          })),
        }),
        aGroup({
          ...{ code: 'product.overwritten', params: { property: 'price' }, isNews: true, canRetry: false, count: 1 },
          records: [{ ...aGroup().records[0]!, subjectKind: 'products', label: 'Válvula 2"', detail: 'price: 99 → 10' }],
        }),
      ],
    },
    'GET /settings/reviews': someReviews({ groups: [group, namesakes, namesake], total: 386 }),
    'GET /settings/reviews/unmatched': someUnmatched({
      ...{ total: 3, deleted: 1 },
      customers: ['8', '10', '12'].map((customerId) => ({
        ...someUnmatched().customers[0]!,
        ...{ customerId, name: `Tornillos ${customerId}` },
        isDeleted: customerId === '12',
        facts: { organisation: [LONG_NAME], email: ['guadalupe.martinez@herramentalescontinental.com.mx'] },
      })),
    }),
    'GET /settings/reviews/creations': someCreations(),
    'GET /settings/decided': someDecided([aDecided(), takenBack()]),
    'GET /settings/catalog': aCatalog({ choices, counts: { ...catalog.counts, ambiguous: 2, notSold: 158 } }),
    'GET /settings/catalog/reviews': someProductReviews({ reviews }),
    'GET /settings/customers': aCustomersView({ state: 'live', run: aRun({ state: 'running', done: 300 }), counts }),
    'POST /settings/customers/sample': aSample(),
    'GET /settings/customers/commands': commandList([aCommand()]),
    'GET /settings/customers/conflicts': conflictList(),
    'GET /settings/customers/frozen': frozenList([
      aFrozenRecord(),
      aFrozenRecord({
        ...{ customerId: '8', customerName: LONG_NAME, recordName: LONG_NAME },
        isWhole: false,
        properties: ['phone', 'name'],
      }),
    ]),
    'GET /settings/customers/changes': changeList([
      aFieldChange({ id: '2', after: LONG_NAME, lost: 'Luis', canUndo: true, isFrozen: false }),
      aFieldChange(),
    ]),
    'GET /settings/orders': anOrdersView([rules], { counts: { planned: 1, waiting: 1, unknown: 0, rejected: 2, done: 9 } }),
    'GET /settings/orders/choices': someChoices(),
    'GET /settings/orders/history': { count: 7 },
    'GET /settings/orders/commands': orderCommandList([anOrderCommandView(), decided]),
    'GET /settings/orders/products': { products: [{ id: '77', name: 'Otros', sku: 'OTROS' }] },
    'GET /settings/preview': aPreview({
      customers: {
        ...aPreview().customers,
        total: 412,
        linkedBy: { key: 0, tax_id: 0, email: 330, domain_and_name: 12, person: 0 },
        deleted: 12,
      },
      properties: aPreview().properties.map((property) => ({ ...property, state: 'ready' as const })),
      samples: aPreview().samples.map((sample) => ({ ...sample, rule: 'email' as const })),
    }),
    'GET /settings/lists': { lists: [] },
    ...routes,
  },
});
/** Before the first write HubSpot refuses nothing. */
const NO_PROBLEMS = { 'GET /settings/problems': { groups: [] } };
const withConnection = (over: Parameters<typeof aConnectionView>[0]) => page({ connections: [aLiveConnection(over)] });
const heldRemoval = { count: 300, of: 1200, since: '2026-11-23T13:00:00Z' };

const decided = anOrderCommandView({
  ...{ key: 'HS-4711-D102-2', name: 'confirmOrder', dealName: LONG_NAME },
  decisions: [{ what: 'approved', by: 'Ana García', at: '2026-11-23T14:59:00Z' }],
});

const SYSTEMS: ConnectionView['system'][] = ['odoo', 'sap-b1', 'sap-s4'];
const chooseErp =
  (label: string): NonNullable<PicturedState['act']> =>
  (shown) =>
    shown.locator('select[name=system]').selectOption({ label });

export const SETTINGS: Record<string, PicturedState> = {
  loading: { answers: { 'GET /settings/overview': { $never: true } } },
  others: page({ isAdministrator: false, administrators: ['ana.garcia@aceros.example'] }),
  failed: { answers: { 'GET /settings/overview': { $refused: { code: 'internal', params: {}, who: 'operator', reference: 'deadbeef' } } } },
  connect: page({ connections: [], systems: SYSTEMS }),
  'connect-sap-b1': { ...page({ connections: [], systems: SYSTEMS }), act: chooseErp('SAP Business One') },
  'connect-sap-s4': { ...page({ connections: [], systems: SYSTEMS }), act: chooseErp('SAP S/4HANA') },
  reading: page(
    {
      toDecide: NOTHING_TO_DECIDE,
      connections: [
        aLiveConnection({
          phase: 'reading',
          streams: [
            aStream('customers', { isComplete: false, rowsPerMinute: 1200 }),
            aStream('invoices', { rowsRead: 0, isComplete: false }),
          ],
        }),
      ],
    },
    NO_PROBLEMS,
  ),
  preview: page(
    {
      toDecide: { ...NOTHING_TO_DECIDE, customers: 70 },
      connections: [aLiveConnection({ name: LONG_NAME, phase: 'preview', canMoveGoLive: true })],
    },
    NO_PROBLEMS,
  ),
  overview: withConnection({ name: LONG_NAME }),
  'overview-opened': {
    ...withConnection({}),
    act: async (shown) => {
      for (const name of [/(Show records|Mostrar registros)$/, /(Say thank you for a payment|Agradecer un pago)$/])
        await shown.getByRole('button', { name }).first().click();
    },
  },
  'hidden-records': withConnection({ streams: [aStream('customers', { hidden: { count: 17, since: '2026-11-23T13:00:00Z' } })] }),
  'vanished-records': withConnection({ streams: [aStream('invoices', { heldRemoval })] }),
  'another-erp': withConnection({ status: 'paused', paused: { code: 'connection.swapped', params: {} } }),
  'to-decide': { ...page(), act: tabAt(1) },
  customers: { ...page(), act: tabAt(2) },
  'customers-history': {
    ...page(
      {},
      {
        'GET /settings/customers': aCustomersView({ state: 'live', counts: { ...counts, archivals: 2 } }),
        'GET /settings/customers/archivals': { page: 1, pageCount: 1, total: 2, archivals: [afterDeletion('kept'), afterDeletion('done')] },
        'GET /settings/customers/changes': changeList(
          [LONG_NAME, 'Ana', 'Rita', 'Luis'].map((after, nth, all) =>
            aFieldChange({
              ...{ id: String(9 - nth), at: `2026-11-${23 - nth}T13:00:00Z`, after, before: all[nth + 1] ?? null, lost: null },
              editedBy: { hubspot: { kind: 'user', name: 'ana@example.com', at: `2026-11-${23 - nth}T12:59:00Z` }, erp: null },
              ...{ canUndo: nth === 0, isFrozen: false },
            }),
          ),
        ),
      },
    ),
    act: async (shown) => {
      await tabAt(2)(shown);
      await shown.getByRole('button', { name: /^(3 earlier changes|3 cambios anteriores)$/ }).click();
    },
  },
  'customers-off': { ...page({}, { 'GET /settings/customers': aCustomersView() }), act: tabAt(2) },
  'customers-draft': {
    ...page(
      {},
      {
        'GET /settings/customers': aCustomersView({
          ...{ state: 'live', isDraft: true, live: customerRules(), counts },
          rules: customerRules({ whenGoneInErp: 'archive', createWhen: [], mapping: customerRules().companies.mapping.slice(1) }),
        }),
      },
    ),
    act: tabAt(2),
  },
  'customers-dry-run': {
    ...page(
      {},
      {
        'GET /settings/customers': aCustomersView({ rules: customerRules({ defaults: { series: '9' } }), isDraft: true, preview: aRun() }),
      },
    ),
    act: tabAt(2),
  },
  products: { ...page(), act: tabAt(3) },
  'products-rules': {
    ...page(),
    act: async (shown) => {
      await tabAt(3)(shown);
      await shown.getByRole('button', { name: /(Change the rules|Cambiar las reglas)$/ }).click();
    },
  },
  orders: {
    ...page(),
    act: async (shown) => {
      await tabAt(4)(shown);
      await shown.getByText(/Rules of Sales|Reglas de Sales/).click();
    },
  },
  rules: { ...page(), act: tabAt(5) },
  connections: { ...page(), act: tabAt(6) },
};
