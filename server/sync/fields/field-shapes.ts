import type { FieldMapping } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { CustomerField, CustomerFieldKind, FieldRole } from '../../erp/shared/contract.ts';
import type { PropertyDefinition } from '../../hubspot/contract.ts';

/** `organisation`: another record, by its id. */
export type ValueType = 'text' | 'number' | 'boolean' | 'date' | 'datetime' | 'choice' | 'organisation';

interface Option {
  value: string;
  label: string;
}

/** What a value can be on one side, as it was when the rules were saved. */
export interface ValueShape {
  type: ValueType;
  options: Option[] | null;
}

export interface FieldShape extends ValueShape {
  label: string;
  role: FieldRole | null;
  maxLength: number | null;
  /** Whose field it is: of customers, of people who belong to one, or of both. */
  kinds: CustomerFieldKind[];
  /** The ERP says it and takes no other. */
  isReadOnly?: true;
}

/** One line of the mapping with what both sides take. */
export interface MappedField extends FieldMapping {
  propertyLabel: string;
  propertyShape: ValueShape;
  fieldShape: FieldShape;
}

/** More would make the rules a book; a value is checked by the side that gets it. The states of the world, which are needed by name, are about 2,000. */
const MOST_OPTIONS = 5_000;

const PROPERTY_TYPES: Readonly<Record<PropertyDefinition['type'], ValueType>> = {
  bool: 'boolean',
  date: 'date',
  datetime: 'datetime',
  enumeration: 'choice',
  number: 'number',
  phone_number: 'text',
  string: 'text',
};

export function shapeOfProperty({ type, options }: PropertyDefinition): ValueShape {
  const isChoice = PROPERTY_TYPES[type] === 'choice';
  const given = (options ?? []).map(({ value, label }) => ({ value, label }));
  return { type: PROPERTY_TYPES[type], options: isChoice && given.length > 0 && given.length <= MOST_OPTIONS ? given : null };
}

export function shapeOfField({ type, label, role, options, maxLength, isWritable }: CustomerField, kinds: CustomerFieldKind[]): FieldShape {
  const about = { label, role, kinds, maxLength: maxLength ?? null, ...(!isWritable && { isReadOnly: true as const }) };
  if (role === 'organisation') return { ...about, type: 'organisation', options: null };
  const isChoice = type === 'choice' || type === 'reference';
  const kept = options && options.length <= MOST_OPTIONS ? options.map(({ value, label: name }) => ({ value, label: name })) : null;
  return { ...about, type: isChoice ? 'choice' : type === 'other' ? 'text' : type, options: kept };
}

export const isReadOnlyProperty = ({ calculated, modificationMetadata }: PropertyDefinition): boolean =>
  calculated === true || modificationMetadata?.readOnlyValue === true;

/** Text says anything; a choice is chosen by its name from text; the rest are their own kind. */
export function areCompatible(property: ValueShape, field: ValueShape): boolean {
  if (property.type === field.type) return true;
  const types = new Set([property.type, field.type]);
  if (types.has('organisation')) return false;
  if (types.has('text')) return !types.has('boolean');
  return types.has('date') && types.has('datetime') ? false : types.has('choice') && types.has('boolean');
}
