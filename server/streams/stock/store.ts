import type { Db } from '../../db/index.ts';
import type { ErpRecordId } from '../../shared/ids.ts';
import { removeRows, type RowScope } from '../../mirror/remove-rows.ts';
import { storeRows, type KeptRow, type MirrorScope, type RowShape, type Stored } from '../../mirror/store-rows.ts';
import { nothingTouched, type Touched } from '../shared/touched.ts';
import type { Stock } from './record.ts';

export type KeptStock = KeptRow;

const SHAPE: RowShape<Stock, KeptStock> = {
  stream: 'stock',
  table: 'erp_stock',
  columns: [
    ['levels', 'jsonb'],
    ['erp_created_at', 'timestamptz'],
  ],
  before: [],
  toRow: ({ levels, createdAt }) => ({ levels, erp_created_at: createdAt }),
};

export async function storeStock(
  trx: Db,
  scope: MirrorScope,
  records: readonly Stock[],
): Promise<Stored<Stock, KeptStock> & { touched: Touched }> {
  const stored = await storeRows(trx, scope, SHAPE, records);
  await noteReading(
    trx,
    scope,
    stored.changes.map(({ after }) => after.id),
  );
  return { ...stored, touched: { ...nothingTouched(), productIds: new Set(stored.changes.map(({ after }) => after.id)) } };
}

/** What orders hold since then is not in it. */
async function noteReading(trx: Db, { portalId, connectionId, readOrder }: MirrorScope, ids: readonly ErpRecordId[]): Promise<void> {
  if (ids.length === 0 || readOrder === undefined) return;
  await trx('erpStock')
    .where({ portalId, connectionId })
    .whereIn('erpId', [...ids])
    .update({ readOrder });
}

export async function removeStock(trx: Db, scope: RowScope, ids: readonly ErpRecordId[]): Promise<Touched> {
  const rows = await removeRows<{ erpId: ErpRecordId }>(trx, scope, { ...SHAPE, returning: 'erp_id' }, ids);
  return { ...nothingTouched(), productIds: new Set(rows.map(({ erpId }) => erpId)) };
}
