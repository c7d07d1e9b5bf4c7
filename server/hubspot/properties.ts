import type { PropertyDefinition } from './contract.ts';

export type Language = 'en' | 'es';
export type Words = Readonly<Record<Language, string>>;

/** How HubSpot keeps and shows what a property holds. */
export const FIELD_TYPES = {
  text: { type: 'string', fieldType: 'text' },
  amount: { type: 'number', fieldType: 'number' },
  number: { type: 'number', fieldType: 'number' },
  day: { type: 'date', fieldType: 'date' },
  instant: { type: 'datetime', fieldType: 'date' },
  status: { type: 'enumeration', fieldType: 'select' },
} as const;

/** A property in every language. */
export interface PropertyDesign {
  name: string;
  format: keyof typeof FIELD_TYPES;
  label: Words;
  description: Words;
  /** HubSpot's own: written where the account has it, never made or changed. */
  isStandard?: true;
  /** The values of a status, in the order in which a person sees them. */
  options?: Readonly<Record<string, Words>>;
}

interface PropertyGroup {
  name: string;
  label: string;
}

/** What a portal is to have on one object, the most important properties first. */
export interface PropertySet {
  group: PropertyGroup;
  definitions: PropertyDefinition[];
  /** Names of HubSpot's own that are written too, where the account has them. */
  standard: readonly string[];
}

interface Wanted {
  groupName: string;
  isUnique: boolean;
  language: Language;
}

/** A property as HubSpot takes it. */
export function propertyDefinition(design: PropertyDesign, { groupName, isUnique, language }: Wanted): PropertyDefinition {
  const { name, label, description, format, options } = design;
  const words = { label: label[language], description: description[language] };
  return {
    name,
    groupName,
    ...words,
    ...FIELD_TYPES[format],
    ...(isUnique ? { hasUniqueValue: true } : {}),
    ...(options ? { options: choices(options, language) } : {}),
  };
}

const choices = (options: Readonly<Record<string, Words>>, language: Language) =>
  Object.entries(options).map(([value, words], displayOrder) => ({ label: words[language], value, displayOrder, hidden: false }));
