import type { ObjectType, StoredRecord } from '../types.ts';
import type { ApiCall } from './call.ts';

/** What a new record is to be tied to. */
export interface NewTie {
  to: { id: string };
  types: { associationTypeId: number }[];
}

const TARGETS: Record<string, ObjectType> = {
  'contacts/1': 'companies',
  'contacts/279': 'companies',
  'contacts/4': 'deals',
  'deals/3': 'contacts',
  'deals/5': 'companies',
  'deals/341': 'companies',
  'companies/2': 'contacts',
  'companies/280': 'contacts',
  'companies/6': 'deals',
  'companies/342': 'deals',
  'companies/14': 'companies',
  'line_items/20': 'deals',
  'line_items/68': 'quotes',
  'quotes/64': 'deals',
};

export function tieNew({ crm, writer }: ApiCall, type: ObjectType, { id }: StoredRecord, ties: readonly NewTie[] = []): void {
  for (const { to, types } of ties) {
    const target = TARGETS[`${type}/${types[0]?.associationTypeId}`];
    const typeIds = types.map(({ associationTypeId }) => associationTypeId);
    if (target) crm.associate(type, id, target, to.id, writer, typeIds);
  }
}
