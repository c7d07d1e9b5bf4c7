import type { StreamDefinition } from '../shared/definition.ts';
import { Stock } from './record.ts';
import { removeStock, storeStock, type KeptStock } from './store.ts';

export const stock: StreamDefinition<'stock', Stock, KeptStock> = {
  name: 'stock',
  record: Stock,
  table: 'erp_stock',
  alsoFills: [],
  subjectKind: 'stock',
  startsOff: true,
  isComparedInTime: true,
  store: storeStock,
  remove: removeStock,
};
