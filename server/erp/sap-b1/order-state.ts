import type { Order, OrderState } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { Connection } from './connection.ts';
import { failures } from './errors.ts';
import { orders } from './orders.ts';
import { recordGone } from './write-errors.ts';

/** As the stream has it. A draft whose document is there, or that was deleted, is gone. */
export async function readAgreed(connection: Connection, id: ErpRecordId, signal: AbortSignal): Promise<Order> {
  const { records, rejected } = await orders.readByIds(connection, [id], signal);
  if (records[0]) return records[0];
  if (rejected.length > 0) throw failures.unexpectedAnswer('A document cannot be understood', id);
  throw recordGone();
}

export const stateOf = ({ id, number, status, currency, untaxed, tax, total }: Order, isChanged: boolean): OrderState => ({
  ...{ id, number, status, currency, untaxed, tax, total },
  isChanged,
});
