import type { ErpConnector } from '../../erp/shared/contract.ts';
import type { HubSpotClient } from '../../hubspot/contract.ts';
import { CUSTOMER_OBJECT_TYPES, perObjectType, type CustomerObjectType } from '../../shared/object-types.ts';
import { ownerOptions, withOwners } from './owner-options.ts';
import { kindsOf, knownProperties, type KnownField, type KnownProperty, type KnownShapes } from './compile-rules.ts';

/** HubSpot's properties of companies and contacts, with the people who can own one. */
export async function readProperties(
  hubspot: Pick<HubSpotClient, 'listProperties' | 'listOwners'>,
  signal?: AbortSignal,
): Promise<Record<CustomerObjectType, KnownProperty[]>> {
  const options = { priority: 'interactive', ...(signal && { signal }) } as const;
  const read = CUSTOMER_OBJECT_TYPES.map((type) => hubspot.listProperties(type, options));
  const [owners, ...lists] = await Promise.all([ownerOptions(hubspot, options), ...read]);
  return perObjectType(CUSTOMER_OBJECT_TYPES, (type) => {
    const definitions = lists[CUSTOMER_OBJECT_TYPES.indexOf(type)] ?? [];
    return knownProperties(
      type,
      definitions.map((definition) => withOwners(definition, owners)),
    );
  });
}

/** The ERP's fields of customers, and those of people who belong to one, each once. */
export async function readFields(
  { capabilities }: ErpConnector,
  signal: AbortSignal,
): Promise<Record<CustomerObjectType, KnownField[]> | null> {
  const { customerFields } = capabilities;
  if (!customerFields) return null;
  const [own, persons] = await Promise.all([customerFields.list('customer', signal), customerFields.list('contact_person', signal)]);
  const ofOwn = own.map((field): KnownField => ({ ...field, kinds: ['customer'] }));
  const both = ofOwn.map((field): KnownField =>
    persons.some(({ name }) => name === field.name) ? { ...field, kinds: ['customer', 'contact_person'] } : field,
  );
  const onlyPersons = persons
    .filter(({ name }) => !own.some((field) => field.name === name))
    .map((field): KnownField => ({ ...field, kinds: ['contact_person'] }));
  // A person who is a customer of its own stays one: its documents would become those of the organisation.
  const ofContacts = [...both, ...onlyPersons].flatMap((field): KnownField[] => {
    if (field.role !== 'organisation') return [field];
    const ofPersons = persons.find(({ name }) => name === field.name);
    return ofPersons ? [{ ...ofPersons, kinds: ['contact_person'] }] : [];
  });
  return perObjectType(CUSTOMER_OBJECT_TYPES, (type) => (kindsOf(type).includes('contact_person') ? ofContacts : ofOwn));
}

export const joinShapes = (
  fields: Record<CustomerObjectType, KnownField[]>,
  properties: Record<CustomerObjectType, KnownProperty[]>,
): Record<CustomerObjectType, KnownShapes> =>
  perObjectType(CUSTOMER_OBJECT_TYPES, (type) => ({ fields: fields[type], properties: properties[type] }));
