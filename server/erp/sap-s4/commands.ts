import { runBy, type CommandSupport } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { createCustomer } from './create-customer.ts';
import { findByKeys, KEYS_AT_ONCE } from './find-made.ts';
import { setCustomerActive } from './set-customer-active.ts';

/** A call that nobody waits for any more may still be at work, and what it saves is written by update tasks afterwards. */
const SETTLED_AFTER_MS = 10 * 60_000;

export const createCommands = (connection: Connection): CommandSupport => ({
  names: ['createCustomer', 'setCustomerActive'],
  settledAfterMs: SETTLED_AFTER_MS,
  // Where the system gives out the numbers, two who ask at the same moment make two.
  isIdempotent: false,
  keysAtOnce: KEYS_AT_ONCE,
  looksItself: ['createCustomer'],
  find: (_name, keys, signal) => findByKeys(connection, keys, signal),
  run: runBy({
    createCustomer: (command, signal) => createCustomer(connection, command, signal),
    setCustomerActive: ({ input }, signal) => setCustomerActive(connection, input, signal),
  }),
});
