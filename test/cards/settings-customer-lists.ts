import type { ChangeList, ConflictList, FieldChange } from '../../hubspot-app/app/settings/api/customers.ts';
import type { FrozenList, FrozenRecord } from '../../hubspot-app/app/settings/api/frozen.ts';
import { recordUrl } from './settings-customers-views.ts';

export const conflictList = (over: Partial<ConflictList> = {}): ConflictList => ({
  page: 1,
  pageCount: 1,
  total: 1,
  groups: [],
  conflicts: [
    {
      connectionId: 'c1',
      customerId: '7',
      customerName: 'Aceros SA',
      objectType: 'companies',
      recordId: '101',
      url: recordUrl('101'),
      property: 'hubspot_owner_id',
      field: 'user_id',
      hubspot: '71',
      erp: '6',
      since: '2026-11-23T13:00:00Z',
      editedBy: { hubspot: null, erp: null },
    },
  ],
  ...over,
});

export const aFieldChange = (over: Partial<FieldChange> = {}): FieldChange => ({
  id: '1',
  customerId: '7',
  customerName: 'Aceros SA',
  objectType: 'companies',
  url: recordUrl('101'),
  at: '2026-11-23T13:00:00Z',
  property: 'hubspot_owner_id',
  field: 'user_id',
  writtenTo: 'erp',
  before: '6',
  after: '7',
  lost: null,
  rule: 'moved',
  by: null,
  editedBy: { hubspot: { kind: 'user', name: 'ana@example.com', at: '2026-11-23T12:59:00Z' }, erp: null },
  canUndo: false,
  isFrozen: null,
  undoneAt: null,
  undoRefused: null,
  ...over,
});

export const changeList = (changes: FieldChange[]): ChangeList => ({ page: 1, pageCount: 1, changes });

export const aFrozenRecord = (over: Partial<FrozenRecord> = {}): FrozenRecord => ({
  ...{ objectType: 'companies', customerId: '7', customerName: 'Aceros SA', recordId: '101', recordName: 'Aceros' },
  ...{ url: recordUrl('101'), isWhole: true, properties: [], frozenBy: { '*': { at: '2026-11-20T10:00:00.000Z', by: 'Ana Ruiz' } } },
  ...over,
});

export const frozenList = (records: FrozenRecord[], over: Partial<FrozenList> = {}): FrozenList => ({
  ...{ page: 1, pageCount: 1, total: records.length, records },
  ...over,
});
