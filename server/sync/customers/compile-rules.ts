import { z } from 'zod';
import type { CreateCondition, CustomerObjectRules, CustomerRules, FieldMapping } from '../../../hubspot-app/app/settings/api/customers.ts';
import type { CustomerField, CustomerFieldKind } from '../../erp/shared/contract.ts';
import type { PropertyDefinition } from '../../hubspot/contract.ts';
import { PUSHED_PROPERTIES } from '../../records/catalogue/index.ts';
import { InvalidInputError } from '../../shared/errors.ts';
import { CUSTOMER_OBJECT_TYPES, isPerson, perObjectType, type CustomerObjectType } from '../../shared/object-types.ts';
import {
  areCompatible,
  isReadOnlyProperty,
  shapeOfField,
  shapeOfProperty,
  type FieldShape,
  type MappedField,
  type ValueShape,
} from '../fields/field-shapes.ts';
import { FULL_NAME, LISTS, RELATION_OF } from '../fields/virtual-properties.ts';
import type { CompiledObjectRules, CompiledRules } from '../fields/rules.ts';

const Name = z.string().min(1).max(200);
const Value = z.string().max(1_000);

const Mapping = z.strictObject({
  property: Name,
  field: Name,
  direction: z.enum(['to_hubspot', 'to_erp', 'both']),
  rule: z.enum(['erp_wins', 'hubspot_wins', 'fill_if_empty', 'ask']),
  whenEmptied: z.enum(['clear', 'keep']),
  translation: z.array(z.strictObject({ hubspot: Value, erp: Value })).max(2_000),
} satisfies Record<keyof FieldMapping, z.ZodType>);

const Policy = z.enum(['keep', 'archive']);

const Condition = z.strictObject({
  property: Name,
  values: z.array(Value).max(200),
  names: z.record(Name, Value).exactOptional(),
} satisfies Record<keyof CreateCondition, z.ZodType>);

const ObjectRules = z.strictObject({
  createWhen: z.array(Condition).max(20),
  mayCreateByHand: z.boolean(),
  makesContactPersons: z.boolean(),
  makesConsumers: z.boolean(),
  isOneWay: z.boolean(),
  // Pages that were opened before there was a choice do not name it.
  whenDeletedInHubSpot: Policy.default('keep'),
  whenGoneInErp: Policy.default('keep'),
  defaults: z.record(Name, Value),
  mapping: z.array(Mapping).max(200),
} satisfies Record<keyof CustomerObjectRules, z.ZodType>);

export const CustomerRulesInput = z.strictObject(perObjectType(CUSTOMER_OBJECT_TYPES, () => ObjectRules));

/** A field of the ERP's customers, with whose it is. */
export type KnownField = CustomerField & { kinds: CustomerFieldKind[] };

/** What both systems have of one object. */
export interface KnownShapes {
  fields: readonly KnownField[];
  properties: readonly KnownProperty[];
}

export interface KnownProperty extends ValueShape {
  name: string;
  label: string;
  isReadOnly: boolean;
}

/** Companies are customers of their own; contacts either, or people who belong to one. */
export const kindsOf = (objectType: CustomerObjectType): CustomerFieldKind[] =>
  isPerson(objectType) ? ['customer', 'contact_person'] : ['customer'];

/** HubSpot's properties of an object, the name of a person in one piece, and the company that the record belongs to. */
export function knownProperties(objectType: CustomerObjectType, definitions: readonly PropertyDefinition[]): KnownProperty[] {
  // The push writes them, and would write over what came from here for ever.
  const ours: readonly string[] = PUSHED_PROPERTIES[objectType];
  const shown = definitions
    .filter(({ archived }) => !archived)
    .map((definition) => ({
      name: definition.name,
      label: definition.label,
      isReadOnly: isReadOnlyProperty(definition) || ours.includes(definition.name),
      ...shapeOfProperty(definition),
    }));
  const labelOf = (name: string): string => shown.find((property) => property.name === name)?.label ?? name;
  const whole = {
    name: FULL_NAME,
    label: `${labelOf('firstname')} + ${labelOf('lastname')}`,
    isReadOnly: true,
    type: 'text' as const,
    options: null,
  };
  // Its label is no word of HubSpot's: whoever shows it has one of their own, as for codes.
  const { name } = RELATION_OF[objectType];
  const company = { name, label: name, isReadOnly: false, type: 'organisation' as const, options: null };
  return isPerson(objectType) ? [whole, company, ...shown] : [company, ...shown];
}

