import { z } from 'zod';
import { RecordRejectedError } from '../../shared/errors.ts';
import { erpRecordId, type ErpRecordId } from '../../shared/ids.ts';
import type { FieldValues, MadeRecord } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { readContacts } from './contacts.ts';
import { entityPath } from './entity-path.ts';
import { partnersByKey } from './find-made.ts';
import { writableFields } from './known-fields.ts';
import { newPersonBody } from './new-partner.ts';
import { bodyOf, invalidValue, type BodyParts } from './partner-body.ts';
import { nameParts } from './partner-names.ts';
import { KEY_FIELD } from './partner-keys.ts';
import { PARTNERS } from './partner-rows.ts';
import { isPartnerNumber } from './raw-partner.ts';
import { namingFields } from './refused-fields.ts';
import { SERVICES } from './services.ts';
import { NeededKey } from './values.ts';
import { outcomeUnknown, recordGone } from './write-errors.ts';

interface NewPerson {
  key: string;
  organisationId: ErpRecordId;
  values: FieldValues;
}

/** A partner of its own and a relationship, made one after the other: whoever finds a person without one goes on there. */
export async function createContactPerson(
  connection: Connection,
  { key, organisationId, values }: NewPerson,
  signal: AbortSignal,
): Promise<MadeRecord> {
  const fields = await writableFields(connection, 'contact_person', { names: Object.keys(values), isNew: true }, signal);
  const parts = withName(bodyOf(values, fields, true), values);
  try {
    const person = await personFor(connection, { key, organisationId }, parts, signal);
    await tie(connection, { organisationId, person }, parts, signal);
    return { id: erpRecordId(person), number: null };
  } catch (error) {
    throw namingFields(error, fields.values());
  }
}

/** Who has no name goes by the e-mail. */
function withName(parts: BodyParts, values: FieldValues): BodyParts {
  const { FirstName, LastName } = parts.partner;
  if (LastName) return parts;
  const name = FirstName || values['EmailAddress'];
  if (typeof name !== 'string' || name === '') throw invalidValue('BusinessPartnerFullName');
  return { ...parts, partner: { ...parts.partner, ...nameParts(name, true) } };
}

const Made = z.object({ BusinessPartner: NeededKey });

async function personFor(
  connection: Connection,
  { key, organisationId }: Pick<NewPerson, 'key' | 'organisationId'>,
  parts: BodyParts,
  signal: AbortSignal,
): Promise<string> {
  const [before] = await partnersByKey(connection, [key], signal);
  if (before) return before.BusinessPartner;
  const path = entityPath(PARTNERS, { BusinessPartner: organisationId });
  if (!isPartnerNumber(organisationId) || !(await connection.writer.entity(SERVICES.partners, path, signal))) throw recordGone();
  const body = await newPersonBody(connection, { key, parts }, signal);
  try {
    const { data } = Made.safeParse(await connection.writer.create(SERVICES.partners, PARTNERS, body, signal));
    if (!data) throw outcomeUnknown(PARTNERS);
    return data.BusinessPartner;
  } catch (error) {
    const [other] = error instanceof RecordRejectedError ? await partnersByKey(connection, [key], signal) : [];
    if (other) return other.BusinessPartner;
    throw error;
  }
}

interface Tie {
  organisationId: ErpRecordId;
  person: string;
}

async function tie(connection: Connection, { organisationId, person }: Tie, parts: BodyParts, signal: AbortSignal): Promise<void> {
  const contacts = await readContacts(connection, { companies: [], persons: [person] }, signal);
  if (contacts.some(({ company }) => company === organisationId)) return;
  const body = {
    BusinessPartnerCompany: organisationId,
    BusinessPartnerPerson: person,
    RelationshipCategory: 'BUR001',
    ...(Object.keys(parts.contact).length > 0 && { to_ContactRelationship: parts.contact }),
  };
  try {
    await connection.writer.create(SERVICES.partners, 'A_BusinessPartnerContact', body, signal);
  } catch (error) {
    if (error instanceof RecordRejectedError) await takeBack(connection, person, signal);
    throw error;
  }
}

/** A person whom nobody wants stays in the system, out of use and without the key. */
async function takeBack({ writer }: Connection, person: string, signal: AbortSignal): Promise<void> {
  const path = entityPath(PARTNERS, { BusinessPartner: person });
  const entity = await writer.entity(SERVICES.partners, path, signal);
  const body = { [KEY_FIELD]: '', IsMarkedForArchiving: true };
  if (entity) await writer.change(SERVICES.partners, [{ method: 'PATCH', path, body, etag: entity.etag }], signal);
}
