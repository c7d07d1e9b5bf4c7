import type { CatalogView, ProductReviews } from '../../hubspot-app/app/settings/api/catalog.ts';
import type {
  ConnectionView,
  PortalSettings,
  Preview,
  ProblemGroup,
  SettingsOverview,
  StreamView,
} from '../../hubspot-app/app/settings/api/types.ts';
import type { ReviewGroup, Reviews, UnmatchedCustomers } from '../../hubspot-app/app/settings/api/reviews.ts';
import type { CreationReview, CreationReviews } from '../../hubspot-app/app/settings/api/creation-reviews.ts';
import { PROPERTY_WORDS } from '../../server/records/catalogue/words.ts';

export const portalSettings = (over: Partial<PortalSettings> = {}): PortalSettings => ({
  taxIdProperty: { companies: null, contacts: null },
  contactsCarry: 'billing_contact',
  createMissing: { companies: false, contacts: false },
  activeMonths: 12,
  eventMaxAgeHours: 48,
  writesAmounts: true,
  propertySets: [],
  overdueHour: 8,
  administrators: [],
  checksVies: false,
  amounts: { visibleTo: 'everybody' },
  ...over,
});

export const aStream = (stream: StreamView['stream'], over: Partial<StreamView> = {}): StreamView => ({
  stream,
  rowsRead: 1200,
  isComplete: true,
  completedAt: '2026-11-23T14:02:00Z',
  rowsPerMinute: null,
  heldRemoval: null,
  hidden: null,
  ...over,
});

export const NOBODY_LEFT_OUT = { notFound: 0, inQuestion: 0, byPeople: 0, deleted: 0 };
const FIGURES = { inSync: 1180, waiting: 4, toDecide: 0, leftOut: 12, leftOutToDecide: 12, failing: 3 };

export const aConnectionView = (over: Partial<ConnectionView> = {}): ConnectionView => ({
  id: 'c1',
  system: 'odoo',
  name: 'Aceros ERP',
  settings: { url: 'https://aceros.odoo.com', database: 'aceros', login: 'puente@aceros.mx', keyExpiresOn: null },
  product: 'Odoo 18.0',
  companies: [{ id: '1', name: 'Aceros MX', currency: 'MXN', isIncluded: true }],
  status: 'active',
  paused: null,
  goLiveAt: '2026-11-23T14:00:00Z',
  canMoveGoLive: false,
  phase: 'live',
  streams: [aStream('customers'), aStream('invoices', { rowsRead: 5400 }), aStream('payments', { completedAt: null })],
  ...{ readsOrders: false, readsProjects: null, readsSubscriptions: null },
  ...{ hint: 'off' as const, hintUrl: 'https://puente.example.com/hints/abc' },
  health: { ...FIGURES, whyLeftOut: { ...NOBODY_LEFT_OUT, notFound: 12 }, open: [] },
  notices: [],
  ...over,
});

export const anOverview = (over: Partial<SettingsOverview> = {}): SettingsOverview => ({
  isAdministrator: true,
  administrators: ['ana@example.com'],
  portal: portalSettings(),
  taxIdProperties: {
    companies: [
      { name: 'rfc', label: 'RFC', isProposed: true },
      { name: 'nickname', label: 'Nickname', isProposed: false },
    ],
    contacts: [],
  },
  systems: ['odoo'],
  connections: [aConnectionView()],
  properties: [{ objectType: 'companies', name: 'erp_open_amount', state: 'ready', detail: {} }],
  toDecide: { customers: 0, creations: 0, fields: 0, archivals: 0, products: 0 },
  notices: [],
  isPaused: null,
  ...over,
});

export const aPreview = (over: Partial<Preview> = {}): Preview => ({
  isComplete: true,
  customers: {
    total: 400,
    linkedBy: { key: 0, tax_id: 250, email: 80, domain_and_name: 12, person: 0 },
    ambiguous: 7,
    unmatched: 51,
    deleted: 0,
    toCreate: 0,
  },
  properties: [
    { objectType: 'companies', name: 'erp_open_amount', state: 'missing' },
    { objectType: 'deals', name: 'erp_order_number', state: 'ready' },
  ],
  records: { companies: 300, contacts: 42, deals: 15 },
  customersWithoutContact: 9,
  estimate: { calls: 12, minutes: 1 },
  currency: 'MXN',
  samples: [
    {
      customerName: 'Aceros',
      recordId: '101',
      recordName: 'Aceros del Norte',
      objectType: 'companies',
      rule: 'tax_id',
      values: { erp_open_amount: '41000', erp_customer_key: '' },
    },
  ],
  warnings: [{ code: 'preview.state_starts_workflows', params: { property: 'erp_payment_status', value: 'paid', count: 120 } }],
  propertyWords: PROPERTY_WORDS,
  ...over,
});

export const aGroup = (over: Partial<ProblemGroup> = {}): ProblemGroup => ({
  code: 'record.refused',
  params: {},
  count: 2,
  connectionId: 'c1',
  canRetry: true,
  isNews: false,
  lastSeenAt: '2026-11-23T13:00:00Z',
  records: [
    {
      problemId: 'p1',
      subjectKind: 'companies',
      subject: '101',
      label: 'Aceros',
      detail: 'Name: Aceros S → Aceros',
      url: 'https://app.hubspot.com/contacts/1/record/0-2/101',
    },
    { problemId: 'p2', subjectKind: 'companies', subject: '102', label: null, detail: null, url: null },
  ],
  ...over,
});

