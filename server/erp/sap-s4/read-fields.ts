import type { ErpRecordId } from '../../shared/ids.ts';
import type { FieldValues } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { knownFields } from './known-fields.ts';
import type { PartnerField } from './partner-fields.ts';
import { kindOf, locate } from './partner-rows.ts';
import { valuesOf } from './partner-values.ts';

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
  const select = [...fields.customer.values(), ...fields.contact_person.values()];
  const located = await locate(connection, ids, propertiesOf(select), signal);
  return new Map([...located].map(([id, one]) => [id, valuesOf(one, fields[kindOf(one)], names)]));
}

/** Those of the partner itself. */
export const propertiesOf = (fields: Iterable<PartnerField>): string[] =>
  [...fields].filter(({ place }) => place === 'partner').map(({ name }) => name);
