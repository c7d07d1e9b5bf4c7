import type { Db } from '../../db/index.ts';
import { plannedOnce } from '../../db/prepared.ts';
import type { Allocation } from './allocation.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { fromText, toText } from '../../mirror/text-rows.ts';
import type { Change, KeptRow, MirrorScope } from '../../mirror/store-rows.ts';

type Owner = { id: ErpRecordId; allocations: Allocation[] };

const COLUMNS = [
  ['owner_id', 'text'],
  ['position', 'integer'],
  ['invoice_id', 'text'],
  ['by', 'text'],
  ['source_id', 'text'],
  ['amount', 'numeric'],
  ['settled_on', 'date'],
  ['settled_at', 'timestamptz'],
  ['label', 'text'],
] as const;

const INSERT = `
  insert into erp_allocations
    (portal_id, connection_id, owner_stream, owner_id, position, invoice_id, by, source_id, amount, settled_on, settled_at, label)
  select :portalId, :connectionId, :stream, owner_id, position, invoice_id, by, source_id, amount, settled_on, settled_at, label
  from ${fromText(COLUMNS)} r`;

/** Replaces what the changed owners list, and returns the invoices named before and after. */
export async function replaceAllocations(
  trx: Db,
  scope: MirrorScope,
  stream: 'invoices' | 'payments',
  changes: readonly Change<Owner, KeptRow>[],
): Promise<ErpRecordId[]> {
  const known = changes.filter(({ before }) => before).map(({ after }) => after.id);
  const removed = await removeAllocations(trx, scope, stream, known);
  const rows = changes.flatMap(({ after }) => after.allocations.map((allocation, position) => toRow(after.id, allocation, position)));
  if (rows.length > 0) {
    const { portalId, connectionId } = scope;
    await trx.raw(INSERT, { portalId, connectionId, stream, rows: toText(COLUMNS, rows) }).options(plannedOnce(INSERT));
  }
  return [...removed, ...rows.map((row) => row.invoice_id)];
}

export async function removeAllocations(
  trx: Db,
  { portalId, connectionId }: Pick<MirrorScope, 'portalId' | 'connectionId'>,
  stream: 'invoices' | 'payments',
  ownerIds: readonly ErpRecordId[],
): Promise<ErpRecordId[]> {
  if (ownerIds.length === 0) return [];
  const { rows } = await trx.raw<{ rows: { invoiceId: ErpRecordId }[] }>(
    `delete from erp_allocations
     where portal_id = ? and connection_id = ? and owner_stream = ? and owner_id = any(?) returning invoice_id`,
    [portalId, connectionId, stream, [...ownerIds]],
  );
  return rows.map((row) => row.invoiceId);
}

const toRow = (ownerId: ErpRecordId, allocation: Allocation, position: number) => ({
  owner_id: ownerId,
  position,
  invoice_id: allocation.invoiceId,
  by: allocation.by,
  source_id: allocation.sourceId,
  amount: allocation.amount,
  settled_on: allocation.on,
  settled_at: allocation.at,
  label: allocation.label,
});
