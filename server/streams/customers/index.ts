import type { StreamDefinition } from '../shared/definition.ts';
import { Customer } from './record.ts';
import { removeCustomers, storeCustomers, type KeptCustomer } from './store.ts';

export const customers: StreamDefinition<'customers', Customer, KeptCustomer> = {
  name: 'customers',
  record: Customer,
  table: 'erp_customers',
  alsoFills: ['customer_matches'],
  subjectKind: 'customer',
  store: storeCustomers,
  remove: removeCustomers,
  lookedUpBy: 'match',
  isMerged: true,
  refreshed: 'select c as id from unnest(:customerIds::text[]) c',
};
