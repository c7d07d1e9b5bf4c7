import { RecordRejectedError } from '../../shared/errors.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import type { FieldValues, MadeRecord } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { writableFields } from './known-fields.ts';
import { madePerson } from './find-made.ts';
import { bodyOf, invalidValue } from './partner-body.ts';
import { contactKey } from './partner-keys.ts';
import { locate, PARTNERS, partnerPath, type Located } from './partner-rows.ts';
import { namingFields } from './refused-fields.ts';
import { outcomeUnknown } from './write-errors.ts';

const NAME_TAKEN = -2035;
/** `OCPR.Name` */
const LONGEST_NAME = 50;

interface NewPerson {
  key: string;
  organisationId: ErpRecordId;
  values: FieldValues;
}

/**
 * A contact person is a row of its partner. Its name is unique there, so the server refuses a second one of the same name; the key stands in a
 * remark. A row without a number is added, and the other rows stay as they are.
 */
export async function createContactPerson(
  connection: Connection,
  { key, organisationId, values }: NewPerson,
  signal: AbortSignal,
): Promise<MadeRecord> {
  const fields = await writableFields(connection, 'contact_person', { names: Object.keys(values), isNew: true }, signal);
  const { contact } = bodyOf(values, fields, null);
  const row = { ...contact, Name: nameOf(values), Remarks2: contactKey(key) };
  try {
    await connection.client.write('PATCH', partnerPath(organisationId), { ContactEmployees: [row] }, signal);
  } catch (error) {
    throw nameTaken(error) ?? namingFields(error, [...fields.values()]);
  }
  return madeIn(connection, organisationId, key, signal);
}

/** What lists of contact persons show. */
function nameOf(values: FieldValues): string {
  const full = [values['FirstName'], values['LastName']].filter(Boolean).join(' ');
  const name = values['Name'] ?? (full || values['E_Mail']);
  if (!name) throw invalidValue('Name');
  return values['Name'] ? name : name.slice(0, LONGEST_NAME).trim();
}

function nameTaken(error: unknown): RecordRejectedError | null {
  if (!(error instanceof RecordRejectedError) || error.params['errorCode'] !== NAME_TAKEN) return null;
  const { params } = error;
  return new RecordRejectedError(error.message, { code: 'sap-b1.contact_name_taken', params, properties: ['Name'], cause: error });
}

/** The answer to a change is empty, so the number of the new row is read. */
async function madeIn(connection: Connection, organisationId: ErpRecordId, key: string, signal: AbortSignal): Promise<MadeRecord> {
  try {
    const partner = (await locate(connection, [organisationId], ['ContactEmployees'], signal)).get(organisationId);
    const made = partner && withKey(partner, key);
    if (made) return made;
  } catch (cause) {
    throw outcomeUnknown(PARTNERS, { cause });
  }
  throw outcomeUnknown(PARTNERS);
}

function withKey({ partner }: Located, key: string): MadeRecord | null {
  const row = partner.ContactEmployees?.find((contact) => contact['Remarks2'] === contactKey(key));
  return row ? madePerson(partner.CardCode, row.InternalCode) : null;
}
