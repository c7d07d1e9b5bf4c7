import type { StreamDefinition } from '../shared/definition.ts';
import { Price } from './record.ts';
import { removePrices, storePrices, type KeptPrice } from './store.ts';

export const prices: StreamDefinition<'prices', Price, KeptPrice> = {
  name: 'prices',
  record: Price,
  table: 'erp_prices',
  alsoFills: [],
  subjectKind: 'price',
  startsOff: true,
  store: storePrices,
  remove: removePrices,
};
