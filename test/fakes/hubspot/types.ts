export const OBJECT_TYPES = ['contacts', 'companies', 'deals', 'products', 'line_items', 'quotes', 'services', 'projects'] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];
export const OBJECT_TYPE_IDS: Readonly<Record<ObjectType, string>> = {
  contacts: '0-1',
  companies: '0-2',
  deals: '0-3',
  products: '0-7',
  line_items: '0-8',
  quotes: '0-14',
  services: '0-162',
  projects: '0-970',
};
export const SINGULAR: Readonly<Record<ObjectType, string>> = {
  contacts: 'contact',
  companies: 'company',
  deals: 'deal',
  products: 'product',
  line_items: 'line_item',
  quotes: 'quote',
  services: 'service',
  projects: 'project',
};

/** Off in an account until an administrator switches them on. */
export const OPTIONAL_OBJECTS = ['services', 'projects'] as const satisfies readonly ObjectType[];
export type OptionalObject = (typeof OPTIONAL_OBJECTS)[number];

/** Plural, singular and numeric names mean the same in a path. */
export function objectTypeOf(name: string): ObjectType | undefined {
  return OBJECT_TYPES.find((type) => name === type || name === SINGULAR[type] || name === OBJECT_TYPE_IDS[type]);
}

/** Projects alone are a beta of the newer one. */
export type ApiVersion = '2026-03' | '2026-09' | '2026-09-beta';

/** What is empty is absent. */
export type Properties = Record<string, string>;

export interface StoredRecord {
  id: string;
  properties: Properties;
  createdAt: number;
  updatedAt: number;
  archivedAt: number | null;
  /** The record that took this one over. */
  mergedInto: StoredRecord | null;
}

/** Who changed something, in HubSpot's words. */
export interface Source {
  type: 'INTEGRATION' | 'CRM_UI' | 'MERGE_OBJECTS' | 'IMPORT' | 'AUTOMATION_PLATFORM' | 'FORM';
  id: string;
}

export interface PropertyChange {
  objectType: ObjectType;
  id: string;
  property: string;
  before: string | null;
  value: string | null;
  at: Date;
  source: Source;
}

/** An API call that changed something or could have. */
export interface ApiWrite {
  at: Date;
  kind: 'create' | 'update' | 'archive' | 'merge' | 'privacyDelete' | 'associate' | 'dissociate';
  version: ApiVersion;
  objectType: ObjectType;
  id: string;
  /** As sent. */
  properties: Record<string, string>;
  /** Whose value is another one now. */
  changed: string[];
}

interface PropertyOption {
  label: string;
  value: string;
  displayOrder: number;
  hidden: boolean;
}

export interface PropertyDefinition {
  name: string;
  label: string;
  groupName: string;
  type: 'bool' | 'date' | 'datetime' | 'enumeration' | 'number' | 'phone_number' | 'string';
  fieldType: string;
  description: string;
  hasUniqueValue: boolean;
  options: PropertyOption[];
  referencedObjectType?: 'OWNER' | null;
  calculated: boolean;
  archived: boolean;
  hubspotDefined: boolean;
  readOnly: boolean;
  /** Those with a positive one stand first in their group, the lowest before the others. */
  displayOrder: number;
}

export interface PropertyGroup {
  name: string;
  label: string;
  displayOrder: number;
  archived: boolean;
}

export interface Person {
  userId: number;
  email: string;
  firstName: string;
  lastName: string;
  /** Default false. */
  isSuperAdmin?: boolean;
  teams: { id: number; name: string }[];
}
