import type { ErpRecordId } from '../../shared/ids.ts';
import type { FieldValues } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { writableFields } from './known-fields.ts';
import { addressRows, bodyOf, type BodyParts } from './partner-body.ts';
import type { PartnerField } from './partner-fields.ts';
import { ADDRESS_PROPERTIES, locate, partnerPath, type Located } from './partner-rows.ts';
import { readValues } from './read-fields.ts';
import { namingFields } from './refused-fields.ts';
import { recordGone } from './write-errors.ts';

export async function writeValues(connection: Connection, id: ErpRecordId, values: FieldValues, signal: AbortSignal): Promise<FieldValues> {
  const names = Object.keys(values);
  const before = (await locate(connection, [id], ADDRESS_PROPERTIES, signal)).get(id);
  if (!before) throw recordGone();
  const fields = await writableFields(connection, before.kind, { names, isNew: false }, signal);
  const body = changesOf(before, bodyOf(values, fields, before.kind === 'customer' ? before.partner : null));
  if (Object.keys(body).length > 0) await change(connection, before, { body, fields }, signal);
  const after = (await readValues(connection, [id], names, signal)).get(id);
  if (!after) throw recordGone();
  return after;
}

async function change(
  { client }: Connection,
  { partner }: Located,
  { body, fields }: { body: object; fields: ReadonlyMap<string, PartnerField> },
  signal: AbortSignal,
): Promise<void> {
  try {
    await client.write('PATCH', partnerPath(partner.CardCode), body, signal);
  } catch (error) {
    throw namingFields(error, [...fields.values()]);
  }
}

function changesOf(before: Located, { partner, contact, ...addresses }: BodyParts): Record<string, unknown> {
  if (before.kind === 'contact_person') {
    const row = { InternalCode: before.contact.InternalCode, ...contact };
    return Object.keys(contact).length > 0 ? { ContactEmployees: [row] } : {};
  }
  return { ...partner, ...addressRows(addresses, before.partner) };
}
