import type { ErpRecordId } from '../../shared/ids.ts';
import type { FieldValues } from '../shared/contract.ts';
import { requireStillHeld } from '../shared/still-held.ts';
import type { Change } from './change-set.ts';
import { countryFor } from './company-country.ts';
import type { Connection } from './connection.ts';
import { entityPath } from './entity-path.ts';
import { knownFields, writableFields } from './known-fields.ts';
import { bodyOf } from './partner-body.ts';
import { changesOf, newAddress } from './partner-changes.ts';
import { STANDARD_FIELDS } from './partner-fields.ts';
import { isPerson, kindOf, locate, PARTNERS, type Located, type Wanted } from './partner-rows.ts';
import { valuesOf } from './partner-values.ts';
import { readValues, wantedBy } from './read-fields.ts';
import { namingFields } from './refused-fields.ts';
import { SERVICES } from './services.ts';
import { recordGone } from './write-errors.ts';

export async function writeValues(
  connection: Connection,
  { id, values, before }: { id: ErpRecordId; values: FieldValues; before: FieldValues | undefined },
  signal: AbortSignal,
): Promise<FieldValues> {
  const names = Object.keys(values);
  const located = (await locate(connection, [id], await wantedFor(connection, names, signal), signal)).get(id);
  if (!located) throw recordGone();
  const fields = await writableFields(connection, kindOf(located), { names, isNew: false }, signal);
  requireStillHeld(before, valuesOf(located, fields, names), connection.now());
  const parts = bodyOf(values, fields, isPerson(located.partner));
  // Only an address that is made and a tax number ask where it is.
  const isAsked = parts.taxId !== undefined || newAddress(parts, '') !== null;
  const country = isAsked ? await countryFor(connection, parts, located.address?.Country ?? null, signal) : '';
  const taxType = parts.taxId === undefined ? '' : await connection.taxTypes.of(country, signal);
  const changes = changesOf({ located, parts, country, taxType });
  try {
    await connection.writer.change(SERVICES.partners, await withVersion(connection, located, changes, signal), signal);
  } catch (error) {
    throw namingFields(error, fields.values());
  }
  const after = (await readValues(connection, [id], names, signal)).get(id);
  if (!after) throw recordGone();
  return after;
}

/** Who it is says only what is read. */
async function wantedFor(connection: Connection, names: readonly string[], signal: AbortSignal): Promise<Wanted> {
  const ofCustomers = await knownFields(connection, 'customer', names, signal);
  const ofContacts = STANDARD_FIELDS.contact_person.filter(({ name }) => names.includes(name));
  return wantedBy([...ofCustomers.values(), ...ofContacts]);
}

/** The partner's own change names the version it is of, so that nobody's edit of this moment is lost. */
async function withVersion(
  { writer }: Connection,
  { partner }: Located,
  changes: readonly Change[],
  signal: AbortSignal,
): Promise<Change[]> {
  const path = entityPath(PARTNERS, { BusinessPartner: partner.BusinessPartner });
  return Promise.all(
    changes.map(async (change) => (change.path === path ? writer.withVersion(SERVICES.partners, change, signal) : change)),
  );
}
