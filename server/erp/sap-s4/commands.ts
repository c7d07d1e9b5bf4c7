import { findBy, runBy, type CommandSupport } from '../shared/contract.ts';
import { amendOrder } from './amend-order.ts';
import { cancelOrder } from './cancel-order.ts';
import { confirmOrder } from './confirm-order.ts';
import type { Connection } from './connection.ts';
import { createCustomer } from './create-customer.ts';
import { createOrder } from './create-order.ts';
import { findByKeys, KEYS_AT_ONCE } from './find-made.ts';
import { findQuotations } from './find-quotations.ts';
import { setCustomerActive } from './set-customer-active.ts';

/** A call that nobody waits for any more may still be at work, and what it saves is written by update tasks afterwards. */
const SETTLED_AFTER_MS = 10 * 60_000;

export const createCommands = (connection: Connection): CommandSupport => ({
  // The availability check holds goods back by itself, so there is nothing to reserve.
  names: ['createCustomer', 'setCustomerActive', 'createOrder', 'confirmOrder', 'amendOrder', 'cancelOrder'],
  settledAfterMs: SETTLED_AFTER_MS,
  // Where the system gives out the numbers, two who ask at the same moment make two.
  isIdempotent: false,
  keysAtOnce: KEYS_AT_ONCE,
  looksItself: ['createCustomer', 'createOrder'],
  orderCommandsAtOnce: 3,
  find: findBy({
    createCustomer: (keys, signal) => findByKeys(connection, keys, signal),
    createOrder: (keys, signal) => findQuotations(connection, keys, signal),
  }),
  run: runBy({
    createCustomer: (command, signal) => createCustomer(connection, command, signal),
    setCustomerActive: ({ input }, signal) => setCustomerActive(connection, input, signal),
    createOrder: (command, signal) => createOrder(connection, command, signal),
    confirmOrder: (command, signal) => confirmOrder(connection, command, signal),
    amendOrder: ({ input }, signal) => amendOrder(connection, input, signal),
    cancelOrder: ({ input }, signal) => cancelOrder(connection, input, signal),
  }),
});
