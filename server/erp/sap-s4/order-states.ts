import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderState } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { rowsOf } from '../shared/rows.ts';
import type { Connection } from './connection.ts';
import { failures } from './errors.ts';
import { toOrder } from './mapping-orders.ts';
import { RawSales, readFigures, readSalesHeads, type SalesParts } from './order-records.ts';
import { readDocuments, requireDocument, stateOf } from './read-order.ts';
import type { SalesKind } from './sales-kinds.ts';
import { recordGone } from './write-errors.ts';

const COMPLETELY = 'C';
/** Whether it is called off, closed or just done, what came of it says. */
const isOver = (raw: RawSales): boolean => raw.OverallSDProcessStatus === COMPLETELY || raw.OverallSDDocumentRejectionSts === COMPLETELY;

/** As far as it is asked how a document stands, nothing came of one that goes on, and nobody asks whose it is. */
const NOTHING_CAME = {
  deliveries: null,
  billed: { of: () => [], quantity: () => '0', rejectionOf: () => undefined },
  companyOf: () => null,
  partnerOf: () => null,
};

function stateIn(kind: SalesKind, raw: RawSales, parts: SalesParts): OrderState {
  const wrong = parts.rejectionOf(raw.SalesOrder);
  if (wrong) throw failures.unexpectedAnswer('A sales document cannot be understood', wrong.id);
  return stateOf(toOrder(raw, { kind, parts, ...NOTHING_CAME }), false);
}

/** How documents stand, by their numbers: a head and its items say it, but of what is over. Those that are not there are left out. */
export async function readStates(
  connection: Connection,
  kind: SalesKind,
  numbers: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, OrderState>> {
  const asked = new Set(numbers);
  const heads = rowsOf(RawSales).parse(await readSalesHeads(connection, kind, { numbers }, signal));
  const own = heads.filter(({ SalesOrder }) => asked.has(SalesOrder));
  const over = await readDocuments(connection, kind, own.filter(isOver).map(numberOf), signal);
  const open = own.filter((raw) => !isOver(raw));
  const parts = await readFigures(connection, kind, open.map(numberOf), signal);
  return new Map([
    ...over.map((order): [string, OrderState] => [order.number ?? '', stateOf(order, false)]),
    ...open.map((raw): [string, OrderState] => [raw.SalesOrder, stateIn(kind, raw, parts)]),
  ]);
}

const numberOf = ({ SalesOrder }: RawSales): string => SalesOrder;

export async function readState(connection: Connection, id: ErpRecordId, signal: AbortSignal): Promise<OrderState> {
  const { kind, number } = requireDocument(id);
  const state = (await readStates(connection, kind, [number], signal)).get(number);
  if (!state) throw recordGone();
  return state;
}

/** Documents are saved by update tasks: who asks at once may be too early. */
const PAUSES_MS = [0, 500, 2_000];

export async function readMadeState(
  connection: Connection,
  kind: SalesKind,
  number: string,
  signal: AbortSignal,
): Promise<OrderState | null> {
  for (const pauseMs of PAUSES_MS) {
    await sleep(pauseMs, undefined, { signal });
    const state = (await readStates(connection, kind, [number], signal)).get(number);
    if (state) return { ...state, isChanged: true };
  }
  return null;
}
