import { clockAhead, type Cursor, type ErpConnector, type Page, type StreamName, type StreamRecord } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { PLANS } from './changes.ts';
import type { Connection } from './connection.ts';
import type { Understood } from '../shared/understood.ts';
import { failures } from './errors.ts';
import { fetchCustomers, fetchDocuments, fetchPayments } from './fetch.ts';
import { list } from './listing.ts';
import { readWatermarks, stampedAhead } from './watermarks.ts';
import { paymentsOf } from './named.ts';
import { nextPlace, openPlace } from './places.ts';

type Reader = Pick<ErpConnector, 'readPage' | 'readByIds' | 'list'>;

export function createReader(connection: Connection): Reader {
  return {
    readPage: (stream, cursor, signal) => readPage(connection, stream, cursor, signal),
    readByIds: (stream, ids, signal) => FETCH[stream](connection, ids, signal),
    list: (stream, range, after, signal) => list(connection, stream, { range, cursor: after }, signal),
  };
}

async function readPage<S extends StreamName>(
  connection: Connection,
  stream: S,
  cursor: Cursor | null,
  signal: AbortSignal,
): Promise<Page<StreamRecord[S]>> {
  const place = await openPlace(cursor, (before) => readWatermarks(connection, stream, before, signal));
  const steps = PLANS[stream][place.phase];
  const step = steps[place.step];
  if (!step) throw failures.unexpectedAnswer('The stored place is unknown', `step ${place.step}`);
  const { records, rejected, after } = await step(connection, place, signal);
  const notices = clockAhead(stampedAhead(place.to));
  return { records, rejected, ...nextPlace(place, after, steps.length), notices };
}

type Fetch<S extends StreamName> = (
  connection: Connection,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
) => Promise<Understood<StreamRecord[S]>>;

const FETCH: { [S in StreamName]: Fetch<S> } = {
  customers: fetchCustomers,
  invoices: fetchDocuments,
  payments: (connection, ids, signal) => fetchPayments(connection, paymentsOf(ids), signal),
};
