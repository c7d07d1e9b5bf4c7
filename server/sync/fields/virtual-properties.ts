import { ORGANISATION, PERSON, type CustomerObjectType } from '../../shared/object-types.ts';
import type { CompanyRelation } from '../../hubspot/contract.ts';

/** Not a property of HubSpot's: ERPs keep the name of a person in one piece, HubSpot in two. It is read, and never written. */
export const FULL_NAME = '$full_name';
const PARTS = ['firstname', 'lastname'] as const;

/** The company a contact belongs to, and the one above a company. HubSpot says it in a property and takes it as an association. */
export const COMPANY = '$company';
export const PARENT_COMPANY = '$parent_company';

/** The ids of the HubSpot lists that a record is a member of, of those that conditions speak of. HubSpot says it apart from the record. */
export const LISTS = '$lists';

interface RelationProperty {
  name: string;
  /** By which HubSpot says it. */
  stored: string;
  relation: CompanyRelation;
}

export const RELATION_OF: Readonly<Record<CustomerObjectType, RelationProperty>> = {
  [PERSON]: { name: COMPANY, stored: 'associatedcompanyid', relation: 'primary_company' },
  [ORGANISATION]: { name: PARENT_COMPANY, stored: 'hs_parent_company_id', relation: 'parent_company' },
};
const RELATIONS = Object.values(RELATION_OF);

export const isRelation = (property: string): boolean => RELATIONS.some(({ name }) => name === property);

/** What has to be read for these. */
export const storedProperties = (names: readonly string[]): string[] => [...new Set(names.flatMap(storedFor))];

function storedFor(name: string): readonly string[] {
  if (name === FULL_NAME) return PARTS;
  if (name === LISTS) return [];
  return [RELATIONS.find((one) => one.name === name)?.stored ?? name];
}

export function withVirtual(properties: Record<string, string | null>): Record<string, string | null> {
  const name = PARTS.map((part) => properties[part]?.trim())
    .filter(Boolean)
    .join(' ');
  const told = RELATIONS.filter(({ stored }) => stored in properties);
  return {
    ...properties,
    [FULL_NAME]: name || null,
    ...Object.fromEntries(told.map((one) => [one.name, properties[one.stored] || null])),
  };
}
