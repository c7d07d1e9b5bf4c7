import type {
  CardCommand,
  CreationOffer,
  CustomerCard,
  FieldChange,
  FieldConflict,
  FieldPair,
} from '../../hubspot-app/app/cards/api/customers.ts';

/** A record of which nothing was asked, and whose fields nobody keeps in step. */
export const customerCard = (over: Partial<CustomerCard> = {}): CustomerCard => ({
  offers: [],
  commands: [],
  conflicts: [],
  changes: [],
  pairs: [],
  labels: { phone: 'Phone number', city: 'City', name: 'Company name', description: 'About us' },
  canDecide: true,
  ...over,
});

export const anOffer = (over: Partial<CreationOffer> = {}): CreationOffer => ({
  connectionId: 'c1',
  connectionName: 'Aceros ERP',
  contactPersonOf: null,
  values: [
    { field: 'name', label: 'Name', value: 'Aceros del Norte S.A. de C.V.' },
    { field: 'vat', label: 'Tax ID', value: 'ANO950101AB1' },
    { field: 'country_id', label: 'Country', value: 'Mexico' },
  ],
  missing: [],
  warnings: [],
  alike: [],
  ...over,
});

export const aCommand = (over: Partial<CardCommand> = {}): CardCommand => ({
  key: 'HS-C-101-1',
  connectionId: 'c1',
  connectionName: 'Aceros ERP',
  state: 'planned',
  reason: null,
  askedAt: '2026-11-23T14:02:00Z',
  askedBy: { kind: 'person', name: 'ana@example.com' },
  made: null,
  ...over,
});

export const aPair = (over: Partial<FieldPair> = {}): FieldPair => ({
  connectionId: 'c1',
  customerId: '7',
  isFrozen: false,
  frozen: [],
  properties: ['phone', 'city', 'name', 'description'],
  isDue: false,
  refused: [],
  waits: [],
  warnings: [],
  differs: [],
  ...over,
});

export const aConflict = (over: Partial<FieldConflict> = {}): FieldConflict => ({
  connectionId: 'c1',
  customerId: '7',
  property: 'phone',
  field: 'phone',
  hubspot: '+52 81 1234 5678',
  erp: '+52 81 8765 4321',
  isFromBefore: false,
  since: '2026-11-12T20:02:00Z',
  editedBy: { hubspot: null, erp: null },
  ...over,
});

export const aChange = (over: Partial<FieldChange> = {}): FieldChange => ({
  id: '1',
  connectionId: 'c1',
  customerId: '7',
  at: '2026-11-12T20:02:00Z',
  property: 'phone',
  field: 'phone',
  writtenTo: 'hubspot',
  before: '81 1111',
  after: '81 2222',
  lost: null,
  rule: 'moved',
  by: null,
  editedBy: { hubspot: null, erp: null },
  canUndo: true,
  undoneAt: null,
  undoRefused: null,
  ...over,
});
