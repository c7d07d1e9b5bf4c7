import type { StreamDefinition } from '../shared/definition.ts';
import { Product } from './record.ts';
import { removeProducts, storeProducts, type KeptProduct } from './store.ts';

export const products: StreamDefinition<'products', Product, KeptProduct> = {
  name: 'products',
  record: Product,
  table: 'erp_products',
  alsoFills: [],
  subjectKind: 'product',
  startsOff: true,
  lookedUpBy: 'catalog',
  store: storeProducts,
  remove: removeProducts,
};
