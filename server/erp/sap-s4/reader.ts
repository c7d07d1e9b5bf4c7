import type { Cursor, ErpConnector, Page, StreamName, StreamRecord } from '../shared/contract.ts';
import { listParts } from '../shared/listing.ts';
import type { Connection } from './connection.ts';
import { nextCursor, startPosition } from './cursor.ts';
import { failures } from './errors.ts';
import { streamOf } from './streams.ts';

type Reader = Pick<ErpConnector, 'readPage' | 'readByIds' | 'list'>;

export function createReader(connection: Connection): Reader {
  return {
    readPage: (stream, cursor, signal) => readPage(connection, stream, cursor, signal),
    readByIds: (stream, ids, signal) => streamOf(stream).readByIds(connection, ids, signal),
    list: (stream, range, after, signal) => listParts(connection, streamOf(stream).list(range), after, signal),
  };
}

async function readPage<S extends StreamName>(
  connection: Connection,
  stream: S,
  cursor: Cursor | null,
  signal: AbortSignal,
): Promise<Page<StreamRecord[S]>> {
  const { readWatermarks, steps: byPhase, notices } = streamOf(stream);
  const position = await startPosition(cursor, (before) => readWatermarks(connection, before, signal));
  const steps = byPhase[position.phase];
  const step = steps[position.step];
  if (!step) throw failures.unexpectedAnswer('The stored position is unknown', `step ${position.step}`);
  const { records, rejected, after } = await step(connection, position, signal);
  const told = [...(notices?.(position.to) ?? []), ...connection.client.takeWarnings()];
  return { records, rejected, ...nextCursor(position, after, steps.length), notices: told };
}
