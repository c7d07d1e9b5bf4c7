import type { ErpRecordId } from '../../shared/ids.ts';
import type { FieldValues } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { knownFields } from './known-fields.ts';
import type { DetailSet } from './partner-details.ts';
import type { PartnerField } from './partner-fields.ts';
import { kindOf, locate, type Wanted } from './partner-rows.ts';
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
  const located = await locate(connection, ids, wantedBy(select), signal);
  return new Map([...located].map(([id, one]) => [id, valuesOf(one, fields[kindOf(one)], names)]));
}

const SETS: Readonly<Record<string, readonly DetailSet[]>> = {
  address: ['addresses'],
  email: ['addresses', 'emails'],
  phone: ['addresses', 'phones'],
  mobile: ['addresses', 'phones'],
  website: ['addresses', 'urls'],
  // By the country of the address.
  taxId: ['addresses', 'taxes'],
};

/** What these fields are kept in; nothing else is asked for. */
export function wantedBy(fields: Iterable<PartnerField>): Wanted {
  const all = [...fields];
  return {
    select: all.filter(({ place }) => place === 'partner').map(({ name }) => name),
    // Who is not reached at the company is reached at home.
    sets: [...new Set(all.flatMap(({ place, role }) => SETS[(place === 'contact' ? role : place) ?? ''] ?? []))],
  };
}
