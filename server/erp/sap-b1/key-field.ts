import { RecordRejectedError, TransientError } from '../../shared/errors.ts';
import type { Connection } from './connection.ts';
import { isRefusal, MISSING_RIGHT } from './errors.ts';
import { KEY_FIELD, KEY_FIELD_SIZE } from './partner-keys.ts';
import { PARTNERS } from './partner-rows.ts';
import type { RawUserField } from './raw.ts';
import { readRawUserFields } from './user-fields.ts';
import { oneOf } from '../shared/odata-query.ts';
import { PuenteError } from '../../shared/errors.ts';

/** Before a partner is made whose code comes from a series: without a place for the key nobody could tell whether it was made already. */
export async function requireKeyField({ client }: Connection, signal: AbortSignal): Promise<void> {
  const field = (await readRawUserFields(client, ['OCRD'], signal))?.find(isKeyField);
  if (field?.Type === 'db_Alpha' && (field.Size ?? 0) >= KEY_FIELD_SIZE) return;
  throw new RecordRejectedError('Business partners have no field for the key', {
    code: 'sap-b1.key_field_missing',
    params: { field: KEY_FIELD, size: KEY_FIELD_SIZE },
    properties: ['Series'],
    help: `Add ${KEY_FIELD} (alphanumeric, ${KEY_FIELD_SIZE} characters) to business partners and restart the Service Layer.`,
  });
}

/** The partners that carry one of the keys in that field. Where the database has no such field none was ever made so. */
export async function rowsWithKey(
  { client }: Connection,
  keys: readonly string[],
  select: readonly string[],
  signal: AbortSignal,
): Promise<Awaited<ReturnType<Connection['client']['page']>>> {
  try {
    return await client.page(PARTNERS, { select, filter: oneOf(KEY_FIELD, keys), orderby: 'CardCode' }, MOST, signal);
  } catch (error) {
    if (!isRefusal(error) || (error instanceof PuenteError && error.code === MISSING_RIGHT)) throw error;
    const fields = await readRawUserFields(client, ['OCRD'], signal);
    if (!fields?.some(isKeyField)) return { rows: [], hasMore: false };
    // A node that has not been restarted since the field was added knows nothing of what another one made.
    throw new TransientError('Service Layer does not know the field for the key yet', { code: 'sap-b1.field_not_served', cause: error });
  }
}

const MOST = 20;
const isKeyField = ({ Name }: RawUserField): boolean => `U_${Name}` === KEY_FIELD;
