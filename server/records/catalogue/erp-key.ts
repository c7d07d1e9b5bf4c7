import type { ErpRecordId } from '../../shared/ids.ts';

/**
 * By what a HubSpot record says whose it is in the ERP. `identityKey` is the ERP's identity, never a connection's row: the key survives
 * disconnecting and connecting again.
 */
export function erpKey(identityKey: string, erpId: ErpRecordId): string {
  return `${identityKey}:${erpId}`;
}

/** The same in SQL, of two expressions. */
export const erpKeySql = (identityKey: string, erpId: string): string => `${identityKey} || ':' || ${erpId}`;

/** SQL condition: the key names something in the ERP of that identity. */
export const isKeyOfSql = (key: string, identityKey: string): string => `starts_with(${key}, ${identityKey} || ':')`;

/** SQL of the id that a key names in the ERP of that identity; null: the key is of another ERP. */
export const erpIdOfKeySql = (key: string, identityKey: string): string =>
  `case when ${isKeyOfSql(key, identityKey)} then substr(${key}, length(${identityKey}) + 2) end`;
