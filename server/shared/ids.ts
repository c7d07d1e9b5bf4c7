declare const brand: unique symbol;
type Branded<T, Name extends string> = T & { readonly [brand]: Name };

/** A customer's HubSpot account; always learned from signed data, never from a request's own words. */
export type PortalId = Branded<number, 'PortalId'>;
/** One portal joined to one ERP (uuid). */
export type ConnectionId = Branded<string, 'ConnectionId'>;
/** The id a record has inside its ERP, as text; unique only within (connection, stream). */
export type ErpRecordId = Branded<string, 'ErpRecordId'>;
/** A HubSpot record's id, as text because it may exceed 32 bit. */
export type RecordId = Branded<string, 'RecordId'>;

export const portalId = (value: number): PortalId => value as PortalId;
export const connectionId = (value: string): ConnectionId => value as ConnectionId;
export const erpRecordId = (value: string | number): ErpRecordId => String(value) as ErpRecordId;
export const recordId = (value: string | number): RecordId => String(value) as RecordId;

/** The HubSpot objects Puente writes to, by their path names. */
export const OBJECT_TYPES = ['companies', 'contacts', 'deals'] as const;
export type ObjectType = (typeof OBJECT_TYPES)[number];

/** HubSpot's own ids of these object types. */
export const OBJECT_TYPE_IDS = { contacts: '0-1', companies: '0-2', deals: '0-3' } as const satisfies Record<ObjectType, string>;

/** `'0-2'` → `'companies'`; undefined for object types Puente does not serve. */
export function objectTypeOfId(objectTypeId: string): ObjectType | undefined {
  return OBJECT_TYPES.find((type) => OBJECT_TYPE_IDS[type] === objectTypeId);
}
