import { PuenteError, RecordRejectedError, TransientError } from '../../shared/errors.ts';
import type { B1Client } from './client.ts';
import type { Connection } from './connection.ts';
import { isRefusal, MISSING_RIGHT } from './errors.ts';
import { orderRefusals } from './order-refusals.ts';
import { KEY_FIELD, KEY_FIELD_SIZE } from './partner-keys.ts';
import type { RawUserField } from './raw.ts';
import { readRawUserFields } from './user-fields.ts';
import { allOf, oneOf } from '../shared/odata-query.ts';

/** A set whose records can carry the key of a command. */
export interface KeyedSet {
  set: string;
  /** By which its user-defined fields are named. */
  table: string;
  key: 'CardCode' | 'DocEntry';
  filter?: string;
}

/** Before a partner is made whose code comes from a series: without a place for the key nobody could tell whether it was made already. */
export async function requireKeyField({ keyFields }: Connection, signal: AbortSignal): Promise<void> {
  if (await keyFields.has('OCRD', signal)) return;
  throw new RecordRejectedError('Business partners have no field for the key', {
    code: 'sap-b1.key_field_missing',
    params: { field: KEY_FIELD, size: KEY_FIELD_SIZE },
    properties: ['Series'],
    help: `Add ${KEY_FIELD} (alphanumeric, ${KEY_FIELD_SIZE} characters) to business partners and restart the Service Layer.`,
  });
}

/** The same before a quotation is made: whatever series numbers it, its number is the server's. */
export async function requireOrderKeyField({ keyFields }: Connection, signal: AbortSignal): Promise<void> {
  if (await keyFields.has('OQUT', signal)) return;
  throw orderRefusals.noKeyField(KEY_FIELD, KEY_FIELD_SIZE);
}

/** Tables that have a place for the key. A yes is kept for some minutes: who takes the field away has every write refused that names it. */
export interface KeyFields {
  has(table: string, signal: AbortSignal): Promise<boolean>;
}

const KEPT_MS = 10 * 60_000;

export function createKeyFields(client: B1Client, now: () => Date): KeyFields {
  const seenAt = new Map<string, number>();
  return {
    async has(table, signal) {
      const at = seenAt.get(table);
      if (at !== undefined && now().getTime() - at < KEPT_MS) return true;
      const field = (await readRawUserFields(client, [table], signal))?.find(isKeyField);
      const isThere = field?.Type === 'db_Alpha' && (field.Size ?? 0) >= KEY_FIELD_SIZE;
      if (isThere) seenAt.set(table, now().getTime());
      else seenAt.delete(table);
      return isThere;
    },
  };
}

/** The records that carry one of the keys in that field. Where the database has no such field none was ever made so. */
export async function rowsWithKey(
  { client }: Connection,
  { set, table, key, filter = '' }: KeyedSet,
  { keys, select }: { keys: readonly string[]; select: readonly string[] },
  signal: AbortSignal,
): Promise<Awaited<ReturnType<Connection['client']['page']>>> {
  try {
    const query = { select: [...select, KEY_FIELD], filter: allOf(filter, oneOf(KEY_FIELD, keys)), orderby: key };
    return await client.page(set, query, MOST, signal);
  } catch (error) {
    if (!isRefusal(error) || (error instanceof PuenteError && error.code === MISSING_RIGHT)) throw error;
    const fields = await readRawUserFields(client, [table], signal);
    if (!fields?.some(isKeyField)) return { rows: [], hasMore: false };
    // A node that has not been restarted since the field was added knows nothing of what another one made.
    throw new TransientError('Service Layer does not know the field for the key yet', { code: 'sap-b1.field_not_served', cause: error });
  }
}

const MOST = 20;
const isKeyField = ({ Name }: RawUserField): boolean => `U_${Name}` === KEY_FIELD;
