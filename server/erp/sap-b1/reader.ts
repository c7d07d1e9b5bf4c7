import { clockAhead, type Cursor, type ErpConnector, type Page, type StreamName, type StreamRecord } from '../shared/contract.ts';
import { listParts } from '../shared/listing.ts';
import type { Connection } from './connection.ts';
import { failures } from './errors.ts';
import { streamOf } from './streams.ts';
import { readWatermarks, stampedAhead } from './watermarks.ts';
import { nextCursor, startPosition } from './cursor.ts';

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
  const { watermarks, steps: byPhase } = streamOf(stream);
  const position = await startPosition(cursor, (before) => readWatermarks(connection, watermarks, before, signal));
  const steps = byPhase[position.phase];
  const step = steps[position.step];
  if (!step) throw failures.unexpectedAnswer('The stored position is unknown', `step ${position.step}`);
  const { records, rejected, removedIds = [], after, notices: found = [] } = await step(connection, position, signal);
  const notices = [...clockAhead(stampedAhead(position.to)), ...found];
  return { records, rejected, removedIds, ...nextCursor(position, after, steps.length), notices };
}
