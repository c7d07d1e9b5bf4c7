import { RecordRejectedError } from '../../shared/errors.ts';
import { TABLE_OF, TYPE_OF, type PartnerField } from './partner-fields.ts';

/** `[OCRD.GroupCode] , 'Linked value 101 does not exist'`: columns are the same in every language. */
const COLUMN = /\[(\w+)\.(\w+)\]/g;
/** `Value too long in property 'Phone1' of 'BusinessPartner'` */
const PROPERTY = /'(\w+)' \S+ '(\w+)'/g;

/**
 * A refusal with the fields that the server's own words name, of those that were sent. They do not say which address is meant: where both may be,
 * none is named, and each tells alone.
 */
export function namingFields(error: unknown, sent: readonly PartnerField[]): unknown {
  const message = error instanceof RecordRejectedError ? error.params['message'] : undefined;
  if (!(error instanceof RecordRejectedError) || typeof message !== 'string') return error;
  const columns = [...message.matchAll(COLUMN)].map(([, table, column]) => `${table}.${column}`);
  const properties = [...message.matchAll(PROPERTY)].map(([, property, type]) => `${type}.${property}`);
  const isNamed = ({ place, column, property }: PartnerField): boolean =>
    columns.includes(`${TABLE_OF[place]}.${column}`) || properties.includes(`${TYPE_OF[place]}.${property}`);
  const named = sent.filter(isNamed);
  const isDoubtful = named.some(
    ({ place, property }) => place === 'shipTo' && named.some((one) => one.place === 'billTo' && one.property === property),
  );
  const { code, params } = error;
  return new RecordRejectedError(error.message, {
    code,
    params,
    properties: isDoubtful ? [] : named.map(({ name }) => name),
    cause: error,
  });
}