/** Rules with what both sides take. Throws naming the line that cannot be; lines of `saved` may have a rule that is refused today. */
export function compileRules(
  rules: CustomerRules,
  shapes: Record<CustomerObjectType, KnownShapes>,
  saved: readonly CompiledRules[] = [],
): CompiledRules {
  return perObjectType(CUSTOMER_OBJECT_TYPES, (type) => {
    const mapped = saved.flatMap((one) => one[type].mapping);
    return compileObject(rules[type], shapes[type], mapped);
  });
}

function compileObject(
  { mapping, defaults, createWhen, ...rest }: CustomerObjectRules,
  { fields, properties }: KnownShapes,
  saved: readonly FieldMapping[],
): CompiledObjectRules {
  const propertyNamed = (name: string): KnownProperty => {
    const property = properties.find((one) => one.name === name);
    if (!property) throw invalid('customers.property_unknown', { property: name });
    return property;
  };
  const mapped = mapping.map((line) => {
    const property = propertyNamed(line.property);
    const field = fields.find(({ name }) => name === line.field);
    if (!field) throw invalid('customers.field_unknown', { field: line.field });
    const fieldShape = shapeOfField(field, field.kinds);
    requireWritable(line, property, field);
    if (!hasSense(line) && !saved.some((one) => isSameLine(one, line)))
      throw invalid('customers.rule_idle', { property: property.label, field: field.label });
    if (!areCompatible(property, fieldShape)) throw invalid('customers.types_differ', { property: property.label, field: field.label });
    return { ...line, propertyLabel: property.label, propertyShape: { type: property.type, options: property.options }, fieldShape };
  });
  refuseTwice(mapped);
  for (const name of Object.keys(defaults))
    if (!fields.some((field) => field.name === name)) throw invalid('customers.field_unknown', { field: name });
  const ofProperties = createWhen.filter(({ property }) => property !== LISTS);
  const conditionLabels = Object.fromEntries(ofProperties.map(({ property }) => [property, propertyNamed(property).label]));
  return { ...rest, defaults, createWhen, mapping: mapped, conditionLabels, fields: usedFields(fields, defaults) };
}

function usedFields(fields: readonly KnownField[], defaults: Record<string, string>): Record<string, FieldShape & { isRequired: boolean }> {
  const used = fields.filter(({ name, isRequired }) => isRequired || name in defaults);
  return Object.fromEntries(
    used.map((field) => [field.name, { ...shapeOfField(field, field.kinds), options: null, isRequired: field.isRequired }]),
  );
}

function requireWritable({ direction }: FieldMapping, property: KnownProperty, field: KnownField): void {
  if (direction !== 'to_erp' && property.isReadOnly) throw invalid('customers.property_read_only', { property: property.label });
  if (direction !== 'to_hubspot' && !field.isWritable) throw invalid('customers.field_read_only', { field: field.label });
}

/** Where one side is never written, that side cannot win. */
const hasSense = ({ direction, rule }: FieldMapping): boolean =>
  !(direction === 'to_erp' && rule === 'erp_wins') && !(direction === 'to_hubspot' && rule === 'hubspot_wins');

const isSameLine = (one: FieldMapping, other: FieldMapping): boolean =>
  one.property === other.property && one.field === other.field && one.direction === other.direction && one.rule === other.rule;

/** Two lines that write the same would undo each other for ever. A customer and a contact person may keep the same in fields of their own. */
function refuseTwice(mapping: readonly MappedField[]): void {
  for (const [at, line] of mapping.entries()) {
    const earlier = mapping.slice(0, at).filter(({ fieldShape }) => fieldShape.kinds.some((kind) => line.fieldShape.kinds.includes(kind)));
    if (earlier.some(({ property }) => property === line.property))
      throw invalid('customers.property_twice', { property: line.propertyLabel });
    if (earlier.some(({ field }) => field === line.field)) throw invalid('customers.field_twice', { field: line.fieldShape.label });
  }
}

const invalid = (code: string, params: Record<string, string>): InvalidInputError =>
  new InvalidInputError('These rules cannot be', { code, params });

/** Rules that were saved before there was a choice. */
const KEEP_BOTH = { whenDeletedInHubSpot: 'keep', whenGoneInErp: 'keep' } as const;

/** As a person edits them: without what was compiled into them. */
export const plainRules = (compiled: CompiledRules): CustomerRules =>
  perObjectType(CUSTOMER_OBJECT_TYPES, (type) => {
    const { mapping, fields: _, conditionLabels: __, ...rest } = compiled[type];
    return {
      ...KEEP_BOTH,
      ...rest,
      mapping: mapping.map(({ property, field, direction, rule, whenEmptied, translation }) => ({
        property,
        field,
        direction,
        rule,
        whenEmptied,
        translation,
      })),
    };
  });
