/** What an object of HubSpot is to us. What we do with one follows from this and not from its name. */
type Role = 'organisation' | 'person' | 'deal' | 'product';

interface ObjectFacts {
  role: Role;
  /** HubSpot's own id of the type. */
  typeId: string;
  /** How HubSpot calls one of them in its events: `company.deletion`. */
  singular: string;
  /** The property that HubSpot stamps with every change of a record. */
  modifiedProperty: string;
  /** The properties in which a person reads what a record is called. */
  nameProperties: readonly string[];
}

/** The HubSpot objects that Puente serves, by their path names. One that is added here does not compile until each place knows what to do with it. */
export const OBJECTS = {
  companies: {
    role: 'organisation',
    typeId: '0-2',
    singular: 'company',
    modifiedProperty: 'hs_lastmodifieddate',
    nameProperties: ['name'],
  },
  contacts: {
    role: 'person',
    typeId: '0-1',
    singular: 'contact',
    modifiedProperty: 'lastmodifieddate',
    nameProperties: ['firstname', 'lastname', 'email'],
  },
  deals: {
    role: 'deal',
    typeId: '0-3',
    singular: 'deal',
    modifiedProperty: 'hs_lastmodifieddate',
    nameProperties: ['dealname'],
  },
  products: {
    role: 'product',
    typeId: '0-7',
    singular: 'product',
    modifiedProperty: 'hs_lastmodifieddate',
    nameProperties: ['name'],
  },
} as const satisfies Record<string, ObjectFacts>;

export type ObjectType = keyof typeof OBJECTS;
type InRole<R extends Role> = { [T in ObjectType]: (typeof OBJECTS)[T]['role'] extends R ? T : never }[ObjectType];
/** A record of these can be customers of an ERP: they are matched, linked, and created. */
export type CustomerObjectType = InRole<'organisation' | 'person'>;
/** A record of these carries invoices: its own customers', or on a deal those of its order and those tied to it. */
export type InvoicedObjectType = InRole<'organisation' | 'person' | 'deal'>;

export const ORGANISATION = 'companies' as const satisfies InRole<'organisation'>;
export const PERSON = 'contacts' as const satisfies InRole<'person'>;
export const DEAL = 'deals' as const satisfies InRole<'deal'>;
/** Part of the catalog: HubSpot ties it to nothing, and lines of deals name it. */
export const PRODUCT = 'products' as const satisfies InRole<'product'>;

/** What an ERP is asked for: to make a customer of one, or an order of a deal. */
export type CommandObjectType = CustomerObjectType | typeof DEAL;

/** Lines of deals and of quotes: their creator's own. They are made by nobody else, and written only where a person asks for it. */
export const LINE_ITEM = 'line_items';
/** Offers that people make of deals in HubSpot: whether one was signed is read of them, and nothing else. */
export const QUOTE = 'quotes';
/** Records of these have a history, and are found by a search. */
export type FoundObjectType = ObjectType | typeof QUOTE;

interface ProjectObjectFacts {
  typeId: string;
  /** As HubSpot's paths call it. */
  pathName: string;
  /** What HubSpot calls the day on which it is to be finished. */
  targetProperty: string;
}

/** HubSpot's own objects for what is done for customers, which an account may not have switched on: a project of an ERP can be a record of one. */
export const PROJECT_OBJECTS = {
  services: { typeId: '0-162', pathName: '0-162', targetProperty: 'hs_target_end_date' },
  projects: { typeId: '0-970', pathName: 'projects', targetProperty: 'hs_target_due_date' },
} as const satisfies Record<string, ProjectObjectFacts>;
export type ProjectObjectType = keyof typeof PROJECT_OBJECTS;
export const PROJECT_OBJECT_TYPES = Object.keys(PROJECT_OBJECTS) as readonly ProjectObjectType[];

/** Records of these are made and written by us. */
export type WrittenObjectType = ObjectType | ProjectObjectType;
export type ReadableObjectType = FoundObjectType | typeof LINE_ITEM | ProjectObjectType;

export const isProjectObject = (type: ReadableObjectType): type is ProjectObjectType => type in PROJECT_OBJECTS;

/** HubSpot's own id of the type. */
export const typeIdOf = (type: WrittenObjectType): string => (isProjectObject(type) ? PROJECT_OBJECTS[type] : OBJECTS[type]).typeId;

export const OBJECT_TYPES = Object.keys(OBJECTS) as readonly ObjectType[];
/** Organisations first, so that persons find their company. */
export const CUSTOMER_OBJECT_TYPES = [ORGANISATION, PERSON] as const satisfies readonly CustomerObjectType[];
export const INVOICED_OBJECT_TYPES = [...CUSTOMER_OBJECT_TYPES, DEAL] as const satisfies readonly InvoicedObjectType[];

export const isOrganisation = (type: ObjectType): type is InRole<'organisation'> => OBJECTS[type].role === 'organisation';
export const isPerson = (type: ObjectType): type is InRole<'person'> => OBJECTS[type].role === 'person';
export const isDeal = (type: ObjectType): type is InRole<'deal'> => OBJECTS[type].role === 'deal';
export const isProduct = (type: ObjectType): type is InRole<'product'> => OBJECTS[type].role === 'product';

/** An account may lack the scopes of these, and the rest of the product works without them. */
export const isOptionalObject = (type: ReadableObjectType): boolean =>
  type === LINE_ITEM || type === QUOTE || isProjectObject(type) || isProduct(type);

/** `'0-2'` → `'companies'`; undefined for object types Puente does not serve. */
export const objectTypeOfId = (typeId: string): ObjectType | undefined => OBJECT_TYPES.find((type) => OBJECTS[type].typeId === typeId);

/** `'company'` → `'companies'`. */
export const objectTypeOfSingular = (singular: string): ObjectType | undefined =>
  OBJECT_TYPES.find((type) => OBJECTS[type].singular === singular);

/** A value for each of these types. */
export const perObjectType = <T extends ObjectType, V>(types: readonly T[], valueFor: (type: T) => V): Record<T, V> =>
  Object.fromEntries(types.map((type) => [type, valueFor(type)])) as Record<T, V>;
