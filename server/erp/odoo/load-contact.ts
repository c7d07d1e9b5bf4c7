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

/**
 * Contacts are made with `load`, Odoo's import: it makes the contact and its external id in one transaction, and the index on external ids lets
 * only one of them be, however often and however simultaneously it is asked for. `load` answers every failure as a message, those of the database
 * too; nothing was made then.
 */
export async function loadContact(
  connection: Connection,
  key: string,
  columns: readonly [column: string, text: string][],
  signal: AbortSignal,
): Promise<number | Refusal> {
  const { client, settings } = connection;
  const [names, texts] = [
    ['id', ...columns.map(([column]) => column)],
    [externalId(key), ...columns.map(([, text]) => text)],
  ];
  const named = { fields: names, data: [texts], context: { ...UNLESS_THERE, ...companyContext(settings) } };
  const { ids, messages } = Loaded.parse(await client.change('res.partner', 'load', named, signal));
  if (ids !== false) return ids[0];
  const [refusal = { message: '' }] = messages;
  if (refusal.field !== undefined || !IS_CONFLICT.test(refusal.message)) return refusal;
  // Another call with this key was faster: it had committed before this one was told.
  const other = await findByExternalId(connection, key, signal);
  if (other !== null) return other;
  throw new TransientError('Another transaction was faster', {
    code: 'odoo.database_busy',
    params: { model: 'res.partner', method: 'load' },
  });
}

/** PostgreSQL's words, in the language of the database server. */
const IS_CONFLICT = /seriali[sz]|sérialis|deadlock|verklemmung|interbloqueo|concurren/i;
