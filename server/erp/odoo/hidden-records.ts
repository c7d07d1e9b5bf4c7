import type { ErpRecordId } from '../../shared/ids.ts';
import type { StreamName } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { isMissingModule, isRefusal } from './errors.ts';
import { streamOf } from './streams.ts';

const AT_ONCE = 200;
/** Each half of a refused question is another call: what is not told apart by then counts as hidden, and nothing that is there is taken for deleted. */
const MOST_CALLS = 64;

/**
 * A search leaves out what a record rule hides, and what is deleted; `read` leaves out only what is deleted, and refuses the rest. It is asked of all
 * companies the user has, whichever are included: a record of another company is no hidden one.
 */
export async function findHidden(
  connection: Connection,
  stream: StreamName,
  ids: readonly ErpRecordId[],
  signal: AbortSignal,
): Promise<ErpRecordId[]> {
  const hidden = new Set<ErpRecordId>();
  for (const { query, rowIds } of streamOf(stream).parts) {
    const rows = await hiddenRows(connection, query.model, rowIds(ids), signal);
    for (const id of ids) if (rowIds([id]).some((row) => rows.has(row))) hidden.add(id);
  }
  return [...hidden];
}

async function hiddenRows({ client }: Connection, model: string, rows: readonly number[], signal: AbortSignal): Promise<Set<number>> {
  const hidden = new Set<number>();
  const waiting = Array.from({ length: Math.ceil(rows.length / AT_ONCE) }, (_, nth) => rows.slice(nth * AT_ONCE, (nth + 1) * AT_ONCE));
  let calls = 0;
  for (let some = waiting.shift(); some; some = waiting.shift()) {
    const isRefused = await isHiddenAmong(some);
    if (!isRefused) continue;
    if (some.length === 1 || calls >= MOST_CALLS) for (const row of some) hidden.add(row);
    else waiting.push(some.slice(0, some.length / 2), some.slice(some.length / 2));
  }
  return hidden;

  async function isHiddenAmong(ids: readonly number[]): Promise<boolean> {
    calls++;
    try {
      await client.call(model, 'read', { ids, fields: ['id'], load: null }, signal);
      return false;
    } catch (error) {
      if (isMissingModule(error)) return false;
      if (isRefusal(error)) return true;
      throw error;
    }
  }
}
