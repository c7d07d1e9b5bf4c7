import type { ErpRecordId } from '../shared/ids.ts';

/**
 * By what a company or contact says in HubSpot whose it is. `identityKey` is the ERP's identity, never a connection's row: the key survives
 * disconnecting and connecting again.
 */
export function customerKey(identityKey: string, customerId: ErpRecordId): string {
  return `${identityKey}:${customerId}`;
}

/** The same in SQL, of two expressions. */
export const customerKeySql = (identityKey: string, customerId: string): string => `${identityKey} || ':' || ${customerId}`;

/** SQL of the customer that a key names in the ERP of that identity; null: the key is of another ERP. */
export const customerOfKeySql = (key: string, identityKey: string): string =>
  `case when starts_with(${key}, ${identityKey} || ':') then substr(${key}, length(${identityKey}) + 2) end`;
