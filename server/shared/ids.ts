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
