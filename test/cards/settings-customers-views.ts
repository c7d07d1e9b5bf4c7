import type { CommandList, CommandView } from '../../hubspot-app/app/settings/api/commands.ts';
import type {
  CustomerObjectRules,
  CustomerRules,
  CustomerRunGroup,
  CustomerRunView,
  CustomerWrites,
  CustomersView,
  ErpFieldView,
  FieldMapping,
  MappingSample,
  PropertyView,
} from '../../hubspot-app/app/settings/api/customers.ts';

type Offered = Exclude<CustomersView, { state: 'not_offered' }>;

export const aProperty = (name: string, label: string, over: Partial<PropertyView> = {}): PropertyView => ({
  name,
  label,
  type: 'text',
  isReadOnly: false,
  options: null,
  ...over,
});

export const aField = (name: string, label: string, over: Partial<ErpFieldView> = {}): ErpFieldView => ({
  name,
  label,
  type: 'text',
  role: null,
  isCustom: false,
  isWritable: true,
  isRequired: false,
  isForNewOnly: false,
  options: null,
  ...over,
});

const options = (...labels: string[]) => labels.map((label) => ({ value: label.toLowerCase().replaceAll(' ', '_'), label }));

export const aLine = (property: string, field: string, over: Partial<FieldMapping> = {}): FieldMapping => ({
  property,
  field,
  direction: 'both',
  rule: 'erp_wins',
  whenEmptied: 'keep',
  translation: [],
  ...over,
});

export const PROPERTIES: PropertyView[] = [
  aProperty('name', 'Company name'),
  aProperty('phone', 'Phone number'),
  aProperty('rfc', 'RFC'),
  aProperty('lifecyclestage', 'Lifecycle stage', { type: 'choice', options: options('Lead', 'Opportunity', 'Customer') }),
  aProperty('hs_lead_status', 'Lead status', { type: 'choice', options: options('New', 'Open') }),
  aProperty('country', 'Country/region'),
  aProperty('hubspot_owner_id', 'Company owner', {
    type: 'choice',
    options: [
      { value: '71', label: 'Ana López' },
      { value: '72', label: 'Luis Peña' },
      { value: '73', label: 'Rita Olmo' },
    ],
  }),
  aProperty('createdate', 'Create date', { type: 'datetime', isReadOnly: true }),
  aProperty('annualrevenue', 'Annual revenue', { type: 'number' }),
  aProperty('credit_limit', 'Credit limit', { type: 'number', isReadOnly: true }),
];

export const FIELDS: ErpFieldView[] = [
  aField('name', 'Name', { role: 'name', isRequired: true }),
  aField('phone', 'Phone', { role: 'phone' }),
  aField('vat', 'Tax ID', { role: 'tax_id', isRequired: true }),
  aField('country_id', 'Country', {
    role: 'country',
    type: 'choice',
    options: [
      { value: 'MX', label: 'Mexico' },
      { value: 'US', label: 'United States' },
    ],
  }),
  aField('user_id', 'Salesperson', {
    role: 'salesperson',
    type: 'choice',
    options: [
      { value: '5', label: 'Ana Lopez' },
      { value: '6', label: 'Luis Peña' },
    ],
  }),
  aField('property_payment_term_id', 'Payment terms', {
    role: 'payment_term',
    type: 'choice',
    options: [
      { value: '1', label: 'Immediate' },
      { value: '2', label: '30 days' },
    ],
  }),
  aField('property_product_pricelist', 'Price list', { role: 'price_list', type: 'choice', options: [{ value: '1', label: 'Public' }] }),
  aField('series', 'Series', {
    role: 'series',
    type: 'choice',
    isRequired: true,
    isForNewOnly: true,
    options: [{ value: '9', label: 'Customers C' }],
  }),
  aField('comment', 'Notes'),
  aField('credit', 'Total receivable', { type: 'number', isWritable: false }),
  aField('x_since', 'Customer since', { type: 'date', isCustom: true }),
];

export const objectRules = (over: Partial<CustomerObjectRules> = {}): CustomerObjectRules => ({
  createWhen: [{ property: 'lifecyclestage', values: ['customer'] }],
  mayCreateByHand: true,
  makesContactPersons: false,
  makesConsumers: false,
  isOneWay: false,
  whenDeletedInHubSpot: 'keep',
  whenGoneInErp: 'keep',
  defaults: { property_payment_term_id: '2' },
  mapping: [
    aLine('name', 'name', { direction: 'to_erp', rule: 'fill_if_empty' }),
    aLine('phone', 'phone'),
    aLine('rfc', 'vat', { rule: 'ask' }),
    aLine('country', 'country_id', { direction: 'to_hubspot', whenEmptied: 'clear' }),
    aLine('hubspot_owner_id', 'user_id', { rule: 'hubspot_wins', translation: [{ hubspot: '71', erp: '5' }] }),
  ],
  ...over,
});

export const customerRules = (companies: Partial<CustomerObjectRules> = {}): CustomerRules => ({
  companies: objectRules(companies),
  contacts: objectRules({ createWhen: [], makesContactPersons: true, defaults: {}, mapping: [] }),
});

