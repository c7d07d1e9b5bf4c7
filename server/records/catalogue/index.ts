import { propertyDefinition, type Language, type PropertySet } from '../../hubspot/properties.ts';
import { PROPERTIES } from './entries.ts';
import { OWN_GROUP } from './group.ts';
import type { OptionalSet, Property } from './property.ts';
import { OBJECT_TYPES, perObjectType, type CustomerObjectType, type DEAL, type ObjectType, PRODUCT } from '../../shared/object-types.ts';

type Entry = (typeof PROPERTIES)[number];
type NameOn<E extends Entry, T extends ObjectType> = E extends Entry ? (T extends E['objectTypes'][number] ? E['name'] : never) : never;

/** The names of our properties, on these objects: another string does not compile. */
export type PropertyName<T extends ObjectType = ObjectType> = NameOn<Entry, T>;
/** The kinds of event that a property announces. */
export type AnnouncedEventKind = Extract<Entry, { kind: 'event' }>['movedBy'];
/** In HubSpot's spelling. */
export type Values = Partial<Record<PropertyName, string>>;
type OwnProperty = Property & { name: PropertyName };

// The names that the engine itself looks records up by, or speaks of.
export const CUSTOMER_KEY = 'erp_customer_key' satisfies PropertyName<CustomerObjectType>;
export const PRODUCT_KEY = 'erp_product_key' satisfies PropertyName<typeof PRODUCT>;
export const AVAILABLE = 'erp_available' satisfies PropertyName<typeof PRODUCT>;
export const INCOMING = 'erp_incoming' satisfies PropertyName<typeof PRODUCT>;
export const EXPECTED_ON = 'erp_expected_on' satisfies PropertyName<typeof PRODUCT>;
export const STOCK_AT = 'erp_stock_at' satisfies PropertyName<typeof PRODUCT>;
export const ORDER_NUMBER = 'erp_order_number' satisfies PropertyName<typeof DEAL>;
export const PAYMENT_STATUS = 'erp_payment_status' satisfies PropertyName;

const ALL: readonly OwnProperty[] = PROPERTIES;

const BY_OBJECT_TYPE = perObjectType(OBJECT_TYPES, (objectType) => ALL.filter(({ objectTypes }) => objectTypes.includes(objectType)));
/** The most important ones first. */
export const propertiesOf = (objectType: ObjectType): readonly OwnProperty[] => BY_OBJECT_TYPE[objectType];

const pushedTo = (objectType: ObjectType): PropertyName[] =>
  propertiesOf(objectType).flatMap(({ kind, name }) => (kind === 'typed' ? [] : [name]));
/** Those that the push writes, and empties when nothing of an ERP belongs to the record any more. */
export const PUSHED_PROPERTIES: Readonly<Record<ObjectType, readonly PropertyName[]>> = perObjectType(OBJECT_TYPES, pushedTo);

/** Nobody but us looks at them. */
export const OWN_PRODUCT_PROPERTIES: readonly PropertyName[] = propertiesOf(PRODUCT).flatMap(({ isStandard, name }) =>
  isStandard ? [] : [name],
);

/** The property that no two records of a type share; deals have none. */
export const keyPropertyOf = (objectType: ObjectType): PropertyName | undefined => KEYS[objectType];
const KEYS = perObjectType(OBJECT_TYPES, (objectType) => propertiesOf(objectType).find(({ kind }) => kind === 'key')?.name);

const BY_NAME: ReadonlyMap<string, OwnProperty> = new Map(ALL.map((property) => [property.name, property]));
export const propertyNamed = (name: PropertyName): OwnProperty => BY_NAME.get(name)!;
export const isPropertyName = (name: string): name is PropertyName => BY_NAME.has(name);
export const entriesOf = (values: Values): [PropertyName, string][] => Object.entries(values) as [PropertyName, string][];

/** The property that announces events of a kind. */
export const EVENT_PROPERTIES = Object.fromEntries(
  ALL.flatMap((property) => (property.kind === 'event' ? [[property.movedBy, property.name]] : [])),
) as Readonly<Record<AnnouncedEventKind, PropertyName>>;

/** Our properties of one object, as HubSpot takes them; of the optional sets those that are on. */
export function describeProperties(objectType: ObjectType, language: Language, sets: readonly OptionalSet[] = []): PropertySet {
  const properties = propertiesOf(objectType).filter(({ set }) => set === undefined || sets.includes(set));
  const definitions = properties
    .filter(({ isStandard }) => !isStandard)
    .map((property, at, { length }) => ({
      ...propertyDefinition(property, { groupName: OWN_GROUP.name, isUnique: property.kind === 'key', language }),
      // The first to be made, and the last that people read.
      displayOrder: property.kind === 'key' ? length + 1 : at + 1,
    }));
  return { group: OWN_GROUP, definitions, standard: properties.filter(({ isStandard }) => isStandard).map(({ name }) => name) };
}
