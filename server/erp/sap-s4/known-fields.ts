import type { CustomerField, CustomerFieldKind } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import type { CustomerOptions } from './customer-options.ts';
import { invalidValue } from './partner-body.ts';
import { customField, STANDARD_FIELDS, type PartnerField } from './partner-fields.ts';

export async function listFields(connection: Connection, kind: CustomerFieldKind, signal: AbortSignal): Promise<CustomerField[]> {
  const custom = [...(await customFields(connection, signal)).values()];
  const options = withSettings(await connection.options.get(signal), connection);
  return [...STANDARD_FIELDS[kind], ...custom].map((field) => toCustomerField(field, options));
}

/** What an administrator entered can be chosen, whether a customer has it or not. */
function withSettings(options: CustomerOptions, { settings }: Connection): CustomerOptions {
  const { grouping, externalGrouping, companyCode, reconciliationAccount, salesArea } = settings;
  const add = (listed: CustomerOptions[keyof CustomerOptions], ...entered: (string | null)[]) => [
    ...listed,
    ...entered.flatMap((value) => (value === null || listed.some((one) => one.value === value) ? [] : [{ value, label: value }])),
  ];
  return {
    ...options,
    groupings: add(options.groupings, grouping, externalGrouping === grouping ? null : externalGrouping),
    companyCodes: add(options.companyCodes, companyCode),
    accounts: add(options.accounts, reconciliationAccount),
    salesAreas: add(options.salesAreas, salesArea),
  };
}

function toCustomerField(field: PartnerField, choices: CustomerOptions): CustomerField {
  const { name, label, type, role, isCustom, isRequired, isForNewOnly, maxLength, place } = field;
  const options = field.options === null ? null : choices[field.options];
  return {
    ...{ name, label, type, role, isCustom, isRequired, isForNewOnly },
    isWritable: place !== 'organisation' && (options === null || options.length > 0),
    ...(options && { options }),
    ...(maxLength !== null && { maxLength }),
  };
}

/** Those of partners; times of day have no spelling outside. */
async function customFields({ describeFields }: Connection, signal: AbortSignal): Promise<Map<string, PartnerField>> {
  const described = (await describeFields('customers', signal)).filter(({ isCustom, type }) => isCustom && type !== 'other');
  return new Map(described.map(({ name, label, type, maxLength = null }) => [name, customField(name, label, { type, maxLength })]));
}

/** Of these names; what no partner has is left out. */
export async function knownFields(
  connection: Connection,
  kind: CustomerFieldKind,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, PartnerField>> {
  const standard = new Map(STANDARD_FIELDS[kind].map((field) => [field.name, field]));
  const custom = names.every((name) => standard.has(name)) ? new Map<string, PartnerField>() : await customFields(connection, signal);
  return new Map(
    names.flatMap((name): [string, PartnerField][] => {
      const field = standard.get(name) ?? custom.get(name);
      return field ? [[name, field]] : [];
    }),
  );
}

/** What the system would pass over without a word is refused by us. */
export async function writableFields(
  connection: Connection,
  kind: CustomerFieldKind,
  { names, isNew }: { names: readonly string[]; isNew: boolean },
  signal: AbortSignal,
): Promise<Map<string, PartnerField>> {
  const fields = await knownFields(connection, kind, names, signal);
  for (const name of names) {
    const field = fields.get(name);
    if (!field || (field.isForNewOnly && !isNew) || field.place === 'organisation') throw invalidValue(name);
  }
  return fields;
}
