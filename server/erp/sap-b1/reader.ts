import { clockAhead, type Cursor, type ErpConnector, type Page, type StreamName, type StreamRecord } from '../shared/contract.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { READ_STEPS } from './read-steps.ts';
import type { Connection } from './connection.ts';
import type { TranslatedRecords } from '../shared/translate-rows.ts';
import { failures } from './errors.ts';
import { readCustomers, readDocuments, readPayments } from './read-by-ids.ts';
import { list } from './listing.ts';
import { readWatermarks, stampedAhead } from './watermarks.ts';
import { paymentsAmong } from './affected-records.ts';
import { nextCursor, startPosition } from './cursor.ts';

type Reader = Pick<ErpConnector, 'readPage' | 'readByIds' | 'list'>;

export function createReader(connection: Connection): Reader {
  return {
    readPage: (stream, cursor, signal) => readPage(connection, stream, cursor, signal),
    readByIds: (stream, ids, signal) => READ_BY_IDS[stream](connection, ids, signal),
    list: (stream, range, after, signal) => list(connection, stream, { range, cursor: after }, signal),
  };
}

async function readPage<S extends StreamName>(
  connection: Connection,
  stream: S,
  cursor: Cursor | null,
  signal: AbortSignal,
): Promise<Page<StreamRecord[S]>> {
  const position = await startPosition(cursor, (before) => readWatermarks(connection, stream, before, signal));
  const steps = READ_STEPS[stream][position.phase];
  const step = steps[position.step];
  if (!step) throw failures.unexpectedAnswer('The stored position is unknown', `step ${position.step}`);
  const { records, rejected, after } = await step(connection, position, signal);
  const notices = clockAhead(stampedAhead(position.to));
  return { records, rejected, ...nextCursor(position, after, steps.length), notices };
}

type ReadByIds<S extends StreamName> = (
  connection: Connection,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
) => Promise<TranslatedRecords<StreamRecord[S]>>;

const READ_BY_IDS: { [S in StreamName]: ReadByIds<S> } = {
  customers: readCustomers,
  invoices: readDocuments,
  payments: (connection, ids, signal) => readPayments(connection, paymentsAmong(ids), signal),
};