export const aReviewed = (over: Partial<ReviewGroup['customers'][number]> = {}): ReviewGroup['customers'][number] => ({
  connectionId: 'c1',
  customerId: '7',
  name: 'ACEROS DEL NORTE SA',
  number: 'C-7',
  facts: { name: ['ACEROS DEL NORTE SA'], taxId: ['ANO950101AB1'], city: ['Monterrey'], email: ['pagos@aceros.mx'] },
  owed: [{ amount: '41000.00', currency: 'MXN' }],
  candidates: [{ recordId: '101', rule: 'tax_id', creation: null }],
  ...over,
});

export const aReviewGroup = (over: Partial<ReviewGroup> = {}): ReviewGroup => ({
  objectType: 'companies',
  records: [
    {
      recordId: '101',
      name: 'Aceros del Norte',
      url: 'https://app.hubspot.com/101',
      facts: { name: ['Aceros del Norte'], taxId: ['ano-950101-ab1'], city: [], domain: [] },
    },
  ],
  customers: [
    aReviewed(),
    aReviewed({ customerId: '9', name: 'Aceros del Norte', number: null, facts: { name: ['Aceros del Norte'] }, owed: [] }),
  ],
  others: [],
  ...over,
});

export const someReviews = (over: Partial<Reviews> = {}): Reviews => ({
  page: 1,
  pageCount: 1,
  total: 2,
  groups: [aReviewGroup()],
  ...over,
});

export const aDoubtfulCreation = (over: Partial<CreationReview> = {}): CreationReview => ({
  ...{ connectionId: 'c1', key: 'HS-4711-C101-1', objectType: 'companies', named: 'ACEROS DEL NORTE SA' },
  ...{ askedBy: { kind: 'rule' }, askedAt: '2026-11-23T14:00:00Z' },
  record: aReviewGroup().records[0]!,
  customers: [
    {
      ...aReviewed(),
      rule: 'tax_id',
      linkedTo: { recordId: '99', name: 'Aceros (matriz)', url: 'https://app.hubspot.com/99', facts: {} },
    },
  ],
  ...over,
});

export const someCreations = (creations: CreationReview[] = [aDoubtfulCreation()]): CreationReviews => ({
  ...{ page: 1, pageCount: 1, total: creations.length },
  creations,
});

export const someUnmatched = (over: Partial<UnmatchedCustomers> = {}): UnmatchedCustomers => ({
  ...{ page: 1, pageCount: 1, total: 40, deleted: 0 },
  customers: ['8', '10'].map((customerId) => ({
    connectionId: 'c1',
    isDeleted: false,
    customerId,
    objectType: 'contacts',
    name: `Tornillos ${customerId}`,
    number: null,
    facts: {},
    owed: [
      { amount: '1250.00', currency: 'MXN' },
      { amount: '300.00', currency: 'USD' },
    ],
  })),
  ...over,
});

type Catalog = Exclude<CatalogView, { state: 'not_offered' }>;

export const aCatalog = (over: Partial<Catalog> = {}): Catalog => ({
  state: 'preview',
  rules: {
    priceLists: {},
    warehouseIds: null,
    categoryIds: null,
    tagIds: null,
    companyIds: null,
    createMissing: true,
    joinsErps: false,
    showsCost: false,
    availabilityThreshold: 1,
  },
  choices: {
    priceLists: [
      { id: '1', name: 'Public', currency: 'MXN' },
      { id: '2', name: 'Dealers', currency: 'MXN' },
      { id: '3', name: 'Export', currency: 'USD' },
      { id: '4', name: 'Every currency', currency: null },
    ],
    warehouses: [
      { id: 'w1', name: 'Monterrey' },
      { id: 'w2', name: 'Toluca' },
    ],
    categories: [
      { id: 'k1', name: 'Valves' },
      { id: 'k2', name: 'Pumps' },
    ],
    tags: [],
    companies: [{ id: '1', name: 'Aceros MX' }],
  },
  trouble: null,
  currencies: ['MXN', 'USD'],
  hubspotTrouble: null,
  lacksPermission: false,
  hasOtherErps: false,
  counts: {
    total: 1500,
    inSync: 40,
    toChange: 200,
    toComplete: 0,
    toCompare: 0,
    toCreate: 1100,
    waiting: 0,
    ambiguous: 0,
    refused: 0,
    keptOut: 0,
    notSold: 160,
    notChosen: 0,
  },
  differences: null,
  pricesWaiting: 0,
  gaps: { withoutSku: 0, withoutPrice: 0 },
  ...over,
});

export const someProductReviews = (over: Partial<ProductReviews> = {}): ProductReviews => ({
  page: 1,
  pageCount: 1,
  total: 2,
  reviews: [
    {
      connectionId: 'c1',
      productId: '5',
      name: 'Valve 2in',
      sku: 'VAL-2',
      unit: 'pcs',
      price: { amount: '1250.00', currency: 'MXN' },
      candidates: [
        { recordId: '901', name: 'Valve', url: 'https://app.hubspot.com/901' },
        { recordId: '902', name: null, url: 'https://app.hubspot.com/902' },
      ],
      withSameSku: 1,
    },
    {
      connectionId: 'c1',
      productId: '6',
      name: 'Pump 3 HP',
      sku: 'PMP',
      unit: null,
      price: null,
      candidates: [{ recordId: '903', name: 'Pump', url: 'https://app.hubspot.com/903' }],
      withSameSku: 3,
    },
  ],
  ...over,
});