export const someWrites = (over: Partial<CustomerWrites> = {}): CustomerWrites => ({
  ...{ creates: false, updatesErp: false, updatesHubSpot: false, leftOut: [] },
  ...over,
});

export const aCustomersView = (over: Partial<Offered> = {}): Offered => ({
  state: 'off',
  rules: customerRules(),
  isDraft: false,
  live: null,
  stopped: null,
  revision: 3,
  lastChange: null,
  writes: someWrites(),
  fields: { companies: FIELDS, contacts: FIELDS.slice(0, 3) },
  properties: { companies: PROPERTIES, contacts: PROPERTIES.slice(0, 4) },
  trouble: null,
  preview: null,
  run: null,
  isTrial: false,
  counts: {
    planned: 0,
    waiting: 0,
    unknown: 0,
    rejected: 0,
    done: 0,
    inStep: 0,
    due: 0,
    asked: 0,
    differing: 0,
    behindTrial: 0,
    leftDifferent: 0,
    undoing: 0,
    waitingContacts: 0,
    waitingCompanies: 0,
    archivals: 0,
    held: 0,
    archivalsPlanned: 0,
    frozenRecords: 0,
    frozenFields: 0,
    oneWay: 0,
  },
  ...over,
});

export const recordUrl = (id: string): string => `https://app.hubspot.com/contacts/1/record/0-2/${id}`;

export const aRunGroup = (kind: CustomerRunGroup['kind'], over: Partial<CustomerRunGroup> = {}): CustomerRunGroup => ({
  kind,
  objectType: 'companies',
  property: null,
  field: null,
  rule: null,
  reason: null,
  count: 12,
  samples: [],
  ...over,
});

export const aRunSample = (over: Partial<CustomerRunGroup['samples'][number]> = {}): CustomerRunGroup['samples'][number] => ({
  recordId: '101',
  recordName: 'Aceros del Norte',
  url: recordUrl('101'),
  customerName: null,
  before: null,
  after: null,
  ...over,
});

const GROUPS: CustomerRunGroup[] = [
  aRunGroup('create', { samples: [aRunSample(), aRunSample({ recordId: '102', recordName: null, url: recordUrl('102') })] }),
  aRunGroup('update_hubspot', {
    property: 'phone',
    field: 'phone',
    rule: 'erp_wins',
    count: 34,
    samples: [aRunSample({ customerName: 'Aceros SA', before: '81 1234', after: '+52 81 1234 5678' })],
  }),
  aRunGroup('update_erp', {
    property: 'hubspot_owner_id',
    field: 'user_id',
    rule: 'hubspot_wins',
    count: 1,
    samples: [aRunSample({ customerName: 'Aceros SA', before: null, after: '6' })],
  }),
  aRunGroup('ask', { property: 'rfc', field: 'vat', rule: 'ask', count: 2 }),
  aRunGroup('incomplete', { count: 5, reason: { code: 'customer.field_missing', params: { field: 'Tax ID', property: 'RFC' } } }),
  aRunGroup('review', { count: 1 }),
  aRunGroup('left_out', { count: 900, reason: { code: 'customer.no_condition_met', params: {} } }),
];

export const aRun = (over: Partial<CustomerRunView> = {}): CustomerRunView => ({
  id: 'r1',
  state: 'done',
  startedAt: '2026-11-23T14:30:00Z',
  endedAt: '2026-11-23T14:32:00Z',
  done: 1200,
  total: 1200,
  groups: GROUPS,
  trouble: null,
  ...over,
});

export const aSample = (): MappingSample => ({
  pair: {
    recordId: '101',
    recordName: 'Aceros del Norte',
    url: recordUrl('101'),
    customerName: 'Aceros del Norte S.A. de C.V.',
    properties: { name: 'Aceros del Norte', phone: '81 1234', rfc: null, country: 'México', hubspot_owner_id: '71' },
    fields: { name: 'Aceros del Norte S.A. de C.V.', phone: '+52 81 1234 5678', vat: 'ANO950101AB1', country_id: 'MX', user_id: '5' },
  },
});

export const aCommand = (over: Partial<CommandView> = {}): CommandView => ({
  key: 'HS-101',
  objectType: 'companies',
  recordId: '101',
  recordName: 'Aceros del Norte',
  url: recordUrl('101'),
  state: 'rejected',
  reason: { code: 'command.refused', params: { message: 'The VAT number is not valid.', fields: 'Tax ID' } },
  canRetry: true,
  askedBy: { kind: 'rule', property: 'lifecyclestage' },
  askedAt: '2026-11-23T14:00:00Z',
  sentAt: '2026-11-23T14:01:00Z',
  endedAt: '2026-11-23T14:01:00Z',
  made: null,
  ...over,
});

export const commandList = (commands: CommandView[], over: Partial<CommandList> = {}): CommandList => ({
  page: 1,
  pageCount: 1,
  total: commands.length,
  commands,
  ...over,
});
