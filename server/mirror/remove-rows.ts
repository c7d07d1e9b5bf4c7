import type { Db } from '../db/index.ts';
import type { StreamName } from '../erp/contract.ts';
import type { ConnectionId, ErpRecordId, PortalId } from '../ids.ts';
import { removeAllocations } from './store-allocations.ts';
import { lockStream } from './store-rows.ts';
import { MIRROR_TABLES } from './streams.ts';
import { addAll, nothingTouched, type Touched } from './touched.ts';

type Scope = { portalId: PortalId; connectionId: ConnectionId };
interface RemovedRow {
  erpId: ErpRecordId;
  customerId: ErpRecordId | null;
  organisationId: ErpRecordId | null;
  parentId: ErpRecordId | null;
}

const REFERENCES = {
  customers: 'erp_id, erp_id as customer_id, organisation_id, parent_id',
  invoices: 'erp_id, customer_id, organisation_id, null as parent_id',
  payments: 'erp_id, customer_id, organisation_id, null as parent_id',
} as const satisfies Record<StreamName, string>;

/** Removes rows the ERP no longer has, and returns what they concerned. Ids the mirror does not know are no matter. */
export async function removeRows(trx: Db, scope: Scope, stream: StreamName, ids: readonly ErpRecordId[]): Promise<Touched> {
  const touched = nothingTouched();
  if (ids.length === 0) return touched;
  await lockStream(trx, scope, stream);
  if (stream === 'invoices') addAll(touched.orderNumbers, await removeOrigins(trx, scope, ids));
  if (stream !== 'customers') addAll(touched.invoiceIds, await removeAllocations(trx, scope, stream, ids));
  const { rows } = await trx.raw<{ rows: RemovedRow[] }>(
    `delete from ${MIRROR_TABLES[stream]} where portal_id = ? and connection_id = ? and erp_id = any(?) returning ${REFERENCES[stream]}`,
    [scope.portalId, scope.connectionId, [...ids]],
  );
  for (const row of rows) {
    addAll(touched.customerIds, [row.customerId]);
    addAll(touched.organisationIds, [row.organisationId, row.parentId]);
    if (stream === 'invoices') touched.invoiceIds.add(row.erpId);
    if (stream === 'customers') touched.identityChanged.add(row.erpId);
  }
  return touched;
}

async function removeOrigins(trx: Db, { portalId, connectionId }: Scope, ids: readonly ErpRecordId[]): Promise<string[]> {
  const rows = await trx('erpInvoiceOrigins')
    .where({ portalId, connectionId })
    .whereIn('invoiceId', ids)
    .delete()
    .returning<{ orderNumber: string }[]>('orderNumber');
  return rows.map((row) => row.orderNumber);
}
