import type { ErpRecordId } from '../../shared/ids.ts';
import type { StreamName } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { isMissingModule, isRefusal } from './errors.ts';
import { streamOf } from './streams.ts';

const AT_ONCE = 200;
/** Each half of a refused question is another call: what is not told apart by then counts as hidden, and nothing that is there is taken for deleted. */
const MOST_CALLS = 128;
/** Where none of so many parts is free of hidden ones, nearly all are hidden, and smaller parts tell no more. */
const PARTS_TRIED = 8;

/**
 * A search leaves out what a record rule hides, and what is deleted; `read` refuses what is hidden, and what is deleted does not disturb it (seen on 18.0: asked
 * for `id` alone it answers a deleted record as if it were there). `exists` would tell in one call, but from 19 on it is not for us. It is asked of all companies
 * the user has, whichever are included: a record of another company is no hidden one.
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
  for (let from = 0; from < rows.length; from += AT_ONCE) await halve(rows.slice(from, from + AT_ONCE));
  return hidden;

  async function halve(all: readonly number[]): Promise<void> {
    let parts = [all];
    for (let calls = 0; parts.length > 0;) {
      const refused: (readonly number[])[] = [];
      for (const part of parts) if (await isHiddenAmong(part)) refused.push(part);
      calls += parts.length;
      const isEnough = calls + 2 * refused.length > MOST_CALLS || (parts.length >= PARTS_TRIED && refused.length === parts.length);
      for (const part of refused) if (part.length === 1 || isEnough) for (const row of part) hidden.add(row);
      parts = isEnough ? [] : refused.filter(({ length }) => length > 1).flatMap((part) => inHalves(part));
    }
  }

  async function isHiddenAmong(ids: readonly number[]): Promise<boolean> {
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

const inHalves = (rows: readonly number[]): (readonly number[])[] => [rows.slice(0, rows.length / 2), rows.slice(rows.length / 2)];
