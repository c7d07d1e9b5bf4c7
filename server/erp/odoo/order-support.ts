import type { OrderSupport } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { readOrderChoices } from './order-choices.ts';
import { previewOrder } from './order-preview.ts';
import { findHindrance } from './order-hindrance.ts';
import { readStanding } from './customer-standing.ts';

/** What goes with the commands about orders. */
export function createOrderSupport(connection: Connection): OrderSupport {
  return {
    choices: (signal) => readOrderChoices(connection, signal),
    preview: (order, signal) => previewOrder(connection, order, signal),
    hindrance: (about, signal) => findHindrance(connection, about, signal),
    standing: (about, signal) => readStanding(connection, about, signal),
  };
}
