import type { CustomerFieldSupport } from '../shared/contract.ts';
import { findAlike } from './alike-customers.ts';
import type { Connection } from './connection.ts';
import { listFields } from './known-fields.ts';
import { readValues } from './read-fields.ts';
import { writeValues } from './write-fields.ts';

/** Fields of partners and contact persons, one by one. */
export const createCustomerFields = (connection: Connection): CustomerFieldSupport => ({
  list: (kind, signal) => listFields(connection, kind, signal),
  read: (ids, names, signal) => readValues(connection, ids, names, signal),
  write: (id, values, signal, before) => writeValues(connection, { id, values, before }, signal),
  findAlike: (facts, signal) => findAlike(connection, facts, signal),
});
