import { RecordRejectedError } from '../../shared/errors.ts';
import type { PartnerField } from './partner-fields.ts';

/** A refusal with the fields whose properties the system named, of those that were sent. */
export function namingFields(error: unknown, sent: Iterable<PartnerField>): unknown {
  if (!(error instanceof RecordRejectedError) || error.properties.length === 0) return error;
  const named = [...sent].filter(({ properties }) => properties.some((property) => error.properties.includes(property)));
  const { message, code, params } = error;
  return new RecordRejectedError(message, { code, params, properties: named.map(({ name }) => name), cause: error });
}
