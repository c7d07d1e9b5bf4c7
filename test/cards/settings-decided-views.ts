import type { DecidedList, DecidedRow } from '../../hubspot-app/app/settings/api/decided.ts';
import { recordUrl } from './settings-customers-views.ts';

export const aDecided = (over: Partial<DecidedRow> = {}): DecidedRow => ({
  ...{ kind: 'linked', connectionId: 'c1', objectType: 'companies', rule: null, at: '2026-11-23T13:00:00Z', canUndo: true },
  customer: { id: '7', name: 'Aceros SA', number: 'C-7' },
  record: { recordId: '101', name: 'Aceros del Norte', url: recordUrl('101') },
  ...{ by: { name: 'Ana López' }, takenBack: null, key: `${over.kind ?? 'linked'} ${over.customer?.id ?? over.record?.recordId ?? 7}` },
  ...over,
});

export const someDecided = (decided: DecidedRow[] = [aDecided()], over: Partial<DecidedList> = {}): DecidedList => ({
  ...{ next: null, decided },
  ...over,
});

/** One that no longer holds. */
export const takenBack = (): DecidedRow =>
  aDecided({
    key: 'taken back',
    canUndo: false,
    takenBack: { at: '2026-11-23T14:00:00Z', by: { name: 'María Guadalupe Martínez Villarreal' } },
  });
