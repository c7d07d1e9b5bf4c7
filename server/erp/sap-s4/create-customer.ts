import { z } from 'zod';
import { RecordRejectedError } from '../../shared/errors.ts';
import type { CommandOrder, FieldValues, MadeRecord } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import { createContactPerson } from './create-contact.ts';
import { madeOf, partnersByKey } from './find-made.ts';
import { writableFields } from './known-fields.ts';
import { newCustomerBody } from './new-partner.ts';
import { bodyOf, invalidValue } from './partner-body.ts';
import { PARTNERS } from './partner-rows.ts';
import { namingFields } from './refused-fields.ts';
import { SERVICES } from './services.ts';
import { Key, NeededKey } from './values.ts';
import { outcomeUnknown } from './write-errors.ts';

/** Looked up first, whoever asked before: SAP documents that a repeated call makes a second record. */
export async function createCustomer(
  connection: Connection,
  { key, input }: CommandOrder<'createCustomer'>,
  signal: AbortSignal,
): Promise<MadeRecord> {
  const { kind, organisationId, values } = input;
  if (kind === 'person' && organisationId !== null) return createContactPerson(connection, { key, organisationId, values }, signal);
  const fields = await writableFields(connection, 'customer', { names: Object.keys(values), isNew: true }, signal);
  requireName(values);
  const parts = bodyOf(values, fields, kind === 'person');
  const [before] = await partnersByKey(connection, [key], signal);
  if (before) return madeOf(before);
  const body = await newCustomerBody(connection, { key, kind, parts }, signal);
  try {
    return made(await connection.writer.create(SERVICES.partners, PARTNERS, body, signal));
  } catch (error) {
    // The number is made of the key, so whoever has it was made by this command, which somebody else asked for at the same moment.
    const [other] = error instanceof RecordRejectedError ? await partnersByKey(connection, [key], signal) : [];
    if (other) return madeOf(other);
    throw namingFields(error, fields.values());
  }
}

/** By its absence the system is not troubled either. */
function requireName(values: FieldValues): void {
  if (!values['BusinessPartnerFullName']) throw invalidValue('BusinessPartnerFullName');
}

const Made = z.object({ BusinessPartner: NeededKey, Customer: Key });

function made(answer: Record<string, unknown>): MadeRecord {
  const { data } = Made.safeParse(answer);
  // Without the number of a customer it is not one yet: looked up a little later, it is.
  if (!data?.Customer) throw outcomeUnknown(PARTNERS);
  return madeOf(data);
}
