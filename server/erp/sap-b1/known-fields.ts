import type { CustomerField, CustomerFieldKind } from '../shared/contract.ts';
import type { Connection } from './connection.ts';
import type { FieldOptions } from './field-options.ts';
import { invalidValue } from './partner-body.ts';
import { STANDARD_FIELDS, userField, type PartnerField } from './partner-fields.ts';
import { PARTNERS } from './partner-rows.ts';
import type { DescribedUserField } from './partner-user-fields.ts';

export async function listFields(
  { client, userFields, options }: Connection,
  kind: CustomerFieldKind,
  signal: AbortSignal,
): Promise<CustomerField[]> {
  // What is kept is the same for every user, whatever their authorisations.
  await client.page(PARTNERS, { select: ['CardCode'], top: 1 }, 1, signal);
  const choices = await options.get(signal);
  const standard = STANDARD_FIELDS[kind].map((field) => toCustomerField(field, choices));
  const custom = [...(await userFields.get(kind, signal)).values()].map(toCustomField);
  return [...standard.filter(({ role, options: listed }) => role !== 'series' || listed !== undefined), ...custom];
}

function toCustomerField({ name, role, type, options, isRequired, isForNewOnly }: PartnerField, choices: FieldOptions): CustomerField {
  const listed = options === null ? undefined : (choices[options] ?? undefined);
  // What the server does not list nobody can choose.
  const isWritable = role !== 'organisation' && (options === null || listed !== undefined);
  return { name, label: name, type, isCustom: false, isWritable, role, isRequired, isForNewOnly, ...(listed && { options: listed }) };
}

/** Rows of user-defined tables are not read: a field that names one can be read, and not chosen. */
const toCustomField = ({ described, field }: DescribedUserField): CustomerField => ({
  ...described,
  isWritable: described.type !== 'reference',
  role: null,
  isRequired: field.isRequired,
  isForNewOnly: false,
});

/** Of these names; user-defined ones are the server's business where nobody described them. */
export async function knownFields(
  { userFields }: Connection,
  kind: CustomerFieldKind,
  names: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, PartnerField>> {
  const custom = names.some((name) => name.startsWith('U_'))
    ? await userFields.with(names, kind, signal)
    : new Map<string, DescribedUserField>();
  const standard = new Map(STANDARD_FIELDS[kind].map((field) => [field.name, field]));
  return new Map(
    names.flatMap((name): [string, PartnerField][] => {
      const field = standard.get(name) ?? custom.get(name)?.field;
      return field ? [[name, field]] : [];
    }),
  );
}

/** What the server would take silently for a new record only, and names it does not have, are refused by us. */
export async function writableFields(
  connection: Connection,
  kind: CustomerFieldKind,
  { names, isNew }: { names: readonly string[]; isNew: boolean },
  signal: AbortSignal,
): Promise<Map<string, PartnerField>> {
  const fields = await knownFields(connection, kind, names, signal);
  for (const name of names) {
    const field = fields.get(name) ?? (name.startsWith('U_') ? userField(kind, name) : undefined);
    if (!field || (field.isForNewOnly && !isNew) || field.role === 'organisation') throw invalidValue(name);
    fields.set(name, field);
  }
  return fields;
}
