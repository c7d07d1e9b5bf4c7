import type { ErpRecordId } from '../../shared/ids.ts';
import type { FieldValues } from '../shared/contract.ts';
import { requireStillHeld } from '../shared/still-held.ts';
import type { Connection } from './connection.ts';
import { writableFields } from './known-fields.ts';
import { addressRows, bodyOf, type BodyParts } from './partner-body.ts';
import type { PartnerField } from './partner-fields.ts';
import { partnerPath, type Located } from './partner-rows.ts';
import { valuesOf } from './partner-values.ts';
import { locateWith, readValues } from './read-fields.ts';
import { namingFields } from './refused-fields.ts';
import { versionOf } from './versions.ts';
import { recordGone } from './write-errors.ts';

export async function writeValues(
  connection: Connection,
  { id, values, before }: { id: ErpRecordId; values: FieldValues; before: FieldValues | undefined },
  signal: AbortSignal,
): Promise<FieldValues> {
  const names = Object.keys(values);
  const located = (await locateWith(connection, [id], Object.keys(before ?? {}), signal)).get(id);
  if (!located) throw recordGone();
  const fields = await writableFields(connection, located.kind, { names, isNew: false }, signal);
  requireStillHeld(before, valuesOf(located, fields, names), connection.now());
  const body = changesOf(located, bodyOf(values, fields, located.kind === 'customer' ? located.partner : null));
  if (Object.keys(body).length > 0) await change(connection, located, { body, fields }, signal);
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
    await client.changeVersion(partnerPath(partner.CardCode), { body, version: versionOf(partner) }, signal);
  } catch (error) {
    throw namingFields(error, [...fields.values()]);
  }
}

function changesOf(located: Located, { partner, contact, ...addresses }: BodyParts): Record<string, unknown> {
  if (located.kind === 'contact_person') {
    const row = { InternalCode: located.contact.InternalCode, ...contact };
    return Object.keys(contact).length > 0 ? { ContactEmployees: [row] } : {};
  }
  return { ...partner, ...addressRows(addresses, located.partner) };
}
