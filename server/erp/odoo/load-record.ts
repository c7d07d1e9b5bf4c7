import { z } from 'zod';
import { TransientError } from '../../shared/errors.ts';
import { rowsOf } from '../shared/rows.ts';
import { companyContext } from './company-context.ts';
import type { Connection } from './connection.ts';
import { externalId, findByExternalId } from './external-ids.ts';
import { Id } from './raw.ts';

/** Made if there is none of this external id; one that is there is left as it is. Times are read in the zone of the context. */
const UNLESS_THERE = { mode: 'update', noupdate: true, tz: 'UTC' };

const Loaded = z.object({
  ids: z.union([z.tuple([Id]), z.literal(false)]),
  messages: rowsOf(z.object({ message: z.string(), field: z.string().optional() })),
});
/** Why nothing was made, in Odoo's words, and which field they are about where Odoo says so. */
export type Refusal = z.output<typeof Loaded>['messages'][number];

export interface NewRecord {
  model: string;
  key: string;
  /** Names and texts; an empty text empties the field. */
  columns: readonly [column: string, text: string][];
  /** Records that belong to it: the same columns for all, because a cell that is left out of one would be empty. */
  parts?: readonly (readonly [column: string, text: string][])[];
  context: Record<string, unknown>;
}

/**
 * Records are made with `load`, Odoo's import: it makes the record, its parts and its external id in one transaction, and the index on external ids
 * lets only one of them be, however often and however simultaneously it is asked for. `load` answers every failure as a message, those of the
 * database too; nothing was made then.
 */
export async function loadRecord(connection: Connection, record: NewRecord, signal: AbortSignal): Promise<number | Refusal> {
  const { client } = connection;
  const { model, key, context } = record;
  const named = { ...tableOf(record), context: { ...UNLESS_THERE, ...context } };
  const { ids, messages } = Loaded.parse(await client.change(model, 'load', named, signal));
  if (ids !== false) return ids[0];
  const [refusal = { message: '' }] = messages;
  if (refusal.field !== undefined || !IS_CONFLICT.test(refusal.message)) return refusal;
  // Another call with this key was faster: it had committed before this one was told.
  const other = await findByExternalId(connection, { model, key }, signal);
  if (other !== null) return other;
  throw new TransientError('Another transaction was faster', { code: 'odoo.database_busy', params: { model, method: 'load' } });
}

/** The first part shares the row of the record; a row whose cells of the record are empty belongs to the one above. */
function tableOf({ key, columns, parts = [] }: NewRecord): { fields: string[]; data: string[][] } {
  const own = [['id', externalId(key)] as const, ...columns];
  const [first = [], ...others] = parts;
  return {
    fields: [...own, ...first].map(([name]) => name),
    data: [[...own, ...first], ...others.map((part) => [...own.map(([name]) => [name, ''] as const), ...part])].map((row) =>
      row.map(([, text]) => text),
    ),
  };
}

/** A contact, which has no parts. */
export function loadContact(
  connection: Connection,
  key: string,
  columns: NewRecord['columns'],
  signal: AbortSignal,
): Promise<number | Refusal> {
  return loadRecord(connection, { model: 'res.partner', key, columns, context: companyContext(connection.settings) }, signal);
}

/** PostgreSQL's words, in the language of the database server. */
const IS_CONFLICT = /seriali[sz]|sérialis|deadlock|verklemmung|interbloqueo|concurren/i;
