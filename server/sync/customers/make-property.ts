import type { HubSpotClient, PropertyDefinition } from '../../hubspot/contract.ts';
import type { Language } from '../../hubspot/properties.ts';
import { describeProperties } from '../../records/catalogue/index.ts';
import { InvalidInputError, RecordRejectedError } from '../../shared/errors.ts';
import type { CustomerObjectType } from '../../shared/object-types.ts';
import { shapeOfField, type ValueType } from '../fields/field-shapes.ts';
import { knownProperties, type KnownField, type KnownProperty } from './compile-rules.ts';

interface Wanted {
  objectType: CustomerObjectType;
  field: KnownField;
  language: Language;
}

const INTERACTIVE = { priority: 'interactive' } as const;

/** A HubSpot property that holds what this field of the ERP does; one that has its name already is taken as it is. */
export async function makeProperty(hubspot: HubSpotClient, wanted: Wanted): Promise<KnownProperty> {
  const { objectType, field } = wanted;
  const name = propertyNameOf(field);
  const known = await find(hubspot, objectType, name);
  if (known) return known;
  if ((await hubspot.remainingCustomProperties(objectType, INTERACTIVE)) === 0) throw noRoom();
  const { group } = describeProperties(objectType, wanted.language);
  await hubspot.createPropertyGroup(objectType, group, INTERACTIVE);
  try {
    await hubspot.createProperties(objectType, [definitionOf(wanted, group.name)], INTERACTIVE);
  } catch (error) {
    if (!(error instanceof RecordRejectedError)) throw error;
    if (error.code === 'hubspot.limit_reached') throw noRoom(error);
    // Somebody else made it in the same moment.
    if (error.code !== 'hubspot.already_exists') throw error;
  }
  const made = await find(hubspot, objectType, name);
  if (made) return made;
  throw new InvalidInputError('HubSpot does not show the property it made', { code: 'hubspot.refused', params: { property: name } });
}

async function find(hubspot: HubSpotClient, objectType: CustomerObjectType, name: string): Promise<KnownProperty | undefined> {
  const definitions = await hubspot.listProperties(objectType, INTERACTIVE);
  return knownProperties(objectType, definitions).find((property) => property.name === name);
}

const noRoom = (cause?: unknown): InvalidInputError =>
  new InvalidInputError('The HubSpot account has no room for another property', { code: 'customers.no_room', cause });

const LONGEST_NAME = 100;

/** HubSpot takes small letters, digits and underscores. */
const propertyNameOf = ({ name }: KnownField): string =>
  `erp_field_${name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')}`.slice(0, LONGEST_NAME);

const TYPES: Readonly<Record<ValueType, Pick<PropertyDefinition, 'type' | 'fieldType'>>> = {
  text: { type: 'string', fieldType: 'text' },
  number: { type: 'number', fieldType: 'number' },
  boolean: { type: 'bool', fieldType: 'booleancheckbox' },
  date: { type: 'date', fieldType: 'date' },
  datetime: { type: 'datetime', fieldType: 'date' },
  choice: { type: 'enumeration', fieldType: 'select' },
  organisation: { type: 'string', fieldType: 'text' },
};
const YES_NO: Readonly<Record<Language, readonly [string, string]>> = { en: ['Yes', 'No'], es: ['Sí', 'No'] };

interface Option {
  value: string;
  label: string;
}

function definitionOf({ field, language }: Wanted, groupName: string): PropertyDefinition {
  const { type, options, label } = shapeOfField(field, field.kinds);
  // What lists nothing cannot be a list in HubSpot; its names are text.
  const kind = type === 'choice' && !options?.length ? 'text' : type;
  const given = optionsOf(kind, options ?? [], language);
  return {
    name: propertyNameOf(field),
    label: label || field.name,
    groupName,
    description: field.name,
    ...TYPES[kind],
    ...(given.length > 0 && { options: given.map((option, displayOrder) => ({ ...option, displayOrder, hidden: false })) }),
  };
}

function optionsOf(kind: ValueType, options: readonly Option[], language: Language): Option[] {
  if (kind === 'choice') return distinct(options);
  if (kind !== 'boolean') return [];
  const [yes, no] = YES_NO[language];
  return [
    { value: 'true', label: yes },
    { value: 'false', label: no },
  ];
}

/** HubSpot refuses two options of one name. */
function distinct(options: readonly Option[]): Option[] {
  const taken = new Set<string>();
  return options.map(({ value, label }) => {
    const isFree = label !== '' && !taken.has(label.toLowerCase());
    const name = isFree ? label : `${label} (${value})`.trim();
    taken.add(name.toLowerCase());
    return { value, label: name };
  });
}
