import { TransientError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { FieldValues } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { knownFields } from './known-fields.ts';
import type { PartnerField } from './partner-fields.ts';
import { ADDRESS_PROPERTIES, locate, type Located } from './partner-rows.ts';
import { valuesOf } from './partner-values.ts';
import { isUnknownProperty } from './versions.ts';

export async function readValues(
  connection: Connection,
  ids: readonly ErpRecordId[],
  names: readonly string[],
  signal: AbortSignal,
): Promise<Map<ErpRecordId, FieldValues>> {
  const fields = {
    customer: await knownFields(connection, 'customer', names, signal),
    contact_person: await knownFields(connection, 'contact_person', names, signal),
  };
  const located = await locate(connection, ids, selectOf([...fields.customer.values()]), signal).catch(fieldNotServed);
  return new Map([...located].map(([id, one]) => [id, valuesOf(one, fields[one.kind], names)]));
}

/** With what a change of these fields is worked out from: all addresses, whatever is written, and the version. */
export async function locateWith(
  connection: Connection,
  ids: readonly ErpRecordId[],
  names: readonly string[],
  signal: AbortSignal,
): Promise<Map<ErpRecordId, Located>> {
  const fields = await knownFields(connection, 'customer', names, signal);
  const select = [...selectOf([...fields.values()]), ...ADDRESS_PROPERTIES];
  const read = (version: readonly string[]) => locate(connection, ids, [...select, ...version], signal);
  return connection.versions.readWith(read).catch(fieldNotServed);
}

const selectOf = (fields: readonly PartnerField[]): string[] => [
  ...fields.filter(({ place }) => place === 'partner').map(({ property }) => property),
  ...(fields.some(({ place }) => place === 'billTo' || place === 'shipTo') ? ADDRESS_PROPERTIES : []),
];

/** The database has the field, and this node of the server does not know it before its next start. It is no fault of the connection. */
function fieldNotServed(error: unknown): never {
  if (!isUnknownProperty(error)) throw error;
  throw new TransientError('Service Layer does not know a field yet', { code: 'sap-b1.field_not_served', cause: error });
}
