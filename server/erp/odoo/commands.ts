import { erpRecordId } from '../../shared/ids.ts';
import { runBy, type Commands, type CommandSupport, type MakingCommand } from '../shared/contract.ts';
import { amendOrder } from './amend-order.ts';
import { cancelOrder } from './cancel-order.ts';
import { confirmOrder } from './confirm-order.ts';
import type { Connection } from './connection.ts';
import { createCustomer, readCustomer } from './create-customer.ts';
import { createOrder } from './create-order.ts';
import { createProduct } from './create-product.ts';
import { createProject, readProject } from './create-project.ts';
import { findByExternalId } from './external-ids.ts';
import { readOrderStates } from './order-state.ts';
import type { PartnerFieldReader } from './partner-fields.ts';
import { planProject } from './plan-project.ts';
import { reserveOrder } from './reserve-order.ts';
import { sendDocument } from './send-document.ts';
import { setCustomerActive } from './set-customer-active.ts';

/**
 * A worker is killed after 120 s (`limit_time_real`, seen), and what it did not commit is undone. A server without workers may go on longer: the
 * next call with the key then waits for that one, and makes no second record.
 */
const SETTLED_AFTER_MS = 150_000;

export function createCommands(connection: Connection, partnerFields: PartnerFieldReader): CommandSupport {
  return {
    names: [
      'createCustomer',
      'setCustomerActive',
      'createProduct',
      'createOrder',
      'confirmOrder',
      'amendOrder',
      'cancelOrder',
      'reserveOrder',
      'sendDocument',
      'createProject',
      'planProject',
    ],
    settledAfterMs: SETTLED_AFTER_MS,
    isIdempotent: true,
    keysAtOnce: 1,
    async find<N extends MakingCommand>(name: N, keys: readonly string[], signal: AbortSignal) {
      const { model, read } = MADE[name];
      const found = new Map<string, Commands[N]['result'][]>();
      for (const key of keys) {
        const id = await findByExternalId(connection, { model, key }, signal);
        const made = id === null ? [] : await read(connection, id, signal);
        if (made.length > 0) found.set(key, made);
      }
      return found;
    },
    run: runBy({
      createCustomer: async (command, signal) =>
        createCustomer(connection, { ...command, fields: await partnerFields.known(signal) }, signal),
      setCustomerActive: ({ input }, signal) => setCustomerActive(connection, input, signal),
      createProduct: (command, signal) => createProduct(connection, command, signal),
      createOrder: (command, signal) => createOrder(connection, command, signal),
      confirmOrder: ({ input }, signal) => confirmOrder(connection, input, signal),
      amendOrder: ({ input }, signal) => amendOrder(connection, input, signal),
      cancelOrder: ({ input }, signal) => cancelOrder(connection, input, signal),
      reserveOrder: ({ input }, signal) => reserveOrder(connection, input, signal),
      sendDocument: ({ input }, signal) => sendDocument(connection, input, signal),
      createProject: (command, signal) => createProject(connection, command, signal),
      planProject: ({ input }, signal) => planProject(connection, input, signal),
    }),
  };
}

/** What each makes, and how that is read by the id of its row. */
type Made = { [N in MakingCommand]: { model: string; read: ReadMade<N> } };
type ReadMade<N extends MakingCommand> = (connection: Connection, id: number, signal: AbortSignal) => Promise<Commands[N]['result'][]>;

const MADE: Made = {
  createCustomer: { model: 'res.partner', read: readCustomer },
  createOrder: {
    model: 'sale.order',
    read: (connection, id, signal) => readOrderStates(connection, { id: erpRecordId(id), isChanged: true }, signal),
  },
  createProject: { model: 'project.project', read: readProject },
};
