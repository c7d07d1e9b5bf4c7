import { z } from 'zod';
import type { Order, OrderState } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { byEntries } from './affected-records.ts';
import { AGREED_FIELDS, agreedId, agreedOf, DRAFTS, RawAgreed, type AgreedSet } from './agreed-documents.ts';
import { companyWith } from './company.ts';
import type { Connection } from './connection.ts';
import { failures } from './errors.ts';
import { currenciesIn } from './mapping.ts';
import { headStatus, totalsOf } from './mapping-orders.ts';
import { orders } from './orders.ts';
import { Id } from './raw.ts';
import { recordGone } from './write-errors.ts';
import { allOf } from '../shared/odata-query.ts';

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

/** How a document stands, in one call: its head says all of it, but of an order that is closed. */
export async function readState(connection: Connection, id: ErpRecordId, signal: AbortSignal): Promise<OrderState> {
  const found = agreedOf(id);
  if (!found) throw recordGone();
  const { set, entry } = found;
  const query = { select: AGREED_FIELDS, filter: allOf(set.filter, byEntries([entry])) };
  const { rows } = await connection.client.page(set.name, query, 1, signal);
  const [state] = await statesIn(connection, set, rows, signal);
  if (!state) throw recordGone();
  return state;
}

/** By rows with all fields of the head, in their order. */
export async function statesIn(
  connection: Connection,
  set: AgreedSet,
  rows: readonly unknown[],
  signal: AbortSignal,
): Promise<OrderState[]> {
  const states: OrderState[] = [];
  for (const row of rows)
    states.push((await byHead(connection, set, row, signal)) ?? stateOf(await readAgreed(connection, idIn(set, row), signal), false));
  return states;
}

const idIn = (set: AgreedSet, row: unknown): ErpRecordId => agreedId(set, z.object({ DocEntry: Id }).parse(row).DocEntry);

/** Null: the head does not say it, or cannot be understood. */
async function byHead(connection: Connection, set: AgreedSet, row: unknown, signal: AbortSignal): Promise<OrderState | null> {
  const { data: raw } = RawAgreed.safeParse(row);
  const status = raw && headStatus(set, raw);
  if (!raw || !status) return null;
  const company = await companyWith(connection.company, currenciesIn([raw]), signal);
  if (raw.DocTotalFc !== 0 && company.currency(raw.DocCurrency) === undefined) return null;
  const { currency, untaxed, tax, total } = totalsOf(raw, company);
  const numberOf = await connection.numbering.numbersIn([row], signal);
  return {
    ...{ id: agreedId(set, raw.DocEntry), number: set === DRAFTS ? null : numberOf(raw).shown, status },
    ...{ currency: currency.code, untaxed, tax, total },
    isChanged: false,
  };
}
