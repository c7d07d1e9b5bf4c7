import { z } from 'zod';
import type { Connection } from './connection.ts';
import { FIND_BY_KEY, UnknownKeyError } from './errors.ts';

/**
 * A key is the name of an external id of the record: unique in the database, never copied with the record, shown to nobody but developers, and
 * it goes to the surviving record when two are merged. `__import__` and `__export__` are Odoo's own such prefixes; no module is called like this.
 */
const MODULE = '__puente__';

export const externalId = (key: string): string => `${MODULE}.${key}`;

const Found = z.tuple([z.string(), z.union([z.number().int(), z.literal(false)])]);

interface KeyedRecord {
  model: string;
  key: string;
}

/**
 * Null: there is none. A worker of Odoo's remembers external ids, and for a while also those of a `load` that was rolled back; then the record is
 * none (`false`), and another worker may know better. Nothing is made twice for that: `load` itself reads the table.
 */
export async function findByExternalId(
  { client }: Pick<Connection, 'client'>,
  { model, key }: KeyedRecord,
  signal: AbortSignal,
): Promise<number | null> {
  const named = { module: MODULE, xml_id: key, context: { active_test: false } };
  try {
    const [found, id] = Found.parse(await client.call('ir.model.data', FIND_BY_KEY, named, signal));
    return id === false || found !== model ? null : id;
  } catch (error) {
    if (error instanceof UnknownKeyError) return null;
    throw error;
  }
}
