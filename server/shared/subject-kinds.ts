import type { ObjectType } from './object-types.ts';

/** What a problem can be about, in HubSpot, in the ERP or between them. */
export type SubjectKind =
  | ObjectType
  | 'portal'
  | 'connection'
  | 'stream'
  | 'customer'
  | 'invoice'
  | 'order'
  | 'payment'
  | 'product'
  | 'price'
  | 'stock'
  | 'project'
  | 'subscription'
  | 'property';
