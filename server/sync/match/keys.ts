import type { ErpRecordId } from '../../shared/ids.ts';

/** `identityKey` is the ERP's identity, never a connection's row: the key survives disconnecting and connecting again. */
export function customerKey(identityKey: string, customerId: ErpRecordId): string {
  return `${identityKey}:${customerId}`;
}
